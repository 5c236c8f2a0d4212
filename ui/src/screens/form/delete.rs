//! What else can be done with a draft: a second one like it, and deleting it.

use cds_wire::ipc::{AppError, CopyDraft, DeleteDraft, ErrorCode, IdArgs};
use dioxus::prelude::*;

use super::saver::Saver;
use crate::bridge;
use crate::components::{Ask, Button, ErrorNotice, Kind};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// Copying the draft, and deleting it after asking.
#[component]
pub(super) fn Delete(
    id: String,
    /// What it is saved with: a copy has what was typed last.
    saver: Option<Saver>,
    /// There can be a second one like it.
    #[props(default = true)]
    copies: bool,
) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let act = use_callback(move |delete: bool| {
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        let (id, saver) = (id.clone(), saver.clone());
        spawn(async move {
            let done = if delete {
                bridge::call::<DeleteDraft>(IdArgs { id }).await.map(|()| Place::Dossiers)
            } else {
                match unsaved(saver).await {
                    Some(code) => Err(AppError { code }),
                    None => {
                        let copied = bridge::call::<CopyDraft>(IdArgs { id }).await;
                        copied.map(|copy| Place::Form(copy.id))
                    }
                }
            };
            busy.set(false);
            match done {
                Ok(place) => nav.replace(place),
                Err(failed) => error.set(Some(failed.code)),
            }
        });
    });
    rsx! {
        div { class: "actions",
            if copies {
                Button { id: "copy-draft", kind: Kind::Quiet, blocked: busy(), onclick: move |()| act.call(false), {texts.form_copy()} }
            }
            Button { id: "delete-draft", kind: Kind::Quiet, onclick: move |()| asking.set(true), {texts.form_delete()} }
        }
        if asking() {
            Ask {
                id: "delete-draft",
                question: texts.form_delete_ask(),
                yes: texts.form_delete_yes(),
                no: texts.form_delete_no(),
                busy: busy(),
                on_yes: move |()| act.call(true),
                on_no: move |()| asking.set(false),
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}

/// Why what was typed last cannot be saved; none once it is on the disk.
async fn unsaved(saver: Option<Saver>) -> Option<ErrorCode> {
    match saver {
        Some(saver) => saver.settled().await.err(),
        None => None,
    }
}
