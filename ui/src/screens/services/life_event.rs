//! The procedures of a life event.

use cds_wire::ipc::{NameArgs, ProceduresOf};
use dioxus::prelude::*;

use super::BuiltIn;
use super::hits::Hits;
use crate::components::{BackBar, Empty, ErrorNotice, Loading, Title};
use crate::query::use_query;
use crate::texts::use_texts;

/// What there is to do when this happens.
#[component]
pub(crate) fn LifeEvent(event: String) -> Element {
    rsx! {
        BackBar {}
        for event in [event] {
            OfEvent { key: "{event}", event: event.clone() }
        }
    }
}

#[component]
fn OfEvent(event: String) -> Element {
    let texts = use_texts();
    let procedures = use_query::<ProceduresOf>(NameArgs { name: event.clone() });
    rsx! {
        Title { text: event, lang: "vi" }
        BuiltIn {}
        match procedures.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(hits)) if hits.is_empty() => rsx! { Empty { text: texts.life_event_empty() } },
            Some(Ok(hits)) => rsx! {
                p { class: "quiet", {texts.life_event_intro()} }
                Hits { hits }
            },
        }
    }
}
