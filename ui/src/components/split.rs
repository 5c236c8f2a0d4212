//! List and detail.

use dioxus::prelude::*;

use crate::texts::use_texts;

/// Side by side where there is room; elsewhere the detail if there is one, and the list otherwise.
#[component]
pub(crate) fn Split(list: Element, detail: Option<Element>) -> Element {
    let texts = use_texts();
    let class = if detail.is_some() { "split with-detail" } else { "split" };
    rsx! {
        div { class,
            div { class: "split-list", {list} }
            div { class: "split-detail",
                if let Some(detail) = detail {
                    {detail}
                } else {
                    p { class: "split-nothing", {texts.nothing_chosen()} }
                }
            }
        }
    }
}
