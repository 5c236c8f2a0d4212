//! The first place: what must I do now?
//!
//! Warnings first, then what waits for the citizen, then what one may look for. Both lists are honest about their age.

mod life_events;
mod lost;
mod todo;

use dioxus::prelude::*;

use self::life_events::LifeEvents;
use self::lost::Lost;
use self::todo::Todo;
use super::alerts::AlertsNow;
use super::petitions::SendPetition;
use crate::app::use_app;
use crate::components::{Button, IconName, Note, Section, Title, Tone, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// Alerts, what there is to do, search, life events.
#[component]
pub(crate) fn Home() -> Element {
    let texts = use_texts();
    let mut new_here = use_app().new_here();
    let profile = use_query::<cds_wire::ipc::Profile>(());
    let title = match profile.get() {
        Some(Ok(profile)) => texts.hello_name(profile.name.into_inner()),
        _ => texts.hello(),
    };
    rsx! {
        Title { text: title }
        div { class: "home",
            div { class: "home-now",
                Lost {}
                AlertsNow {}
                Todo {}
                if new_here() {
                    Note { tone: Tone::Good,
                        p { {texts.new_here()} }
                        div { class: "actions",
                            Button { id: "continue", onclick: move |()| new_here.set(false), {texts.understood()} }
                        }
                    }
                }
            }
            div { class: "home-find",
                Search {}
                LifeEvents {}
                Section { title: texts.petition(), SendPetition {} }
            }
        }
    }
}

/// Looking for a procedure; what was found has a place of its own.
#[component]
fn Search() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut words = use_signal(String::new);
    rsx! {
        section { class: "section",
            h2 {
                label { r#for: "home-search", {texts.home_search()} }
            }
            form {
                class: "search",
                role: "search",
                autocomplete: "off",
                onsubmit: move |event| {
                    event.prevent_default();
                    nav.go(Place::Services(words()));
                },
                input {
                    id: "home-search",
                    r#type: "text",
                    inputmode: "search",
                    enterkeyhint: "search",
                    autocomplete: "off",
                    aria_describedby: "home-search-hint",
                    value: words(),
                    oninput: move |event| words.set(event.value()),
                }
                button { class: "button primary", id: "home-search-go", r#type: "submit",
                    {drawing(IconName::Search)}
                    {texts.home_search_go()}
                }
            }
            p { class: "hint", id: "home-search-hint", {texts.home_search_hint()} }
        }
    }
}
