//! A card.

use dioxus::prelude::*;

/// What belongs together, on a ground of its own.
#[component]
pub(crate) fn Card(children: Element) -> Element {
    rsx! {
        div { class: "card", {children} }
    }
}
