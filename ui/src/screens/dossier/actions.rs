//! What the citizen can do with a dossier now.

use cds_wire::ipc::{Cancel, CommandState, DossierDetail, DossierState, ErrorCode, FileAgain, IdArgs, ListOutbox};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Ask, Button, ErrorNotice, IconName, Kind, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::use_texts;

/// Go on filling in a draft, take back what waits, file anew what ended without a result.
#[component]
pub(super) fn Actions(detail: DossierDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let outbox = use_query::<ListOutbox>(());

    let id = detail.summary.id.clone();
    let draft = detail.summary.supplement.is_none()
        && matches!(detail.summary.state, DossierState::Saved | DossierState::Returned);
    let go_on = {
        let id = id.clone();
        move |()| nav.go(Place::Form(id.clone()))
    };
    let file_again = move |()| {
        let id = id.clone();
        async move {
            if busy() {
                return;
            }
            busy.set(true);
            error.set(None);
            match bridge::call::<FileAgain>(IdArgs { id }).await {
                Ok(draft) => nav.go(Place::Form(draft.id)),
                Err(failed) => error.set(Some(failed.code)),
            }
            busy.set(false);
        }
    };
    let cancel = move |command: String| async move {
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        match bridge::call::<Cancel>(IdArgs { id: command.clone() }).await {
            // The command's id leads to what became of it: a draft, or the dossier that waits to be cancelled.
            Ok(()) => nav.replace(Place::Dossier(command)),
            Err(failed) => error.set(Some(failed.code)),
        }
        asking.set(false);
        busy.set(false);
    };

    let sent = matches!(outbox.get(), Some(Ok(outbox)) if outbox.entries.iter().any(|entry| {
        detail.cancellable.as_ref() == Some(&entry.id)
            && matches!(entry.state, CommandState::Sent | CommandState::Deferred)
    }));

    if !draft && detail.cancellable.is_none() && !detail.can_file_again {
        return rsx! {};
    }
    rsx! {
        div { class: "actions",
            if draft {
                Button { id: "go-on", onclick: go_on,
                    {drawing(IconName::Edit)}
                    {texts.dossier_go_on()}
                }
            }
            if detail.can_file_again {
                Button { id: "file-again", busy: busy(), onclick: file_again,
                    {drawing(IconName::Add)}
                    {texts.dossier_file_again()}
                }
            }
            if detail.cancellable.is_some() {
                Button { id: "cancel", kind: Kind::Plain, onclick: move |()| asking.set(true),
                    {drawing(IconName::Cancel)}
                    {texts.dossier_cancel()}
                }
            }
        }
        if let Some(command) = detail.cancellable.clone().filter(|_| asking()) {
            Ask {
                id: "cancel",
                question: if sent { texts.dossier_cancel_ask_sent() } else { texts.dossier_cancel_ask() },
                yes: texts.dossier_cancel_yes(),
                no: texts.dossier_cancel_no(),
                busy: busy(),
                on_yes: move |()| cancel(command.clone()),
                on_no: move |()| asking.set(false),
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}
