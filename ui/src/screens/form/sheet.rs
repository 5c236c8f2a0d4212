//! What the fields of a form share.

use std::collections::BTreeMap;

use cds_wire::form::{FieldKind, FieldProblem, Words};
use cds_wire::ipc::{FieldView, FormView, PageCorners};
use cds_wire::{Bytes, Sensitive};
use dioxus::prelude::*;

use super::saver::Saver;
use crate::texts::Texts;

/// Answers by their names.
pub(super) type Answers = BTreeMap<String, Sensitive>;

/// The form as it is filled in on this screen.
#[derive(Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) saver: Saver,
    pub(super) view: Signal<FormView>,
    /// What was typed here, by the answer's name.
    pub(super) typed: Signal<Answers>,
    /// Answers whose problems are told: those that were left, and all after a check.
    pub(super) told: Signal<Vec<String>>,
    /// A paper is being attached or taken off: nothing may be confirmed meanwhile.
    pub(super) attaching: Signal<bool>,
    /// The paper for which a kept one is being chosen.
    pub(super) choosing: Signal<Option<String>>,
    /// What was photographed last: its page can be cut out as long as the screen is there, and it is what is attached.
    pub(super) taken: Signal<Option<Taken>>,
}

/// A photograph that was just attached, whole or cut.
#[derive(Clone, PartialEq)]
pub(super) struct Taken {
    /// The name of the paper.
    pub(super) paper: String,
    pub(super) photo: Bytes,
    /// Its size in pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    /// Where it was cut.
    pub(super) corners: Option<PageCorners>,
    /// It is being cut.
    pub(super) cutting: bool,
}

impl Sheet {
    /// Takes an answer over. What was wrong with it is told no more: it is being written.
    pub(super) fn change(&mut self, name: &str, value: String) {
        self.typed.write().insert(name.to_owned(), value.as_str().into());
        if self.told.peek().iter().any(|told| told == name) {
            self.told.write().retain(|told| told != name);
        }
        self.saver.change(name.to_owned(), value);
    }

    /// The citizen is done with an answer: once it has been looked at, what is wrong with it is told, unless it is being
    /// written again.
    pub(super) fn done(&self, name: &str) {
        let (saver, typed, mut told, name) = (self.saver.clone(), self.typed, self.told, name.to_owned());
        let then = typed.peek().get(&name).cloned();
        spawn(async move {
            if saver.settled().await.is_ok() && typed.peek().get(&name) == then.as_ref() {
                told.write().push(name);
            }
        });
    }

    /// What stands in a field: what was typed here, or what the draft has.
    pub(super) fn text(&self, field: &FieldView) -> String {
        self.typed.read().get(&field.name).map_or_else(|| draft_text(field), |typed| typed.reveal().clone())
    }

    /// Shows again what the draft has where a field was left blank.
    pub(super) fn forget_blank(&mut self) {
        let mut typed = self.typed.write();
        for (name, value) in std::mem::take(&mut *typed) {
            if !value.reveal().trim().is_empty() {
                typed.insert(name, value);
            }
        }
    }

    /// Takes a row of a group out; those after it move up. By hand, so that what is being typed elsewhere stays.
    pub(super) fn remove_row(&mut self, group: &str, row: usize) {
        without_row(&mut self.typed.write(), group, row);
        let rows = format!("{group}.");
        self.told.write().retain(|name| !name.starts_with(&rows));
        self.saver.edit(|fields| without_row(fields, group, row));
    }
}

/// What the draft has, as people write it: a day as 02/09/1985, where it can be read.
fn draft_text(field: &FieldView) -> String {
    let readable = field.problems.iter().all(|problem| problem.problem.is_warning());
    let written = matches!(field.kind, FieldKind::Date | FieldKind::PartialDate | FieldKind::Number | FieldKind::Money);
    let shown = field.shown.as_ref().filter(|_| readable && written);
    shown.unwrap_or(&field.value).reveal().clone()
}

fn without_row(answers: &mut Answers, group: &str, row: usize) {
    let beginning = format!("{group}.");
    rename(answers, &|name| {
        let parts = name.strip_prefix(&beginning).and_then(|rest| rest.split_once('.'));
        let numbered = parts.and_then(|(number, field)| Some((number.parse::<usize>().ok()?, field)));
        match numbered {
            Some((number, _)) if number == row => None,
            Some((number, field)) if number > row => Some(format!("{beginning}{}.{field}", number - 1)),
            _ => Some(name.to_owned()),
        }
    });
}

/// Gives every answer the name that it is to have; those that are to have none go. Nothing but insertion is used: the code
/// that takes single entries out of a map is larger than this form.
pub(super) fn rename(answers: &mut Answers, name: &dyn Fn(&str) -> Option<String>) {
    for (old, value) in std::mem::take(answers) {
        if let Some(new) = name(&old) {
            answers.insert(new, value);
        }
    }
}

/// Whether a label is what an office has printed: it is Vietnamese in any language.
pub(super) const fn is_printed(label: &Words) -> bool {
    label.en.is_empty()
}

/// The id of a field in the page.
pub(super) fn id_of(name: &str) -> String {
    format!("field-{}", name.replace('.', "-"))
}

/// A field of the form, or of one of its rows with the group and the row's number.
pub(super) fn find<'a>(view: &'a FormView, name: &str) -> Option<(&'a FieldView, Option<(&'a FieldView, usize)>)> {
    for field in view.sections.iter().flat_map(|section| &section.fields) {
        if field.name == name {
            return Some((field, None));
        }
        for (number, row) in field.rows.iter().enumerate() {
            if let Some(found) = row.fields.iter().find(|field| field.name == name) {
                return Some((found, Some((field, number))));
            }
        }
    }
    None
}

/// What is wrong, in words; of warnings alone, or of all else.
pub(super) fn told(texts: &Texts, problems: &[FieldProblem], warnings: bool) -> Option<String> {
    let of_kind = problems.iter().filter(|problem| problem.problem.is_warning() == warnings);
    let words: Vec<String> = of_kind.map(|problem| texts.answer_problem(problem)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_after_one_that_is_taken_out_move_up_and_nothing_else_moves() {
        let names = ["con.0.ten", "con.1.ten", "con.1.tuoi", "con.2.ten", "con.10.ten", "conut.1.ten", "con"];
        let mut answers: Answers = names.iter().map(|name| ((*name).to_owned(), (*name).into())).collect();
        without_row(&mut answers, "con", 1);
        let left: Vec<(&str, &str)> =
            answers.iter().map(|(name, value)| (name.as_str(), value.reveal().as_str())).collect();
        assert_eq!(
            left,
            [
                ("con", "con"),
                ("con.0.ten", "con.0.ten"),
                ("con.1.ten", "con.2.ten"),
                ("con.9.ten", "con.10.ten"),
                ("conut.1.ten", "conut.1.ten")
            ]
        );
    }
}
