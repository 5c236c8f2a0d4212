//! A part of a screen.

use dioxus::prelude::*;

/// A heading and what stands below it.
#[component]
pub(crate) fn Section(title: String, #[props(default)] id: String, children: Element) -> Element {
    let id = (!id.is_empty()).then_some(id);
    rsx! {
        section { class: "section", id,
            h2 { {title} }
            {children}
        }
    }
}
