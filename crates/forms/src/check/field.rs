//! What a field says of itself.

use cds_wire::form::FieldKind;

use super::Faults;
use crate::answers::MAX_ROWS;
use crate::definition::{Definition, Field};
use crate::fault::FaultKind;
use crate::form::Placed;
use crate::registry;
use crate::values::number::MAX_DECIMALS;

/// Most characters that a text may be allowed to have: what is filled in must fit into one command.
const MAX_LENGTH: u32 = 10_000;
/// Longest name of a paper, in bytes, as for every draft.
const MAX_PAPER: usize = 120;

/// The properties of which a kind takes some, and whether the field has them.
fn properties(field: &Field) -> [(&'static str, bool); 20] {
    [
        ("required", field.required),
        ("prefill", field.prefill.is_some()),
        ("reuse", field.reuse),
        ("max_length", field.max_length.is_some()),
        ("multiline", field.multiline),
        ("format", field.format.is_some()),
        ("min", field.min.is_some()),
        ("max", field.max.is_some()),
        ("decimals", field.decimals.is_some()),
        ("earliest", field.earliest.is_some()),
        ("latest", field.latest.is_some()),
        ("options", field.options.is_some()),
        ("list", field.list.is_some()),
        ("parent", field.parent.is_some()),
        ("fields", field.fields.is_some()),
        ("min_rows", field.min_rows.is_some()),
        ("max_rows", field.max_rows.is_some()),
        ("compute", field.compute.is_some()),
        ("paper", field.paper.is_some()),
        ("when", field.when.is_some()),
    ]
}

/// What a kind takes beyond name, label, hint and `when`.
pub(crate) fn takes(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Text => &["required", "prefill", "reuse", "max_length", "multiline", "format"],
        FieldKind::Number => &["required", "prefill", "reuse", "min", "max", "decimals"],
        FieldKind::Money => &["required", "prefill", "reuse", "min", "max"],
        FieldKind::Date | FieldKind::PartialDate => &["required", "prefill", "reuse", "earliest", "latest"],
        FieldKind::Select | FieldKind::Radio => &["required", "prefill", "reuse", "options", "list"],
        FieldKind::Province => &["required", "prefill", "reuse"],
        FieldKind::Commune => &["required", "prefill", "reuse", "parent"],
        FieldKind::Group => &["required", "fields", "min_rows", "max_rows"],
        FieldKind::Computed => &["compute"],
        FieldKind::File => &["required", "paper"],
    }
}

pub(super) fn check(definition: &Definition, placed: &Placed, faults: &mut Faults) {
    let Placed { field, path, .. } = placed;
    faults.words(&format!("{path}/label"), &field.label);
    if let Some(hint) = &field.hint {
        faults.words(&format!("{path}/hint"), hint);
    }
    for (property, has) in properties(field) {
        if has && property != "when" && !takes(field.kind).contains(&property) {
            faults.add(format!("{path}/{property}"), FaultKind::NotOfThisKind);
        }
    }
    if placed.group.is_some() && matches!(field.kind, FieldKind::Group | FieldKind::File) {
        faults.add(format!("{path}/kind"), FaultKind::NotOfThisKind);
    }
    if placed.group.is_some() && (field.prefill.is_some() || field.reuse) {
        // Which row a fact belongs into is not known.
        let property = if field.reuse { "reuse" } else { "prefill" };
        faults.add(format!("{path}/{property}"), FaultKind::NotOfThisKind);
    }
    numbers(field, path, faults);
    match field.kind {
        FieldKind::Select | FieldKind::Radio => options(definition, field, path, faults),
        FieldKind::Commune if field.parent.is_none() => faults.add(path, FaultKind::Needed("parent")),
        FieldKind::Group if field.fields.is_none() => faults.add(path, FaultKind::Needed("fields")),
        FieldKind::Computed if field.compute.is_none() => faults.add(path, FaultKind::Needed("compute")),
        FieldKind::File => paper(field, path, faults),
        _ => {}
    }
}

fn numbers(field: &Field, path: &str, faults: &mut Faults) {
    if field.max_length.is_some_and(|length| length == 0 || length > MAX_LENGTH) {
        faults.add(format!("{path}/max_length"), FaultKind::OutOfRange);
    }
    if field.decimals.is_some_and(|decimals| decimals > MAX_DECIMALS) {
        faults.add(format!("{path}/decimals"), FaultKind::OutOfRange);
    }
    if field.min > field.max && field.max.is_some() {
        faults.add(format!("{path}/min"), FaultKind::MinimumAboveMaximum);
    }
    let most = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX);
    for (property, rows) in [("min_rows", field.min_rows), ("max_rows", field.max_rows)] {
        if rows.is_some_and(|rows| rows > most || (property == "max_rows" && rows == 0)) {
            faults.add(format!("{path}/{property}"), FaultKind::OutOfRange);
        }
    }
    if field.min_rows > field.max_rows && field.max_rows.is_some() {
        faults.add(format!("{path}/min_rows"), FaultKind::MinimumAboveMaximum);
    }
}

fn options(definition: &Definition, field: &Field, path: &str, faults: &mut Faults) {
    match (&field.options, &field.list) {
        (Some(options), None) => faults.choices(&format!("{path}/options"), options),
        (None, Some(list)) if definition.lists.contains_key(list) || registry::list(list).is_some() => {}
        (None, Some(list)) => faults.add(format!("{path}/list"), FaultKind::Unknown(list.clone())),
        (Some(_), Some(_)) => faults.add(format!("{path}/list"), FaultKind::NotOfThisKind),
        (None, None) => faults.add(path, FaultKind::Needed("options")),
    }
}

fn paper(field: &Field, path: &str, faults: &mut Faults) {
    let Some(paper) = &field.paper else { return faults.add(path, FaultKind::Needed("paper")) };
    if paper.trim().is_empty() || paper.len() > MAX_PAPER || paper.contains(char::is_control) {
        faults.add(format!("{path}/paper"), FaultKind::OutOfRange);
    }
}
