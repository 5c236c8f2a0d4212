//! Forms as screens show them, and what a draft would be refused for.

use serde::{Deserialize, Serialize};

use super::AttachmentSummary;
use crate::Sensitive;
use crate::form::{FieldKind, FieldProblem, FormRef, TextFormat, ValueSource, Words};

/// A form with what is filled in: everything that a screen needs to show it, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormView {
    /// Which form.
    pub form: FormRef,
    /// Its title.
    pub title: Words,
    /// Its sections that apply, in order.
    pub sections: Vec<SectionView>,
    /// What the citizen declares by filing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declaration: Vec<Words>,
    /// All that is wrong, in the form's order, also what belongs to no field that is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
}

/// A section of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionView {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Words,
    /// What to know before filling it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Words>,
    /// Its fields that apply, in order.
    pub fields: Vec<FieldView>,
}

/// A field with its answer. What does not belong to its kind is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldView {
    /// The answer's name, such as `hoTenMe` or `con.0.hoTen`.
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
    /// The answer as it would be sent; what cannot be read stands as it was typed.
    #[serde(default)]
    pub value: Sensitive,
    /// The answer as a person reads it, where that is something else: a date, a sum, a unit's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<Sensitive>,
    /// Where it comes from, while nobody has changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<ValueSource>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<FieldProblem>,
    /// What can be chosen. Of a commune none where this device has no list for the province: then its name is typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionView>,
    /// Most characters of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// A text of several lines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub multiline: bool,
    /// What a text is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<TextFormat>,
    /// The rows of a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowView>,
    /// Most rows of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_rows: Option<u32>,
    /// Of a group that takes another row: the name of an answer in it. Kept, also empty, it begins that row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_row: Option<String>,
    /// The paper that a file is, under the name that it is attached by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// How many originals of it the procedure asks for.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub originals: u32,
    /// How many copies.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub copies: u32,
    /// In which of several groups it is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<PaperGroupView>,
    /// The file that is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<AttachmentSummary>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A group of required papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperGroupView {
    /// Its number, from 1.
    pub number: u32,
    /// Its name, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A row of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// Its fields that apply, in order.
    pub fields: Vec<FieldView>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionView {
    /// What is kept and sent.
    pub value: String,
    /// What is read.
    pub label: Words,
}

crate::closed_set! {
    /// How a draft stands to its form.
    FormState {
        /// It has none of its own: it is shown in the form that every dossier has, or in that of a supplement.
        Generic,
        /// Its form is here.
        Ready,
        /// This app does not have its form in that version. Nothing of the draft is lost, and it cannot be filed.
        Unknown,
    }
}

/// A draft's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftForm {
    /// The draft's id.
    pub draft: String,
    /// How it stands to its form.
    pub state: FormState,
    /// Which form it is tied to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormRef>,
    /// The form, where it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<FormView>,
}

/// Begins a draft in a procedure's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeginDraftArgs {
    /// Code of the procedure.
    pub procedure: String,
    /// Code of the commune whose office is to handle it; none for the citizen's own.
    pub commune: Option<String>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// One that was begun with these arguments, and that nobody has written on, is begun anew instead of a second one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// Fills in what is known, where a draft is still empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrefillArgs {
    /// The draft's id.
    pub draft: String,
    /// The text in the QR code of an identity card that was scanned.
    pub card: Option<Sensitive>,
}

/// Takes a row of a group out of a draft; the rows after it move up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoveRowArgs {
    /// The draft's id.
    pub draft: String,
    /// The group's name.
    pub group: String,
    /// The row, from 0.
    pub row: u32,
}

crate::closed_set! {
    /// Why a draft cannot be filed as it is.
    ObstacleCode {
        /// An answer is wrong or missing.
        Answer,
        /// The catalogue has no such procedure.
        ProcedureUnknown,
        /// The procedure holds from `detail` on, a date `yyyy-MM-dd`.
        ProcedureNotYet,
        /// The procedure held until `detail`, a date `yyyy-MM-dd`.
        ProcedureWithdrawn,
        /// Another procedure, whose code is `detail`, has taken its place.
        ProcedureSuperseded,
        /// The procedure is limited to the province whose code is `detail`.
        ProcedureElsewhere,
        /// The dependant whom it is about is not in the family any more.
        PersonRemoved,
        /// This app does not have the draft's form in its version.
        FormUnknown,
        /// A paper, whose name is `detail`, is larger than the portal takes.
        FileTooLarge,
        /// There are more papers than the portal takes.
        TooManyFiles,
        /// What is filled in is longer than the portal takes.
        BodyTooLarge,
        /// There is neither a paper nor a note in a supplement.
        SupplementEmpty,
        /// A paper that is asked for, whose name is `detail`, is not attached.
        PaperMissing,
        /// The office does not ask for anything in the dossier, or another supplement waits to be sent.
        SupplementUnasked,
    }
}

/// One thing that a draft would be refused for, or that is worth a second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obstacle {
    /// What it is.
    pub code: ObstacleCode,
    /// It is only to be looked at again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warning: bool,
    /// What is wrong with which answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<FieldProblem>,
    /// More of it: a code, a date or a paper's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// All that a draft would be refused for, before it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preflight {
    /// The draft's id.
    pub draft: String,
    /// Nothing stands in the way.
    pub ready: bool,
    /// What stands in the way, and what is worth a second look.
    pub obstacles: Vec<Obstacle>,
    /// Bytes of what is filled in, as it would be sent.
    pub body: u64,
    /// Most bytes of it that the portal takes.
    pub body_limit: u64,
    /// Bytes of the papers.
    pub files: u64,
}
