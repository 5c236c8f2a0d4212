//! What comes with a device that signs in, profile, credentials and the device's own row, and what goes when it ends.

use cds_identity::{Claims, KeyUse};
use cds_wire::portal::{CredentialRecord, DeviceRecord, ProfileRecord, Sex};
use cds_wire::{Bytes, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::storage::{Citizen, Device, IssuedCredential, NewEntity, Recovery, StorageError, Tx};
use crate::{Environment, notice, status};

/// The lane of what a device needs first.
pub(crate) const ACCOUNT_LANE: u8 = 0;
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
    provide(environment, tx, device, true)
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

/// Ends a device's session at `now`: its tokens hold no longer. Where it was revoked, its credentials are withdrawn, and a
/// recovery key that it asked for is not released; signing out leaves the request, since who waits for it signs in anew.
/// The token of a revoked device stays known, so that the device is told to drop what it has.
pub(crate) fn end_device(tx: &dyn Tx, ended: &Device, now: UnixMillis) -> Result<(), StorageError> {
    tx.put_device(ended)?;
    if !ended.revoked {
        tx.drop_tokens(&ended.id)?;
    }
    put_device(tx, ended)?;
    if ended.revoked {
        let its = |issued: &IssuedCredential| issued.device.as_deref() == Some(&ended.id);
        status::withdraw(tx, &ended.account, now.div_euclid(1000), its)?;
    }
    let recovery = tx.recovery(&ended.account)?;
    if ended.revoked && recovery.asked.as_ref().is_some_and(|(_, by)| *by == ended.id) {
        tx.put_recovery(&ended.account, &Recovery { asked: None, ..recovery })?;
        notice::ended(tx, &ended.account)?;
    }
    Ok(())
}

/// Ends a device for good.
pub(crate) fn revoke(tx: &dyn Tx, device: Device, now: UnixMillis) -> Result<(), StorageError> {
    let ended_at = device.ended_at.or(Some(now));
    end_device(tx, &Device { ended_at, revoked: true, ..device }, now)
}

/// Renews the device's credential and the paper one half-way through their time.
pub(crate) fn renew(environment: &Environment, tx: &dyn Tx, device: &Device) -> Result<(), StorageError> {
    provide(environment, tx, device, false)
}

/// Issues the device's credential and the paper one where they are due. One that is missing was withdrawn, and comes again
/// only to who signs in.
fn provide(environment: &Environment, tx: &dyn Tx, device: &Device, signs_in: bool) -> Result<(), StorageError> {
    let citizen = tx.citizen_of(&device.account)?.ok_or(StorageError::Damaged("account"))?;
    let issued = tx.credentials_of(&device.account)?;
    let now = environment.clock.now();
    for (id, of) in [(device.id.as_str(), Some(device)), (CredentialRecord::PAPER, None)] {
        let found = tx.entity(&device.account, CredentialRecord::KIND, id)?;
        let found = found.map(|found| CredentialRecord::deserialize(found.data.reveal())).transpose();
        let found = found.map_err(|_| StorageError::Damaged("credential"))?;
        let known = issued.iter().any(|issued| issued.device.as_deref() == of.map(|device| device.id.as_str()));
        let record = match found {
            // What is not written down could not be withdrawn.
            Some(found) if known && now - found.issued_at < RENEWAL_MS => {
                // A device that the portal refused has forgotten it.
                (signs_in && of.is_some()).then_some(found)
            }
            None if !signs_in => None,
            _ => Some(issue(environment, tx, &citizen, of, now)?),
        };
        if let Some(record) = record {
            put(tx, &device.account, CredentialRecord::KIND, id, &record)?;
        }
    }
    Ok(())
}

fn issue(
    environment: &Environment,
    tx: &dyn Tx,
    citizen: &Citizen,
    device: Option<&Device>,
    now: UnixMillis,
) -> Result<CredentialRecord, StorageError> {
    let number = citizen.personal_number.reveal();
    let status_index = u32::try_from(tx.next("status_index")?).map_err(|_| StorageError::Damaged("counter"))?;
    let expires_at = (now + PERIOD_MS).div_euclid(1000);
    let (account, of) = (citizen.account.clone(), device.map(|device| device.id.clone()));
    tx.add_credential(&IssuedCredential { status_index, account, device: of, expires_at })?;
    let claims = Claims {
        issuer: environment.keys.issuer.id.clone(),
        subject: citizen.account.clone(),
        issued_at: now.div_euclid(1000),
        expires_at,
        name: citizen.name.reveal().clone(),
        birth_date: citizen.birth_date.reveal().clone(),
        sex: match citizen.sex.reveal() {
            Sex::Male => cds_identity::Sex::Male,
            Sex::Female => cds_identity::Sex::Female,
        },
        last4: number.chars().skip(number.chars().count().saturating_sub(4)).collect(),
        commune: citizen.commune.clone(),
        status_index,
        device_key: device.map(|device| device.public_key),
    };
    let credential = Bytes(claims.issue(&environment.keys.key(tx, KeyUse::Credential)?));
    Ok(CredentialRecord { credential, issued_at: now, expires_at: now + PERIOD_MS })
}

fn put<T: Serialize>(tx: &dyn Tx, account: &str, kind: &str, id: &str, record: &T) -> Result<(), StorageError> {
    let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("record"))?;
    tx.put(account, &NewEntity { lane: ACCOUNT_LANE, kind, id, data: Some(&data) }).map(|_| ())
}
