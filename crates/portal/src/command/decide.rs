//! What becomes of a command: the rules, in their order.

use cds_identity::Receipt;
use cds_wire::dossier::DossierRecord;
use cds_wire::family::DependantRecord;
use cds_wire::fee::FeeRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::petition::PetitionRecord;
use cds_wire::portal::{CommandStatus, ResultCode};

use super::effect::{self, Effect};
use super::form::{self, Action};
use super::{Case, settle, stream};
#[cfg(seeded_bugs)]
use crate::storage::Blob;
use crate::storage::{Outcome, StorageError};

/// Decides a command that is stored and not final, and writes what becomes of it.
pub(super) fn decide(case: &Case<'_>) -> Result<(), StorageError> {
    match decided(case)? {
        Ok(effect) => settle::apply(case, effect),
        Err(outcome) => settle::end(case, &outcome, None),
    }
}

fn decided(case: &Case<'_>) -> Result<Result<Effect, Outcome>, StorageError> {
    let Case { tx, account, command, .. } = *case;
    // A command with the portal's own receipt took effect once: a portal that was restored gives it that back.
    let receipt = receipt(case)?;
    if receipt.is_none() && tx.superseded_by(account, &command.id)?.is_some() {
        return Ok(Err(Outcome::rejected(ResultCode::Superseded)));
    }
    let action = match form::read(command) {
        Ok(action) => action,
        Err(code) => return Ok(Err(Outcome::rejected(code))),
    };
    let waits = if action == Action::Cancel {
        // A cancellation has no place in the order: it only ends another command.
        None
    } else {
        let earlier = tx.earlier(&command.device, &command.stream, command.seq)?;
        stream::rule(&earlier, command.ack_seq, command.supersedes.as_deref())
            .filter(|outcome| receipt.is_none() || outcome.status == CommandStatus::Deferred)
    };
    if let Some(outcome) = waits.as_ref().filter(|outcome| outcome.status.is_final()) {
        return Ok(Err(outcome.clone()));
    }
    // What a command with a receipt replaced must end here too.
    if let Some(code) = supersede(case)?
        && receipt.is_none()
    {
        return Ok(Err(Outcome::rejected(code)));
    }
    if let Some(outcome) = waits {
        return Ok(Err(outcome));
    }
    if receipt.is_none()
        && let Some(outcome) = base(case, &action)?
    {
        return Ok(Err(outcome));
    }
    let effect = match effect::plan(case, &action, receipt)? {
        Ok(effect) => effect,
        Err(outcome) => return Ok(Err(outcome)),
    };
    for digest in &command.blobs {
        let blob = tx.blob(account, digest)?;
        #[cfg(seeded_bugs)]
        let blob = blob
            .map(|blob| Blob { verified: blob.verified || cds_seeded::bug("attachment-taken-as-duplicate"), ..blob });
        if !blob.is_some_and(|blob| blob.verified) {
            return Ok(Err(Outcome::deferred(ResultCode::BlobMissing)));
        }
    }
    Ok(Ok(effect))
}

/// The receipt that came with the command; it was found genuine when it came.
fn receipt(case: &Case<'_>) -> Result<Option<Receipt>, StorageError> {
    let Some(bytes) = &case.command.receipt else { return Ok(None) };
    case.environment.keys.receipt(case.tx, bytes)
}

/// Ends the command that this one replaces; gives why it cannot.
fn supersede(case: &Case<'_>) -> Result<Option<ResultCode>, StorageError> {
    let Case { tx, account, command, .. } = *case;
    let Some(target) = &command.supersedes else { return Ok(None) };
    let replaced = tx.superseded_by(account, target)?;
    if replaced.is_some_and(|by| by == command.id) {
        return Ok(None);
    }
    match tx.command(account, target)? {
        Some(found) if found.stream != command.stream || found.id == command.id => Ok(Some(ResultCode::BodyInvalid)),
        Some(found) if found.outcome.status.is_final() => Ok(Some(ResultCode::TooLate)),
        found => {
            tx.supersede(account, target, &command.id)?;
            if let Some(found) = found {
                let replaced = Case { command: &found, late: true, ..*case };
                settle::end(&replaced, &Outcome::rejected(ResultCode::Superseded), None)?;
            }
            Ok(None)
        }
    }
}

/// Whether the state that the citizen saw is still the newest; gives what becomes of the command where it is not.
fn base(case: &Case<'_>, action: &Action) -> Result<Option<Outcome>, StorageError> {
    let Some(base) = &case.command.base else { return Ok(None) };
    let kind = match action {
        Action::Submit(_) | Action::Supplement(_) | Action::Withdraw(_) | Action::Rate(_) => DossierRecord::KIND,
        Action::Petition(_) => PetitionRecord::KIND,
        Action::Pay(_) => FeeRecord::KIND,
        Action::AddPaper(_) | Action::RemovePaper => PaperRecord::KIND,
        Action::AddDependant(..) | Action::RemoveDependant => DependantRecord::KIND,
        Action::Cancel => return Ok(None),
    };
    Ok(match case.tx.entity(case.account, kind, &base.entity)? {
        None => Some(Outcome::rejected(ResultCode::EntityUnknown)),
        Some(entity) if entity.ver != base.ver => {
            Some(Outcome::ended(CommandStatus::Conflict, ResultCode::VersionConflict))
        }
        Some(_) => None,
    })
}
