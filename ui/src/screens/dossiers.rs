//! The citizen's dossiers, from the cache at once and then in step with the portal.

use cds_vn::date::format_instant;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{AppError, DossierList, DossierState, DossierSummary, ErrorCode, Lock, Sync};
use dioxus::prelude::*;

use crate::app::AppStage;
use crate::bridge;
use crate::components::{ErrorNotice, Title};
use crate::texts::{Texts, use_texts};

#[component]
pub(crate) fn Dossiers() -> Element {
    let texts = use_texts();
    let stage = use_context::<AppStage>();
    let mut list = use_resource(|| bridge::call::<cds_wire::ipc::Dossiers>(()));
    let mut syncing = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let sync = move || async move {
        if syncing() {
            return;
        }
        syncing.set(true);
        error.set(None);
        if let Err(failed) = bridge::call::<Sync>(()).await {
            error.set(Some(failed.code));
        }
        // Also after a failure: pages that came before it are kept, and so is the time of the last contact.
        list.restart();
        syncing.set(false);
    };
    use_future(sync);
    let lock = move |_| async move {
        match bridge::call::<Lock>(()).await {
            Ok(()) => stage.refresh(),
            Err(failed) => error.set(Some(failed.code)),
        }
    };

    rsx! {
        Title { text: texts.dossiers_title() }
        p { class: "quiet", id: "age", role: "status",
            {age(&texts, &list.read())}
            if syncing() {
                " · "
                {texts.syncing()}
            }
        }
        div { class: "actions",
            button {
                class: "primary",
                id: "sync",
                r#type: "button",
                aria_disabled: syncing(),
                onclick: move |_| sync(),
                {texts.sync_now()}
            }
            button { class: "plain", id: "lock", r#type: "button", onclick: lock, {texts.lock_now()} }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
        match &*list.read() {
            Some(Ok(found)) if !found.dossiers.is_empty() => rsx! {
                ul { class: "dossiers",
                    for dossier in found.dossiers.iter().cloned() {
                        Dossier { key: "{dossier.id}", dossier }
                    }
                }
            },
            Some(Ok(found)) if found.complete => rsx! { p { {texts.dossiers_none()} } },
            Some(Ok(_)) => rsx! { p { {texts.dossiers_not_yet()} } },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            None => rsx! {},
        }
    }
}

/// How many there are and how old the data is; honest where there is none yet.
fn age(texts: &Texts, list: &Option<Result<DossierList, AppError>>) -> String {
    match list {
        Some(Ok(DossierList { dossiers, last_contact: Some(contact), .. })) => {
            let count = i64::try_from(dossiers.len()).unwrap_or(i64::MAX);
            format!("{} · {}", texts.dossiers_count(count), texts.last_contact(format_instant(*contact)))
        }
        Some(Ok(_)) => texts.never_contacted(),
        _ => String::new(),
    }
}

#[component]
fn Dossier(dossier: DossierSummary) -> Element {
    let texts = use_texts();
    let urgent = dossier.status.is_some_and(DossierStatus::needs_citizen) || dossier.state == DossierState::Returned;
    rsx! {
        li { class: if urgent { "dossier urgent" } else { "dossier" },
            h2 { lang: "vi", {dossier.procedure.reveal().clone()} }
            p { class: "status",
                if urgent {
                    span { class: "todo", {texts.your_turn()} }
                }
                span { {dossier.status.map_or_else(|| texts.state(dossier.state), |status| texts.status(status))} }
            }
            if let Some(note) = &dossier.note {
                p { class: "note", lang: "vi", {note.reveal().clone()} }
            }
            p { class: "quiet",
                match &dossier.code {
                    Some(code) => rsx! { span { class: "code", {code.reveal().clone()} } },
                    None => rsx! { span { {texts.no_code_yet()} } },
                }
                " · "
                {format_instant(dossier.updated_at)}
            }
        }
    }
}
