//! One answer, by what its field is.

use cds_vn::date::show_iso;
use cds_vn::personal_number::PersonalNumber;
use cds_vn::phone;
use cds_vn::text::fold;
use cds_wire::form::{AnswerProblem, FieldKind, TextFormat};

use super::{Cell, Filled};
use crate::definition::Field;
use crate::form::Placed;
use crate::units::{self, Unit};
use crate::values::number::{self, Decimal, NoNumber};
use crate::values::{date, text};

/// Most characters of a text whose definition does not say.
pub(crate) const DEFAULT_LENGTH: u32 = 500;
/// Most characters of any other answer: nobody types more, and what is pasted by mistake is not read.
const MAX_LENGTH: usize = 200;

/// Reads what was typed. An empty answer is only missing where it is required.
pub(super) fn read(filled: &Filled<'_>, placed: &Placed, row: Option<usize>, name: &str, typed: &str) -> Cell {
    let field = &placed.field;
    let cleaned = text::clean(typed, field.kind == FieldKind::Text && field.multiline);
    let mut cell = Cell { text: cleaned.text, ..Cell::default() };
    if cleaned.had_controls {
        cell.problem(name, AnswerProblem::ControlCharacters);
    }
    if cell.text.is_empty() {
        if field.required {
            cell.problem(name, AnswerProblem::Missing);
        }
        return cell;
    }
    let length = cell.text.chars().count();
    if field.kind != FieldKind::Text && length > MAX_LENGTH {
        cell.limited(name, AnswerProblem::TooLong, Some(MAX_LENGTH.to_string()), Some(length));
        return cell;
    }
    match field.kind {
        FieldKind::Text => of_text(field, name, length, &mut cell),
        FieldKind::Number => of_number(field, name, number::read(&cell.text), field.decimals.unwrap_or(0), &mut cell),
        FieldKind::Money => of_number(field, name, number::read_money(&cell.text), 0, &mut cell),
        FieldKind::Date => of_date(name, date::read(&cell.text), &mut cell),
        FieldKind::PartialDate => of_date(name, date::read_partial(&cell.text), &mut cell),
        FieldKind::Select | FieldKind::Radio => of_choice(filled, field, name, &mut cell),
        FieldKind::Province => of_unit(name, Some(filled.situation.units.provinces()), &mut cell),
        FieldKind::Commune => {
            let parent = field.parent.as_deref().unwrap_or_default();
            let province = filled.seen(parent, placed.group, row).map(|(_, cell)| cell.text.as_str());
            match province.filter(|province| !province.is_empty()) {
                None => cell.problem(name, AnswerProblem::UnknownUnit),
                // Without a list its name is taken as it is.
                Some(province) => of_unit(name, filled.situation.units.communes(province), &mut cell),
            }
        }
        FieldKind::Group | FieldKind::Computed | FieldKind::File => {}
    }
    cell
}

fn of_text(field: &Field, name: &str, length: usize, cell: &mut Cell) {
    let most = field.max_length.unwrap_or(DEFAULT_LENGTH);
    if length > usize::try_from(most).unwrap_or(usize::MAX) {
        cell.limited(name, AnswerProblem::TooLong, Some(most.to_string()), Some(length));
    }
    match field.format {
        None => {}
        Some(TextFormat::PersonalNumber) => match PersonalNumber::parse(&cell.text) {
            Ok(number) => number.as_str().clone_into(&mut cell.text),
            Err(_) => cell.problem(name, AnswerProblem::PersonalNumberUnusual),
        },
        Some(TextFormat::Phone) => match phone::parse(&cell.text) {
            Ok(phone) => cell.text = phone,
            Err(_) => cell.problem(name, AnswerProblem::NotAPhone),
        },
        Some(TextFormat::Email) if text::is_email(&cell.text) => {}
        Some(TextFormat::Email) => cell.problem(name, AnswerProblem::NotAnEmail),
    }
}

fn of_number(field: &Field, name: &str, read: Result<Decimal, NoNumber>, decimals: u32, cell: &mut Cell) {
    let number = match read {
        Ok(number) => number,
        Err(NoNumber::NotANumber) => return cell.problem(name, AnswerProblem::NotANumber),
        Err(NoNumber::TooManyDecimals) => {
            return cell.limited(name, AnswerProblem::TooManyDecimals, Some(decimals.to_string()), None);
        }
    };
    cell.text = number.text();
    let shown = number.shown();
    cell.shown = Some(if field.kind == FieldKind::Money { format!("{shown} đ") } else { shown });
    if number.decimals() > decimals {
        cell.limited(name, AnswerProblem::TooManyDecimals, Some(decimals.to_string()), None);
    }
    // Less than nothing is no sum, unless the form says so.
    let least = field.min.or((field.kind == FieldKind::Money).then_some(0));
    if let Some(min) = least.filter(|min| number < Decimal::whole((*min).into())) {
        cell.limited(name, AnswerProblem::BelowMinimum, Some(min.to_string()), None);
    }
    if let Some(max) = field.max.filter(|max| number > Decimal::whole((*max).into())) {
        cell.limited(name, AnswerProblem::AboveMaximum, Some(max.to_string()), None);
    }
}

fn of_date(name: &str, read: Option<date::Span>, cell: &mut Cell) {
    match read {
        Some(span) => {
            cell.shown = Some(show_iso(&span.text));
            cell.text = span.text;
        }
        None => cell.problem(name, AnswerProblem::DateImpossible),
    }
}

fn of_choice(filled: &Filled<'_>, field: &Field, name: &str, cell: &mut Cell) {
    let choices = filled.form.choices(field);
    let by_value = choices.iter().find(|choice| choice.value == cell.text);
    let typed = fold(&cell.text);
    let mut by_label =
        choices.iter().filter(|choice| fold(&choice.label.vi) == typed || fold(&choice.label.en) == typed);
    let chosen = by_value.or_else(|| by_label.next().filter(|_| by_label.next().is_none()));
    match chosen {
        Some(choice) => {
            cell.text.clone_from(&choice.value);
            cell.shown = Some(choice.label.vi.clone());
        }
        None => cell.problem(name, AnswerProblem::NotAnOption),
    }
}

fn of_unit(name: &str, units: Option<&[Unit]>, cell: &mut Cell) {
    let Some(units) = units else {
        // The name stands for a unit whose list is not here; a code is one of another list.
        if !cell.text.is_empty() && !cell.text.chars().any(char::is_alphabetic) {
            cell.problem(name, AnswerProblem::UnknownUnit);
        }
        return;
    };
    match units::find(units, &cell.text) {
        Some(Unit(code, full_name)) => {
            cell.text.clone_from(code);
            cell.shown = Some(full_name.clone());
        }
        None => cell.problem(name, AnswerProblem::UnknownUnit),
    }
}
