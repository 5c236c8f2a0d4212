//! The demonstration province: Cao Bằng's communes, alerts and holidays, and synthetic citizens with dossiers in every
//! status.

mod citizens;
mod files;
mod national;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use cds_wire::UnixMillis;
use cds_wire::alert::AlertRecord;
use cds_wire::fee::FeePayee;
use cds_wire::portal::HolidaysRecord;
use cds_wire::procedure::Procedure;

use crate::catalogue::{self, CatalogueError, Pack};
use crate::environment::{Environment, NoRandomness, OsRng};
use crate::keys::Issuer;
use crate::office::{OfficeError, PAPER_LANE, put_alert};
use crate::otp::OutboxFile;
use crate::payment::{Payments, PlatformDouble};
use crate::storage::{Agency, NewEntity, SqliteStorage, Storage, StorageError, Tx, audience};
use crate::{DATABASE, OTP_OUTBOX, PLATFORM};
use files::{DemoAlert, DemoCitizen, Units};

pub use national::{NATIONAL, national};

const HOUR_MS: UnixMillis = 60 * 60 * 1000;
const DAY_MS: UnixMillis = 24 * HOUR_MS;

/// Why the demonstration could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The data folder, or a file in it, could not be made or opened.
    #[error("the data folder cannot be used: {0}")]
    Io(#[from] io::Error),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The system's random generator failed.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// A file of the province, or a record made from it, is not what it must be.
    #[error("the demonstration's data: {0}")]
    Data(#[from] serde_json::Error),
    /// The catalogue could not be published.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// An alert could not be published.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A citizen has a paper that the demonstration has no file of.
    #[error("the demonstration's data: a paper has no file")]
    PaperMissing,
}

/// A demonstration portal over a data folder that only its owner may enter. What is there already stays as it is.
pub fn open(data: &Path) -> Result<Environment, DemoError> {
    fs::create_dir_all(data)?;
    #[cfg(unix)]
    fs::set_permissions(data, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    let storage: Arc<dyn Storage> = Arc::new(SqliteStorage::open(&data.join(DATABASE))?);
    let otp_sender = Arc::new(OutboxFile::open(&data.join(OTP_OUTBOX))?);
    let payments = Some(payments(data)?);
    let environment = Environment { payments, ..Environment::on_this_machine(storage, otp_sender, issuer()?, true)? };
    let citizens: Vec<DemoCitizen> = serde_json::from_str(files::CITIZENS)?;
    environment.storage.write(|tx| {
        put_agencies(tx, &citizens)?;
        put_holidays(tx)?;
        put_alerts(tx, environment.clock.now())?;
        citizens.into_iter().try_for_each(|citizen| citizens::add(&environment, tx, citizen))
    })?;
    if environment.storage.read(|tx| tx.current_pack())?.is_none() {
        let procedures: Vec<Procedure> = serde_json::from_str(files::PROCEDURES)?;
        catalogue::publish(&*environment.storage, &environment.keys, &procedures)?;
    }
    Ok(environment)
}

/// How fees are paid in the demonstration: by the double of a payment platform, whose ledger lies in the data folder.
pub fn payments(data: &Path) -> Result<Payments, DemoError> {
    let platform = PlatformDouble::open(&data.join(PLATFORM), &OsRng)?;
    Ok(Payments { secret: platform.secret()?, platform: Arc::new(platform), payee: payee() })
}

/// Whom fees are paid to in the demonstration. No bank has this number: no bank's app makes a transfer of the code.
fn payee() -> FeePayee {
    FeePayee {
        bank: "999999".to_owned(),
        bank_name: "Ngân hàng thử nghiệm".to_owned(),
        account: "8800200000777".to_owned(),
        holder: "TT PHUC VU HCC TINH CAO BANG".to_owned(),
    }
}

/// Who signs in the demonstration province.
pub fn issuer() -> Result<Issuer, DemoError> {
    let units: Units = serde_json::from_str(files::UNITS)?;
    Ok(Issuer { id: format!("VN-{}", units.province.code), name: units.province.name })
}

/// The essential services, in the pack that travels inside the app.
pub fn base_pack() -> Result<Pack, DemoError> {
    let procedures: Vec<Procedure> = serde_json::from_str(files::PROCEDURES)?;
    let essential: Vec<Procedure> = procedures.into_iter().filter(|one| one.essential.is_some()).collect();
    Ok(catalogue::build_base_pack(files::PROCEDURES_AS_OF, &essential)?)
}

/// Gives each commune's office an identifier: the one in its citizens' dossier codes, or one that is free.
fn put_agencies(tx: &dyn Tx, citizens: &[DemoCitizen]) -> Result<(), DemoError> {
    let units: Units = serde_json::from_str(files::UNITS)?;
    let branch = format!("{}.40.", units.province.agency_prefix);
    let known: BTreeMap<&str, &str> = citizens
        .iter()
        .filter_map(|citizen| {
            let mut codes = citizen.dossiers.iter().filter_map(|dossier| dossier.code.as_ref());
            let code = codes.find_map(|code| code.reveal().strip_prefix(&branch)?.split_once('-'));
            code.map(|(office, _)| (citizen.commune.as_str(), office))
        })
        .collect();
    let taken: BTreeSet<&str> = known.values().copied().collect();
    let mut free = (1..100).map(|number| format!("{number:02}")).filter(|number| !taken.contains(number.as_str()));
    for commune in &units.communes {
        let office = match known.get(commune.code.as_str()) {
            Some(office) => Some((*office).to_owned()),
            None => free.next(),
        };
        let (Some(office), Some((kind, name))) = (office, commune.name.split_once(' ')) else { continue };
        let name = format!("Trung tâm Phục vụ hành chính công {} {name}", kind.to_lowercase());
        tx.put_agency(&Agency { commune: commune.code.clone(), code: format!("{branch}{office}"), name })?;
    }
    Ok(())
}

fn put_holidays(tx: &dyn Tx) -> Result<(), DemoError> {
    const ID: &str = "holidays";
    let record: HolidaysRecord = serde_json::from_str(files::HOLIDAYS)?;
    let data = serde_json::to_value(record)?;
    let found = tx.entity(audience::PROVINCE, HolidaysRecord::KIND, ID)?;
    if found.is_none_or(|found| *found.data.reveal() != data) {
        let entity = NewEntity { lane: PAPER_LANE, kind: HolidaysRecord::KIND, id: ID, data: Some(&data) };
        tx.put(audience::PROVINCE, &entity)?;
    }
    Ok(())
}

fn put_alerts(tx: &dyn Tx, now: UnixMillis) -> Result<(), DemoError> {
    let alerts: Vec<DemoAlert> = serde_json::from_str(files::ALERTS)?;
    for alert in alerts {
        if tx.entity(&alert.audience, AlertRecord::KIND, &alert.id)?.is_some() {
            continue;
        }
        let record = AlertRecord {
            level: alert.level,
            event: alert.event,
            headline: alert.headline,
            description: alert.description,
            instruction: alert.instruction,
            area: alert.area,
            sender: alert.sender,
            sent_at: now - alert.sent_hours_ago * HOUR_MS,
            expires_at: now + alert.expires_in_hours * HOUR_MS,
        };
        put_alert(tx, &alert.audience, &alert.id, &record)?;
    }
    Ok(())
}
