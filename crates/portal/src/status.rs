//! The list of credentials that were withdrawn before their time, and what is withdrawn.
//!
//! Withdrawing only writes it down; the next request that anyone makes issues the list. Thus many in a row cost one list,
//! and the office needs no key. A list is also issued anew once it is a day old: its age is how long ago the province said
//! that nothing else is withdrawn.

use cds_identity::{KeyUse, MAX_STATUS, StatusList};
use cds_wire::portal::{CredentialRecord, StatusRecord};
use cds_wire::{Bytes, Digest};
use sha2::Digest as _;

use crate::environment::{Clock, Rng};
use crate::keys::ProvinceKeys;
use crate::office::PAPER_LANE;
use crate::storage::{IssuedCredential, NewEntity, Storage, StorageError, StoredStatus, Tx, audience};

const DAY_S: i64 = 24 * 60 * 60;
/// The record's id.
const ID: &str = "status";
/// Larger lists are downloaded apart, where they can go on from where they stopped, in bytes.
pub(crate) const INLINE: usize = 1024;

/// Issues the status list anew where it is a day old or stale, and the trust list where that is old.
pub(crate) fn keep_fresh(
    storage: &dyn Storage,
    rng: &dyn Rng,
    clock: &dyn Clock,
    keys: &ProvinceKeys,
) -> Result<(), StorageError> {
    keys.newest_trust(storage, rng, clock)?;
    let now = clock.now().div_euclid(1000);
    match storage.read(|tx| tx.status_good_since())? {
        Some(issued_at) if is_of_today(issued_at, now) => Ok(()),
        _ => newest(storage, keys, clock).map(|_| ()),
    }
}

/// The newest status list, issued anew where it is a day old or stale.
pub fn newest(storage: &dyn Storage, keys: &ProvinceKeys, clock: &dyn Clock) -> Result<StoredStatus, StorageError> {
    let now = clock.now().div_euclid(1000);
    match storage.read(|tx| tx.status_list())?.filter(|list| is_fresh(list, now)) {
        Some(list) => Ok(list),
        None => storage.write(|tx| match tx.status_list()? {
            Some(list) if is_fresh(&list, now) => Ok(list),
            before => issue(tx, keys, before, now),
        }),
    }
}

fn is_fresh(list: &StoredStatus, now: i64) -> bool {
    !list.stale && is_of_today(list.issued_at, now)
}

fn is_of_today(issued_at: i64, now: i64) -> bool {
    (issued_at..issued_at + DAY_S).contains(&now)
}

/// Issues the list. One that no device would read is not published: the one before stays, and its age shows.
fn issue(
    tx: &dyn Tx,
    keys: &ProvinceKeys,
    before: Option<StoredStatus>,
    now: i64,
) -> Result<StoredStatus, StorageError> {
    // At least the time: where the portal was restored, devices have seen serials of which it knows nothing.
    let serial = u64::try_from(now).unwrap_or_default().max(before.as_ref().map_or(0, |before| before.serial) + 1);
    let issuer = keys.issuer.id.clone();
    tx.drop_expired_credentials(now)?;
    let list = StatusList { issuer, serial, issued_at: now, revoked: tx.revoked(now)? };
    let list = list.issue(&keys.key(tx, KeyUse::Status)?);
    match list.len() {
        size if size > MAX_STATUS => {
            tracing::error!(size, MAX_STATUS, "the status list is larger than devices read: it is not published");
            return before.ok_or(StorageError::Damaged("status list"));
        }
        size if size > MAX_STATUS / 2 => tracing::warn!(size, MAX_STATUS, "the status list nears what devices read"),
        _ => {}
    }
    let stored = StoredStatus { serial, issued_at: now, stale: false, list };
    tx.put_status_list(&stored)?;
    let data = serde_json::to_value(record(&stored)).map_err(|_| StorageError::Damaged("status list"))?;
    let entity = NewEntity { lane: PAPER_LANE, kind: StatusRecord::KIND, id: ID, data: Some(&data) };
    tx.put(audience::PROVINCE, &entity)?;
    Ok(stored)
}

fn record(stored: &StoredStatus) -> StatusRecord {
    let StoredStatus { serial, list, .. } = stored;
    StatusRecord {
        serial: *serial,
        sha256: digest(list),
        size: list.len() as u64,
        list: (list.len() <= INLINE).then(|| Bytes(list.clone())),
    }
}

pub(crate) fn digest(list: &[u8]) -> Digest {
    Digest(sha2::Sha256::digest(list).into())
}

/// Withdraws those credentials of an account that `which` names, at `now`, Unix seconds, and takes them off its devices.
/// Gives how many there were.
pub(crate) fn withdraw(
    tx: &dyn Tx,
    account: &str,
    now: i64,
    which: impl Fn(&IssuedCredential) -> bool,
) -> Result<usize, StorageError> {
    let issued = tx.credentials_of(account)?;
    let (withdrawn, kept): (Vec<_>, Vec<_>) = issued.into_iter().partition(|credential| which(credential));
    for credential in &withdrawn {
        tx.revoke_credential(credential.status_index, now)?;
        // The newest of a device is the one that it shows.
        let shown =
            kept.iter().any(|kept| kept.device == credential.device && kept.status_index > credential.status_index);
        let id = credential.device.as_deref().unwrap_or(CredentialRecord::PAPER);
        if !shown && tx.entity(account, CredentialRecord::KIND, id)?.is_some() {
            let gone =
                NewEntity { lane: crate::credential::ACCOUNT_LANE, kind: CredentialRecord::KIND, id, data: None };
            tx.put(account, &gone)?;
        }
    }
    Ok(withdrawn.len())
}

#[cfg(test)]
mod tests;
