//! The province's signing keys, and the list that says which key may sign what.
//!
//! They are made at the first start and kept in the database. The list is issued anew once it is a week old, since
//! readers show its age.

use std::collections::BTreeMap;

use cds_identity::{IssuerKey, KeyUse, TrustList, TrustedKey};
use cds_wire::Bytes;
use cds_wire::portal::{Trust, TrustRecord};

use crate::environment::{Clock, Rng, random};
use crate::storage::{NewEntity, SigningKey, Storage, StorageError, StoredTrust, Tx, audience};

const DAY_S: i64 = 24 * 60 * 60;
/// How long a key signs.
const KEY_PERIOD_S: i64 = 5 * 365 * DAY_S;
/// How far a device's clock may lag behind a new key.
const LEEWAY_S: i64 = DAY_S;
/// Age at which the list is issued anew.
const LIST_PERIOD_S: i64 = 7 * DAY_S;
/// The root's row among the signing keys.
const ROOT: &str = "root";
/// The lane of what a device needs before it can believe anything else.
const LANE: u8 = 0;

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// The province's short name in credentials, such as `VN-04`.
    pub id: String,
    /// The province's name, in Vietnamese.
    pub name: String,
}

/// The keys, and the list that names them.
pub struct ProvinceKeys {
    /// Who signs.
    pub issuer: Issuer,
    /// What a checker needs, as it was at the start: [`ProvinceKeys::newest_trust`] gives what it is now.
    pub trust: Trust,
    keys: BTreeMap<&'static str, IssuerKey>,
}

impl ProvinceKeys {
    /// The keys in the storage; made, and the list issued, where they are missing or old.
    pub fn load(storage: &dyn Storage, rng: &dyn Rng, clock: &dyn Clock, issuer: Issuer) -> Result<Self, StorageError> {
        let now = clock.now().div_euclid(1000);
        storage.write(|tx| {
            let root = IssuerKey::from_seed(&key(tx, rng, ROOT, now)?.seed);
            let mut keys = BTreeMap::new();
            let mut trusted = Vec::new();
            for key_use in KeyUse::ALL {
                let stored = key(tx, rng, label(key_use), now)?;
                let key = IssuerKey::from_seed(&stored.seed);
                let SigningKey { not_before, not_after, .. } = stored;
                trusted.push(TrustedKey { key_use, public_key: key.public_key(), not_before, not_after });
                keys.insert(label(key_use), key);
            }
            let found = tx.trust_list()?;
            let list = match found {
                Some(found) if is_fresh(&found, now) => found.list,
                found => {
                    let serial = found.map_or(1, |found| found.serial + 1);
                    issue(tx, &root, &issuer, serial, now, trusted)?
                }
            };
            let trust = Trust { root: Bytes(root.public_key().to_vec()), list: Bytes(list) };
            Ok(Self { issuer, trust, keys })
        })
    }

    /// What a checker needs now: the newest list of the storage, issued anew where that is old.
    pub fn newest_trust(&self, storage: &dyn Storage, rng: &dyn Rng, clock: &dyn Clock) -> Result<Trust, StorageError> {
        let now = clock.now().div_euclid(1000);
        match storage.read(|tx| tx.trust_list())?.filter(|found| is_fresh(found, now)) {
            Some(found) => Ok(Trust { root: self.trust.root.clone(), list: Bytes(found.list) }),
            None => Ok(Self::load(storage, rng, clock, self.issuer.clone())?.trust),
        }
    }

    /// The key of a use.
    pub fn key(&self, key_use: KeyUse) -> Result<&IssuerKey, StorageError> {
        self.keys.get(label(key_use)).ok_or(StorageError::Damaged("signing key"))
    }
}

fn is_fresh(list: &StoredTrust, now: i64) -> bool {
    (list.issued_at..list.issued_at + LIST_PERIOD_S).contains(&now)
}

fn issue(
    tx: &dyn Tx,
    root: &IssuerKey,
    issuer: &Issuer,
    serial: u64,
    now: i64,
    keys: Vec<TrustedKey>,
) -> Result<Vec<u8>, StorageError> {
    let Issuer { id, name } = issuer.clone();
    let list = TrustList { issuer: id, name, serial, issued_at: now, keys }.issue(root);
    tx.put_trust_list(&StoredTrust { serial, issued_at: now, list: list.clone() })?;
    let record = TrustRecord { list: Bytes(list.clone()) };
    let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("trust list"))?;
    let entity = NewEntity { lane: LANE, kind: TrustRecord::KIND, id: "trust", data: Some(&data) };
    tx.put(audience::PROVINCE, &entity)?;
    Ok(list)
}

fn key(tx: &dyn Tx, rng: &dyn Rng, label: &str, now: i64) -> Result<SigningKey, StorageError> {
    if let Some(found) = tx.signing_key(label)? {
        return Ok(found);
    }
    let made = SigningKey { seed: random(rng)?, not_before: now - LEEWAY_S, not_after: now + KEY_PERIOD_S };
    tx.put_signing_key(label, &made)?;
    Ok(made)
}

const fn label(key_use: KeyUse) -> &'static str {
    match key_use {
        KeyUse::Credential => "credential",
        KeyUse::Status => "status",
        KeyUse::Receipt => "receipt",
        KeyUse::Pack => "pack",
        KeyUse::Alert => "alert",
    }
}
