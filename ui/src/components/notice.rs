//! Telling what went wrong.

use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

use super::{IconName, drawing};
use crate::texts::use_texts;

/// What happened, whether the data is safe, what to do; read out when it appears. Being offline is a normal state, so
/// it does not look like an alarm.
#[component]
pub(crate) fn ErrorNotice(code: ErrorCode) -> Element {
    let texts = use_texts();
    let offline = code == ErrorCode::NoNetwork;
    rsx! {
        div {
            class: if offline { "note" } else { "note alarm" },
            role: "alert",
            "data-code": code.name(),
            {drawing(if offline { IconName::Offline } else { IconName::Warning })}
            p { class: "note-words", {texts.error(code)} }
        }
    }
}
