//! What a credential says of a citizen: a CBOR web token (RFC 8392), kept small.
//!
//! Registered claims have their registered keys. The rest is one private claim, a list, since private keys take five bytes
//! each: name, birth date, sex (ISO 5218), last four digits, commune, status index. Claims that are not known are passed
//! over; what must be understood is named in the header's `crit`, or the list becomes longer.

use std::fmt;

use crate::cbor::Value;
use crate::{Context, IssuerKey, compact, cose};

/// Sex as the identity card prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// What the province says of a citizen. Its debug form shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// The province: [`TrustList::issuer`](crate::TrustList::issuer).
    pub issuer: String,
    /// Pseudonym of the citizen, a UUID (hyphenated, small letters); any other text is kept, but takes more room.
    pub subject: String,
    /// When it was issued, Unix seconds.
    pub issued_at: i64,
    /// From when on it no longer counts, Unix seconds.
    pub expires_at: i64,
    /// Full name, in Unicode's composed form (NFC).
    pub name: String,
    /// `yyyy-MM-dd`; any other text, such as a year alone, is kept.
    pub birth_date: String,
    /// Sex as the identity card prints it.
    pub sex: Sex,
    /// Last four digits of the personal number.
    pub last4: String,
    /// Code of the commune, five digits.
    pub commune: String,
    /// Place in the status list.
    pub status_index: u32,
    /// Public key of the device that alone may show this; none in a paper credential.
    pub device_key: Option<[u8; 32]>,
}

const ISSUER: i64 = 1;
const SUBJECT: i64 = 2;
const EXPIRES_AT: i64 = 4;
const ISSUED_AT: i64 = 6;
/// `cnf`: the raw key rather than a COSE_Key, which would say again that it is Ed25519.
const DEVICE_KEY: i64 = 8;
/// The first of the keys that are for private use.
const CITIZEN: i64 = -65_537;

impl Claims {
    /// Signs the claims: a credential.
    pub fn issue(&self, key: &IssuerKey) -> Vec<u8> {
        let citizen = Value::Array(vec![
            Value::text(&self.name),
            compact::date(&self.birth_date),
            Value::int(match self.sex {
                Sex::Male => 1u64,
                Sex::Female => 2,
            }),
            compact::digits(&self.last4, 4),
            compact::digits(&self.commune, 5),
            Value::int(self.status_index),
        ]);
        let claims = [
            (ISSUER, Value::text(&self.issuer)),
            (SUBJECT, compact::uuid(&self.subject)),
            (EXPIRES_AT, Value::int(self.expires_at)),
            (ISSUED_AT, Value::int(self.issued_at)),
            (CITIZEN, citizen),
        ];
        let device_key = self.device_key.map(|key| (DEVICE_KEY, Value::bytes(&key)));
        cose::sign(Context::Credential, &Value::map(claims.into_iter().chain(device_key)), key)
    }

    /// The province that a payload names.
    pub(crate) fn issuer_of(payload: &Value) -> Option<&str> {
        payload.get(ISSUER)?.as_text()
    }

    /// Reads a payload. Nothing where a claim is missing or not of a form that this version knows.
    pub(crate) fn from_payload(payload: &Value) -> Option<Self> {
        let [name, birth_date, sex, last4, commune, status_index] = payload.get(CITIZEN)?.as_array()? else {
            return None;
        };
        Some(Self {
            issuer: Self::issuer_of(payload)?.to_owned(),
            subject: compact::read_uuid(payload.get(SUBJECT)?)?,
            issued_at: payload.get(ISSUED_AT)?.as_number()?,
            expires_at: payload.get(EXPIRES_AT)?.as_number()?,
            name: name.as_text()?.to_owned(),
            birth_date: compact::read_date(birth_date)?,
            sex: match sex.as_number()? {
                1u64 => Sex::Male,
                2 => Sex::Female,
                _ => return None,
            },
            last4: compact::read_digits(last4, 4)?,
            commune: compact::read_digits(commune, 5)?,
            status_index: status_index.as_number()?,
            device_key: match payload.get(DEVICE_KEY) {
                Some(key) => Some(key.as_bytes()?.try_into().ok()?),
                None => None,
            },
        })
    }
}

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Claims(…)")
    }
}
