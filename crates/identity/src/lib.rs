//! What citizen and province sign, and how it is checked.
//!
//! Pure: no clock, no I/O, no randomness of its own; callers bring time and random bytes. Every signature is made in a
//! [`Context`], so that what was signed for one purpose can never be shown as signed for another. Devices sign commands,
//! and stamp the code that they show; the province signs credentials, the list of those withdrawn, receipts, packs and
//! the list of its keys, each a COSE_Sign1 object (RFC 9052). `docs/identity-code.md` says how codes are checked.

mod base45;
mod cbor;
mod check;
mod claims;
mod command;
mod compact;
mod context;
mod cose;
mod credential;
mod device_key;
mod issuer;
mod live;
mod pack;
mod receipt;
mod status;
mod trust;
mod verdict;

pub use check::{Checker, verify};
pub use claims::{Claims, Sex};
pub use command::{CommandParts, command_hash, content_hash, numbers_digest};
pub use context::Context;
pub use cose::{MAX_SIGNED, SignatureError};
pub use credential::paper_code;
pub use device_key::{DeviceKey, DevicePublicKey, InvalidSignature, sign_in_message};
pub use issuer::IssuerKey;
pub use live::{FIRST_SCAN_LIFE_S, FirstScan, LIVE_PERIOD_S, LIVE_TOLERANCE_S, live_code};
pub use pack::{PackError, catalogue_digest, sign_pack, verify_pack};
pub use receipt::{Receipt, ReceiptError};
pub use status::{MAX_STATUS, StatusError, StatusList};
pub use trust::{KeyUse, TrustError, TrustList, TrustedKey};
pub use verdict::{CannotTell, Genuine, Invalid, Status, Verdict};
