//! Waiting for the first answer.

use dioxus::prelude::*;

use crate::texts::use_texts;

/// Says that something is being opened. It shows only after a moment: most answers are there before.
#[component]
pub(crate) fn Loading() -> Element {
    let texts = use_texts();
    rsx! {
        p { class: "loading", role: "status", {texts.opening()} }
    }
}
