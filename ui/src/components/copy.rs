//! Taking a text of the page along.

use dioxus::prelude::*;

use super::{Button, Kind};
use crate::bridge;
use crate::texts::use_texts;

/// A button that copies the text of an element, and whether the device let it.
#[component]
pub(crate) fn Copy(
    id: String,
    /// The element's id.
    of: String,
) -> Element {
    let texts = use_texts();
    let mut copied = use_signal(|| None::<bool>);
    let copy = move |()| {
        let of = of.clone();
        async move { copied.set(Some(bridge::copy(&of).await)) }
    };
    rsx! {
        Button { id, kind: Kind::Plain, onclick: copy, {texts.copy()} }
        p { role: "status",
            match copied() {
                None => String::new(),
                Some(true) => texts.copy_done(),
                Some(false) => texts.copy_refused(),
            }
        }
    }
}
