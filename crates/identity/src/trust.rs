//! Which keys speak for a province, and for what.

use crate::cbor::Value;
use crate::cose::{self, Sign1};
use crate::issuer::kid_of;
use crate::{Context, IssuerKey, SignatureError};

/// What a key of the province may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// Credentials of citizens.
    Credential,
    /// The list of credentials that no longer count.
    Status,
    /// Receipts for commands.
    Receipt,
    /// Catalogue packs.
    Pack,
    /// Alerts.
    Alert,
}

impl KeyUse {
    /// Every use.
    pub const ALL: [Self; 5] = [Self::Credential, Self::Status, Self::Receipt, Self::Pack, Self::Alert];

    const fn number(self) -> u64 {
        match self {
            Self::Credential => 1,
            Self::Status => 2,
            Self::Receipt => 3,
            Self::Pack => 4,
            Self::Alert => 5,
        }
    }
}

/// A key that the list names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedKey {
    /// What it may sign.
    pub key_use: KeyUse,
    /// Its public half, Ed25519.
    pub public_key: [u8; 32],
    /// From when on it signs, Unix seconds. What it signed stays good after its time.
    pub not_before: i64,
    /// Until when it signs, this second included, Unix seconds.
    pub not_after: i64,
}

impl TrustedKey {
    /// Whether the key was there to sign at `time`, Unix seconds.
    pub fn covers(&self, time: i64) -> bool {
        (self.not_before..=self.not_after).contains(&time)
    }
}

/// The keys of a province, signed under its root. Of two lists the one with the higher serial counts; a key that is no longer
/// on it speaks for nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustList {
    /// Whose keys these are, such as `vn-04`; credentials name it.
    pub issuer: String,
    /// The same for people, such as `Tỉnh Cao Bằng`.
    pub name: String,
    /// Rises with each new list.
    pub serial: u64,
    /// When it was issued, Unix seconds.
    pub issued_at: i64,
    /// The keys.
    pub keys: Vec<TrustedKey>,
}

/// Why a trust list is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustError {
    /// It is signed under another root.
    #[error("the trust list is signed under another root")]
    OtherRoot,
    /// It is no trust list, or its signature is not good.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

const ISSUER: i64 = 1;
const NAME: i64 = 2;
const SERIAL: i64 = 3;
const ISSUED_AT: i64 = 4;
const KEYS: i64 = 5;

impl TrustList {
    /// Signs the list: COSE_Sign1 over a map of issuer, name, serial, time and `[use, key, not before, not after]`.
    pub fn issue(&self, root: &IssuerKey) -> Vec<u8> {
        let keys = self.keys.iter().map(|key| {
            let (from, until) = (Value::int(key.not_before), Value::int(key.not_after));
            Value::Array(vec![Value::int(key.key_use.number()), Value::bytes(&key.public_key), from, until])
        });
        let payload = Value::map([
            (ISSUER, Value::text(&self.issuer)),
            (NAME, Value::text(&self.name)),
            (SERIAL, Value::int(self.serial)),
            (ISSUED_AT, Value::int(self.issued_at)),
            (KEYS, Value::Array(keys.collect())),
        ]);
        cose::sign(Context::Trust, &payload, root)
    }

    /// Reads a list that the holder of `root` signed. Keys for uses that this version does not know are left out. The caller
    /// compares the serial with that of the list it has.
    pub fn verify(bytes: &[u8], root: &[u8; 32]) -> Result<Self, TrustError> {
        let signed = Sign1::read(bytes)?;
        if signed.kid != kid_of(root) {
            return Err(TrustError::OtherRoot);
        }
        if !signed.is_signed_by(Context::Trust, root) {
            return Err(SignatureError::SignatureWrong.into());
        }
        Ok(Self::from_payload(&signed.payload).ok_or(SignatureError::Malformed)?)
    }

    fn from_payload(payload: &Value) -> Option<Self> {
        let mut keys = Vec::new();
        for key in payload.get(KEYS)?.as_array()? {
            let [number, public_key, not_before, not_after] = key.as_array()? else { return None };
            let number: u64 = number.as_number()?;
            let (not_before, not_after) = (not_before.as_number()?, not_after.as_number()?);
            let Some(key_use) = KeyUse::ALL.into_iter().find(|known| known.number() == number) else { continue };
            keys.push(TrustedKey {
                key_use,
                public_key: public_key.as_bytes()?.try_into().ok()?,
                not_before,
                not_after,
            });
        }
        Some(Self {
            issuer: payload.get(ISSUER)?.as_text()?.to_owned(),
            name: payload.get(NAME)?.as_text()?.to_owned(),
            serial: payload.get(SERIAL)?.as_number()?,
            issued_at: payload.get(ISSUED_AT)?.as_number()?,
            keys,
        })
    }
}

/// The keys of `lists` that signed an object in `context` and are there for `key_use`, each with its list; at least one.
pub(crate) fn signers<'a>(
    signed: &Sign1,
    context: Context,
    key_use: KeyUse,
    lists: &'a [TrustList],
) -> Result<Vec<(&'a TrustList, &'a TrustedKey)>, SignatureError> {
    let mut keys: Vec<_> = lists.iter().flat_map(|list| list.keys.iter().map(move |key| (list, key))).collect();
    keys.retain(|(_, key)| kid_of(&key.public_key) == *signed.kid);
    if keys.is_empty() {
        return Err(SignatureError::UnknownKey);
    }
    keys.retain(|(_, key)| signed.is_signed_by(context, &key.public_key));
    if keys.is_empty() {
        return Err(SignatureError::SignatureWrong);
    }
    keys.retain(|(_, key)| key.key_use == key_use);
    if keys.is_empty() { Err(SignatureError::KeyUseWrong) } else { Ok(keys) }
}
