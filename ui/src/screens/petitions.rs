//! Petitions: the way to a new one, the list of those there are, and how one is named.

use cds_vn::date::format_instant;
use cds_wire::ipc::{BeginPetition, DossierState, ErrorCode, PetitionSummary};
use cds_wire::petition::PetitionStatus;
use dioxus::prelude::*;

use super::procedure::shorten;
use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, Kind, Row, Section, drawing};
use crate::nav::{Place, use_nav};
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// Begins a petition and goes to its form.
#[component]
pub(super) fn SendPetition() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let begin = move |()| async move {
        if busy() {
            return;
        }
        busy.set(true);
        match bridge::call::<BeginPetition>(()).await {
            Ok(draft) => nav.go(Place::Form(draft.id)),
            Err(failed) => error.set(Some(failed.code)),
        }
        busy.set(false);
    };
    rsx! {
        p { class: "hint", {texts.petition_send_hint()} }
        Button { id: "send-petition", kind: Kind::Plain, busy: busy(), onclick: begin,
            {drawing(IconName::Edit)}
            {texts.petition_send()}
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}

/// The citizen's petitions below their dossiers, newest change first.
#[component]
pub(super) fn Petitions(chosen: Option<String>) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let petitions = use_query::<cds_wire::ipc::Petitions>(());
    rsx! {
        Section { title: texts.petitions_mine(),
            match petitions.get() {
                Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
                Some(Ok(list)) if !list.petitions.is_empty() => rsx! {
                    ul { class: "rows",
                        for (index , petition) in list.petitions.into_iter().enumerate() {
                            Row {
                                key: "{petition.id}",
                                id: "petition-{index}",
                                icon: icon(&petition),
                                title: title(&texts, &petition),
                                detail: format!("{} · {}", stands(&texts, &petition), format_instant(petition.updated_at)),
                                mark: if is_returned(&petition) { texts.dossier_your_turn() } else { String::new() },
                                urgent: is_returned(&petition),
                                current: chosen.as_ref() == Some(&petition.id),
                                lang: None,
                                names: vec![place(&petition)],
                                onclick: move |()| nav.go(Place::Dossier(petition.id.clone())),
                            }
                        }
                    }
                },
                _ => rsx! {},
            }
            SendPetition {}
        }
    }
}

/// What it is about and where; of a draft that does not say yet, what it is.
pub(super) fn title(texts: &Texts, petition: &PetitionSummary) -> String {
    let about = petition.category.map_or_else(|| texts.petition(), |category| texts.petition_category(category));
    let place = place(petition);
    if place.is_empty() { about } else { format!("{about} – {place}") }
}

/// Where it is about, in the citizen's words.
pub(super) fn place(petition: &PetitionSummary) -> String {
    shorten(petition.place.reveal(), 140)
}

/// Where it stands, in words.
pub(super) fn stands(texts: &Texts, petition: &PetitionSummary) -> String {
    petition.status.map_or_else(|| texts.state(petition.state), |status| texts.petition_status(status))
}

/// Whether it came back and waits for the citizen.
pub(super) fn is_returned(petition: &PetitionSummary) -> bool {
    petition.state == DossierState::Returned
}

/// The drawing beside its words.
pub(super) fn icon(petition: &PetitionSummary) -> IconName {
    match (petition.state, petition.status) {
        (DossierState::Saved, _) => IconName::Edit,
        (DossierState::Waiting | DossierState::Cancelling, _) => IconName::Clock,
        (DossierState::Returned | DossierState::Unconfirmed, _) => IconName::Warning,
        (_, Some(PetitionStatus::Answered)) => IconName::Check,
        (_, Some(PetitionStatus::Refused)) => IconName::Cancel,
        _ => IconName::Dossier,
    }
}
