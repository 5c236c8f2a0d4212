//! Issued credentials and the status list in SQLite.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row, params};

use super::{SqliteTx, int, uint};
use crate::storage::{Credentials, IssuedCredential, StorageError, StoredStatus};

impl Credentials for SqliteTx<'_> {
    fn add_credential(&self, issued: &IssuedCredential) -> Result<(), StorageError> {
        let IssuedCredential { status_index, account, device, expires_at } = issued;
        self.sql.execute(
            "INSERT INTO credential (status_index, account, device, expires_at) VALUES (?1, ?2, ?3, ?4)",
            params![status_index, account, device, expires_at],
        )?;
        Ok(())
    }

    fn credential(&self, status_index: u32) -> Result<Option<IssuedCredential>, StorageError> {
        let found = self.sql.query_row(
            "SELECT status_index, account, device, expires_at FROM credential WHERE status_index = ?1",
            [status_index],
            issued,
        );
        Ok(found.optional()?)
    }

    fn credentials_of(&self, account: &str) -> Result<Vec<IssuedCredential>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT status_index, account, device, expires_at FROM credential
             WHERE account = ?1 AND revoked_at IS NULL ORDER BY status_index",
        )?;
        Ok(statement.query_map([account], issued)?.collect::<Result<_, _>>()?)
    }

    fn revoke_credential(&self, status_index: u32, now: i64) -> Result<bool, StorageError> {
        let revoked = self.sql.execute(
            "UPDATE credential SET revoked_at = ?2 WHERE status_index = ?1 AND revoked_at IS NULL",
            params![status_index, now],
        )?;
        if revoked > 0 {
            self.spoil_status_list()?;
        }
        Ok(revoked > 0)
    }

    fn revoked(&self, now: i64) -> Result<BTreeSet<u32>, StorageError> {
        let mut statement = self
            .sql
            .prepare_cached("SELECT status_index FROM credential WHERE revoked_at IS NOT NULL AND expires_at > ?1")?;
        Ok(statement.query_map([now], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn drop_expired_credentials(&self, now: i64) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM credential WHERE expires_at <= ?1", [now])?;
        Ok(())
    }

    fn status_good_since(&self) -> Result<Option<i64>, StorageError> {
        let mut statement = self.sql.prepare_cached("SELECT issued_at FROM status_list WHERE stale = 0")?;
        Ok(statement.query_row([], |row| row.get(0)).optional()?)
    }

    fn status_list(&self) -> Result<Option<StoredStatus>, StorageError> {
        let list = self.sql.query_row("SELECT serial, issued_at, stale, list FROM status_list", [], |row| {
            let serial = uint(row.get(0)?);
            Ok(StoredStatus { serial, issued_at: row.get(1)?, stale: row.get(2)?, list: row.get(3)? })
        });
        Ok(list.optional()?)
    }

    fn put_status_list(&self, list: &StoredStatus) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT OR REPLACE INTO status_list (only, serial, issued_at, stale, list) VALUES (1, ?1, ?2, ?3, ?4)",
            params![int(list.serial), list.issued_at, list.stale, list.list],
        )?;
        Ok(())
    }

    fn spoil_status_list(&self) -> Result<(), StorageError> {
        self.sql.execute("UPDATE status_list SET stale = 1", [])?;
        Ok(())
    }
}

fn issued(row: &Row<'_>) -> rusqlite::Result<IssuedCredential> {
    let (status_index, account) = (row.get(0)?, row.get(1)?);
    Ok(IssuedCredential { status_index, account, device: row.get(2)?, expires_at: row.get(3)? })
}
