//! What follows from other answers.

use cds_wire::form::FieldKind;

use crate::definition::{Compute, ComputeKind, Field};
use crate::engine::{Cell, Filled};
use crate::form::Placed;
use crate::values::date;
use crate::values::number::{self, Decimal};

/// The cell of a computed field, seen from its row or from outside. What it follows from is read already.
pub(crate) fn compute(filled: &Filled<'_>, field: &Field, group: Option<usize>, row: Option<usize>) -> Cell {
    let Some(Compute { kind, of, separator, at }) = &field.compute else { return Cell::default() };
    let sources: Vec<(&Placed, &Cell)> = of.iter().flat_map(|name| cells(filled, name, group, row)).collect();
    let text = |text: String| Cell { text, ..Cell::default() };
    match kind {
        ComputeKind::Sum => sum(&sources).map_or_else(Cell::default, |sum| {
            let is_money = sources.iter().any(|(placed, _)| placed.field.kind == FieldKind::Money);
            let shown = if is_money { format!("{} đ", sum.shown()) } else { sum.shown() };
            Cell { text: sum.text(), shown: Some(shown), ..Cell::default() }
        }),
        ComputeKind::Count => text(count(filled, of, &sources).to_string()),
        ComputeKind::Age => {
            let from = sources.first().and_then(|(_, cell)| date::read_partial(&cell.text));
            let to = at.as_deref().and_then(|at| filled.day(at, group, row));
            let age = from.zip(to).and_then(|(from, to)| date::years(&from, &to.first));
            age.map_or_else(Cell::default, |years| text(years.to_string()))
        }
        ComputeKind::Join => {
            let shown = sources.iter().map(|(_, cell)| cell.shown.as_deref().unwrap_or(&cell.text));
            let parts: Vec<&str> = shown.filter(|part| !part.is_empty()).collect();
            text(parts.join(separator.as_deref().unwrap_or(" ")))
        }
        ComputeKind::Copy => sources.first().map_or_else(Cell::default, |(_, cell)| Cell {
            text: cell.text.clone(),
            shown: cell.shown.clone(),
            ..Cell::default()
        }),
    }
}

/// The answers that `field`, or `group.field` of all rows, means; only those that apply.
fn cells<'a>(
    filled: &'a Filled<'_>,
    name: &str,
    group: Option<usize>,
    row: Option<usize>,
) -> Vec<(&'a Placed, &'a Cell)> {
    if !name.contains('.') {
        return filled.seen(name, group, row).into_iter().collect();
    }
    let position = filled.form.resolve_many(name, group);
    let placed = position.and_then(|position| Some((position, filled.form.at(position)?)));
    let Some((position, placed)) = placed else { return Vec::new() };
    let rows = filled.cells.range((position, None)..=(position, Some(usize::MAX)));
    rows.filter(|(_, cell)| cell.applies).map(|(_, cell)| (placed, cell)).collect()
}

/// None where nothing is filled in, or something cannot be read.
fn sum(sources: &[(&Placed, &Cell)]) -> Option<Decimal> {
    let mut sum = None;
    for (_, cell) in sources.iter().filter(|(_, cell)| !cell.text.is_empty()) {
        let number = number::read(&cell.text).ok()?;
        sum = Some(sum.map_or(number, |sum: Decimal| sum.plus(number)));
    }
    sum
}

/// Rows of groups, and answers, that are filled in.
fn count(filled: &Filled<'_>, of: &[String], sources: &[(&Placed, &Cell)]) -> usize {
    let answers = sources.iter().filter(|(_, cell)| !cell.text.is_empty()).count();
    let groups = of.iter().filter_map(|name| filled.form.resolve(name, None).zip(filled.seen(name, None, None)));
    let groups = groups.filter(|(_, (placed, _))| placed.field.kind == FieldKind::Group);
    answers + groups.map(|(position, _)| filled.filled_rows(position)).sum::<usize>()
}
