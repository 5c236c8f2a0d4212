//! Nothing to show.

use dioxus::prelude::*;

/// Says that there is nothing, and may offer what to do about it.
#[component]
pub(crate) fn Empty(text: String, children: Element) -> Element {
    rsx! {
        div { class: "empty",
            p { {text} }
            {children}
        }
    }
}
