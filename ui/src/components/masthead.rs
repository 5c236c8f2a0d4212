//! The top of every screen: the app's name and the language.

use cds_wire::ipc::Language;
use dioxus::prelude::*;

use crate::texts::use_texts;

/// Name, mark of a test portal, and the other language by its own name.
#[component]
pub(crate) fn Masthead(test_portal: bool, on_language: EventHandler<Language>) -> Element {
    let texts = use_texts();
    let other = match texts.language() {
        Language::Vi => Language::En,
        Language::En => Language::Vi,
    };
    rsx! {
        header { class: "masthead",
            span { class: "brand", lang: "vi", {texts.app_name()} }
            button {
                class: "plain",
                id: "language",
                r#type: "button",
                lang: other.tag(),
                onclick: move |_| on_language.call(other),
                {texts.other_language()}
            }
        }
        if test_portal {
            p { class: "test-portal", {texts.test_portal()} }
        }
    }
}
