//! What a simulation looks at, copies, confirms beside what the app can, and cuts off in the middle. For `tests/sim` alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cds_wire::{Digest, Sensitive, UnixMillis};
use rusqlite::backup::Backup;
use rusqlite::{Connection, Row};

use super::Vault;
use super::outbox::{Confirmation, confirm};
use crate::store::{StoreError, cipher};

/// A row of the outbox and the sent log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCommand {
    /// Its id.
    pub id: String,
    /// Its type.
    pub command_type: String,
    /// Its stream.
    pub stream: String,
    /// Its number.
    pub seq: Option<u64>,
    /// The device that signed it.
    pub device: Option<String>,
    /// The hash that was signed.
    pub hash: Option<Vec<u8>>,
    /// Where it stands: `waiting`, `sent`, `deferred`, `received` or `returned`.
    pub state: String,
    /// Why it waits or was returned.
    pub code: Option<String>,
    /// What was signed; empty once it was let go.
    pub body: Sensitive,
    /// What it needs, as long as it was not let go.
    pub blobs: Vec<Digest>,
    /// The receipt.
    pub receipt: Option<Vec<u8>>,
    /// The device and number that the receipt is over, where they are others.
    pub received_as: Option<(String, u64)>,
    /// Entity and version that the citizen saw.
    pub base: Option<(String, u64)>,
    /// The command that it replaces.
    pub supersedes: Option<String>,
}

/// A command of any type, for a citizen who does what the screens do not offer yet.
#[derive(Debug, Clone)]
pub struct NewCommand<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its type.
    pub command_type: &'static str,
    /// Its stream.
    pub stream: &'a str,
    /// Entity and version that the citizen saw.
    pub base: Option<(&'a str, u64)>,
}

impl Vault {
    /// A copy in memory.
    pub(crate) fn copy_in_memory(&self) -> Result<Self, StoreError> {
        Ok(Self(copied(&self.0)?))
    }

    /// Confirms a command of any type.
    pub(crate) fn confirm_command(
        &mut self,
        command: &NewCommand<'_>,
        body: &impl serde::Serialize,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let confirmation = Confirmation {
            id: command.id,
            command_type: command.command_type,
            stream: command.stream.to_owned(),
            base: command.base.map(|(entity, ver)| cds_wire::portal::Base { entity: entity.to_owned(), ver }),
            supersedes: None,
            blobs: &[],
            title: "",
            now,
        };
        confirm(&transaction, &confirmation, body)?;
        Ok(transaction.commit()?)
    }

    /// The database itself.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.0
    }

    /// The outbox and the sent log, oldest first.
    pub(crate) fn log(&self) -> Result<Vec<LoggedCommand>, StoreError> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, type, stream, seq, device, hash, state, code, body, receipt, received_device, received_seq,
                 base_entity, base_ver, supersedes FROM command ORDER BY position",
        )?;
        let mut blobs =
            self.0.prepare_cached("SELECT sha256 FROM command_blob WHERE command = ?1 ORDER BY position")?;
        let mut rows = statement.query([])?;
        let mut log = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let needed = blobs.query_map([&id], |row| row.get(0).map(Digest))?.collect::<Result<_, _>>()?;
            log.push(LoggedCommand {
                id,
                command_type: row.get(1)?,
                stream: row.get(2)?,
                seq: row.get::<_, Option<i64>>(3)?.map(i64::unsigned_abs),
                device: row.get(4)?,
                hash: row.get(5)?,
                state: row.get(6)?,
                code: row.get(7)?,
                body: Sensitive::new(row.get(8)?),
                blobs: needed,
                receipt: row.get(9)?,
                received_as: pair(row, 10)?,
                base: pair(row, 12)?,
                supersedes: row.get(14)?,
            });
        }
        Ok(log)
    }
}

/// A text and a number side by side, or neither.
fn pair(row: &Row<'_>, first: usize) -> Result<Option<(String, u64)>, StoreError> {
    Ok(match row.get(first)? {
        Some(text) => Some((text, row.get::<_, i64>(first + 1)?.unsigned_abs())),
        None => None,
    })
}

/// From its second commit on, everything on this connection fails, as if the power went between the two.
pub(crate) fn tear(connection: &mut Connection, commits: &Arc<AtomicU32>) -> Result<(), StoreError> {
    let commits = Arc::clone(commits);
    Ok(connection.commit_hook(Some(move || commits.fetch_add(1, Ordering::Relaxed) > 0))?)
}

/// Takes that back.
pub(crate) fn mend(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(connection.commit_hook(None::<fn() -> bool>)?)
}

/// A copy of a whole database in memory.
pub(crate) fn copied(from: &Connection) -> Result<Connection, StoreError> {
    let mut to = cipher::in_memory()?;
    Backup::new(from, &mut to)?.step(-1)?;
    Ok(to)
}
