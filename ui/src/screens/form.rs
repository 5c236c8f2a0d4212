//! The one form that every procedure is filed with.
//!
//! What is typed is on the disk one call later: [`saver`] sees to it, and outlives the screen until it is done.

mod attached;
pub(super) mod begun;
mod choose;
pub(super) mod fields;
pub(super) mod filling;
pub(super) mod papers;
mod review;
pub(super) mod saver;
pub(super) mod slot;

use std::cell::RefCell;
use std::rc::Rc;

use cds_wire::ipc::{AppError, Draft, DraftDetail, ErrorCode, IdArgs, NameArgs, Procedure, Profile, ProfileShown};
use dioxus::prelude::*;

use self::filling::Filling;
use crate::bridge;
use crate::components::{BackBar, ErrorNotice, Loading, Note, Tone};
use crate::query::use_query;
use crate::texts::use_texts;

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
            Opening { key: "{procedure} {draft:?}", draft, procedure: procedure.clone() }
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

/// Reads what the form begins with. The draft is read once: from here on the form knows better than any answer.
#[component]
fn Opening(draft: Option<String>, procedure: String) -> Element {
    let texts = use_texts();
    let of_procedure = !procedure.is_empty();
    let reopened = use_resource(move || {
        let draft = draft.clone();
        async move {
            let Some(id) = draft else { return Ok(None) };
            match bridge::call::<Draft>(IdArgs { id }).await {
                Ok(draft) => Ok(Some(draft)),
                // The draft has gone: what can still be had is a new form.
                Err(AppError { code: ErrorCode::NotFound }) if of_procedure => Ok(None),
                Err(error) => Err(error),
            }
        }
    });
    let profile = use_query::<Profile>(());
    match (reopened.read().clone(), profile.get()) {
        (None, _) | (_, None) => rsx! { Loading {} },
        (Some(Err(error)), _) => rsx! { ErrorNotice { code: error.code } },
        // The generic form would add answers that the draft's own form does not know.
        (Some(Ok(Some(draft))), _) if draft.form.is_some() => rsx! {
            Note { tone: Tone::Plain,
                p { id: "form-of-its-own", {texts.form_of_its_own()} }
            }
        },
        (Some(Ok(draft)), Some(profile)) => {
            let procedure = draft.as_ref().map_or(procedure, |draft| draft.procedure_code.clone());
            rsx! { OfProcedure { draft, procedure, profile: profile.ok() } }
        }
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
