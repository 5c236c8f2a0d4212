//! Which credentials the province has withdrawn before their time.
//!
//! A bit for each index, of which few are set: what is written is the distances between those, mostly one byte each. Of
//! 250,000 credentials with 2,500 withdrawn that is 3.3 kB, near what chance allows (2.5 kB), without a compressor in
//! this crate or in another team's checker. Credentials past their time need not be on the list: it does not grow.

use std::collections::BTreeSet;
use std::slice;

use crate::cbor::Value;
use crate::cose::{self, Sign1};
use crate::trust::signers;
use crate::{Context, IssuerKey, KeyUse, SignatureError, TrustList};

/// Larger lists are refused unread, in bytes: at least 200,000 withdrawn credentials.
pub const MAX_STATUS: usize = 1024 * 1024;

/// The credentials of a province that no longer count, signed. Of two lists the one with the higher serial counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// Whose credentials these are: [`TrustList::issuer`].
    pub issuer: String,
    /// Rises with each new list.
    pub serial: u64,
    /// When it was issued, Unix seconds: what was withdrawn later is not on it.
    pub issued_at: i64,
    /// The status indexes of withdrawn credentials.
    pub revoked: BTreeSet<u32>,
}

/// Why a status list is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StatusError {
    /// It is no status list, or its signature is not good.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// It is about another province's credentials than those of the trust list.
    #[error("the status list is another province's")]
    OtherIssuer,
    /// The key was not there to sign at the list's time.
    #[error("the status list is from outside its key's time")]
    OutsideKeyPeriod,
}

const ISSUER: i64 = 1;
const SERIAL: i64 = 2;
const ISSUED_AT: i64 = 3;
const REVOKED: i64 = 4;

impl StatusList {
    /// Signs the list: COSE_Sign1 over a map of issuer, serial, time and distances.
    pub fn issue(&self, key: &IssuerKey) -> Vec<u8> {
        let payload = Value::map([
            (ISSUER, Value::text(&self.issuer)),
            (SERIAL, Value::int(self.serial)),
            (ISSUED_AT, Value::int(self.issued_at)),
            (REVOKED, Value::Bytes(distances(&self.revoked))),
        ]);
        cose::sign(Context::Status, &payload, key)
    }

    /// Reads a list signed by a key that `list` names for status lists and for the list's time. The caller compares the
    /// serial with that of the one it has.
    pub fn verify(bytes: &[u8], list: &TrustList) -> Result<Self, StatusError> {
        let signed = Sign1::read_up_to(bytes, MAX_STATUS)?;
        let keys = signers(&signed, Context::Status, KeyUse::Status, slice::from_ref(list))?;
        let status = Self::from_payload(&signed.payload).ok_or(SignatureError::Malformed)?;
        if status.issuer != list.issuer {
            return Err(StatusError::OtherIssuer);
        }
        let in_time = keys.iter().any(|(_, key)| key.covers(status.issued_at));
        if in_time { Ok(status) } else { Err(StatusError::OutsideKeyPeriod) }
    }

    /// Whether the credential with this status index has been withdrawn.
    pub fn is_revoked(&self, status_index: u32) -> bool {
        self.revoked.contains(&status_index)
    }

    fn from_payload(payload: &Value) -> Option<Self> {
        Some(Self {
            issuer: payload.get(ISSUER)?.as_text()?.to_owned(),
            serial: payload.get(SERIAL)?.as_number()?,
            issued_at: payload.get(ISSUED_AT)?.as_number()?,
            revoked: read_distances(payload.get(REVOKED)?.as_bytes()?)?,
        })
    }
}

/// The first index, then for each further one how many lie between it and the one before: each in groups of seven bits,
/// the least first, with the top bit set in all but the last (LEB128).
fn distances(indexes: &BTreeSet<u32>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(indexes.len() * 2);
    let mut next = 0;
    for index in indexes.iter().map(|index| u64::from(*index)) {
        let mut distance = index - next;
        next = index + 1;
        while distance >= 0x80 {
            bytes.push((distance & 0x7f) as u8 | 0x80);
            distance >>= 7;
        }
        bytes.push(distance as u8);
    }
    bytes
}

/// Reads what [`distances`] wrote, and only that: shortest forms, no index past 32 bits.
fn read_distances(bytes: &[u8]) -> Option<BTreeSet<u32>> {
    let mut indexes = Vec::new();
    let mut next: u64 = 0;
    let (mut distance, mut shift) = (0, 0);
    for byte in bytes {
        distance |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 != 0 {
            // Five groups hold 32 bits.
            if shift == 35 {
                return None;
            }
            continue;
        }
        if *byte == 0 && shift > 7 {
            return None;
        }
        let index = next + distance;
        indexes.push(u32::try_from(index).ok()?);
        next = index + 1;
        (distance, shift) = (0, 0);
    }
    (shift == 0).then(|| indexes.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(indexes: &[u32], bytes: &[u8]) {
        let indexes: BTreeSet<u32> = indexes.iter().copied().collect();
        assert_eq!(distances(&indexes), bytes);
        assert_eq!(read_distances(bytes), Some(indexes));
    }

    #[test]
    fn indexes_are_written_as_distances() {
        check(&[], &[]);
        check(&[0], &[0]);
        check(&[0, 1, 2], &[0, 0, 0]);
        check(&[5, 133], &[5, 127]);
        check(&[5, 134], &[5, 0x80, 1]);
        check(&[u32::MAX], &[0xff, 0xff, 0xff, 0xff, 0x0f]);
        check(&[0, u32::MAX], &[0, 0xfe, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn what_no_list_is_written_as_is_refused() {
        for bytes in [
            &[0x80][..],
            &[0x80, 0x00],
            &[5, 0x81, 0x00],
            &[0xff, 0xff, 0xff, 0xff, 0x10],
            &[0xff, 0xff, 0xff, 0xff, 0x0f, 0],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            &[1, 0xff],
        ] {
            assert_eq!(read_distances(bytes), None, "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_indexes_come_back(indexes: BTreeSet<u32>) {
            prop_assert_eq!(read_distances(&distances(&indexes)), Some(indexes));
        }

        #[test]
        fn whatever_is_read_is_written_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..32)) {
            if let Some(indexes) = read_distances(&bytes) {
                prop_assert_eq!(distances(&indexes), bytes);
            }
        }
    }
}
