//! Looking it over before it is filed.

use std::collections::BTreeMap;

use cds_wire::ipc::AttachmentSummary;
use cds_wire::procedure::Procedure;
use dioxus::prelude::*;

use super::filing::Filing;
use super::saver::Saver;
use super::slot::listed;
use super::{attached, fields, papers};
use crate::components::{Facts, IconName, Note, Section, Title, Tone, drawing};
use crate::screens::procedure::{heading, shorten};
use crate::texts::use_texts;

/// What is about to be filed, and what is still missing.
#[component]
pub(super) fn Review(
    saver: Saver,
    /// Code of the procedure.
    procedure: String,
    /// Name of the procedure.
    name: String,
    /// Which office gets it, in words.
    office: String,
    fields: Signal<BTreeMap<String, String>>,
    record: Option<Procedure>,
    attached: Signal<Vec<AttachmentSummary>>,
    attaching: Signal<bool>,
    on_edit: EventHandler<()>,
) -> Element {
    let texts = use_texts();
    let other = use_hook(papers::other);
    let filled = fields.read();
    let filled = fields::shown(&texts, filled.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    let attached = attached.read();
    let places = papers::places(record.as_ref().and_then(papers::case), &attached, &other);
    let missing: Vec<String> = places
        .into_iter()
        .filter(|place| place.attached.is_none())
        .filter_map(|place| Some(place.required?.name))
        .collect();
    rsx! {
        div { class: "form-page",
            header { class: "page-head",
                Title { text: texts.review_title() }
                p { class: "form-procedure", lang: "vi", {heading(&name)} }
                p { class: "with-icon",
                    {drawing(IconName::Send)}
                    span { {office} }
                }
            }
            Section { title: texts.dossier_filled_in(),
                Facts { facts: filled, lang: "vi" }
            }
            {listed(&texts, &attached)}
            if !missing.is_empty() {
                Note { tone: Tone::Warn,
                    p { {texts.review_missing()} }
                    ul { class: "bullets", lang: "vi",
                        for (index , paper) in missing.iter().take(attached::SHOWN).enumerate() {
                            li { key: "{index}", {shorten(paper, 140)} }
                        }
                    }
                    if missing.len() > attached::SHOWN {
                        p { {texts.review_missing_more(missing.len() - attached::SHOWN)} }
                    }
                    p { {texts.review_missing_still()} }
                }
            }
            Filing { saver, procedure, attaching, on_edit }
        }
    }
}
