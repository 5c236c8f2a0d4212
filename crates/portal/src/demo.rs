//! The demonstration province: synthetic citizens of Cao Bằng with dossiers in every status.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::{Sensitive, UnixMillis};
use serde::Deserialize;

use crate::environment::{Environment, NoRandomness, random_id};
use crate::office::DOSSIER_LANE;
use crate::otp::OutboxFile;
use crate::storage::{Citizen, NewEntity, SqliteStorage, StorageError};
use crate::{DATABASE, OTP_OUTBOX};

const DAY_MS: UnixMillis = 24 * 60 * 60 * 1000;

/// The file of the demonstration province.
#[derive(Deserialize)]
struct Province {
    province: String,
    citizens: Vec<DemoCitizen>,
}

#[derive(Deserialize)]
struct DemoCitizen {
    personal_number: Sensitive,
    phone: Sensitive,
    card_issue_date: Sensitive,
    name: Sensitive,
    dossiers: Vec<DemoDossier>,
}

#[derive(Deserialize)]
struct DemoDossier {
    code: Option<Sensitive>,
    procedure_code: String,
    procedure_name: Sensitive,
    status: DossierStatus,
    note: Option<Sensitive>,
    days_ago: i64,
}

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
    /// The file of the province, or a record made from it, is not what it must be.
    #[error("the demonstration's data: {0}")]
    Data(#[from] serde_json::Error),
}

/// A demonstration portal over a data folder that only its owner may enter. Citizens already there stay as they are.
pub fn open(data: &Path) -> Result<Environment, DemoError> {
    fs::create_dir_all(data)?;
    #[cfg(unix)]
    fs::set_permissions(data, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    let storage = Arc::new(SqliteStorage::open(&data.join(DATABASE))?);
    let otp_sender = Arc::new(OutboxFile::open(&data.join(OTP_OUTBOX))?);
    let province: Province = serde_json::from_str(include_str!("../demo/cao-bang.json"))?;
    let environment = Environment::on_this_machine(storage, otp_sender, province.province, true)?;
    for citizen in province.citizens {
        if environment.storage.citizen(&citizen.personal_number)?.is_none() {
            add(&environment, citizen)?;
        }
    }
    Ok(environment)
}

fn add(environment: &Environment, citizen: DemoCitizen) -> Result<(), DemoError> {
    let account = environment.storage.add_citizen(&Citizen {
        account: random_id(&*environment.rng)?,
        personal_number: citizen.personal_number,
        phone: citizen.phone,
        card_issue_date: citizen.card_issue_date,
        name: citizen.name,
    })?;
    let now = environment.clock.now();
    for dossier in citizen.dossiers {
        let record = DossierRecord {
            code: dossier.code,
            procedure_code: dossier.procedure_code,
            procedure_name: dossier.procedure_name,
            status: dossier.status,
            note: dossier.note,
            updated_at: now - dossier.days_ago * DAY_MS,
        };
        let data = serde_json::to_value(record)?;
        let id = random_id(&*environment.rng)?;
        let entity = NewEntity { lane: DOSSIER_LANE, kind: DossierRecord::KIND, id: &id, data: Some(&data) };
        environment.storage.put_entity(&account, &entity)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_demonstration_shows_every_status() {
        let province: Province = serde_json::from_str(include_str!("../demo/cao-bang.json")).expect("the file is read");
        let shown: BTreeSet<u8> = province
            .citizens
            .iter()
            .flat_map(|citizen| &citizen.dossiers)
            .map(|dossier| dossier.status.number())
            .collect();
        assert_eq!(shown, (1..=10).collect());
        assert_eq!(province.citizens.len(), 6);
    }
}
