//! What fields say of each other.

use cds_wire::form::FieldKind;

use super::Faults;
use crate::definition::{Compute, ComputeKind, Condition, Definition, Field};
use crate::fault::FaultKind;
use crate::form::{self, Placed, is_date, is_number, resolve, resolve_many};
use crate::values::date;

/// The day on which a form is filled in.
pub(crate) const TODAY: &str = "today";

pub(super) fn check(definition: &Definition, fields: &[Placed], placed: &Placed, faults: &mut Faults) {
    let Placed { field, path, group, .. } = placed;
    if let Some(when) = &field.when {
        condition(definition, fields, when, &format!("{path}/when"), *group, faults);
    }
    if let Some(parent) = &field.parent {
        let path = format!("{path}/parent");
        match kind_of(fields, parent, *group) {
            Some(FieldKind::Province) => {}
            Some(_) => faults.add(path, FaultKind::WrongKind(parent.clone())),
            None => faults.add(path, FaultKind::Unknown(parent.clone())),
        }
    }
    for (property, limit) in [("earliest", &field.earliest), ("latest", &field.latest)] {
        if limit.as_ref().is_some_and(|limit| !is_day(fields, limit, *group)) {
            faults.add(format!("{path}/{property}"), FaultKind::NotADate);
        }
    }
    let day = |limit: &Option<String>| limit.as_deref().and_then(date::read).map(|span| span.first);
    if let (Some(earliest), Some(latest)) = (day(&field.earliest), day(&field.latest))
        && earliest > latest
    {
        faults.add(format!("{path}/earliest"), FaultKind::MinimumAboveMaximum);
    }
    if let (FieldKind::Group, Some(members)) = (field.kind, &field.fields)
        && members.is_empty()
        && !fields.iter().any(|other| other.group.is_some() && other.path.starts_with(&format!("{path}/")))
    {
        faults.add(format!("{path}/fields"), FaultKind::Empty);
    }
    if let Some(compute) = &field.compute {
        computed(fields, compute, &format!("{path}/compute"), *group, faults);
    }
}

fn kind_of(fields: &[Placed], name: &str, group: Option<usize>) -> Option<FieldKind> {
    resolve(fields, name, group).and_then(|at| fields.get(at)).map(|placed| placed.field.kind)
}

/// `today`, a date in its one form, or a date's field.
fn is_day(fields: &[Placed], limit: &str, group: Option<usize>) -> bool {
    limit == TODAY
        || date::read(limit).is_some_and(|span| span.text == limit)
        || kind_of(fields, limit, group).is_some_and(is_date)
}

pub(super) fn condition(
    definition: &Definition,
    fields: &[Placed],
    when: &Condition,
    path: &str,
    group: Option<usize>,
    faults: &mut Faults,
) {
    let Condition { field, is, filled, at_least, at_most, all, any, not } = when;
    let subjects = [field.is_some(), all.is_some(), any.is_some(), not.is_some()];
    let predicates = [is.is_some(), filled.is_some(), at_least.is_some(), at_most.is_some()];
    let said = |of: [bool; 4]| of.into_iter().filter(|said| *said).count();
    if said(subjects) != 1 || said(predicates) != usize::from(field.is_some()) {
        faults.add(path, FaultKind::Condition);
        return;
    }
    for (name, list) in [("all", all), ("any", any)] {
        if list.as_ref().is_some_and(Vec::is_empty) {
            faults.add(format!("{path}/{name}"), FaultKind::Empty);
        }
        for (position, inner) in list.iter().flatten().enumerate() {
            condition(definition, fields, inner, &format!("{path}/{name}/{position}"), group, faults);
        }
    }
    if let Some(inner) = not {
        condition(definition, fields, inner, &format!("{path}/not"), group, faults);
    }
    let Some(name) = field else { return };
    let Some(looked_at) = resolve(fields, name, group).and_then(|at| fields.get(at)) else {
        return faults.add(format!("{path}/field"), FaultKind::Unknown(name.clone()));
    };
    let kind = looked_at.field.kind;
    let fits = if at_least.is_some() || at_most.is_some() {
        is_number(kind) || kind == FieldKind::Computed
    } else if is.is_some() {
        !matches!(kind, FieldKind::Group | FieldKind::File)
    } else {
        // Whether a paper is there may not decide what is asked: it can be attached at any time.
        kind != FieldKind::File
    };
    if !fits {
        return faults.add(format!("{path}/field"), FaultKind::WrongKind(name.clone()));
    }
    if let Some(values) = is {
        values_of(definition, &looked_at.field, values, &format!("{path}/is"), faults);
    }
}

fn values_of(definition: &Definition, field: &Field, values: &[String], path: &str, faults: &mut Faults) {
    if values.is_empty() {
        faults.add(path, FaultKind::Empty);
    }
    if !matches!(field.kind, FieldKind::Select | FieldKind::Radio) {
        return;
    }
    let choices = form::choices(&definition.lists, field);
    for (position, value) in values.iter().enumerate() {
        if !choices.iter().any(|choice| choice.value == *value) {
            faults.add(format!("{path}/{position}"), FaultKind::NeverSo(value.clone()));
        }
    }
}

fn computed(fields: &[Placed], compute: &Compute, path: &str, group: Option<usize>, faults: &mut Faults) {
    let Compute { kind, of, separator, at } = compute;
    if of.is_empty() {
        faults.add(format!("{path}/of"), FaultKind::Empty);
    }
    if of.len() > 1 && matches!(kind, ComputeKind::Age | ComputeKind::Copy) {
        faults.add(format!("{path}/of/1"), FaultKind::NotOfThisKind);
    }
    for (position, name) in of.iter().enumerate() {
        let path = format!("{path}/of/{position}");
        let Some(source) = resolve_many(fields, name, group).and_then(|at| fields.get(at)) else {
            faults.add(path, FaultKind::Unknown(name.clone()));
            continue;
        };
        let source = source.field.kind;
        let one_row = !name.contains('.');
        let fits = match kind {
            ComputeKind::Sum => is_number(source) || source == FieldKind::Computed,
            ComputeKind::Count => !matches!(source, FieldKind::File),
            ComputeKind::Age => is_date(source) && one_row,
            ComputeKind::Join => !matches!(source, FieldKind::Group | FieldKind::File),
            ComputeKind::Copy => !matches!(source, FieldKind::Group | FieldKind::File) && one_row,
        };
        if !fits {
            faults.add(path, FaultKind::WrongKind(name.clone()));
        }
    }
    if separator.is_some() && *kind != ComputeKind::Join {
        faults.add(format!("{path}/separator"), FaultKind::NotOfThisKind);
    }
    match (kind, at) {
        (ComputeKind::Age, None) => faults.add(path, FaultKind::Needed("at")),
        (ComputeKind::Age, Some(day)) if is_day(fields, day, group) => {}
        (ComputeKind::Age, Some(_)) => faults.add(format!("{path}/at"), FaultKind::NotADate),
        (_, Some(_)) => faults.add(format!("{path}/at"), FaultKind::NotOfThisKind),
        (_, None) => {}
    }
}
