//! What an officer does at the office, for demonstrations: look at dossiers, move one on, change a phone number.
//!
//! The province's own case system does this in earnest; the gateway only shows citizens what it says.

use cds_vn::personal_number::PersonalNumber;
use cds_vn::phone;
use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use serde::Deserialize;

use crate::environment::Clock;
use crate::storage::{NewEntity, Storage, StorageError, StoredEntity};

/// The lane in which dossier states travel.
pub(crate) const DOSSIER_LANE: u8 = 1;

/// Why an officer's action was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// No dossier has this code or id.
    #[error("no dossier has this code or id")]
    UnknownDossier,
    /// Statuses 3, 8 and 10 end a dossier.
    #[error("the dossier ended with status {}; an ended dossier does not move", .0.number())]
    Ended(DossierStatus),
    /// The status needs a reason that the citizen can act on.
    #[error("status {} needs a note that tells the citizen why", .0.number())]
    NoteMissing(DossierStatus),
    /// Somebody else moved it at the same moment.
    #[error("the dossier was moved by somebody else just now: look again")]
    Moved,
    /// Nobody has this personal number, or it or the phone is malformed.
    #[error("no citizen has this personal number, or the phone number is malformed")]
    UnknownCitizen,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A stored dossier is not what it must be.
    #[error("a stored dossier is damaged")]
    Damaged(#[from] serde_json::Error),
}

/// A dossier as the office sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDossier {
    /// Its id.
    pub id: String,
    /// Its state.
    pub record: DossierRecord,
}

/// All dossiers, oldest state first.
pub fn dossiers(storage: &dyn Storage) -> Result<Vec<OfficeDossier>, OfficeError> {
    let mut dossiers = storage
        .entities(DossierRecord::KIND)?
        .into_iter()
        .map(|entity| Ok(OfficeDossier { record: record(&entity)?, id: entity.id }))
        .collect::<Result<Vec<_>, OfficeError>>()?;
    dossiers.sort_by(|a, b| (a.record.updated_at, &a.id).cmp(&(b.record.updated_at, &b.id)));
    Ok(dossiers)
}

/// Moves the dossier with this code or id to a status. A refusal, a stop and a request for papers need a note.
pub fn advance(
    storage: &dyn Storage,
    clock: &dyn Clock,
    code_or_id: &str,
    status: DossierStatus,
    note: Option<Sensitive>,
) -> Result<DossierRecord, OfficeError> {
    let found = storage.entities(DossierRecord::KIND)?.into_iter().find_map(|entity| {
        let record = record(&entity).ok()?;
        let is_it = entity.id == code_or_id || record.code.as_ref().is_some_and(|code| code.reveal() == code_or_id);
        is_it.then_some((entity, record))
    });
    let (entity, mut record) = found.ok_or(OfficeError::UnknownDossier)?;
    if record.status.is_final() {
        return Err(OfficeError::Ended(record.status));
    }
    let needs_note =
        matches!(status, DossierStatus::Refused | DossierStatus::Stopped | DossierStatus::SupplementNeeded);
    if needs_note && note.as_ref().is_none_or(|note| note.reveal().trim().is_empty()) {
        return Err(OfficeError::NoteMissing(status));
    }
    record.status = status;
    record.note = note;
    record.updated_at = clock.now();
    let data = serde_json::to_value(&record)?;
    let new = NewEntity { lane: DOSSIER_LANE, kind: DossierRecord::KIND, id: &entity.id, data: Some(&data) };
    if storage.replace_entity(&entity.account, &new, entity.ver)? { Ok(record) } else { Err(OfficeError::Moved) }
}

/// Changes the phone that a citizen's one-time passwords go to.
pub fn set_phone(storage: &dyn Storage, number: &str, new_phone: &str) -> Result<(), OfficeError> {
    let number = PersonalNumber::parse(number).map_err(|_| OfficeError::UnknownCitizen)?;
    let new_phone = phone::parse(new_phone).map_err(|_| OfficeError::UnknownCitizen)?;
    let changed = storage.set_phone(&number.as_str().into(), &Sensitive::new(new_phone))?;
    if changed { Ok(()) } else { Err(OfficeError::UnknownCitizen) }
}

fn record(entity: &StoredEntity) -> Result<DossierRecord, OfficeError> {
    Ok(DossierRecord::deserialize(entity.data.reveal())?)
}
