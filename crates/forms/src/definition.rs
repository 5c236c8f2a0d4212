//! What a form's definition says: JSON, written by hand, read by [`crate::read()`].

use std::collections::BTreeMap;

use cds_wire::form::{FieldKind, TextFormat, Words};
use serde::{Deserialize, Serialize};

/// The format of definitions that this version reads.
pub const FORMAT: u32 = 1;
/// The longest definition, in bytes of JSON.
pub const MAX_DEFINITION: usize = 512 * 1024;

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Where the schema is, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Format of the definition: [`FORMAT`].
    pub format: u32,
    /// Its id: small letters, digits and dashes.
    pub id: String,
    /// Its version, from 1. A version that was published is never changed.
    pub version: u32,
    /// Its title.
    pub title: Words,
    /// Codes of the procedures that it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<String>,
    /// Which official form it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Lists of options that several fields share, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lists: BTreeMap<String, Vec<Choice>>,
    /// Its sections, in order.
    pub sections: Vec<Section>,
    /// What the citizen declares by filing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declaration: Vec<Words>,
}

/// An area of a form under a title of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Words,
    /// What to know before filling it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// When it applies; always where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A field. Which of these a kind takes is in `docs/forms.md`, and held by [`crate::read()`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its official name, under which the answer is sent.
    pub name: String,
    /// What it is.
    pub kind: FieldKind,
    /// Its label.
    pub label: Words,
    /// What to write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// It may not stay empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// When it applies; always where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The fact about the citizen that fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Fact>,
    /// An earlier dossier's answer under the same name fills it in.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reuse: bool,
    /// Most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// A text of several lines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub multiline: bool,
    /// What a text is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<TextFormat>,
    /// Least number or sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// Greatest number or sum.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// Most decimals of a number, up to 6; none where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// First date: `today`, a date `yyyy-MM-dd`, or the name of another date's field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// Last date, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<Choice>>,
    /// Name of the list of what can be chosen: the form's own, or one that every form has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// Name of the province's field that a commune belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The fields of a row of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<Field>>,
    /// Fewest rows of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_rows: Option<u32>,
    /// Most rows of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rows: Option<u32>,
    /// What a computed field follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compute: Option<Compute>,
    /// Name of the required paper that a file is, as the procedure prints it; the file is attached under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept and sent.
    pub value: String,
    /// What is read.
    pub label: Words,
}

/// When something applies. Either `field` with one of `is`, `filled`, `at_least`, `at_most`, or one of `all`, `any`,
/// `not`. A field that does not apply itself is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field that is looked at: within a group one of the same row first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its answer is one of these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Vec<String>>,
    /// It is filled in, or it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled: Option<bool>,
    /// Its number is this or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<i64>,
    /// Its number is this or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<i64>,
    /// All of these hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<Condition>>,
    /// One of these holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Condition>>,
    /// This does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Condition>>,
}

/// What a computed field follows from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compute {
    /// How.
    pub kind: ComputeKind,
    /// From which fields, in order; `group.field` stands for that field of all rows.
    pub of: Vec<String>,
    /// What stands between joined texts; one space where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The day of an age: `today`, or the name of a date's field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// How a computed field follows from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComputeKind {
    /// The sum of numbers or sums; empty where one cannot be read.
    Sum,
    /// How many rows of groups, or other fields, are filled in.
    Count,
    /// Whole years from a date to a day.
    Age,
    /// Texts, one after the other; those that are empty are left out.
    Join,
    /// The same as one other field.
    Copy,
}

/// A fact about the citizen that profile or card knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Full name.
    Name,
    /// Personal number.
    PersonalNumber,
    /// The nine-digit number of the older card.
    OldNumber,
    /// Date of birth.
    BirthDate,
    /// Nam or Nữ.
    Sex,
    /// Phone number.
    Phone,
    /// Province of residence.
    Province,
    /// Commune of residence.
    Commune,
    /// Address as the card prints it.
    Address,
    /// Issue date of the identity card.
    CardIssueDate,
    /// Full name of whom the dossier is about: the dependant that it was begun for, else the citizen.
    SubjectName,
    /// Their personal number.
    SubjectNumber,
    /// Their date of birth.
    SubjectBirthDate,
    /// Their sex.
    SubjectSex,
    /// Full name of the dependant that the dossier was begun for; nothing where it is for the citizen.
    DependantName,
    /// Their personal number.
    DependantNumber,
    /// Their date of birth.
    DependantBirthDate,
    /// Their sex.
    DependantSex,
}
