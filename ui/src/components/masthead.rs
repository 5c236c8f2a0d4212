//! The top of the screens before the vault is open.

use cds_wire::ipc::{Language, Preferences};
use dioxus::prelude::*;

use super::{IconName, drawing};
use crate::app::use_app;
use crate::texts::use_texts;

/// Name, mark of a test portal, the way to check a code, which needs no account, and the other language by its own name.
#[component]
pub(crate) fn Masthead() -> Element {
    let texts = use_texts();
    let app = use_app();
    let mut checking = app.checking();
    let preferences = app.status().map(|status| status.preferences).unwrap_or_default();
    let other = match texts.language() {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    rsx! {
        header { class: "masthead",
            Brand {}
            if !checking() {
                button {
                    class: "button quiet-button",
                    id: "open-check",
                    r#type: "button",
                    onclick: move |_| checking.set(true),
                    {drawing(IconName::Code)}
                    {texts.open_check()}
                }
            }
            button {
                class: "button quiet-button",
                id: "language",
                r#type: "button",
                lang: other.tag(),
                onclick: move |_| app.set_preferences(Preferences { language: other, ..preferences }),
                {texts.other_language()}
            }
        }
        TestPortal {}
    }
}

/// The app's name.
#[component]
pub(crate) fn Brand() -> Element {
    let texts = use_texts();
    rsx! {
        span { class: "brand", lang: "vi", {texts.app_name()} }
    }
}

/// Says that no person here is real, where that is so.
#[component]
pub(crate) fn TestPortal() -> Element {
    let texts = use_texts();
    let app = use_app();
    rsx! {
        if app.status().is_some_and(|status| status.test_portal) {
            p { class: "test-portal", {texts.test_portal()} }
        }
    }
}
