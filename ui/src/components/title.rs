//! A screen's heading.

use dioxus::prelude::*;

use super::named;

/// The heading takes the focus when its screen appears, so that a screen reader says where one is and the keyboard
/// goes on from here. Vietnamese names in it are marked as that.
#[component]
pub(crate) fn Title(text: String, lang: Option<&'static str>, #[props(default)] names: Vec<String>) -> Element {
    rsx! {
        h1 {
            tabindex: "-1",
            lang,
            onmounted: move |event| async move {
                // A heading that cannot be focused is still read in its place.
                let _ = event.set_focus(true).await;
            },
            {named(text, &names)}
        }
    }
}
