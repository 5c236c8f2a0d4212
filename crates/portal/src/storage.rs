//! What lasts, behind traits: SQLite here, another database later without touching a handler.
//!
//! A [`Storage`] runs a piece of work in one transaction and gives it a [`Tx`]: small acts on rows, grouped by concern.
//! What must happen together is thus written once, above the storage, and every storage keeps it together.

mod accounts;
mod blobs;
mod catalogue;
mod commands;
mod credentials;
mod fees;
mod keys;
mod ledger;
mod office;
mod sqlite;

pub use accounts::{Accounts, Citizen, Device, PendingOtp, Recovery};
pub use blobs::{Blob, Blobs, NewBlob};
pub use catalogue::{Catalogue, Unit};
pub use commands::{Arrival, Commands, Earlier, Outcome, StoredCommand};
pub use credentials::{Credentials, IssuedCredential, StoredStatus};
pub use fees::{Fees, OrderStanding, PaymentOrder};
pub use keys::{Keys, RetiredKey, SigningKey, StoredTrust};
pub use ledger::{ChainValue, Ledger, NewEntity, Newest, Put, StoredEntity, audience};
pub use office::{Agency, Office, Submission};
pub use sqlite::SqliteStorage;
pub(crate) use sqlite::connect;

use std::path::Path;

use crate::environment::NoRandomness;

/// The acts within one transaction.
pub trait Tx: Accounts + Blobs + Catalogue + Commands + Credentials + Fees + Keys + Ledger + Office {}

impl<T: Accounts + Blobs + Catalogue + Commands + Credentials + Fees + Keys + Ledger + Office> Tx for T {}

/// A piece of work within one transaction.
pub type Work<'a> = &'a mut dyn FnMut(&dyn Tx) -> Result<(), StorageError>;

/// The portal's storage.
pub trait Storage: Send + Sync {
    /// Runs work that may write, alone; it is on the disk when this returns, whole, or not at all where it failed.
    fn write_with(&self, work: Work<'_>) -> Result<(), StorageError>;
    /// Runs work that only reads, over one state.
    fn read_with(&self, work: Work<'_>) -> Result<(), StorageError>;
    /// Copies the whole of one state into a new file that only its owner may read, flushed to the disk.
    fn copy_to(&self, file: &Path) -> Result<(), StorageError>;
}

impl dyn Storage + '_ {
    /// Runs work that may write in one transaction, and gives what it gives. An error undoes all of it.
    pub fn write<T, E: From<StorageError>>(&self, work: impl FnOnce(&dyn Tx) -> Result<T, E>) -> Result<T, E> {
        carried(|inner| self.write_with(inner), work)
    }

    /// Runs work that only reads in one transaction, and gives what it gives.
    pub fn read<T, E: From<StorageError>>(&self, work: impl FnOnce(&dyn Tx) -> Result<T, E>) -> Result<T, E> {
        carried(|inner| self.read_with(inner), work)
    }
}

/// Brings the work's own answer and error across the storage's plain ones.
fn carried<T, E: From<StorageError>>(
    run: impl FnOnce(Work<'_>) -> Result<(), StorageError>,
    work: impl FnOnce(&dyn Tx) -> Result<T, E>,
) -> Result<T, E> {
    let mut work = Some(work);
    let mut answer = None;
    let ran = run(&mut |tx| {
        let work = work.take().ok_or(StorageError::Undone)?;
        let given = work(tx);
        let undo = given.is_err();
        answer = Some(given);
        if undo { Err(StorageError::Undone) } else { Ok(()) }
    });
    match (ran, answer) {
        (Ok(()), Some(answer)) => answer,
        (Err(StorageError::Undone), Some(Err(error))) => Err(error),
        (Err(error), _) => Err(error.into()),
        (Ok(()), None) => Err(StorageError::Undone.into()),
    }
}

/// The storage failed. Texts carry SQLite's code alone: its messages name files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// SQLite failed.
    #[error("SQLite: {:?}", .0.sqlite_error_code())]
    Sqlite(#[from] rusqlite::Error),
    /// A file beside the database failed.
    #[error("a file: {}", .0.kind())]
    Io(#[from] std::io::Error),
    /// A stored row is not what it must be.
    #[error("a stored {0} is damaged")]
    Damaged(&'static str),
    /// The database belongs to a newer version.
    #[error("the database was written by a newer version of the portal")]
    TooNew,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// A thread failed while it held the connection.
    #[error("a thread failed while it held the database")]
    Poisoned,
    /// The work asked for its transaction to be undone.
    #[error("the transaction was undone")]
    Undone,
}
