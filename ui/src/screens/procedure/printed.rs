//! Text as the national portal prints it, with its line breaks.

use dioxus::prelude::*;

use super::shorten;
use crate::texts::use_texts;

/// Longest text, in characters, that is not folded away.
const SHORT: usize = 700;

/// Longest beginning of a folded text.
const BEGINNING: usize = 260;

/// A text; of a long one the beginning, and all of it on demand.
#[component]
pub(super) fn Printed(text: String) -> Element {
    let texts = use_texts();
    if text.chars().count() <= SHORT {
        return rsx! {
            p { class: "printed", lang: "vi", {text} }
        };
    }
    rsx! {
        p { class: "printed", lang: "vi", {shorten(&text, BEGINNING)} }
        details { class: "more",
            summary { {texts.procedure_read_all()} }
            p { class: "printed", lang: "vi", {text} }
        }
    }
}
