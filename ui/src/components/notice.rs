//! Telling what went wrong.

use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

use crate::texts::use_texts;

/// What happened, whether the data is safe, what to do; read out when it appears. Being offline is a normal state, so
/// it does not look like an alarm.
#[component]
pub(crate) fn ErrorNotice(code: ErrorCode) -> Element {
    let texts = use_texts();
    let class = if code == ErrorCode::NoNetwork { "notice offline" } else { "notice" };
    rsx! {
        div { class, role: "alert", "data-code": "{code:?}",
            span { class: "notice-mark", aria_hidden: "true", "!" }
            p { {texts.error(code)} }
        }
    }
}
