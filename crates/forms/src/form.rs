//! A form that was checked.

use std::collections::BTreeMap;

use cds_wire::form::{FieldKind, FormRef};

use crate::definition::{Choice, Condition, Definition, Field, Section};
use crate::{check, read, registry};

/// A definition in which nothing is wrong, with its fields in the order in which they follow from each other.
#[derive(Debug, Clone)]
pub struct Form {
    pub(crate) definition: Definition,
    /// All fields; those of a group follow it.
    pub(crate) fields: Vec<Placed>,
    /// Positions in `fields`: each after those that it follows from.
    pub(crate) order: Vec<usize>,
}

/// A field and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Position of its section.
    pub(crate) section: usize,
    /// Position in [`Form::fields`] of its group.
    pub(crate) group: Option<usize>,
    /// A JSON pointer to it.
    pub(crate) path: String,
    /// The field; of a group without its fields.
    pub(crate) field: Field,
}

impl Form {
    /// Which form this is.
    pub fn form_ref(&self) -> FormRef {
        FormRef { id: self.definition.id.clone(), version: self.definition.version }
    }

    /// Its definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// This form with a change to its definition that nobody wrote by hand: fields for papers and answers whose names come
    /// from elsewhere. Nothing is checked; fields that follow from each other in a circle stay in their order.
    pub fn altered(&self, change: impl FnOnce(&mut Definition)) -> Self {
        let mut definition = self.definition.clone();
        change(&mut definition);
        let fields = read::placed(&definition);
        let order = check::order(&definition, &fields).unwrap_or_else(|_| (0..fields.len()).collect());
        Self { definition, fields, order }
    }

    pub(crate) fn section(&self, placed: &Placed) -> Option<&Section> {
        self.definition.sections.get(placed.section)
    }

    pub(crate) fn at(&self, position: usize) -> Option<&Placed> {
        self.fields.get(position)
    }

    /// The fields of a group, by their positions.
    pub(crate) fn of_group(&self, group: usize) -> impl Iterator<Item = (usize, &Placed)> {
        self.fields.iter().enumerate().filter(move |(_, placed)| placed.group == Some(group))
    }

    /// The field of a name as `from` means it: one of its own group first, then one outside of groups.
    pub(crate) fn resolve(&self, name: &str, from_group: Option<usize>) -> Option<usize> {
        resolve(&self.fields, name, from_group)
    }

    /// The field of `group.field`, or of `field`.
    pub(crate) fn resolve_many(&self, name: &str, from_group: Option<usize>) -> Option<usize> {
        resolve_many(&self.fields, name, from_group)
    }

    /// What can be chosen in a field.
    pub(crate) fn choices<'a>(&'a self, field: &'a Field) -> &'a [Choice] {
        choices(&self.definition.lists, field)
    }

    /// The name under which the file of a slot is attached.
    pub(crate) fn paper_name(field: &Field) -> &str {
        field.paper.as_deref().unwrap_or(&field.name)
    }
}

pub(crate) fn resolve(fields: &[Placed], name: &str, from_group: Option<usize>) -> Option<usize> {
    let find = |group: Option<usize>| fields.iter().position(|at| at.group == group && at.field.name == name);
    from_group.and_then(|group| find(Some(group))).or_else(|| find(None))
}

pub(crate) fn resolve_many(fields: &[Placed], name: &str, from_group: Option<usize>) -> Option<usize> {
    let Some((group, member)) = name.split_once('.') else { return resolve(fields, name, from_group) };
    // Within a row, its own group's other rows are not meant.
    let group = resolve(fields, group, None).filter(|group| from_group != Some(*group))?;
    fields.iter().position(|at| at.group == Some(group) && at.field.name == member)
}

pub(crate) fn choices<'a>(lists: &'a BTreeMap<String, Vec<Choice>>, field: &'a Field) -> &'a [Choice] {
    match (&field.options, &field.list) {
        (Some(options), _) => options,
        (None, Some(list)) => lists.get(list).map(Vec::as_slice).or_else(|| registry::list(list)).unwrap_or_default(),
        (None, None) => &[],
    }
}

/// The names that a condition looks at, each with where it says so below `path`.
pub(crate) fn looked_at<'a>(condition: &'a Condition, path: &str, found: &mut Vec<(&'a str, String)>) {
    if let Some(field) = &condition.field {
        found.push((field, format!("{path}/field")));
    }
    for (name, list) in [("all", &condition.all), ("any", &condition.any)] {
        for (position, inner) in list.iter().flatten().enumerate() {
            looked_at(inner, &format!("{path}/{name}/{position}"), found);
        }
    }
    if let Some(inner) = &condition.not {
        looked_at(inner, &format!("{path}/not"), found);
    }
}

/// Whether answers of a kind are numbers.
pub(crate) const fn is_number(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Number | FieldKind::Money)
}

/// Whether answers of a kind are dates.
pub(crate) const fn is_date(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Date | FieldKind::PartialDate)
}
