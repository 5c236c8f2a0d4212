//! The two databases of an account.

pub(crate) mod blobs;
pub mod cache;
pub mod cipher;
mod migrate;
pub mod mirror;
pub mod vault;

pub use cache::Cache;
pub use cipher::Durability;
pub use mirror::Mirror;
pub use vault::Vault;

use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::ErrorCode;

/// Why a database did not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The SQLite in this program is not SQLCipher: nothing is opened.
    #[error("this build has no SQLCipher")]
    NoCipher,
    /// The key is wrong or the file is damaged; the two cannot be told apart.
    #[error("the file does not open under its key")]
    Damaged,
    /// The file was written by a newer version of the app.
    #[error("the file is of schema {found}, this version knows {known}")]
    TooNew {
        /// The file's schema.
        found: u32,
        /// The newest this version knows.
        known: u32,
    },
    /// SQLite failed otherwise. Its messages may name files, so only its code is shown.
    #[error("SQLite: {:?}", .0.sqlite_error_code())]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) { not_what_was_written() } else { Self::Sqlite(error) }
    }
}

/// How often a read has met damage, in any database of this process.
static DAMAGES: AtomicU64 = AtomicU64::new(0);

/// How often a read has met damage. Where that has grown, whoever next takes a vault looks whether it is the damaged one:
/// the read itself knows its connection and not its vault.
pub(crate) fn damages_met() -> u64 {
    DAMAGES.load(Ordering::Relaxed)
}

/// What was read is not what was written: that counts as damage met.
pub(crate) fn not_what_was_written() -> StoreError {
    DAMAGES.fetch_add(1, Ordering::Relaxed);
    StoreError::Damaged
}

/// Whether an error says that a page is not what was written. SQLCipher reads a damaged page as zeros before it gives up,
/// which may first be noticed as a text that is none.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::Utf8Error(..))
        || matches!(error.sqlite_error_code(), Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
}

impl From<cipher::OpenError> for StoreError {
    fn from(error: cipher::OpenError) -> Self {
        match error {
            cipher::OpenError::NoCipher => Self::NoCipher,
            cipher::OpenError::KeyOrFile => Self::Damaged,
            cipher::OpenError::Sqlite(error) => Self::Sqlite(error),
        }
    }
}

/// A number as SQLite holds it, signed. Sizes, versions and numbers count up from zero and never come near the end.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A code of a closed set as it stands on the wire.
fn code_text(code: impl serde::Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
