//! Petitions at the office: looked at, read, and moved on.

use cds_wire::petition::{PetitionRecord, PetitionStatus, PetitionSubmit};
use cds_wire::{Sensitive, UnixMillis};
use serde::Deserialize;

use super::{DOSSIER_LANE, OfficeError};
use crate::command::petition_step;
use crate::environment::Clock;
use crate::storage::{NewEntity, Storage, StoredEntity, Tx};

/// A petition as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficePetition {
    /// Its id.
    pub id: String,
    /// Its state.
    pub record: PetitionRecord,
}

/// All petitions, oldest state first.
pub fn petitions(storage: &dyn Storage) -> Result<Vec<OfficePetition>, OfficeError> {
    let entities = storage.read(|tx| tx.entities(PetitionRecord::KIND))?;
    let read = entities.into_iter().map(|entity| Ok(OfficePetition { record: record(&entity)?, id: entity.id }));
    let mut petitions = read.collect::<Result<Vec<_>, OfficeError>>()?;
    petitions.sort_by(|a, b| (a.record.updated_at, &a.id).cmp(&(b.record.updated_at, &b.id)));
    Ok(petitions)
}

/// What the citizen sent with the petition of this code or id, and when the portal took it.
pub fn submitted_petition(
    storage: &dyn Storage,
    code_or_id: &str,
) -> Result<(UnixMillis, PetitionSubmit), OfficeError> {
    storage.read(|tx| {
        let (entity, _) = find(tx, code_or_id)?;
        let first =
            tx.submissions(&entity.owner, &entity.id)?.into_iter().next().ok_or(OfficeError::UnknownPetition)?;
        Ok((first.at, serde_json::from_str(first.body.reveal())?))
    })
}

/// Moves the petition with this code or id to a status, with what the citizen is told. An answer and a refusal need it.
pub fn advance_petition(
    storage: &dyn Storage,
    clock: &dyn Clock,
    code_or_id: &str,
    status: PetitionStatus,
    note: Option<Sensitive>,
) -> Result<PetitionRecord, OfficeError> {
    storage.write(|tx| {
        let (entity, record) = find(tx, code_or_id)?;
        if record.status.is_final() {
            return Err(OfficeError::PetitionEnded);
        }
        if status.is_final() && note.as_ref().is_none_or(|note| note.reveal().trim().is_empty()) {
            return Err(OfficeError::AnswerMissing);
        }
        let record = petition_step(record, status, clock.now(), note);
        let data = serde_json::to_value(&record)?;
        let new = NewEntity { lane: DOSSIER_LANE, kind: PetitionRecord::KIND, id: &entity.id, data: Some(&data) };
        tx.put(&entity.owner, &new)?;
        Ok(record)
    })
}

fn find(tx: &dyn Tx, code_or_id: &str) -> Result<(StoredEntity, PetitionRecord), OfficeError> {
    let found = tx.entities(PetitionRecord::KIND)?.into_iter().find_map(|entity| {
        let record = record(&entity).ok()?;
        let is_it = entity.id == code_or_id || record.code.as_ref().is_some_and(|code| code.reveal() == code_or_id);
        is_it.then_some((entity, record))
    });
    found.ok_or(OfficeError::UnknownPetition)
}

fn record(entity: &StoredEntity) -> Result<PetitionRecord, OfficeError> {
    Ok(PetitionRecord::deserialize(entity.data.reveal())?)
}
