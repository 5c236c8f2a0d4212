//! A draft in a version of a form that this app does not have.

use cds_wire::ipc::DraftDetail;
use dioxus::prelude::*;

use super::delete::Delete;
use super::slot::listed;
use crate::components::{Facts, Note, Section, Title, Tone};
use crate::screens::procedure::heading;
use crate::texts::use_texts;

/// All of it as it is, and that it cannot be filed here.
#[component]
pub(super) fn Unknown(draft: DraftDetail) -> Element {
    let texts = use_texts();
    let facts = draft.fields.iter().map(|(name, value)| (name.clone(), value.reveal().clone())).collect();
    rsx! {
        div { class: "form-page",
            header { class: "page-head",
                Title { text: texts.form_title() }
                p { class: "form-procedure", lang: "vi", {heading(&draft.procedure_name)} }
            }
            Note { tone: Tone::Warn,
                p { id: "form-unknown", {texts.form_unknown()} }
            }
            Section { title: texts.dossier_filled_in(),
                Facts { facts, lang: "vi" }
            }
            {listed(&texts, &draft.attachments)}
            Delete { id: draft.id }
        }
    }
}
