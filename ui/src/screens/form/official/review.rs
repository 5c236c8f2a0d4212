//! Looking a form over before it is filed: all answers, in its order.

use cds_wire::ipc::Preflight;
use dioxus::prelude::*;

use super::obstacles::{label, size};
use super::sheet::Sheet;
use crate::components::{IconName, Note, Section, Title, Tone, drawing};
use crate::screens::form::answers::Answers;
use crate::screens::form::filing::Filing;
use crate::screens::form::slot::listed;
use crate::screens::procedure::heading;
use crate::texts::use_texts;

/// What is about to be filed, what is worth a second look, and what is declared by filing.
#[component]
pub(super) fn OfficialReview(
    sheet: Sheet,
    checked: Preflight,
    /// Code of the procedure; empty of a petition.
    procedure: String,
    /// Name of the procedure.
    name: String,
    /// Which office gets it, in words.
    office: Option<String>,
    on_edit: EventHandler<()>,
) -> Element {
    let texts = use_texts();
    let petition = procedure.is_empty();
    let form = sheet.view.read().clone();
    let attached = sheet.attached.read().clone();
    let warnings = checked.obstacles.iter().filter(|found| found.warning);
    let warnings: Vec<String> = warnings
        .map(|found| {
            let words = texts.obstacle(found);
            let of = found.answer.as_ref().and_then(|problem| label(&texts, &sheet, &problem.field));
            of.map_or(words.clone(), |label| format!("{label}: {words}"))
        })
        .collect();
    rsx! {
        div { class: "form-page",
            header { class: "page-head",
                Title { text: if petition { texts.petition_review_title() } else { texts.review_title() } }
                p { class: "form-procedure", {texts.words(&form.title)} }
                if !name.is_empty() {
                    p { class: "quiet", lang: "vi", {heading(&name)} }
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
            p { class: "quiet", id: "preflight-size", {size(&texts, &checked)} }
            if !form.declaration.is_empty() {
                Section { title: texts.declaration_title(), id: "declaration",
                    for (index , words) in form.declaration.iter().enumerate() {
                        p { key: "{index}", {texts.words(words)} }
                    }
                    p { class: "quiet",
                        if petition { {texts.declaration_by_sending()} } else { {texts.declaration_by_filing()} }
                    }
                }
            }
            Filing { saver: sheet.saver.clone(), procedure, attaching: sheet.attaching, on_edit }
        }
    }
}
