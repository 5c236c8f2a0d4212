//! The citizen's side of Công Dân Số, without a window: vault, cache, sign-in and synchronisation.
//!
//! [`App`] is what the shell and `cds` drive. It keeps one account in a [`Home`] folder as two SQLCipher files: the
//! vault (what the citizen made, never rebuilt) and the cache (the portal's mirror, always rebuildable). Time,
//! randomness, network and the operating system's keystore come in through [`Environment`], so that tests replace what
//! they must and nothing else reaches for them.

pub mod account;
pub mod app;
mod base64_bytes;
pub mod clock;
pub mod codes;
pub mod environment;
pub mod error;
mod file_lock;
mod header;
pub mod home;
mod keys;
pub mod keystore;
mod mutex;
mod portal_client;
pub mod rng;
mod secret;
pub mod store;
mod sync;
pub mod transport;

pub use app::App;
pub use environment::Environment;
pub use error::Error;
pub use home::Home;
pub use keys::KdfParams;
