//! The citizen's side of Công Dân Số, without a window: vault, cache, sign-in and synchronisation.
//!
//! [`App`] is what the shell and `cds` drive. It keeps one account in a [`Home`] folder as two SQLCipher files: the
//! vault (what the citizen made, never rebuilt) and the cache (the portal's mirror, always rebuildable). Time,
//! randomness, network and the operating system's keystore come in through [`Environment`], so that tests replace what
//! they must and nothing else reaches for them.

pub mod account;
pub mod app;
mod base64_bytes;
mod catalogue;
mod checks;
pub mod clock;
mod code_page;
mod code_picture;
pub mod codes;
mod dossiers;
pub mod environment;
pub mod error;
mod family;
mod fees;
mod file_lock;
mod forms;
mod header;
mod heart;
pub mod home;
pub mod idle;
mod ids;
mod keys;
pub mod keystore;
mod mutex;
mod pages;
mod petitions;
pub mod pictures;
mod portal_client;
pub mod process;
pub mod rng;
#[doc(hidden)]
pub mod seams;
mod secret;
pub mod simulated;
pub mod store;
mod supplements;
pub mod sync;
pub mod transport;
mod tries;
pub mod trust;

pub use app::{App, MAX_FILE};
pub use environment::Environment;
pub use error::Error;
pub use home::Home;
pub use idle::IdleLimits;
pub use keys::KdfParams;
