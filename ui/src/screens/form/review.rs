//! Looking a form over before it is filed: all answers, in its order.

use cds_wire::ipc::{DraftDetail, ObstacleCode, Preflight};
use dioxus::prelude::*;

use super::Purpose;
use super::answers::Answers;
use super::filing::Filing;
use super::filling::SHOWN;
use super::obstacles::{label, size};
use super::sheet::Sheet;
use super::slot::{attached, listed};
use crate::components::{IconName, Note, Section, Title, Tone, drawing};
use crate::screens::procedure::{WholeName, heading, shorten};
use crate::texts::use_texts;

/// What is about to be filed, what is worth a second look, and what is declared by filing.
#[component]
pub(super) fn Review(
    sheet: Sheet,
    checked: Preflight,
    draft: DraftDetail,
    /// Which office gets it, in words.
    office: Option<String>,
    on_edit: EventHandler<()>,
) -> Element {
    let texts = use_texts();
    let dossier = Purpose::of(&draft) == Purpose::Dossier;
    let form = sheet.view.read().clone();
    let attached = attached(&form);
    let (missing, warnings): (Vec<_>, Vec<_>) = checked
        .obstacles
        .iter()
        .filter(|found| found.warning)
        .partition(|found| found.code == ObstacleCode::PaperMissing);
    let missing: Vec<String> = missing.iter().filter_map(|found| found.detail.clone()).collect();
    let warnings: Vec<String> = warnings
        .into_iter()
        .map(|found| {
            let words = texts.obstacle(found);
            let of = found.answer.as_ref().and_then(|problem| label(&texts, &sheet, &problem.field));
            of.map_or(words.clone(), |label| format!("{label}: {words}"))
        })
        .collect();
    rsx! {
        div { class: "form-page",
            header { class: "page-head",
                Title { text: if dossier { texts.review_title() } else { texts.petition_review_title() } }
                if draft.procedure_name.is_empty() {
                    p { class: "form-procedure", {texts.words(&form.title)} }
                } else {
                    p { class: "form-procedure", lang: "vi", {heading(&draft.procedure_name)} }
                    WholeName { name: draft.procedure_name.clone() }
                    if draft.form.is_some() && draft.procedure_name != form.title.vi {
                        p { class: "quiet", {texts.words(&form.title)} }
                    }
                }
                if let Some(office) = office {
                    p { class: "with-icon",
                        {drawing(IconName::Send)}
                        span { {office} }
                    }
                }
            }
            if !warnings.is_empty() {
                Note { tone: Tone::Warn,
                    p { {texts.preflight_warnings()} }
                    ul { class: "bullets",
                        for (index , words) in warnings.into_iter().enumerate() {
                            li { key: "{index}", {words} }
                        }
                    }
                }
            }
            Answers { view: form.clone() }
            {listed(&texts, &attached)}
            if !missing.is_empty() {
                Note { tone: Tone::Warn,
                    p { {texts.review_missing()} }
                    ul { class: "bullets", lang: "vi",
                        for (index , paper) in missing.iter().take(SHOWN).enumerate() {
                            li { key: "{index}", {shorten(paper, 140)} }
                        }
                    }
                    if missing.len() > SHOWN {
                        p { {texts.review_missing_more(missing.len() - SHOWN)} }
                    }
                    p { {texts.review_missing_still()} }
                }
            }
            p { class: "quiet", id: "preflight-size", {size(&texts, &checked)} }
            if !form.declaration.is_empty() {
                Section { title: texts.declaration_title(), id: "declaration",
                    for (index , words) in form.declaration.iter().enumerate() {
                        p { key: "{index}", {texts.words(words)} }
                    }
                    p { class: "quiet",
                        if dossier { {texts.declaration_by_filing()} } else { {texts.declaration_by_sending()} }
                    }
                }
            }
            Filing { draft, saver: sheet.saver, attaching: sheet.attaching, on_edit }
        }
    }
}
