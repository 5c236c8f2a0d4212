//! The statement that a catalogue pack is the province's.

use std::slice;

use sha2::{Digest as _, Sha256};

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
const CONTENT: i64 = 3;

/// What a catalogue is, whichever way it came: SHA-256 over the SHA-256 of each procedure's line, without its end, in the
/// order of their codes' bytes.
pub fn catalogue_digest(lines: impl IntoIterator<Item = [u8; 32]>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line);
    }
    hash.finalize().into()
}

/// Signs that the pack whose SHA-256 is `digest` is version `version` of the catalogue, and what the catalogue is then
/// ([`catalogue_digest`]), by which a delta's result is known.
pub fn sign_pack(digest: &[u8; 32], version: u64, content: Option<&[u8; 32]>, key: &IssuerKey) -> Vec<u8> {
    let stated = [(DIGEST, Value::bytes(digest)), (VERSION, Value::int(version))];
    let content = content.map(|content| (CONTENT, Value::bytes(content)));
    cose::sign(Context::Pack, &Value::map(stated.into_iter().chain(content)), key)
}

/// Checks that a key that the list names for packs signed exactly this, and gives what the statement says that the
/// catalogue is. The key's time does not matter, since a pack bears none: a key that must no longer sign is taken off the
/// list.
pub fn verify_pack(
    bytes: &[u8],
    digest: &[u8; 32],
    version: u64,
    list: &TrustList,
) -> Result<Option<[u8; 32]>, PackError> {
    let signed = Sign1::read(bytes)?;
    signers(&signed, Context::Pack, KeyUse::Pack, slice::from_ref(list))?;
    let signed_digest = signed.payload.get(DIGEST).and_then(Value::as_bytes);
    let signed_version = signed.payload.get(VERSION).and_then(Value::as_number);
    match (signed_digest, signed_version) {
        (Some(other), Some(number)) if other == digest && version == number => {
            Ok(signed.payload.get(CONTENT).and_then(Value::as_bytes).and_then(|content| content.try_into().ok()))
        }
        (Some(_), Some(_)) => Err(PackError::OtherPack),
        _ => Err(SignatureError::Malformed.into()),
    }
}
