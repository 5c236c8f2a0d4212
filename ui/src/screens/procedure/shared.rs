//! A procedure's page as plain text, to be taken along.

use cds_wire::ipc::{ErrorCode, NameArgs, ProcedureText};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, Copy, ErrorNotice, IconName, Kind, Loading, drawing};
use crate::query::use_query;
use crate::texts::use_texts;

/// Shows the text once it is asked for.
#[component]
pub(super) fn Shared(code: String) -> Element {
    let texts = use_texts();
    let prints = use_app().status().is_some_and(|status| !status.device.phone) && bridge::can_print();
    let mut asked = use_signal(|| false);
    if asked() {
        return rsx! {
            Text { code, prints }
        };
    }
    rsx! {
        div { class: "actions",
            Button {
                id: "share-procedure",
                kind: Kind::Plain,
                onclick: move |()| asked.set(true),
                {drawing(IconName::File)}
                if prints { {texts.procedure_text_print()} } else { {texts.procedure_text()} }
            }
        }
    }
}

/// The text, to be copied, and where the system can, printed.
#[component]
fn Text(code: String, prints: bool) -> Element {
    let texts = use_texts();
    let text = use_query::<ProcedureText>(NameArgs { name: code });
    let mut error = use_signal(|| None::<ErrorCode>);
    let print = move |()| async move {
        error.set(bridge::print_sheets().await.err().map(|failed| failed.code));
    };
    let text = match text.get() {
        None => return rsx! { Loading {} },
        Some(Err(failed)) => return rsx! { ErrorNotice { code: failed.code } },
        Some(Ok(text)) => text,
    };
    rsx! {
        p { class: "quiet", id: "procedure-text-hint", {texts.procedure_text_hint()} }
        div {
            class: "page-frame printed",
            id: "procedure-text",
            tabindex: "0",
            role: "region",
            aria_labelledby: "procedure-text-hint",
            lang: "vi",
            onmounted: move |_| bridge::focus_soon("procedure-text"),
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
        if let Some(code) = error() {
            ErrorNotice { code }
        }
        div { class: "print-sheets printed", aria_hidden: "true", lang: "vi", {text} }
    }
}
