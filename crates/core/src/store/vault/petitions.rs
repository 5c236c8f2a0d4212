//! Petitions in the vault: their drafts, and what is sent of them.
//!
//! A petition's draft is a row of `draft` like any other, known by its form. The columns of a procedure, which it has none
//! of, hold [`NO_PROCEDURE`] and [`TITLE`].

use cds_forms::{Answers, KnownUnits};
use cds_wire::petition::{PetitionCategory, PetitionSubmit};
use cds_wire::portal::Attachment;
use cds_wire::portal::command::command_type;
use cds_wire::{Sensitive, UnixMillis};

use super::drafts::DraftAttachment;
use super::outbox::Filed;
use super::{Draft, Vault, code_text};
use crate::store::StoreError;

/// Code of the procedure in a petition's draft: that of none.
const NO_PROCEDURE: &str = "";
/// What a petition is called where its draft or command is listed among others.
pub(crate) const TITLE: &str = "Phản ánh, kiến nghị";
/// Id of the form of petitions.
const FORM: &str = "phan-anh";

/// Names of the form's fields, in all of its versions.
pub(crate) mod field {
    pub(super) const CATEGORY: &str = "linh_vuc";
    pub(super) const TEXT: &str = "noi_dung";
    pub(crate) const PROVINCE: &str = "tinh";
    pub(super) const COMMUNE: &str = "xa";
    pub(super) const PLACE: &str = "dia_diem";
}

impl Draft {
    /// Whether it is a petition's.
    pub(crate) fn is_petition(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.id == FORM)
    }

    /// An empty petition's draft, in the newest version of its form.
    pub(crate) fn petition(id: &str, now: UnixMillis) -> Self {
        Self {
            procedure_code: NO_PROCEDURE.to_owned(),
            procedure_name: TITLE.to_owned(),
            form: cds_forms::newest(FORM).map(cds_forms::Form::form_ref),
            ..Self::new(id, now)
        }
    }

    /// A petition's draft with what was to be sent.
    pub(crate) fn of_petition(id: &str, submitted: PetitionSubmit, now: UnixMillis) -> Self {
        let PetitionSubmit { category, commune, place, text, attachments } = submitted;
        let mut draft = Self::petition(id, now);
        let province = commune.as_deref().and_then(KnownUnits::commune).map(|(province, _)| province);
        let answers = [
            (field::CATEGORY, Some(Sensitive::new(code_text(category)))),
            (field::PROVINCE, province.map(Sensitive::from)),
            (field::COMMUNE, commune.map(Sensitive::new)),
            (field::PLACE, Some(place)),
            (field::TEXT, Some(text)),
        ];
        let filled = answers.into_iter().filter_map(|(name, answer)| Some((name.to_owned(), answer?)));
        draft.fields = filled.collect();
        draft.attachments = attachments.into_iter().map(DraftAttachment::from).collect();
        draft
    }
}

/// What is sent of a petition: `answers` by the names of its form, each as the form reads it.
pub(crate) fn petition(answers: &Answers, attachments: Vec<Attachment>) -> PetitionSubmit {
    PetitionSubmit {
        category: category(answers).unwrap_or(PetitionCategory::Other),
        commune: commune(answers),
        place: place(answers),
        text: text(answers).unwrap_or_default(),
        attachments,
    }
}

/// What a petition's draft is about; none where it does not say yet.
pub(crate) fn category(answers: &Answers) -> Option<PetitionCategory> {
    let typed = answers.get(field::CATEGORY)?.reveal();
    PetitionCategory::ALL.iter().copied().find(|category| code_text(*category) == *typed)
}

/// Where a petition's draft says that it is.
pub(crate) fn place(answers: &Answers) -> Sensitive {
    answers.get(field::PLACE).cloned().unwrap_or_default()
}

/// What a petition's draft says.
pub(crate) fn text(answers: &Answers) -> Option<Sensitive> {
    answers.get(field::TEXT).cloned()
}

/// Code or name of the commune that a petition's draft names.
pub(crate) fn commune(answers: &Answers) -> Option<String> {
    answers.get(field::COMMUNE).map(|commune| commune.reveal().clone())
}

impl Vault {
    /// The petitions that this device filed and the portal did not return, newest first.
    pub(crate) fn filed_petitions(&self) -> Result<Vec<Filed<PetitionSubmit>>, StoreError> {
        self.filed(command_type::PETITION_SUBMIT)
    }

    /// Keeps a draft with the content of a petition that was filed before, and those of its photographs that are still here.
    pub(crate) fn add_draft_of_petition(
        &mut self,
        id: &str,
        submitted: PetitionSubmit,
        note: Option<Sensitive>,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        self.add_draft_again(Draft::of_petition(id, submitted, now), note)
    }
}
