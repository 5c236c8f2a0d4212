//! What crosses a boundary: the portal's API ([`portal`]) and the commands between interface and shell ([`ipc`]).
//!
//! Types and their serde forms only: no behaviour beyond reading and writing, so that the interface (WebAssembly), the
//! core and the portal cannot disagree. Each type here has a snapshot of its JSON in `tests/snapshots`.

pub mod dossier;
pub mod ipc;
pub mod portal;
pub mod sensitive;

pub use sensitive::Sensitive;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
pub type UnixMillis = i64;
