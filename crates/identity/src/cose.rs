//! COSE_Sign1 (RFC 9052, section 4.2): the envelope of everything that the province signs.
//!
//! `[protected, {}, payload, signature]` without the tag 18, which would say what the place it stands in says already. The
//! protected header holds the algorithm (EdDSA, which is Ed25519 here) and the key's id of 8 bytes; the unprotected one is
//! empty, so that no byte is outside the signature. The context's label is the external data.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::cbor::Value;
use crate::{Context, IssuerKey};

/// Larger objects are refused unread, in bytes: a trust list of some 200 keys.
pub const MAX_SIGNED: usize = 16 * 1024;

const ALGORITHM: i64 = 1;
const CRITICAL: i64 = 2;
const KEY_ID: i64 = 4;
const EDDSA: i64 = -8;

/// Why a signed object is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// It is no signed object, not in the one form that it may have, or its content is not what it should be.
    #[error("not a signed object of this kind")]
    Malformed,
    /// It is signed by another algorithm than Ed25519.
    #[error("the signature's algorithm is not known")]
    UnknownAlgorithm,
    /// Its header has a field that one must understand, and this version does not.
    #[error("the signed object needs a newer version")]
    UnknownCritical,
    /// The trust list does not name the key.
    #[error("the trust list does not name the key")]
    UnknownKey,
    /// A known key did not sign this.
    #[error("the signature does not verify")]
    SignatureWrong,
    /// The key signed it, but is not there for objects of this kind.
    #[error("the key is not there for this use")]
    KeyUseWrong,
}

/// A signed object as it was read. Nothing in it is true before [`Sign1::is_signed_by`] has said so.
pub(crate) struct Sign1 {
    /// Which key is said to have signed.
    pub(crate) kid: Vec<u8>,
    pub(crate) payload: Value,
    protected: Vec<u8>,
    signature: Signature,
}

/// Signs `payload`.
pub(crate) fn sign(context: Context, payload: &Value, key: &IssuerKey) -> Vec<u8> {
    let protected = Value::map([(ALGORITHM, Value::int(EDDSA)), (KEY_ID, Value::bytes(&key.kid()))]).encode();
    let payload = payload.encode();
    let signature = key.sign(&structure(context, &protected, &payload));
    Value::Array(vec![Value::Bytes(protected), Value::map([]), Value::Bytes(payload), Value::bytes(&signature)])
        .encode()
}

impl Sign1 {
    /// Reads an object without checking its signature.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, SignatureError> {
        Self::read_up_to(bytes, MAX_SIGNED)
    }

    /// The same for an object that may have so many bytes.
    pub(crate) fn read_up_to(bytes: &[u8], limit: usize) -> Result<Self, SignatureError> {
        let parts = (bytes.len() <= limit).then(|| Parts::read(bytes)).flatten().ok_or(SignatureError::Malformed)?;
        let Parts { header, protected, payload, signature } = parts;
        if let Some(critical) = header.get(CRITICAL) {
            let labels = critical.as_array().filter(|labels| !labels.is_empty()).ok_or(SignatureError::Malformed)?;
            if labels.iter().any(|label| ![ALGORITHM, KEY_ID].map(Value::int).contains(label)) {
                return Err(SignatureError::UnknownCritical);
            }
        }
        if header.get(ALGORITHM) != Some(&Value::int(EDDSA)) {
            return Err(SignatureError::UnknownAlgorithm);
        }
        let kid = header.get(KEY_ID).and_then(Value::as_bytes).ok_or(SignatureError::Malformed)?.to_vec();
        Ok(Self { kid, payload, protected, signature })
    }

    /// Whether the holder of `public_key` signed this in `context` (strict Ed25519: no malleable signatures, no weak keys).
    pub(crate) fn is_signed_by(&self, context: Context, public_key: &[u8; 32]) -> bool {
        let structure = structure(context, &self.protected, &self.payload.encode());
        VerifyingKey::from_bytes(public_key).is_ok_and(|key| key.verify_strict(&structure, &self.signature).is_ok())
    }
}

struct Parts {
    header: Value,
    protected: Vec<u8>,
    payload: Value,
    signature: Signature,
}

impl Parts {
    fn read(bytes: &[u8]) -> Option<Self> {
        let Value::Array(items) = Value::decode(bytes)? else { return None };
        let [protected, unprotected, payload, signature] = items.as_slice() else { return None };
        let header = Value::decode(protected.as_bytes()?)?;
        if !matches!(header, Value::Map(_)) || *unprotected != Value::map([]) {
            return None;
        }
        Some(Self {
            header,
            protected: protected.as_bytes()?.to_vec(),
            payload: Value::decode(payload.as_bytes()?)?,
            signature: Signature::from_slice(signature.as_bytes()?).ok()?,
        })
    }
}

/// What is signed: `Sig_structure` (RFC 9052, section 4.4).
fn structure(context: Context, protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let external = context.label().as_bytes();
    let parts = [protected, external, payload].map(Value::bytes);
    Value::Array([Value::text("Signature1")].into_iter().chain(parts).collect()).encode()
}
