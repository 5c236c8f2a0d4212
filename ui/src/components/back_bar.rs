//! The way back.

use dioxus::prelude::*;

use super::{Icon, IconName};
use crate::nav::use_nav;
use crate::texts::use_texts;

/// Back to where one came from: above the title of every screen that is not a tab's first. Where list and detail stand
/// side by side, the list is the way back and this is not shown.
#[component]
pub(crate) fn BackBar() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    if !nav.can_go_back() {
        return rsx! {};
    }
    rsx! {
        div { class: "back-bar",
            button { class: "button quiet-button", id: "back", r#type: "button", onclick: move |_| nav.back(),
                Icon { name: IconName::Back }
                {texts.back()}
            }
        }
    }
}
