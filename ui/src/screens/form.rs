//! Filling in and filing: a procedure's own form, that of every other one, a petition's, and what is added to a dossier.
//!
//! What is typed is on the disk one call later: [`saver`] sees to it, and outlives the screen until it is done.

pub(super) mod answers;
mod choose;
mod delete;
mod field;
mod filing;
mod filling;
mod group;
mod obstacles;
mod returned;
mod review;
mod saver;
mod sheet;
mod slot;
mod unknown;

use cds_wire::ipc::{
    AppError, BeginDraft, BeginDraftArgs, Draft, DraftDetail, DraftForm, ErrorCode, IdArgs, PrefillArgs, PrefillDraft,
    Profile, ReadDraftForm,
};
use dioxus::prelude::*;

use self::filling::Filling;
use self::unknown::Unknown;
use crate::bridge;
use crate::components::{BackBar, ErrorNotice, Loading};
use crate::query::use_query;

/// A draft to go on with. Another draft is another form.
#[component]
pub(crate) fn Form(draft: String) -> Element {
    rsx! {
        BackBar {}
        for draft in [draft] {
            Opening { key: "{draft}", draft: draft.clone() }
        }
    }
}

/// Reads the draft once: from here on the form knows better than any answer.
#[component]
fn Opening(draft: String) -> Element {
    let opened = use_resource(move || read(draft.clone()));
    let profile = use_query::<Profile>(());
    match (opened.read().clone(), profile.get()) {
        (None, _) | (_, None) => rsx! { Loading {} },
        (Some(Err(error)), _) => rsx! { ErrorNotice { code: error.code } },
        (Some(Ok((draft, form))), Some(profile)) => match form.view {
            Some(view) => rsx! { Filling { draft, view, profile: profile.ok() } },
            None => rsx! { Unknown { draft } },
        },
    }
}

async fn read(id: String) -> Result<(DraftDetail, DraftForm), AppError> {
    let draft = bridge::call::<Draft>(IdArgs { id: id.clone() }).await?;
    Ok((draft, bridge::call::<ReadDraftForm>(IdArgs { id }).await?))
}

/// Begins a draft, filled in with what is known, and gives its id.
pub(super) async fn begin_draft(procedure: String, person: Option<String>) -> Result<String, ErrorCode> {
    let begun = bridge::call::<BeginDraft>(BeginDraftArgs { procedure, commune: None, person, again: true }).await;
    let draft = begun.map_err(|failed| failed.code)?.id;
    let filled = bridge::call::<PrefillDraft>(PrefillArgs { draft: draft.clone(), card: None }).await;
    filled.map(|_| draft).map_err(|failed| failed.code)
}

/// What a draft becomes.
#[derive(Clone, Copy, PartialEq)]
enum Purpose {
    Dossier,
    Petition,
    Supplement,
}

impl Purpose {
    fn of(draft: &DraftDetail) -> Self {
        match (&draft.supplements, draft.procedure_code.is_empty()) {
            (Some(_), _) => Self::Supplement,
            (None, true) => Self::Petition,
            (None, false) => Self::Dossier,
        }
    }
}
