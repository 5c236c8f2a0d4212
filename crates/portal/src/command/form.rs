//! What a command asks for, read from its type, stream and body.

use cds_wire::Digest;
use cds_wire::family::{Consent, DependantAdd};
use cds_wire::petition::PetitionSubmit;
use cds_wire::portal::command::{command_type, limit, stream};
use cds_wire::portal::{
    Attachment, BlobRef, Command, DossierRate, DossierSubmit, DossierSupplement, DossierWithdraw, FeePay, MAX_BLOB,
    Nothing, PaperAdd, ResultCode,
};
use serde::de::DeserializeOwned;

use super::{MAX_SEQ, family};
use crate::storage::StoredCommand;

/// What is to be done, to which entity.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// File a dossier.
    Submit(DossierSubmit),
    /// Add what the office asked for.
    Supplement(DossierSupplement),
    /// Ask to withdraw a dossier.
    Withdraw(DossierWithdraw),
    /// Say how a dossier was handled.
    Rate(DossierRate),
    /// File a petition.
    Petition(PetitionSubmit),
    /// Pay a fee of a dossier.
    Pay(FeePay),
    /// Keep a paper.
    AddPaper(PaperAdd),
    /// Remove a paper.
    RemovePaper,
    /// Keep a dependant, under this consent.
    AddDependant(DependantAdd, Consent),
    /// Remove a dependant.
    RemoveDependant,
    /// Only end the command that it supersedes.
    Cancel,
}

/// Whether a command is small enough to be taken in; what is wrong where it is not.
pub(super) fn fits(command: &Command) -> Result<(), ResultCode> {
    let base = command.base.as_ref();
    let names = [&command.id, &command.stream, &command.command_type].into_iter();
    let mut names = names.chain(&command.supersedes).chain(base.map(|base| &base.entity));
    if command.body.reveal().len() > limit::BODY {
        return Err(ResultCode::BodyTooLarge);
    }
    if command.blobs.len() > limit::BLOBS {
        return Err(ResultCode::TooManyBlobs);
    }
    let small = base.is_none_or(|base| base.ver <= MAX_SEQ) && names.all(|name| name.len() <= limit::NAME);
    if small { Ok(()) } else { Err(ResultCode::BodyInvalid) }
}

/// Reads a command. Its form alone is looked at, nothing stored.
pub(super) fn read(command: &StoredCommand) -> Result<Action, ResultCode> {
    let action = match command.command_type.as_str() {
        command_type::DOSSIER_SUBMIT => Action::Submit(body(command)?),
        command_type::DOSSIER_SUPPLEMENT => Action::Supplement(body(command)?),
        command_type::DOSSIER_WITHDRAW => Action::Withdraw(body(command)?),
        command_type::DOSSIER_RATE => Action::Rate(body(command)?),
        command_type::PETITION_SUBMIT => Action::Petition(body(command)?),
        command_type::FEE_PAY => Action::Pay(body(command)?),
        command_type::PAPER_ADD => Action::AddPaper(body(command)?),
        command_type::PAPER_REMOVE => body(command).map(|Nothing {}| Action::RemovePaper)?,
        command_type::DEPENDANT_ADD => family::read(body(command)?)?,
        command_type::DEPENDANT_REMOVE => body(command).map(|Nothing {}| Action::RemoveDependant)?,
        command_type::CANCEL => body(command).map(|Nothing {}| Action::Cancel)?,
        _ => return Err(ResultCode::TypeUnknown),
    };
    let attachments: &[Attachment] = match &action {
        Action::Submit(body) => &body.attachments,
        Action::Supplement(body) => &body.attachments,
        Action::Petition(body) => &body.attachments,
        _ => &[],
    };
    let contents: Vec<&BlobRef> = match &action {
        Action::AddPaper(body) => std::iter::once(&body.content).chain(&body.thumbnail).collect(),
        _ => Vec::new(),
    };
    let mentioned = attachments.iter().map(|attachment| (&attachment.sha256, attachment.size));
    let mentioned = mentioned.chain(contents.iter().map(|content| (&content.sha256, content.size)));
    for (sha256, size) in mentioned {
        if !command.blobs.contains(sha256) {
            return Err(ResultCode::BodyInvalid);
        }
        if size > MAX_BLOB {
            return Err(ResultCode::BlobTooLarge);
        }
    }
    if let Action::AddPaper(body) = &action
        && !(body.number.as_ref().is_none_or(|number| number.reveal().len() <= limit::NAME)
            && body.expires_on.as_deref().is_none_or(is_day))
    {
        return Err(ResultCode::BodyInvalid);
    }
    if let Action::Rate(body) = &action
        && !((1..=5).contains(&body.stars)
            && body.comment.as_ref().is_none_or(|comment| comment.reveal().len() <= limit::COMMENT))
    {
        return Err(ResultCode::BodyInvalid);
    }
    if let Action::Petition(body) = &action
        && !body.fits()
    {
        return Err(ResultCode::BodyInvalid);
    }
    let in_stream = match &action {
        Action::Submit(_) | Action::Supplement(_) | Action::Withdraw(_) | Action::Rate(_) | Action::Pay(_) => {
            entity(command, stream::DOSSIER).is_some()
        }
        Action::Petition(_) => entity(command, stream::PETITION).is_some(),
        Action::AddPaper(_) | Action::RemovePaper => entity(command, stream::PAPER).is_some(),
        Action::AddDependant(..) | Action::RemoveDependant => entity(command, stream::DEPENDANT).is_some(),
        Action::Cancel => command.supersedes.is_some(),
    };
    if in_stream { Ok(action) } else { Err(ResultCode::BodyInvalid) }
}

pub(super) fn is_day(day: &str) -> bool {
    cds_vn::date::parse_to_iso(day).is_ok_and(|iso| iso == day)
}

/// The entity's id: what follows the stream's first part, where that is a UUID as it is usually written.
fn entity<'a>(command: &'a StoredCommand, prefix: &str) -> Option<&'a str> {
    let id = command.stream.strip_prefix(prefix)?;
    let usual = uuid::Uuid::try_parse(id).is_ok_and(|uuid| uuid.hyphenated().to_string() == id);
    usual.then_some(id)
}

/// The id of the entity that a stream is of.
pub(super) fn entity_of(stream: &str) -> &str {
    stream.split_once('/').map_or(stream, |(_, id)| id)
}

fn body<T: DeserializeOwned>(command: &StoredCommand) -> Result<T, ResultCode> {
    let body = command.body.as_ref().ok_or(ResultCode::BodyInvalid)?;
    serde_json::from_str(body.reveal()).map_err(|_| ResultCode::BodyInvalid)
}

/// The digests of what the office of a dossier or petition gets.
pub(super) fn attached(action: &Action) -> Vec<Digest> {
    match action {
        Action::Submit(body) => body.attachments.iter().map(|attachment| attachment.sha256).collect(),
        Action::Supplement(body) => body.attachments.iter().map(|attachment| attachment.sha256).collect(),
        Action::Petition(body) => body.attachments.iter().map(|attachment| attachment.sha256).collect(),
        _ => Vec::new(),
    }
}
