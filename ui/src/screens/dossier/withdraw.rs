//! Asking the office to withdraw a dossier.

use cds_wire::Sensitive;
use cds_wire::ipc::{Withdraw as AskToWithdraw, WithdrawArgs};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, ErrorNotice, Field, IconName, Kind, drawing};
use crate::submit::use_submit;
use crate::texts::use_texts;

/// A button, and behind it the question with room for a reason. Once asked for, the dossier is read again and has neither.
#[component]
pub(super) fn Withdraw(id: String) -> Element {
    let texts = use_texts();
    let mut asking = use_signal(|| false);
    let reason = use_signal(String::new);
    let submit = use_submit();
    let ask = move || {
        let id = id.clone();
        async move {
            let args = WithdrawArgs { id, reason: Sensitive::new(reason().trim().to_owned()) };
            bridge::call::<AskToWithdraw>(args).await.map(drop).map_err(|failed| failed.code)
        }
    };
    if !asking() {
        return rsx! {
            div { class: "actions",
                Button { id: "withdraw", kind: Kind::Plain, onclick: move |()| asking.set(true),
                    {drawing(IconName::Cancel)}
                    {texts.withdraw()}
                }
            }
        };
    }
    rsx! {
        form { class: "ask", onsubmit: move |event| submit.run(event, ask()),
            p { {texts.withdraw_ask()} }
            Field { id: "withdraw-reason", label: texts.withdraw_reason(), value: reason }
            if let Some(code) = submit.error() {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "withdraw-yes", kind: Kind::Danger, submit: true, busy: submit.is_busy(), {texts.withdraw_yes()} }
                Button { id: "withdraw-no", kind: Kind::Plain, onclick: move |()| asking.set(false), {texts.withdraw_no()} }
            }
        }
    }
}
