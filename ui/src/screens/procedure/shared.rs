//! A procedure's page as plain text, to be taken along.

use cds_wire::ipc::{ErrorCode, NameArgs, ProcedureText};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, Copy, ErrorNotice, IconName, Kind, drawing};
use crate::texts::use_texts;

/// Shows the text once it is asked for, to be copied, and where the system can, printed.
#[component]
pub(super) fn Shared(code: String) -> Element {
    let texts = use_texts();
    let prints = use_app().status().is_some_and(|status| !status.device.phone) && bridge::can_print();
    let mut text = use_signal(|| None::<String>);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let open = move |()| {
        let name = code.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            match bridge::call::<ProcedureText>(NameArgs { name }).await {
                Ok(whole) => {
                    text.set(Some(whole));
                    bridge::focus_soon("procedure-text");
                }
                Err(failed) => error.set(Some(failed.code)),
            }
            busy.set(false);
        }
    };
    let print = move |()| async move {
        error.set(bridge::print_sheets().await.err().map(|failed| failed.code));
    };
    rsx! {
        if let Some(text) = text() {
            p { class: "quiet", id: "procedure-text-hint", {texts.procedure_text_hint()} }
            div {
                class: "page-frame printed",
                id: "procedure-text",
                tabindex: "0",
                role: "region",
                aria_labelledby: "procedure-text-hint",
                lang: "vi",
                {text.clone()}
            }
            div { class: "actions",
                Copy { id: "copy-procedure", of: "procedure-text" }
                if prints {
                    Button { id: "print-procedure", kind: Kind::Plain, onclick: print,
                        {drawing(IconName::Paper)}
                        {texts.paper_print()}
                    }
                }
            }
            div { class: "print-sheets printed", aria_hidden: "true", lang: "vi", {text} }
        } else {
            div { class: "actions",
                Button { id: "share-procedure", kind: Kind::Plain, busy: busy(), onclick: open,
                    {drawing(IconName::File)}
                    if prints { {texts.procedure_text_print()} } else { {texts.procedure_text()} }
                }
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}
