//! When something applies.

use cds_wire::form::FieldKind;

use crate::definition::Condition;
use crate::engine::Filled;
use crate::values::number::{self, Decimal};

/// Whether a condition holds, seen from a row of a group or from outside. What it looks at is read already.
pub(crate) fn holds(filled: &Filled<'_>, when: &Condition, group: Option<usize>, row: Option<usize>) -> bool {
    let inner = |condition: &Condition| holds(filled, condition, group, row);
    if let Some(all) = &when.all {
        return all.iter().all(inner);
    }
    if let Some(any) = &when.any {
        return any.iter().any(inner);
    }
    if let Some(not) = &when.not {
        return !inner(not);
    }
    let Some(name) = &when.field else { return true };
    let seen = filled.seen(name, group, row);
    let text = seen.map_or("", |(_, cell)| cell.text.as_str());
    let number = || number::read(text).ok();
    let least = |bound: i64| number().is_some_and(|number| number >= Decimal::whole(bound.into()));
    let most = |bound: i64| number().is_some_and(|number| number <= Decimal::whole(bound.into()));
    match (&when.is, when.filled, when.at_least, when.at_most) {
        (Some(values), ..) => values.iter().any(|value| value == text),
        (_, Some(wanted), ..) => {
            let of_group = seen.filter(|(placed, _)| placed.field.kind == FieldKind::Group).is_some();
            let rows = || filled.form.resolve(name, None).map_or(0, |group| filled.filled_rows(group));
            wanted == if of_group { rows() > 0 } else { !text.is_empty() }
        }
        (_, _, Some(bound), _) => least(bound),
        (_, _, _, Some(bound)) => most(bound),
        _ => true,
    }
}
