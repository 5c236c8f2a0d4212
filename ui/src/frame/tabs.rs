//! The five tabs: at the bottom of a phone, at the side of a desktop.

use dioxus::prelude::*;

use crate::components::{IconName, drawing};
use crate::nav::{Tab, use_nav};
use crate::texts::{Texts, use_texts};

/// The tabs, with the one that the place belongs to marked.
#[component]
pub(super) fn Tabs() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let here = nav.place().tab();
    rsx! {
        nav { class: "tabs", aria_label: texts.tabs(),
            ul {
                for tab in Tab::ALL {
                    li { key: "{id(tab)}",
                        button {
                            class: if tab == Tab::Code { "tab raised" } else { "tab" },
                            id: id(tab),
                            r#type: "button",
                            aria_current: (tab == here).then_some("page"),
                            onclick: move |_| nav.go(tab.place()),
                            span { class: "tab-icon",
                                {drawing(icon(tab))}
                            }
                            span { class: "tab-name", {name(&texts, tab)} }
                        }
                    }
                }
            }
        }
    }
}

const fn id(tab: Tab) -> &'static str {
    match tab {
        Tab::Home => "tab-home",
        Tab::Dossiers => "tab-dossiers",
        Tab::Code => "tab-code",
        Tab::Papers => "tab-papers",
        Tab::Personal => "tab-personal",
    }
}

const fn icon(tab: Tab) -> IconName {
    match tab {
        Tab::Home => IconName::Home,
        Tab::Dossiers => IconName::Dossier,
        Tab::Code => IconName::Code,
        Tab::Papers => IconName::Paper,
        Tab::Personal => IconName::Person,
    }
}

fn name(texts: &Texts, tab: Tab) -> String {
    match tab {
        Tab::Home => texts.tab_home(),
        Tab::Dossiers => texts.tab_dossiers(),
        Tab::Code => texts.tab_code(),
        Tab::Papers => texts.tab_papers(),
        Tab::Personal => texts.tab_personal(),
    }
}
