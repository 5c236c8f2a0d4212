//! One petition: where it stands and what the office answered first, then what has happened, then what was sent.

use cds_vn::date::format_instant;
use cds_wire::ipc::{Cancel, DossierState, ErrorCode, FileAgain, IdArgs, Petition, PetitionDetail};
use dioxus::prelude::*;

use super::content::Receipt;
use super::time_line::{Step, Steps};
use crate::app::use_app;
use crate::bridge;
use crate::components::{Ask, Button, ErrorNotice, Facts, IconName, Kind, Loading, Section, Title, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::screens::petitions::{icon, is_returned, place, stands, title};
use crate::texts::{Texts, use_texts};

/// The page of the petition with this id; also of its draft, and of one that still waits.
#[component]
pub(super) fn PetitionPage(id: String) -> Element {
    match use_query::<Petition>(IdArgs { id }).get() {
        None => rsx! { Loading {} },
        Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
        Some(Ok(detail)) => rsx! { Page { detail } },
    }
}

#[component]
fn Page(detail: PetitionDetail) -> Element {
    let texts = use_texts();
    let at = Some(&detail.summary.place).filter(|place| !place.reveal().is_empty());
    let about: Vec<(String, String)> = [
        at.map(|place| (texts.petition_place(), place.reveal().clone())),
        detail.agency.clone().or(detail.commune.clone()).map(|office| (texts.petition_commune(), office)),
        detail.filed_at.map(|at| (texts.dossier_filed_at(), format_instant(at))),
    ]
    .into_iter()
    .flatten()
    .collect();
    rsx! {
        article { class: "dossier-page",
            header { class: "page-head",
                Title { text: title(&texts, &detail.summary), names: vec![place(&detail.summary)] }
            }
            Standing { detail: detail.clone() }
            Actions { detail: detail.clone() }
            Steps { steps: steps(&texts, &detail) }
            if let Some(receipt) = detail.receipt {
                Receipt { receipt }
            }
            if !about.is_empty() {
                Section { title: texts.petition_about(),
                    Facts { facts: about, lang: "vi" }
                }
            }
            if let Some(text) = &detail.text {
                Section { title: texts.petition_text(),
                    for (index , line) in text.reveal().lines().enumerate() {
                        p { key: "{index}", lang: "vi", {line} }
                    }
                }
            }
            if !detail.attachments.is_empty() {
                Section { title: texts.petition_photos(),
                    ul { class: "plain-list",
                        for name in detail.attachments {
                            li { key: "{name}", lang: "vi", {name.clone()} }
                        }
                    }
                }
            }
        }
    }
}

/// The answer to "what about my petition?" in one card.
#[component]
fn Standing(detail: PetitionDetail) -> Element {
    let texts = use_texts();
    let (guest, phone) = use_app().status().map_or((false, false), |status| (status.guest, status.device.phone));
    let summary = detail.summary;
    let next = match summary.status {
        Some(status) => texts.next_of_petition(status),
        None => texts.next_of_state(summary.state, guest, phone),
    };
    rsx! {
        div { class: "card",
            div { class: if is_returned(&summary) { "standing urgent" } else { "standing" },
                p { class: "standing-words", id: "standing",
                    {drawing(icon(&summary))}
                    strong { {stands(&texts, &summary)} }
                }
                p { class: "standing-next", {next} }
                if let Some(reason) = &summary.reason {
                    p { class: "reason", id: "reason",
                        strong { {texts.dossier_reason()} }
                        " "
                        {texts.result_code(reason)}
                    }
                }
                if let Some(note) = &summary.note {
                    figure { class: "office-note",
                        figcaption { {texts.dossier_office_wrote()} }
                        blockquote { lang: "vi", {note.reveal().clone()} }
                    }
                }
                p { class: "quiet",
                    if let Some(code) = &summary.code {
                        span { class: "code", {code.reveal().clone()} }
                        " · "
                    }
                    {texts.dossier_changed(format_instant(summary.updated_at))}
                }
            }
        }
    }
}

/// Go on writing a draft, take back what waits, write anew what the office does not take up.
#[component]
fn Actions(detail: PetitionDetail) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut asking = use_signal(|| false);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let id = detail.summary.id.clone();
    // Both end in another place: that of the draft, or of what became of the command.
    let act = use_callback(move |cancelled: Option<String>| {
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        let id = id.clone();
        spawn(async move {
            let done = match cancelled {
                Some(id) => bridge::call::<Cancel>(IdArgs { id: id.clone() }).await.map(|()| Place::Dossier(id)),
                None => bridge::call::<FileAgain>(IdArgs { id }).await.map(|draft| Place::Form(draft.id)),
            };
            match done {
                Ok(place) => nav.replace(place),
                Err(failed) => error.set(Some(failed.code)),
            }
            asking.set(false);
            busy.set(false);
        });
    });
    let draft = matches!(detail.summary.state, DossierState::Saved | DossierState::Returned);
    let go_on = detail.summary.id.clone();
    rsx! {
        div { class: "actions",
            if draft {
                Button { id: "go-on", onclick: move |()| nav.go(Place::Form(go_on.clone())),
                    {drawing(IconName::Edit)}
                    {texts.dossier_go_on()}
                }
            }
            if detail.can_file_again {
                Button { id: "file-again", busy: busy(), onclick: move |()| act.call(None),
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
        if let Some(command) = detail.cancellable.filter(|_| asking()) {
            Ask {
                id: "cancel",
                question: texts.petition_cancel_ask(),
                yes: texts.dossier_cancel_yes(),
                no: texts.dossier_cancel_no(),
                busy: busy(),
                on_yes: move |()| act.call(Some(command.clone())),
                on_no: move |()| asking.set(false),
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}

fn steps(texts: &Texts, detail: &PetitionDetail) -> Vec<Step> {
    let state = detail.summary.state;
    let at = Some(detail.summary.updated_at);
    let own = |words| Step { words, at, note: None, note_lang: None };
    match state {
        DossierState::Saved | DossierState::Returned => return Vec::new(),
        DossierState::Waiting => return vec![own(texts.step_confirmed())],
        DossierState::Cancelling => return vec![own(texts.state(state))],
        DossierState::Received | DossierState::Known | DossierState::Unconfirmed => {}
    }
    let received = detail.receipt.as_ref();
    let received = received.map(|receipt| Step { at: Some(receipt.received_at), ..own(texts.step_received()) });
    let told = detail.steps.iter().map(|told| Step {
        words: texts.petition_status(told.status),
        at: Some(told.at),
        note: told.note.as_ref().map(|note| note.reveal().clone()),
        note_lang: Some("vi"),
    });
    received.into_iter().chain(told).collect()
}
