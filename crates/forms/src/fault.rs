//! Why a definition is refused.

use std::fmt;

/// What is wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultKind {
    /// It is no JSON, or a part of it does not have the form that the schema asks for; with what the reader says.
    Form(String),
    /// It is longer than [`crate::MAX_DEFINITION`], or has more fields than one form may have.
    TooLarge,
    /// The format is not one that this version of the app knows.
    UnknownFormat,
    /// A name, id or code is empty, too long, or has other characters than letters, digits, `_` (an id: `-`).
    Name,
    /// Another field, section, option or paper has this name.
    Duplicate,
    /// A text is empty in one of the languages.
    NoWords,
    /// There is nothing in a list that needs something.
    Empty,
    /// A property that this kind of field does not take.
    NotOfThisKind,
    /// A property that this kind of field needs is not there.
    Needed(&'static str),
    /// The minimum is above the maximum.
    MinimumAboveMaximum,
    /// A number is not within what the format allows.
    OutOfRange,
    /// A limit is neither `today`, a date `yyyy-MM-dd` of the calendar, nor the name of a date's field.
    NotADate,
    /// There is no field, or no list, of this name that can be meant here.
    Unknown(String),
    /// The field of this name is not of a kind that can be meant here.
    WrongKind(String),
    /// A value that the field looked at can never have.
    NeverSo(String),
    /// A condition says nothing, or more than one thing at once.
    Condition,
    /// It follows from itself: these fields, in a circle.
    Cycle(Vec<String>),
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(said) => f.write_str(said),
            Self::TooLarge => f.write_str("the definition is too large"),
            Self::UnknownFormat => f.write_str("this version does not know the format: it knows 1"),
            Self::Name => f.write_str("a name has 1 to 64 letters, digits and underscores, and begins with a letter"),
            Self::Duplicate => f.write_str("the name is taken"),
            Self::NoWords => f.write_str("words are needed in both languages"),
            Self::Empty => f.write_str("the list is empty"),
            Self::NotOfThisKind => f.write_str("this kind of field does not take it"),
            Self::Needed(what) => write!(f, "this kind of field needs `{what}`"),
            Self::MinimumAboveMaximum => f.write_str("the minimum is above the maximum"),
            Self::OutOfRange => f.write_str("the number is not within what is allowed"),
            Self::NotADate => f.write_str("neither `today`, a date yyyy-MM-dd, nor the name of a date's field"),
            Self::Unknown(name) => write!(f, "there is no `{name}` that could be meant here"),
            Self::WrongKind(name) => write!(f, "`{name}` is not of a kind that could be meant here"),
            Self::NeverSo(value) => write!(f, "the field can never be `{value}`"),
            Self::Condition => f.write_str("a condition says exactly one thing"),
            Self::Cycle(names) => write!(f, "it follows from itself: {}", names.join(" → ")),
        }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A JSON pointer (RFC 6901) to what is wrong, such as `/sections/0/fields/3/options`.
    pub path: String,
    /// What is wrong with it.
    pub kind: FaultKind,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", if self.path.is_empty() { "/" } else { &self.path }, self.kind)
    }
}

/// A definition that is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Refused(
    /// All that is wrong with it, in its order; at least one.
    pub Vec<Fault>,
);
