//! Keys of the citizen and what each may sign.
//!
//! Pure: no clock, no I/O, no randomness of its own; callers bring time and random bytes. Every signature is made in a
//! [`Context`], so that what was signed for one purpose can never be shown as signed for another.

mod context;
mod device_key;

pub use context::Context;
pub use device_key::{DeviceKey, DevicePublicKey, InvalidSignature, sign_in_message};
