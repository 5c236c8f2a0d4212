//! What an officer does at the office, for demonstrations: look at dossiers and petitions, move one on, hand over a result, ask
//! for fees, change a phone number, warn, release a recovery, revoke a device, withdraw credentials.
//!
//! The province's own systems do this in earnest; the gateway only shows citizens what they say.

mod fees;
mod petitions;
mod result;

pub use fees::{NewFee, OfficeFee, ask_fee, cancel_fee, change_fee, fee_state, fees, refund_fee};
pub use petitions::{OfficePetition, advance_petition, petitions, submitted_petition};
pub(crate) use result::keep_content;
pub use result::{NewResult, deliver};

use cds_vn::personal_number::PersonalNumber;
use cds_vn::phone;
use cds_wire::alert::AlertRecord;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::fee::FeeState;
use cds_wire::{Sensitive, UnixMillis};
use serde::Deserialize;

use crate::command::step;
use crate::credential::{put_profile, revoke};
use crate::environment::{Clock, NoRandomness};
use crate::payment::PlatformError;
use crate::status;
use crate::storage::{
    Citizen, IssuedCredential, NewEntity, Recovery, Storage, StorageError, StoredEntity, Tx, audience,
};

/// The lane in which alerts travel.
pub(crate) const ALERT_LANE: u8 = 0;
/// The lane in which dossier states travel.
pub(crate) const DOSSIER_LANE: u8 = 1;
/// The lane in which papers and what changes seldom travel.
pub(crate) const PAPER_LANE: u8 = 2;
/// Longest name of a paper that is asked for, in bytes: as long as one may be that is attached.
const MAX_PAPER_NAME: usize = 120;
/// How long an officer's release holds.
const RELEASE_MS: i64 = 24 * 60 * 60 * 1000;

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
    /// Papers are asked for with status 5 alone, each by a name.
    #[error("papers are asked for with status 5 alone, each by a name of at most 120 bytes")]
    PapersUnasked,
    /// A result's title, number or last day is not what it must be.
    #[error("a result has a title of at most 500 bytes, a number of at most 128, and a last day yyyy-MM-dd")]
    ResultInvalid,
    /// A result's file has no bytes.
    #[error("the file is empty")]
    FileEmpty,
    /// A result's file is larger than the portal takes.
    #[error("the file is larger than {} bytes", cds_wire::portal::MAX_BLOB)]
    FileTooLarge,
    /// A result's file is of another kind.
    #[error("the file is neither a JPEG or PNG picture nor a PDF")]
    FileUnknown,
    /// No petition has this code or id.
    #[error("no petition has this code or id")]
    UnknownPetition,
    /// An answer and a refusal end a petition.
    #[error("the petition was answered or refused; it does not move any more")]
    PetitionEnded,
    /// The citizen is to read what the answer is, or why there is none.
    #[error("an answer and a refusal need a note that the citizen reads")]
    AnswerMissing,
    /// Nobody has this personal number, or it or the phone is malformed.
    #[error("no citizen has this personal number, or the phone number is malformed")]
    UnknownCitizen,
    /// No device has this id.
    #[error("no device has this id")]
    UnknownDevice,
    /// No credential has this index.
    #[error("no credential has this index")]
    UnknownCredential,
    /// No commune has this code.
    #[error("no commune has this code")]
    UnknownCommune,
    /// No fee has this id, or the dossier with this code has not exactly one that is open.
    #[error("no fee has this id, and no dossier with this code has exactly one open fee")]
    UnknownFee,
    /// A fee has a name and an amount, and its dossier a code that fits into a transfer's text.
    #[error("a fee needs a name of 1 to 200 characters, an amount from 1 đ on, and a dossier with a code")]
    FeeInvalid,
    /// A fee is asked for while the office works on the dossier, and waits for nothing else.
    #[error(
        "the dossier has status {}: settle first what it waits for; a fee is asked for in status 1, 2, 4 or 6",
        .0.number()
    )]
    WaitsOtherwise(DossierStatus),
    /// What is asked does not fit where the fee stands: a changed amount while a payment waits, say.
    #[error("the fee is {}: this cannot be done with it now", fee_state(*.0))]
    FeeStands(FeeState),
    /// The payment platform did not do it.
    #[error(transparent)]
    Platform(#[from] PlatformError),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// Risk levels go from 1 to 5.
    #[error("a risk level is one of 1 to 5")]
    LevelUnknown,
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
        .read(|tx| tx.entities(DossierRecord::KIND))?
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
    ask(storage, clock, code_or_id, status, note, Vec::new())
}

/// The same with the names of the papers that the office asks for, where the status is 5.
pub fn ask(
    storage: &dyn Storage,
    clock: &dyn Clock,
    code_or_id: &str,
    status: DossierStatus,
    note: Option<Sensitive>,
    wanted: Vec<String>,
) -> Result<DossierRecord, OfficeError> {
    let wanted: Vec<String> = wanted.iter().map(|name| name.trim().to_owned()).collect();
    let named = |name: &String| (1..=MAX_PAPER_NAME).contains(&name.len());
    if !wanted.iter().all(named) || !(wanted.is_empty() || status == DossierStatus::SupplementNeeded) {
        return Err(OfficeError::PapersUnasked);
    }
    storage.write(|tx| {
        let (entity, record) = dossier(tx, code_or_id)?;
        if record.status.is_final() {
            return Err(OfficeError::Ended(record.status));
        }
        let needs_note =
            matches!(status, DossierStatus::Refused | DossierStatus::Stopped | DossierStatus::SupplementNeeded);
        if needs_note && note.as_ref().is_none_or(|note| note.reveal().trim().is_empty()) {
            return Err(OfficeError::NoteMissing(status));
        }
        let record = DossierRecord { wanted, ..step(record, status, clock.now(), note) };
        put_dossier(tx, &entity, &record)?;
        Ok(record)
    })
}

/// The dossier with this code or id.
fn dossier(tx: &dyn Tx, code_or_id: &str) -> Result<(StoredEntity, DossierRecord), OfficeError> {
    let found = tx.entities(DossierRecord::KIND)?.into_iter().find_map(|entity| {
        let record = record(&entity).ok()?;
        let is_it = entity.id == code_or_id || record.code.as_ref().is_some_and(|code| code.reveal() == code_or_id);
        is_it.then_some((entity, record))
    });
    found.ok_or(OfficeError::UnknownDossier)
}

fn put_dossier(tx: &dyn Tx, entity: &StoredEntity, record: &DossierRecord) -> Result<(), OfficeError> {
    let data = serde_json::to_value(record)?;
    let new = NewEntity { lane: DOSSIER_LANE, kind: DossierRecord::KIND, id: &entity.id, data: Some(&data) };
    tx.put(&entity.owner, &new)?;
    Ok(())
}

/// Changes the phone that a citizen's one-time passwords go to.
pub fn set_phone(storage: &dyn Storage, number: &str, new_phone: &str) -> Result<(), OfficeError> {
    let new_phone = Sensitive::new(phone::parse(new_phone).map_err(|_| OfficeError::UnknownCitizen)?);
    storage.write(|tx| {
        let citizen = citizen(tx, number)?;
        tx.set_phone(&citizen.account, &new_phone)?;
        Ok(put_profile(tx, &Citizen { phone: new_phone, ..citizen })?)
    })
}

/// Lets a citizen who stands at the counter sign in on one new device without the card's date, and have the recovery key
/// at once, on that device alone where one was enrolled so. It holds for a day.
pub fn release(storage: &dyn Storage, clock: &dyn Clock, number: &str) -> Result<(), OfficeError> {
    storage.write(|tx| {
        let account = citizen(tx, number)?.account;
        let recovery =
            Recovery { released_until: Some(clock.now() + RELEASE_MS), released_to: None, ..tx.recovery(&account)? };
        Ok(tx.put_recovery(&account, &recovery)?)
    })
}

/// Ends a device that was lost, for good.
pub fn revoke_device(storage: &dyn Storage, clock: &dyn Clock, device: &str) -> Result<(), OfficeError> {
    storage.write(|tx| {
        let device = tx.device(device)?.ok_or(OfficeError::UnknownDevice)?;
        Ok(revoke(tx, device, clock.now())?)
    })
}

/// Withdraws every credential of a citizen; new ones come with the next sign-in. Gives how many there were.
pub fn revoke_credentials(storage: &dyn Storage, clock: &dyn Clock, number: &str) -> Result<usize, OfficeError> {
    storage.write(|tx| {
        let account = citizen(tx, number)?.account;
        Ok(status::withdraw(tx, &account, clock.now().div_euclid(1000), |_| true)?)
    })
}

/// Withdraws the credential with this index in the status list.
pub fn revoke_credential(storage: &dyn Storage, clock: &dyn Clock, status_index: u32) -> Result<usize, OfficeError> {
    storage.write(|tx| {
        let issued = tx.credential(status_index)?.ok_or(OfficeError::UnknownCredential)?;
        let this = |credential: &IssuedCredential| credential.status_index == status_index;
        Ok(status::withdraw(tx, &issued.account, clock.now().div_euclid(1000), this)?)
    })
}

/// What an alert says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlert {
    /// Disaster risk level, 1 to 5; none for what is no disaster.
    pub level: Option<u8>,
    /// What it is about.
    pub event: String,
    /// One line.
    pub headline: String,
    /// What happens.
    pub description: String,
    /// What to do.
    pub instruction: Option<String>,
    /// Where, in words.
    pub area: String,
    /// Who warns.
    pub sender: String,
    /// For how long it holds, in milliseconds.
    pub lasts: UnixMillis,
}

/// Warns everyone in the province, or in one commune, under an id of its own.
pub fn publish_alert(
    storage: &dyn Storage,
    clock: &dyn Clock,
    id: &str,
    commune: Option<&str>,
    alert: NewAlert,
) -> Result<(), OfficeError> {
    if alert.level.is_some_and(|level| !(1..=5).contains(&level)) {
        return Err(OfficeError::LevelUnknown);
    }
    let NewAlert { level, event, headline, description, instruction, area, sender, lasts } = alert;
    let sent_at = clock.now();
    let expires_at = sent_at.saturating_add(lasts);
    let record = AlertRecord { level, event, headline, description, instruction, area, sender, sent_at, expires_at };
    storage.write(|tx| {
        let owner = match commune {
            Some(code) if tx.agency(code)?.is_none() => return Err(OfficeError::UnknownCommune),
            Some(code) => audience::commune(code),
            None => audience::PROVINCE.to_owned(),
        };
        put_alert(tx, &owner, id, &record)
    })
}

/// Puts an alert into an audience's feed.
pub(crate) fn put_alert(tx: &dyn Tx, owner: &str, id: &str, record: &AlertRecord) -> Result<(), OfficeError> {
    let data = serde_json::to_value(record)?;
    tx.put(owner, &NewEntity { lane: ALERT_LANE, kind: AlertRecord::KIND, id, data: Some(&data) })?;
    Ok(())
}

fn citizen(tx: &dyn Tx, number: &str) -> Result<Citizen, OfficeError> {
    let number = PersonalNumber::parse(number).map_err(|_| OfficeError::UnknownCitizen)?;
    tx.citizen(&number.as_str().into())?.ok_or(OfficeError::UnknownCitizen)
}

fn record(entity: &StoredEntity) -> Result<DossierRecord, OfficeError> {
    Ok(DossierRecord::deserialize(entity.data.reveal())?)
}
