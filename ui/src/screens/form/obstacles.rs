//! What a check has found: each obstacle in words, and the way to its field.

use cds_wire::form::{AnswerProblem, FieldProblem};
use cds_wire::ipc::{ObstacleCode, Preflight};
use dioxus::prelude::*;

use super::answers::row_label;
use super::sheet::{Sheet, find, id_of, rename};
use crate::bridge;
use crate::components::{Button, Kind, Note, Tone};
use crate::dates;
use crate::texts::{Texts, use_texts};

/// What is still in the way: of the answers as they are now, of all else as the check found it.
#[component]
pub(super) fn Obstacles(
    checked: Preflight,
    /// It is a form of the procedure's own, or a petition's.
    own: bool,
    sheet: Sheet,
) -> Element {
    let texts = use_texts();
    let beside = checked.obstacles.iter().filter(|found| found.code != ObstacleCode::Answer && !found.warning);
    let beside: Vec<String> = beside.map(|found| texts.obstacle(found)).collect();
    let problems = sheet.view.read().problems.clone();
    let answers = problems.into_iter().filter(|problem| blocks(own, problem));
    let answers: Vec<(String, String, bool)> = answers
        .map(|problem| {
            let unknown = problem.problem == AnswerProblem::UnknownField;
            let words = texts.answer_problem(&problem);
            let words =
                label(&texts, &sheet, &problem.field).map_or(words.clone(), |label| format!("{label}: {words}"));
            (problem.field, words, unknown)
        })
        .collect();
    let clear = beside.is_empty() && answers.is_empty();
    let (saver, forget) = (sheet.saver.clone(), texts.problem_unknown_field_remove());
    rsx! {
        section { class: "section obstacles", aria_labelledby: "preflight",
            h2 { id: "preflight", tabindex: "-1",
                if clear {
                    {texts.preflight_clear()}
                } else {
                    {texts.preflight_blocked()}
                }
            }
            if !clear {
                Note { tone: Tone::Warn,
                    ul { class: "plain-list",
                        for (index , words) in beside.into_iter().enumerate() {
                            li { key: "beside-{index}", {words} }
                        }
                        for (index , (field , words , unknown)) in answers.into_iter().enumerate() {
                            li { key: "{index}",
                                if unknown {
                                    p { lang: "vi", {words} }
                                    Button {
                                        id: "forget-{index}",
                                        kind: Kind::Quiet,
                                        onclick: {
                                            let saver = saver.clone();
                                            move |()| saver.edit(|fields| rename(fields, &|name| (name != field).then(|| name.to_owned())))
                                        },
                                        {forget.clone()}
                                    }
                                } else {
                                    Button {
                                        id: "mend-{index}",
                                        kind: Kind::Quiet,
                                        onclick: move |()| bridge::focus(&id_of(&field)),
                                        {words}
                                    }
                                }
                            }
                        }
                    }
                }
            }
            p { class: "quiet", id: "preflight-size", {size(&texts, &checked)} }
        }
    }
}

/// Whether something is not sent with this problem. The portal takes what has no form of its own as it is; whoever sees
/// what has to be filled in does so, and is told of all else as they look it over.
pub(super) fn blocks(own: bool, problem: &FieldProblem) -> bool {
    if own { !problem.problem.is_warning() } else { problem.problem == AnswerProblem::Missing }
}

/// How much is sent, and how much may be.
pub(super) fn size(texts: &Texts, checked: &Preflight) -> String {
    texts.preflight_size(dates::bytes(checked.body), dates::bytes(checked.files), dates::bytes(checked.body_limit))
}

/// The label of an answer's field; of one in a row, with the row's.
pub(super) fn label(texts: &Texts, sheet: &Sheet, name: &str) -> Option<String> {
    let view = sheet.view.read();
    let (field, row) = find(&view, name)?;
    let label = texts.words(&field.label);
    Some(row.map_or(label.clone(), |(group, row)| format!("{} – {label}", row_label(texts, group, row))))
}
