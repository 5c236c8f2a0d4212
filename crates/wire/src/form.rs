//! Forms: which one a dossier was filled in by, what a field is, and what can be wrong with an answer.
//!
//! `docs/forms.md` specifies them. Problems are codes with parameters, never sentences: the interface has the words.

use serde::{Deserialize, Serialize};

/// Which form, in which version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormRef {
    /// The form's id, such as `khai-sinh`.
    pub id: String,
    /// Its version, from 1.
    pub version: u32,
}

/// A text of a form in both languages of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In Vietnamese.
    pub vi: String,
    /// In English; empty where it is the same: what an office has printed is Vietnamese in any language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

crate::closed_set! {
    /// What a field of a form is.
    FieldKind {
        /// A text, of one line or several.
        Text,
        /// A number, with as many decimals as the form allows.
        Number,
        /// A sum in đồng.
        Money,
        /// A day.
        Date,
        /// A day, a month, or a year alone: old papers say no more.
        PartialDate,
        /// One of several options, from a list that opens.
        Select,
        /// One of several options, all in sight.
        Radio,
        /// A province.
        Province,
        /// A commune of the province that another field names.
        Commune,
        /// Rows of fields, as many as the citizen adds.
        Group,
        /// What follows from other fields; nobody types it.
        Computed,
        /// A required paper.
        File,
    }
}

crate::closed_set! {
    /// What a text of a form is for, beyond a text.
    TextFormat {
        /// A personal number. An unusual one is told and never refused.
        PersonalNumber,
        /// A phone number.
        Phone,
        /// An address of electronic mail.
        Email,
    }
}

crate::closed_set! {
    /// What is wrong with an answer.
    AnswerProblem {
        /// It is required and empty.
        Missing,
        /// It has more characters than `limit`; `actual` says how many.
        TooLong,
        /// It is no number.
        NotANumber,
        /// It has more decimals than `limit`.
        TooManyDecimals,
        /// It is less than `limit`.
        BelowMinimum,
        /// It is more than `limit`.
        AboveMaximum,
        /// The calendar has no such date.
        DateImpossible,
        /// It lies in the future, and may not.
        DateInFuture,
        /// It lies in the past, and may not.
        DateInPast,
        /// It is before `limit`, a date `yyyy-MM-dd`.
        DateTooEarly,
        /// It is after `limit`, a date `yyyy-MM-dd`.
        DateTooLate,
        /// It is none of the options.
        NotAnOption,
        /// There is no such province, or none such commune in the province that is named.
        UnknownUnit,
        /// It is no phone number.
        NotAPhone,
        /// It is no address of electronic mail.
        NotAnEmail,
        /// Fewer rows than `limit` are filled in; `actual` says how many.
        TooFewRows,
        /// There are more rows than `limit`; `actual` says how many.
        TooManyRows,
        /// The paper is required and not there.
        FileMissing,
        /// The form has no such field.
        UnknownField,
        /// A personal number is not 12 digits. A warning: it is taken as it is.
        PersonalNumberUnusual,
        /// Control characters, which nobody sees, were taken out. A warning.
        ControlCharacters,
    }
}

impl AnswerProblem {
    /// Whether the citizen is only to look at it again: the answer is taken as it is.
    pub const fn is_warning(self) -> bool {
        matches!(self, Self::PersonalNumberUnusual | Self::ControlCharacters)
    }
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The answer's name, such as `hoTenMe` or `con.0.hoTen`.
    pub field: String,
    /// What is wrong.
    pub problem: AnswerProblem,
    /// The bound that it breaks: a number, or a date `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// How many there are, where they are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<u64>,
}

crate::closed_set! {
    /// Where a value that nobody typed comes from.
    ValueSource {
        /// The citizen as the province knows them.
        Profile,
        /// The text in the QR code of an identity card. Nothing of it is verified.
        Card,
        /// A dossier that was filed earlier from this device.
        Dossier,
        /// The record of the dependant whom the dossier is about.
        Family,
    }
}
