//! The province's signing keys, and the list that says which key may sign what.
//!
//! They are made at the first start and kept in the database, from which they are read for each signature: another
//! process may rotate them while the portal serves. The list is issued anew once it is a week old, since readers show its
//! age.

use cds_identity::{IssuerKey, KeyUse, Receipt, TrustList, TrustedKey};
use cds_wire::Bytes;
use cds_wire::portal::{Trust, TrustRecord};

use crate::environment::{Clock, Rng, random};
use crate::storage::{NewEntity, RetiredKey, SigningKey, Storage, StorageError, StoredTrust, Tx, audience};

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
}

impl ProvinceKeys {
    /// The keys in the storage; made, and the list issued, where they are missing or old.
    pub fn load(storage: &dyn Storage, rng: &dyn Rng, clock: &dyn Clock, issuer: Issuer) -> Result<Self, StorageError> {
        let now = clock.now().div_euclid(1000);
        storage.write(|tx| {
            let root = IssuerKey::from_seed(&key(tx, rng, ROOT, now)?.seed);
            for key_use in KeyUse::ALL {
                key(tx, rng, label(key_use), now)?;
            }
            let list = match tx.trust_list()?.filter(|found| is_fresh(found, now)) {
                Some(found) => found.list,
                None => issue(tx, &root, &issuer, now)?,
            };
            let trust = Trust { root: Bytes(root.public_key().to_vec()), list: Bytes(list), status: None };
            Ok(Self { issuer, trust })
        })
    }

    /// What a checker needs now: the newest list of the storage, issued anew where that is old.
    pub fn newest_trust(&self, storage: &dyn Storage, rng: &dyn Rng, clock: &dyn Clock) -> Result<Trust, StorageError> {
        let now = clock.now().div_euclid(1000);
        match storage.read(|tx| tx.trust_list())?.filter(|found| is_fresh(found, now)) {
            Some(found) => Ok(Trust { root: self.trust.root.clone(), list: Bytes(found.list), status: None }),
            None => Ok(Self::load(storage, rng, clock, self.issuer.clone())?.trust),
        }
    }

    /// The key that signs for a use now.
    pub fn key(&self, tx: &dyn Tx, key_use: KeyUse) -> Result<IssuerKey, StorageError> {
        let key = tx.signing_key(label(key_use))?.ok_or(StorageError::Damaged("signing key"))?;
        Ok(IssuerKey::from_seed(&key.seed))
    }

    /// Reads a receipt that this portal signed, with the key that it has now or one that it had.
    pub fn receipt(&self, tx: &dyn Tx, bytes: &[u8]) -> Result<Option<Receipt>, StorageError> {
        let now = self.key(tx, KeyUse::Receipt)?.public_key();
        let before = tx.retired_keys()?.into_iter().filter(|key| key.key_use == label(KeyUse::Receipt));
        let mut keys = std::iter::once(now).chain(before.map(|key| key.public_key));
        Ok(keys.find_map(|key| Receipt::verify_with_key(bytes, &key).ok()))
    }

    /// Makes a new key for a use, which signs from now on. The one before stays on the list for what it has signed; its
    /// private half is gone.
    pub fn rotate(
        &self,
        storage: &dyn Storage,
        rng: &dyn Rng,
        clock: &dyn Clock,
        key_use: KeyUse,
    ) -> Result<(), StorageError> {
        let now = clock.now().div_euclid(1000);
        storage.write(|tx| {
            let root = IssuerKey::from_seed(&key(tx, rng, ROOT, now)?.seed);
            if let Some(SigningKey { seed, not_before, .. }) = tx.signing_key(label(key_use))? {
                let (key_use, public_key) = (label(key_use).to_owned(), IssuerKey::from_seed(&seed).public_key());
                tx.retire_key(&RetiredKey { key_use, public_key, not_before, not_after: now })?;
            }
            make(tx, rng, label(key_use), now)?;
            issue(tx, &root, &self.issuer, now)?;
            // Signed by the new key: whoever has the new trust list knows it then.
            if key_use == KeyUse::Status { tx.spoil_status_list() } else { Ok(()) }
        })
    }
}

/// The use of a name: `credential`, `status`, `receipt`, `pack` or `alert`.
pub fn use_named(name: &str) -> Option<KeyUse> {
    KeyUse::ALL.into_iter().find(|known| label(*known) == name)
}

fn is_fresh(list: &StoredTrust, now: i64) -> bool {
    (list.issued_at..list.issued_at + LIST_PERIOD_S).contains(&now)
}

/// Issues the list over the keys there are and those that were.
fn issue(tx: &dyn Tx, root: &IssuerKey, issuer: &Issuer, now: i64) -> Result<Vec<u8>, StorageError> {
    let mut keys = Vec::new();
    for key_use in KeyUse::ALL {
        if let Some(SigningKey { seed, not_before, not_after }) = tx.signing_key(label(key_use))? {
            let public_key = IssuerKey::from_seed(&seed).public_key();
            keys.push(TrustedKey { key_use, public_key, not_before, not_after });
        }
    }
    for RetiredKey { key_use: name, public_key, not_before, not_after } in tx.retired_keys()? {
        let key_use = use_named(&name).ok_or(StorageError::Damaged("retired key"))?;
        keys.push(TrustedKey { key_use, public_key, not_before, not_after });
    }
    // Where the portal was restored, devices have seen serials that it has forgotten.
    let serial = tx.trust_list()?.map_or(1, |found| found.serial + 1).max(u64::try_from(now).unwrap_or_default());
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
    make(tx, rng, label, now)
}

fn make(tx: &dyn Tx, rng: &dyn Rng, label: &str, now: i64) -> Result<SigningKey, StorageError> {
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
