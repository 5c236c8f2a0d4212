//! What comes with a device that signs in, profile, credentials and the device's own row, and what goes when it ends.

use cds_identity::{Claims, KeyUse};
use cds_wire::portal::{CredentialRecord, DeviceRecord, ProfileRecord, Sex};
use cds_wire::{Bytes, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::storage::{Citizen, Device, NewEntity, Recovery, StorageError, Tx};
use crate::{Environment, notice};

/// The lane of what a device needs first.
const ACCOUNT_LANE: u8 = 0;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a credential counts.
const PERIOD_MS: i64 = 400 * DAY_MS;
/// Age at which it is renewed.
const RENEWAL_MS: i64 = 200 * DAY_MS;
/// The profile's id.
const PROFILE: &str = "profile";

/// Writes what a device that has just signed in needs; the storage has the device already.
pub(crate) fn welcome(
    environment: &Environment,
    tx: &dyn Tx,
    citizen: &Citizen,
    device: &Device,
) -> Result<(), StorageError> {
    if tx.entity(&citizen.account, ProfileRecord::KIND, PROFILE)?.is_none() {
        put_profile(tx, citizen)?;
    }
    put_device(tx, device)?;
    renew(environment, tx, device)
}

/// Puts the citizen's profile as the province knows it now.
pub(crate) fn put_profile(tx: &dyn Tx, citizen: &Citizen) -> Result<(), StorageError> {
    let record = ProfileRecord {
        name: citizen.name.clone(),
        personal_number: citizen.personal_number.clone(),
        birth_date: citizen.birth_date.clone(),
        sex: citizen.sex.clone(),
        commune: citizen.commune.clone(),
        commune_name: citizen.commune_name.clone(),
        phone: citizen.phone.clone(),
    };
    put(tx, &citizen.account, ProfileRecord::KIND, PROFILE, &record)
}

/// Puts the device as its owner's other devices see it.
pub(crate) fn put_device(tx: &dyn Tx, device: &Device) -> Result<(), StorageError> {
    let Device { platform, enrolled_at, ended_at, .. } = device.clone();
    let record = DeviceRecord { platform, enrolled_at, ended_at };
    put(tx, &device.account, DeviceRecord::KIND, &device.id, &record)
}

/// Ends a device's session: its tokens hold no longer. Where it was revoked, a recovery key that it asked for is not
/// released; signing out leaves the request, since who waits for it signs in anew.
pub(crate) fn end_device(tx: &dyn Tx, ended: &Device) -> Result<(), StorageError> {
    tx.put_device(ended)?;
    tx.drop_tokens(&ended.id)?;
    put_device(tx, ended)?;
    let recovery = tx.recovery(&ended.account)?;
    if ended.revoked && recovery.asked.as_ref().is_some_and(|(_, by)| *by == ended.id) {
        tx.put_recovery(&ended.account, &Recovery { asked: None, ..recovery })?;
        notice::ended(tx, &ended.account)?;
    }
    Ok(())
}

/// Issues the device's credential and the paper one where they are missing or half-way through their time.
pub(crate) fn renew(environment: &Environment, tx: &dyn Tx, device: &Device) -> Result<(), StorageError> {
    let citizen = tx.citizen_of(&device.account)?.ok_or(StorageError::Damaged("account"))?;
    let now = environment.clock.now();
    for (id, device_key) in [(device.id.as_str(), Some(device.public_key)), (CredentialRecord::PAPER, None)] {
        let found = tx.entity(&device.account, CredentialRecord::KIND, id)?;
        let found = found.map(|found| CredentialRecord::deserialize(found.data.reveal())).transpose();
        let found = found.map_err(|_| StorageError::Damaged("credential"))?;
        if found.is_none_or(|found| now - found.issued_at >= RENEWAL_MS) {
            let record = issue(environment, tx, &citizen, device_key, now)?;
            put(tx, &device.account, CredentialRecord::KIND, id, &record)?;
        }
    }
    Ok(())
}

fn issue(
    environment: &Environment,
    tx: &dyn Tx,
    citizen: &Citizen,
    device_key: Option<[u8; 32]>,
    now: UnixMillis,
) -> Result<CredentialRecord, StorageError> {
    let number = citizen.personal_number.reveal();
    let claims = Claims {
        issuer: environment.keys.issuer.id.clone(),
        subject: citizen.account.clone(),
        issued_at: now.div_euclid(1000),
        expires_at: (now + PERIOD_MS).div_euclid(1000),
        name: citizen.name.reveal().clone(),
        birth_date: citizen.birth_date.reveal().clone(),
        sex: match citizen.sex.reveal() {
            Sex::Male => cds_identity::Sex::Male,
            Sex::Female => cds_identity::Sex::Female,
        },
        last4: number.chars().skip(number.chars().count().saturating_sub(4)).collect(),
        commune: citizen.commune.clone(),
        status_index: u32::try_from(tx.next("status_index")?).map_err(|_| StorageError::Damaged("counter"))?,
        device_key,
    };
    let credential = Bytes(claims.issue(environment.keys.key(KeyUse::Credential)?));
    Ok(CredentialRecord { credential, issued_at: now, expires_at: now + PERIOD_MS })
}

fn put<T: Serialize>(tx: &dyn Tx, account: &str, kind: &str, id: &str, record: &T) -> Result<(), StorageError> {
    let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("record"))?;
    tx.put(account, &NewEntity { lane: ACCOUNT_LANE, kind, id, data: Some(&data) }).map(|_| ())
}
