//! Whom of the family something is for.

use cds_wire::ipc::{DependantState, Family};
use dioxus::prelude::*;

use super::Choice;
use crate::query::use_query;
use crate::texts::use_texts;

/// The citizen, or one of their family by id. Not shown to who has nobody in it.
#[component]
pub(crate) fn PersonChoice(id: String, person: Signal<Option<String>>) -> Element {
    let texts = use_texts();
    let family = use_query::<Family>(());
    let Some(Ok(family)) = family.get() else { return rsx! {} };
    let mut options = vec![(String::new(), texts.person_me())];
    let members = family.into_iter().filter(|one| matches!(one.state, DependantState::Waiting | DependantState::Kept));
    options.extend(members.map(|one| (one.id, one.name.into_inner())));
    if options.len() == 1 {
        return rsx! {};
    }
    rsx! {
        Choice {
            id,
            label: texts.person_choose(),
            options,
            lang: "vi",
            value: person().unwrap_or_default(),
            on_change: move |chosen: String| person.set(Some(chosen).filter(|id| !id.is_empty())),
        }
    }
}
