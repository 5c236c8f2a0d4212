//! The statement that a catalogue pack is the province's.

use std::slice;

use crate::cbor::Value;
use crate::cose::{self, Sign1};
use crate::trust::signers;
use crate::{Context, IssuerKey, KeyUse, SignatureError, TrustList};

/// Why a pack is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// It is no statement over a pack, or its signature is not good.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The statement is over another pack or another version.
    #[error("the statement is over another pack")]
    OtherPack,
}

const DIGEST: i64 = 1;
const VERSION: i64 = 2;

/// Signs that the pack whose SHA-256 is `digest` is version `version` of the catalogue.
pub fn sign_pack(digest: &[u8; 32], version: u64, key: &IssuerKey) -> Vec<u8> {
    let payload = Value::map([(DIGEST, Value::bytes(digest)), (VERSION, Value::int(version))]);
    cose::sign(Context::Pack, &payload, key)
}

/// Checks that a key that the list names for packs signed exactly this. The key's time does not matter, since a pack bears
/// none: a key that must no longer sign is taken off the list.
pub fn verify_pack(bytes: &[u8], digest: &[u8; 32], version: u64, list: &TrustList) -> Result<(), PackError> {
    let signed = Sign1::read(bytes)?;
    signers(&signed, Context::Pack, KeyUse::Pack, slice::from_ref(list))?;
    let signed_digest = signed.payload.get(DIGEST).and_then(Value::as_bytes);
    let signed_version = signed.payload.get(VERSION).and_then(Value::as_number);
    match (signed_digest, signed_version) {
        (Some(other), Some(number)) if other == digest && version == number => Ok(()),
        (Some(_), Some(_)) => Err(PackError::OtherPack),
        _ => Err(SignatureError::Malformed.into()),
    }
}
