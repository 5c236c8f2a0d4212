//! What was filled in by a form, in its order.

use cds_wire::form::FieldKind;
use cds_wire::ipc::{FieldView, FormView};
use dioxus::prelude::*;

use crate::components::{Facts, Section};
use crate::texts::{Texts, use_texts};

/// All answers of a form, section by section and row by row; what is empty is left out.
#[component]
pub(crate) fn Answers(view: FormView) -> Element {
    let texts = use_texts();
    let mut sections = view.sections;
    sections.retain(|section| section.fields.iter().any(is_answered));
    rsx! {
        for section in sections {
            Section { key: "{section.name}", title: texts.words(&section.title),
                Facts { facts: facts(&texts, &section.fields), lang: "vi" }
                for (title , row) in rows(&texts, &section.fields) {
                    div { key: "{title}",
                        h3 { {title.clone()} }
                        Facts { facts: row, lang: "vi" }
                    }
                }
            }
        }
    }
}

fn is_answered(field: &FieldView) -> bool {
    field.kind != FieldKind::File && (!field.value.reveal().is_empty() || !field.rows.is_empty())
}

/// The rows of all groups, each with its title.
fn rows(texts: &Texts, fields: &[FieldView]) -> Vec<(String, Vec<(String, String)>)> {
    let rows =
        fields.iter().flat_map(|group| group.rows.iter().enumerate().map(move |(row, fields)| (group, row, fields)));
    rows.map(|(group, row, fields)| (row_label(texts, group, row), facts(texts, &fields.fields))).collect()
}

/// Answers with their labels, in the words that the office reads.
fn facts(texts: &Texts, fields: &[FieldView]) -> Vec<(String, String)> {
    let answered = fields.iter().filter(|field| is_answered(field) && field.kind != FieldKind::Group);
    let value = |field: &FieldView| {
        let chosen = field.options.iter().find(|option| option.value == *field.value.reveal());
        let shown = || field.shown.as_ref().unwrap_or(&field.value).reveal().clone();
        chosen.map_or_else(shown, |option| option.label.vi.clone())
    };
    answered.map(|field| (texts.words(&field.label), value(field))).collect()
}

/// The label of a row.
pub(super) fn row_label(texts: &Texts, group: &FieldView, row: usize) -> String {
    texts.form_row(texts.words(&group.label), row + 1)
}
