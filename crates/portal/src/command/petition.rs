//! What a petition's command changes, and how a petition moves on.

use cds_identity::Receipt;
use cds_wire::petition::{PetitionRecord, PetitionStatus, PetitionStep, PetitionSubmit};
use cds_wire::portal::{CommandStatus, ResultCode};
use cds_wire::{Digest, Sensitive, UnixMillis};
use serde::Deserialize;

use super::Case;
use super::effect::{self, Effect};
use super::form;
use crate::storage::{Agency, Outcome, StorageError, StoredEntity};

/// What a petition's code begins with, before the office's identifier: no dossier's code begins so.
pub(super) const CODE: &str = "PA-";

/// The petition after a step to another status.
pub(crate) fn petition_step(
    mut record: PetitionRecord,
    status: PetitionStatus,
    at: UnixMillis,
    note: Option<Sensitive>,
) -> PetitionRecord {
    record.steps.push(PetitionStep { status, at, note: note.clone() });
    PetitionRecord { status, note, updated_at: at, ..record }
}

/// Works out what filing a petition changes; the outcome where it may not.
pub(super) fn plan(
    case: &Case<'_>,
    body: &PetitionSubmit,
    receipt: Option<Receipt>,
    attached: Vec<Digest>,
) -> Result<Result<Effect, Outcome>, StorageError> {
    let Case { environment, tx, account, command, .. } = *case;
    if let Some(found) = tx.entity(account, PetitionRecord::KIND, form::entity_of(&command.stream))? {
        return Ok(match receipt {
            Some(_) => Ok(Effect::Petition { record: Box::new(record_of(&found)?), attached }),
            None => Err(Outcome::ended(CommandStatus::Conflict, ResultCode::VersionConflict)),
        });
    }
    let agency = match (effect::agency_of(tx, account, body.commune.as_deref())?, &receipt) {
        (Some(agency), _) => agency,
        (None, Some(receipt)) => effect::agency_before(environment, tx, account, receipt)?,
        (None, None) => return Ok(Err(Outcome::rejected(ResultCode::BodyInvalid))),
    };
    let filed_at = receipt.as_ref().map_or_else(|| environment.clock.now(), |receipt| receipt.time);
    let record = Box::new(new_petition(body, &agency, filed_at));
    Ok(Ok(Effect::NewPetition { record, agency, code: receipt.and_then(|receipt| receipt.code), attached }))
}

/// Gives a new petition its code: the one its receipt names, unless another petition has that, or the office's next.
pub(super) fn with_code(
    case: &Case<'_>,
    mut record: PetitionRecord,
    agency: &Agency,
    wanted: Option<String>,
    now: UnixMillis,
) -> Result<PetitionRecord, StorageError> {
    let code = effect::code(case, &format!("{CODE}{}", agency.code), wanted.as_deref(), now)?;
    record.code = Some(code.as_str().into());
    if let Some(old) = wanted.filter(|wanted| *wanted != code) {
        let note = format!("Mã phản ánh {old} đã được cấp cho phản ánh khác; phản ánh này nay có mã {code}.");
        record = petition_step(record, PetitionStatus::Registered, now, Some(note.as_str().into()));
    }
    Ok(record)
}

/// A petition as it is stored.
pub(super) fn record_of(entity: &StoredEntity) -> Result<PetitionRecord, StorageError> {
    PetitionRecord::deserialize(entity.data.reveal()).map_err(|_| StorageError::Damaged("petition"))
}

fn new_petition(body: &PetitionSubmit, agency: &Agency, at: UnixMillis) -> PetitionRecord {
    PetitionRecord {
        code: None,
        category: body.category,
        place: body.place.clone(),
        status: PetitionStatus::Registered,
        note: None,
        updated_at: at,
        filed_at: at,
        agency: agency.name.clone(),
        steps: vec![PetitionStep { status: PetitionStatus::Registered, at, note: None }],
    }
}
