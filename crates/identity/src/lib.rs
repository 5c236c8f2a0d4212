//! What citizen and province sign, and how it is checked.
//!
//! Pure: no clock, no I/O, no randomness of its own; callers bring time and random bytes. Every signature is made in a
//! [`Context`], so that what was signed for one purpose can never be shown as signed for another. Devices sign commands;
//! the province signs credentials, receipts, packs and the list of its keys, each a COSE_Sign1 object (RFC 9052).

mod base45;
mod cbor;
mod claims;
mod command;
mod compact;
mod context;
mod cose;
mod credential;
mod device_key;
mod issuer;
mod pack;
mod receipt;
mod trust;
mod verdict;

pub use claims::{Claims, Sex};
pub use command::{CommandParts, command_hash, content_hash, numbers_digest};
pub use context::Context;
pub use cose::{MAX_SIGNED, SignatureError};
pub use credential::{paper_code, verify};
pub use device_key::{DeviceKey, DevicePublicKey, InvalidSignature, sign_in_message};
pub use issuer::IssuerKey;
pub use pack::{PackError, sign_pack, verify_pack};
pub use receipt::{Receipt, ReceiptError};
pub use trust::{KeyUse, TrustError, TrustList, TrustedKey};
pub use verdict::{CannotTell, Invalid, Verdict};
