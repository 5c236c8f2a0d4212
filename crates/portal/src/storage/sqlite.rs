//! Storage in one SQLite file.

mod accounts;
mod blobs;
mod catalogue;
mod commands;
mod credentials;
mod fees;
mod keys;
mod ledger;
mod office;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use rusqlite::backup::Backup;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Newest, Storage, StorageError, Work};

/// Numbered from one; the number of those that have run stands in `user_version`.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_gateway.sql"),
    include_str!("../../migrations/0002_catalogue.sql"),
    include_str!("../../migrations/0003_credentials.sql"),
    include_str!("../../migrations/0004_credential_expiry.sql"),
    include_str!("../../migrations/0005_catalogue_delta.sql"),
    include_str!("../../migrations/0006_fees.sql"),
    include_str!("../../migrations/0007_orders_asked.sql"),
];

/// SQLite, WAL, every commit on the disk before it returns: an acknowledged command must outlive a power cut.
#[derive(Debug)]
pub struct SqliteStorage(Mutex<Connection>);

impl SqliteStorage {
    /// What a test does to the database behind the portal's back.
    #[cfg(test)]
    pub(crate) fn sql(&self, words: &str) {
        self.0.lock().expect("no thread has failed").execute_batch(words).expect("done");
    }

    /// Opens or makes the database.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        Self::over(connect(Some(path))?)
    }

    /// A database in memory, for simulations: it ends with this value.
    pub fn in_memory() -> Result<Self, StorageError> {
        Self::over(connect(None)?)
    }

    /// The whole of one state in a database in memory, as [`copy_to`](Storage::copy_to) writes it into a file.
    pub fn copy_in_memory(&self) -> Result<Self, StorageError> {
        let mut copy = connect(None)?;
        Backup::new(&*self.connection()?, &mut copy)?.step(-1)?;
        Self::over(copy)
    }

    fn over(mut connection: Connection) -> Result<Self, StorageError> {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.set_prepared_statement_cache_capacity(128);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let missing = MIGRATIONS.get(found as usize..).ok_or(StorageError::TooNew)?;
        for sql in missing {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "user_version", u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX))?;
        transaction.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> Result<MutexGuard<'_, Connection>, StorageError> {
        self.0.lock().map_err(|_| StorageError::Poisoned)
    }
}

impl Storage for SqliteStorage {
    fn write_with(&self, work: Work<'_>) -> Result<(), StorageError> {
        let mut connection = self.connection()?;
        let tx = SqliteTx::new(connection.transaction_with_behavior(TransactionBehavior::Immediate)?);
        work(&tx)?;
        tx.commit()
    }

    fn read_with(&self, work: Work<'_>) -> Result<(), StorageError> {
        let mut connection = self.connection()?;
        let tx = SqliteTx::new(connection.transaction_with_behavior(TransactionBehavior::Deferred)?);
        work(&tx)
    }

    fn copy_to(&self, file: &Path) -> Result<(), StorageError> {
        let name = file.to_str().ok_or(StorageError::Io(std::io::ErrorKind::InvalidFilename.into()))?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // Made empty first, which SQLite accepts: nobody else may read it while it is written either.
        options.open(file)?;
        self.connection()?.execute("VACUUM INTO ?1", [name])?;
        Ok(std::fs::File::open(file)?.sync_all()?)
    }
}

/// Opens a database, or makes one in memory.
#[expect(clippy::disallowed_methods, reason = "the one place that opens the portal's databases")]
pub(crate) fn connect(path: Option<&Path>) -> rusqlite::Result<Connection> {
    path.map_or_else(Connection::open_in_memory, Connection::open)
}

/// A transaction, with where the owners it has written to will stand.
struct SqliteTx<'a> {
    sql: Transaction<'a>,
    owners: RefCell<BTreeMap<String, Newest>>,
}

impl<'a> SqliteTx<'a> {
    fn new(sql: Transaction<'a>) -> Self {
        Self { sql, owners: RefCell::default() }
    }

    /// Writes the owners' rows last: on a database that locks rows they are held for the shortest time.
    fn commit(self) -> Result<(), StorageError> {
        for (owner, newest) in self.owners.into_inner() {
            self.sql.execute(
                "INSERT INTO owner (id, revision, chain) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, chain = excluded.chain",
                rusqlite::params![owner, int(newest.revision), newest.chain],
            )?;
        }
        Ok(self.sql.commit()?)
    }
}

/// A number as SQLite holds it. Numbers come from counting, from the clock, or from requests that were checked.
fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The same number read back.
fn uint(number: i64) -> u64 {
    number.unsigned_abs()
}

/// A code of a closed set as it stands on the wire.
fn code_text<T: Serialize>(code: T) -> Value {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(text)) => Value::Text(text),
        _ => Value::Null,
    }
}

/// The code that a text stands for.
fn code<T: DeserializeOwned>(text: String) -> Result<T, StorageError> {
    serde_json::from_value(serde_json::Value::String(text)).map_err(|_| StorageError::Damaged("code"))
}
