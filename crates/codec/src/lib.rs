//! A message's body and its bytes.
//!
//! A message is JSON. On the way it has one of three forms, named by its media type: as it is, compressed with zstd, or
//! packed ([`pack`]) and compressed with zstd and a dictionary that both sides have. Most messages are a few hundred bytes
//! of words that every other message has too, around some that are random; only the last makes those smaller.
//!
//! Compressed bodies are standard frames (RFC 8878) without checksum and without the dictionary's id: TCP and TLS have
//! checked the bytes, and the media type names the dictionary.

mod form;
mod frame;
mod pack;

pub use form::Form;
pub use frame::{Unreadable, decode, encode};
pub use pack::pack;

/// The dictionary 1, as `examples/train.rs` makes it.
pub const DICTIONARY: &[u8] = include_bytes!("../dictionary/1.zdict");
