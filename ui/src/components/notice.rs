//! Telling what went wrong.

use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

use crate::texts::use_texts;

/// What happened, whether the data is safe, what to do; read out when it appears.
#[component]
pub(crate) fn ErrorNotice(code: ErrorCode) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "notice", role: "alert", "data-code": "{code:?}",
            span { class: "notice-mark", aria_hidden: "true", "!" }
            p { {texts.error(code)} }
        }
    }
}
