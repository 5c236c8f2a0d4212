//! Filling in and filing: by the procedure's own form, or by the one that every other procedure is filed with.
//!
//! What is typed is on the disk one call later: [`saver`] sees to it, and outlives the screen until it is done.

pub(super) mod answers;
mod attached;
pub(super) mod begun;
mod choose;
pub(super) mod delete;
pub(super) mod fields;
mod filing;
pub(super) mod filling;
mod official;
pub(super) mod papers;
mod review;
pub(super) mod saver;
pub(super) mod slot;
mod unknown;

use std::cell::RefCell;
use std::rc::Rc;

use cds_wire::ipc::{
    AppError, BeginDraft, BeginDraftArgs, Draft, DraftDetail, DraftForm, ErrorCode, FormState, IdArgs, NameArgs,
    PrefillArgs, PrefillDraft, Procedure, Profile, ProfileShown, ReadDraftForm, ShowForm,
};
use dioxus::prelude::*;

use self::filling::Filling;
use self::official::Official;
use self::unknown::Unknown;
use crate::bridge;
use crate::components::{BackBar, ErrorNotice, Loading};
use crate::query::use_query;

/// A draft to go on with, or a new form of a procedure. Another place is another form.
#[component]
pub(crate) fn Form(draft: Option<String>, procedure: String) -> Element {
    let opened = use_hook(|| Rc::new(RefCell::new(Opened::new(draft.clone(), procedure.clone()))));
    if !opened.borrow().is_of(draft.as_ref(), &procedure) {
        opened.replace(Opened::new(draft, procedure));
    }
    let Opened { draft, procedure, begun } = opened.borrow().clone();
    rsx! {
        BackBar {}
        for draft in [draft.or(begun)] {
            Opening { key: "{procedure} {draft.as_deref().unwrap_or_default()}", draft, procedure: procedure.clone() }
        }
    }
}

/// What the place asked for as it was opened, and the draft that a form of this place has made before.
#[derive(Clone)]
struct Opened {
    draft: Option<String>,
    procedure: String,
    begun: Option<String>,
}

impl Opened {
    fn new(draft: Option<String>, procedure: String) -> Self {
        let begun = begun::draft_of(&procedure);
        Self { draft, procedure, begun }
    }

    fn is_of(&self, draft: Option<&String>, procedure: &str) -> bool {
        self.draft.as_ref() == draft && self.procedure == procedure
    }
}

/// What a form begins with.
#[derive(Clone)]
enum Beginning {
    /// By the fields that every dossier has: a draft, or one that the first change makes.
    Generic(Option<DraftDetail>),
    /// A draft in a form of its own.
    OfItsOwn(DraftDetail, Box<DraftForm>),
}

/// Reads what the form begins with. The draft is read once: from here on the form knows better than any answer.
#[component]
fn Opening(draft: Option<String>, procedure: String) -> Element {
    let of = procedure.clone();
    let opened = use_resource(move || {
        let (draft, procedure) = (draft.clone(), of.clone());
        async move { begin(draft, &procedure).await }
    });
    let profile = use_query::<Profile>(());
    match (opened.read().clone(), profile.get()) {
        (None, _) | (_, None) => rsx! { Loading {} },
        (Some(Err(error)), _) => rsx! { ErrorNotice { code: error.code } },
        (Some(Ok(Beginning::OfItsOwn(draft, form))), Some(profile)) => match form.view {
            Some(view) => rsx! { Official { draft, view, profile: profile.ok() } },
            None => rsx! { Unknown { draft } },
        },
        (Some(Ok(Beginning::Generic(draft))), Some(profile)) => {
            let procedure = draft.as_ref().map_or(procedure, |draft| draft.procedure_code.clone());
            rsx! { OfProcedure { draft, procedure, profile: profile.ok() } }
        }
    }
}

/// Reads the draft, or begins one where the procedure has a form of its own.
async fn begin(draft: Option<String>, procedure: &str) -> Result<Beginning, AppError> {
    let id = match draft {
        Some(id) => id,
        None if has_form(procedure).await? => begin_draft(procedure, None).await?,
        None => return Ok(Beginning::Generic(None)),
    };
    let draft = match bridge::call::<Draft>(IdArgs { id: id.clone() }).await {
        Ok(draft) => draft,
        // The draft has gone: what can still be had is a new form, where it needs no draft yet.
        Err(AppError { code: ErrorCode::NotFound }) if !procedure.is_empty() && !has_form(procedure).await? => {
            return Ok(Beginning::Generic(None));
        }
        Err(error) => return Err(error),
    };
    let form = bridge::call::<ReadDraftForm>(IdArgs { id }).await?;
    Ok(match form.state {
        FormState::Generic => Beginning::Generic(Some(draft)),
        FormState::Ready | FormState::Unknown => Beginning::OfItsOwn(draft, Box::new(form)),
    })
}

/// Begins a draft, filled in with what is known where it has a form. Who comes back to this place finds it again.
pub(super) async fn begin_draft(procedure: &str, person: Option<String>) -> Result<String, AppError> {
    let args = BeginDraftArgs { procedure: procedure.to_owned(), commune: None, person };
    let draft = bridge::call::<BeginDraft>(args).await?.id;
    begun::remember(procedure, draft.clone());
    match bridge::call::<PrefillDraft>(PrefillArgs { draft: draft.clone(), card: None }).await {
        Ok(_) | Err(AppError { code: ErrorCode::DraftIncomplete }) => Ok(draft),
        Err(error) => Err(error),
    }
}

async fn has_form(procedure: &str) -> Result<bool, AppError> {
    match bridge::call::<ShowForm>(NameArgs { name: procedure.to_owned() }).await {
        Ok(_) => Ok(true),
        Err(AppError { code: ErrorCode::NotFound }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A draft goes on also where the catalogue no longer has its procedure; a new form needs one.
#[component]
fn OfProcedure(draft: Option<DraftDetail>, procedure: String, profile: Option<ProfileShown>) -> Element {
    let record = use_query::<Procedure>(NameArgs { name: procedure.clone() });
    match record.get() {
        None => rsx! { Loading {} },
        Some(Err(error)) if draft.is_none() => rsx! { ErrorNotice { code: error.code } },
        Some(record) => rsx! { Filling { draft, procedure, record: record.ok(), profile } },
    }
}
