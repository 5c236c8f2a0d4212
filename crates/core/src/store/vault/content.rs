//! What a draft becomes as it is confirmed: which command, with which body.

use cds_wire::petition::PetitionSubmit;
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{Attachment, DossierSubmit, DossierSupplement};

use super::{Draft, petitions};

/// What a draft becomes as it is confirmed.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Dossier(DossierSubmit),
    Petition(PetitionSubmit),
    Supplement(DossierSupplement),
}

impl Content {
    /// What a draft is to be sent as, with these answers and papers.
    pub(crate) fn of(draft: &Draft, submission: DossierSubmit) -> Self {
        if draft.supplements.is_some() {
            let DossierSubmit { mut fields, attachments, .. } = submission;
            fields.retain(|_, value| !value.reveal().trim().is_empty());
            Self::Supplement(DossierSupplement { fields, attachments })
        } else if draft.is_petition() {
            Self::Petition(petitions::petition(&submission.fields, submission.attachments))
        } else {
            Self::Dossier(submission)
        }
    }

    pub(crate) fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Dossier(body) => &body.attachments,
            Self::Petition(body) => &body.attachments,
            Self::Supplement(body) => &body.attachments,
        }
    }

    /// The body as it is signed.
    pub(crate) fn body(&self) -> serde_json::Result<String> {
        match self {
            Self::Dossier(body) => serde_json::to_string(body),
            Self::Petition(body) => serde_json::to_string(body),
            Self::Supplement(body) => serde_json::to_string(body),
        }
    }

    /// The type of its command, and what the command's stream begins with.
    pub(super) const fn command(&self) -> (&'static str, &'static str) {
        match self {
            Self::Dossier(_) => (command_type::DOSSIER_SUBMIT, stream::DOSSIER),
            Self::Petition(_) => (command_type::PETITION_SUBMIT, stream::PETITION),
            Self::Supplement(_) => (command_type::DOSSIER_SUPPLEMENT, stream::DOSSIER),
        }
    }
}

/// A draft as it is, to be sent.
pub(crate) fn submission(draft: &Draft) -> DossierSubmit {
    DossierSubmit {
        procedure: draft.procedure_code.clone(),
        commune: draft.commune.clone(),
        form: draft.form.clone(),
        person: draft.person.clone(),
        fields: draft.fields.clone(),
        attachments: draft.attachments.iter().map(Attachment::from).collect(),
    }
}
