//! The way back.

use dioxus::prelude::*;

use super::{IconName, drawing};
use crate::nav::use_nav;
use crate::texts::use_texts;

/// Back to where one came from: above the title of every screen that is not a tab's first. Where list and detail stand
/// side by side, the list is the way back and this is not shown.
#[component]
pub(crate) fn BackBar(
    /// What back means where no place was left behind.
    on_back: Option<EventHandler<()>>,
) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    if on_back.is_none() && !nav.can_go_back() {
        return rsx! {};
    }
    let back = move |_| match on_back {
        Some(on_back) => on_back.call(()),
        None => nav.back(),
    };
    rsx! {
        div { class: "back-bar",
            button { class: "button quiet-button", id: "back", r#type: "button", onclick: back,
                {drawing(IconName::Back)}
                {texts.back()}
            }
        }
    }
}
