//! What is filled in, read by its form: what applies, what each answer is, what is wrong.

mod answer;
mod limits;

use std::collections::{BTreeMap, BTreeSet};

use cds_wire::Sensitive;
use cds_wire::form::{AnswerProblem, FieldKind, FieldProblem};
use cds_wire::ipc::AttachmentSummary;

use crate::answers::{self, MAX_ROWS};
use crate::form::{Form, Placed};
use crate::{Answers, Units, compute, condition};

pub(crate) use answer::DEFAULT_LENGTH;

/// Most rows of a group whose definition does not say.
pub(crate) const DEFAULT_ROWS: u32 = 20;

/// What reading depends on beyond form and answers.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    /// The day, `yyyy-MM-dd`.
    pub today: &'a str,
    /// The provinces and communes that are known.
    pub units: &'a dyn Units,
    /// The papers that are attached, by name.
    pub attached: &'a [AttachmentSummary],
}

/// An answer as it was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// The field applies.
    pub(crate) applies: bool,
    /// The answer in its one form; as it was typed, but cleaned, where it cannot be read.
    pub(crate) text: String,
    /// As a person reads it, where that is something else.
    pub(crate) shown: Option<String>,
    /// What is wrong, were it to apply.
    pub(crate) problems: Vec<FieldProblem>,
}

impl Cell {
    pub(crate) fn problem(&mut self, name: &str, problem: AnswerProblem) {
        self.limited(name, problem, None, None);
    }

    pub(crate) fn limited(&mut self, name: &str, problem: AnswerProblem, limit: Option<String>, actual: Option<usize>) {
        let actual = actual.map(|count| count as u64);
        self.problems.push(FieldProblem { field: name.to_owned(), problem, limit, actual });
    }
}

/// Where an answer stands: the field's position in the form, and the row where it is of a group.
pub(crate) type At = (usize, Option<usize>);

/// A form with what is filled in.
pub struct Filled<'a> {
    pub(crate) form: &'a Form,
    pub(crate) situation: Situation<'a>,
    pub(crate) cells: BTreeMap<At, Cell>,
    /// Rows of each group, by its position.
    pub(crate) rows: BTreeMap<usize, usize>,
    /// Answers that the form has no field for.
    unknown: Vec<String>,
}

impl Form {
    /// Reads answers. Any answers can be read; what is wrong with them is told by [`Filled::problems`].
    pub fn fill<'a>(&'a self, answers: &Answers, situation: Situation<'a>) -> Filled<'a> {
        let groups = self.fields.iter().enumerate().filter(|(_, placed)| placed.field.kind == FieldKind::Group);
        let rows = groups.map(|(position, placed)| {
            let there = answers::rows(answers, &placed.field.name);
            (position, there.max(min_rows(placed)).min(MAX_ROWS))
        });
        let unknown = answers.keys().filter(|name| !self.takes(name)).cloned().collect();
        let mut filled = Filled { form: self, situation, cells: BTreeMap::new(), rows: rows.collect(), unknown };
        for position in &self.order {
            let Some(placed) = self.at(*position) else { continue };
            match placed.group {
                None => filled.fill(*position, placed, None, answers),
                Some(group) => {
                    for row in 0..filled.rows.get(&group).copied().unwrap_or(0) {
                        filled.fill(*position, placed, Some(row), answers);
                    }
                }
            }
        }
        filled.check_days();
        filled
    }

    fn is_group(&self, position: usize) -> bool {
        self.at(position).is_some_and(|placed| placed.field.kind == FieldKind::Group)
    }

    /// Whether the form has a field for an answer of this name. What was computed when it was sent is computed anew.
    fn takes(&self, name: &str) -> bool {
        let (group, field) = match answers::parts(name) {
            Some((group, _, field)) => match self.resolve(group, None).filter(|group| self.is_group(*group)) {
                Some(group) => (Some(group), field),
                None => (None, name),
            },
            None => (None, name),
        };
        let mut placed = self.fields.iter().filter(|placed| placed.group == group && placed.field.name == field);
        placed.any(|placed| !matches!(placed.field.kind, FieldKind::Group | FieldKind::File))
    }
}

/// Fewest rows of a group that are shown, and that must be filled in.
fn min_rows(group: &Placed) -> usize {
    let rows = group.field.min_rows.unwrap_or(0).max(u32::from(group.field.required));
    usize::try_from(rows).unwrap_or(MAX_ROWS)
}

impl Filled<'_> {
    fn fill(&mut self, position: usize, placed: &Placed, row: Option<usize>, answers: &Answers) {
        let name = self.name((position, row));
        let field = &placed.field;
        let mut cell = match field.kind {
            FieldKind::Group => self.group(position, placed),
            FieldKind::Computed => compute::compute(self, field, placed.group, row),
            FieldKind::File => self.file(placed),
            _ => {
                let typed = answers.get(&name).map_or("", |answer| answer.reveal());
                answer::read(self, placed, row, &name, typed)
            }
        };
        cell.applies = self.applies(placed, row);
        self.cells.insert((position, row), cell);
    }

    fn applies(&self, placed: &Placed, row: Option<usize>) -> bool {
        let group = placed.group.and_then(|group| self.form.at(group));
        let outer = [
            self.form.section(placed).and_then(|section| section.when.as_ref()),
            group.and_then(|group| group.field.when.as_ref()),
        ];
        let holds_outside = outer.into_iter().flatten().all(|when| condition::holds(self, when, None, None));
        holds_outside && placed.field.when.as_ref().is_none_or(|when| condition::holds(self, when, placed.group, row))
    }

    fn group(&self, position: usize, placed: &Placed) -> Cell {
        let (name, mut cell) = (&placed.field.name, Cell::default());
        let most = usize::try_from(placed.field.max_rows.unwrap_or(DEFAULT_ROWS)).unwrap_or(MAX_ROWS);
        let (there, filled) = (self.rows.get(&position).copied().unwrap_or(0), self.filled_rows(position));
        if there > most {
            cell.limited(name, AnswerProblem::TooManyRows, Some(most.to_string()), Some(there));
        }
        let fewest = min_rows(placed);
        if filled < fewest {
            cell.limited(name, AnswerProblem::TooFewRows, Some(fewest.to_string()), Some(filled));
        }
        cell
    }

    fn file(&self, placed: &Placed) -> Cell {
        let mut cell = Cell::default();
        if placed.field.required && self.attached(Form::paper_name(&placed.field)).is_none() {
            cell.problem(&placed.field.name, AnswerProblem::FileMissing);
        }
        cell
    }

    /// The paper that is attached under a name.
    pub(crate) fn attached(&self, name: &str) -> Option<&AttachmentSummary> {
        self.situation.attached.iter().find(|attached| attached.name == name)
    }

    /// Rows of a group in which something is filled in.
    pub(crate) fn filled_rows(&self, group: usize) -> usize {
        let rows = self.rows.get(&group).copied().unwrap_or(0);
        let is_filled = |row: &usize| {
            let typed = self.form.of_group(group).filter(|(_, placed)| placed.field.kind != FieldKind::Computed);
            let mut cells = typed.filter_map(|(position, _)| self.cells.get(&(position, Some(*row))));
            cells.any(|cell| !cell.text.is_empty())
        };
        (0..rows).filter(is_filled).count()
    }

    /// The name of an answer.
    pub(crate) fn name(&self, (position, row): At) -> String {
        let Some(placed) = self.form.at(position) else { return String::new() };
        let group = placed.group.and_then(|group| self.form.at(group));
        match (group, row) {
            (Some(group), Some(row)) => answers::in_row(&group.field.name, row, &placed.field.name),
            _ => placed.field.name.clone(),
        }
    }

    /// The answer that a name means, seen from a row of a group or from outside; only where it applies.
    pub(crate) fn seen(&self, name: &str, group: Option<usize>, row: Option<usize>) -> Option<(&Placed, &Cell)> {
        let position = self.form.resolve(name, group)?;
        let placed = self.form.at(position)?;
        let row = if placed.group.is_some() { row } else { None };
        self.cells.get(&(position, row)).filter(|cell| cell.applies).map(|cell| (placed, cell))
    }

    /// All that is wrong, in the form's order; warnings ([`AnswerProblem::is_warning`]) are among it.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        for position in 0..self.form.fields.len() {
            let rows = self.cells.range((position, None)..=(position, Some(usize::MAX)));
            problems.extend(rows.filter(|(_, cell)| cell.applies).flat_map(|(_, cell)| cell.problems.clone()));
        }
        let unknown = self.unknown.iter().map(|field| FieldProblem {
            field: field.clone(),
            problem: AnswerProblem::UnknownField,
            limit: None,
            actual: None,
        });
        problems.extend(unknown);
        problems
    }

    /// What reading depended on.
    pub fn situation(&self) -> Situation<'_> {
        self.situation
    }

    /// The names of the papers that have slots which apply.
    pub fn papers(&self) -> BTreeSet<String> {
        let slots =
            self.cells.iter().filter(|(_, cell)| cell.applies).filter_map(|((position, _), _)| self.form.at(*position));
        let files = slots.filter(|placed| placed.field.kind == FieldKind::File);
        files.map(|placed| Form::paper_name(&placed.field).to_owned()).collect()
    }

    /// Nothing but warnings stands in the way of sending it.
    pub fn is_ready(&self) -> bool {
        self.problems().iter().all(|problem| problem.problem.is_warning())
    }

    /// What is sent: the answers that apply and are not empty, each in its one form, and what is computed.
    pub fn to_send(&self) -> Answers {
        let sent = self.cells.iter().filter(|(_, cell)| cell.applies && !cell.text.is_empty());
        sent.map(|(at, cell)| (self.name(*at), Sensitive::new(cell.text.clone()))).collect()
    }

    /// Whether a paper that is attached under this name is sent: the form has a slot for it that applies, or none.
    pub fn sends_paper(&self, name: &str) -> bool {
        let is_slot = |placed: &Placed| placed.field.kind == FieldKind::File && Form::paper_name(&placed.field) == name;
        let Some(position) = self.form.fields.iter().position(is_slot) else { return true };
        self.cells.get(&(position, None)).is_some_and(|cell| cell.applies)
    }

    /// All answers in their one form, also those that do not apply; what the form does not know is as it was. Reading this
    /// gives the same again.
    pub fn normalised(&self, answers: &Answers) -> Answers {
        let mut normal = answers.clone();
        for (at, cell) in &self.cells {
            let name = self.name(*at);
            if let Some(answer) = normal.get_mut(&name) {
                *answer = Sensitive::new(cell.text.clone());
            }
        }
        normal
    }
}
