//! Looking a form over before it is filed: all answers, in its order.

use cds_wire::form::FieldKind;
use cds_wire::ipc::{FieldView, Preflight};
use dioxus::prelude::*;

use super::obstacles::{label, size};
use super::sheet::{Sheet, row_label};
use crate::components::{Facts, Icon, IconName, Note, Section, Title, Tone};
use crate::dates;
use crate::screens::form::filing::Filing;
use crate::screens::form::slot::media;
use crate::screens::procedure::heading;
use crate::texts::{Texts, use_texts};

/// What is about to be filed, what is worth a second look, and what is declared by filing.
#[component]
pub(super) fn OfficialReview(
    sheet: Sheet,
    checked: Preflight,
    /// Code of the procedure.
    procedure: String,
    /// Name of the procedure.
    name: String,
    /// Which office gets it, in words.
    office: Option<String>,
    on_edit: EventHandler<()>,
) -> Element {
    let texts = use_texts();
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
                Title { text: texts.review_title() }
                p { class: "form-procedure", {texts.words(&form.title)} }
                if !name.is_empty() {
                    p { class: "quiet", lang: "vi", {heading(&name)} }
                }
                if let Some(office) = office {
                    p { class: "with-icon",
                        Icon { name: IconName::Send }
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
            for section in form.sections.iter().filter(|section| section.fields.iter().any(is_answered)) {
                Section { key: "{section.name}", title: texts.words(&section.title),
                    Facts { facts: facts(&texts, &section.fields), lang: "vi" }
                    for (group , row) in section.fields.iter().flat_map(|group| group.rows.iter().enumerate().map(move |(row, _)| (group, row))) {
                        div { key: "{group.name}-{row}",
                            h3 { {row_label(&texts, group, row)} }
                            Facts {
                                facts: group.rows.get(row).map(|row| facts(&texts, &row.fields)).unwrap_or_default(),
                                lang: "vi",
                            }
                        }
                    }
                }
            }
            Section { title: texts.dossier_papers(),
                if attached.is_empty() {
                    p { {texts.review_no_papers()} }
                } else {
                    ul { class: "plain-list",
                        for attachment in attached.iter() {
                            li { key: "{attachment.name}",
                                span { lang: "vi", {attachment.name.clone()} }
                                p { class: "quiet",
                                    {texts.form_attached(media(&texts, attachment), dates::bytes(attachment.size))}
                                }
                            }
                        }
                    }
                }
            }
            p { class: "quiet", id: "preflight-size", {size(&texts, &checked)} }
            if !form.declaration.is_empty() {
                Section { title: texts.declaration_title(), id: "declaration",
                    for (index , words) in form.declaration.iter().enumerate() {
                        p { key: "{index}", {texts.words(words)} }
                    }
                    p { class: "quiet", {texts.declaration_by_filing()} }
                }
            }
            Filing { saver: sheet.saver.clone(), procedure, attaching: sheet.attaching, on_edit }
        }
    }
}

/// Something of the field is sent.
fn is_answered(field: &FieldView) -> bool {
    !field.value.reveal().is_empty() || !field.rows.is_empty()
}

/// Answers with their labels, in order; empty ones are left out. They are in the words that the office reads.
fn facts(texts: &Texts, fields: &[FieldView]) -> Vec<(String, String)> {
    let answered = fields.iter().filter(|field| field.kind != FieldKind::File && !field.value.reveal().is_empty());
    let value = |field: &FieldView| {
        let chosen = field.options.iter().find(|option| option.value == *field.value.reveal());
        let shown = || field.shown.as_ref().unwrap_or(&field.value).reveal().clone();
        chosen.map_or_else(shown, |option| option.label.vi.clone())
    };
    answered.map(|field| (texts.words(&field.label), value(field))).collect()
}
