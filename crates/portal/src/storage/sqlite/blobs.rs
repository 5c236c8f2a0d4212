//! Blobs in SQLite, as rows of the pieces in which they came.

use std::ops::Range;

use cds_wire::{Digest, UnixMillis};
use rusqlite::{OptionalExtension, Row, params};

use super::{SqliteTx, int, uint};
use crate::storage::{Blob, Blobs, NewBlob, StorageError};

impl Blobs for SqliteTx<'_> {
    fn blob(&self, account: &str, sha256: &Digest) -> Result<Option<Blob>, StorageError> {
        let blob = self
            .sql
            .prepare_cached(
                "SELECT number, sha256, name, size, received, verified, damaged FROM blob
                 WHERE account = ?1 AND sha256 = ?2",
            )?
            .query_row(params![account, sha256.0], read_blob)
            .optional()?;
        Ok(blob)
    }

    fn blob_named(&self, account: &str, name: &[u8; 32]) -> Result<Option<Blob>, StorageError> {
        let blob = self
            .sql
            .prepare_cached(
                "SELECT number, sha256, name, size, received, verified, damaged FROM blob
                 WHERE account = ?1 AND name = ?2",
            )?
            .query_row(params![account, name], read_blob)
            .optional()?;
        Ok(blob)
    }

    fn add_blob(&self, blob: &NewBlob<'_>) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT INTO blob (account, sha256, name, size, offered_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![blob.account, blob.sha256.0, blob.name, int(blob.size), blob.offered_at],
        )?;
        Ok(())
    }

    fn drop_blob(&self, blob: &Blob) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM blob WHERE number = ?1", [blob.number])?;
        Ok(())
    }

    fn unattached_bytes(&self, account: &str) -> Result<u64, StorageError> {
        let bytes = self.sql.query_row(
            "SELECT coalesce(sum(size), 0) FROM blob
             WHERE account = ?1 AND NOT EXISTS (SELECT 1 FROM blob_use WHERE blob_use.blob = blob.number)",
            [account],
            |row| row.get(0),
        )?;
        Ok(uint(bytes))
    }

    fn drop_unattached(&self, account: &str, offered_before: UnixMillis) -> Result<(), StorageError> {
        self.sql.execute(
            "DELETE FROM blob WHERE account = ?1 AND offered_at < ?2
             AND NOT EXISTS (SELECT 1 FROM blob_use WHERE blob_use.blob = blob.number)
             AND NOT EXISTS (SELECT 1 FROM command WHERE command.account = ?1 AND command.status = 'deferred'
                             AND instr(command.blobs, blob.sha256) > 0)",
            params![account, offered_before],
        )?;
        Ok(())
    }

    fn take_over(&self, blob: &Blob) -> Result<(u64, u64), StorageError> {
        let taken = self.sql.query_row(
            "UPDATE blob SET writer = writer + 1 WHERE number = ?1 RETURNING writer, received",
            [blob.number],
            |row| Ok((uint(row.get(0)?), uint(row.get(1)?))),
        )?;
        Ok(taken)
    }

    fn append(&self, blob: &Blob, writer: u64, offset: u64, bytes: &[u8]) -> Result<bool, StorageError> {
        let appended = self
            .sql
            .prepare_cached(
                "UPDATE blob SET received = received + ?4
                 WHERE number = ?1 AND writer = ?2 AND received = ?3 AND received + ?4 <= size AND verified = 0",
            )?
            .execute(params![blob.number, int(writer), int(offset), int(bytes.len() as u64)])?;
        // A piece of nothing would stand where the next one begins.
        if appended == 1 && !bytes.is_empty() {
            self.sql
                .prepare_cached("INSERT INTO blob_chunk (blob, start, bytes) VALUES (?1, ?2, ?3)")?
                .execute(params![blob.number, int(offset), bytes])?;
        }
        Ok(appended == 1)
    }

    fn blob_bytes(&self, blob: &Blob, range: Range<u64>) -> Result<Vec<u8>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT start, bytes FROM blob_chunk
             WHERE blob = ?1 AND start < ?3 AND start + length(bytes) > ?2 ORDER BY start",
        )?;
        let mut rows = statement.query(params![blob.number, int(range.start), int(range.end)])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let start = uint(row.get(0)?);
            let bytes: Vec<u8> = row.get(1)?;
            let within = |at: u64| usize::try_from(at.saturating_sub(start)).unwrap_or(usize::MAX).min(bytes.len());
            all.extend_from_slice(bytes.get(within(range.start)..within(range.end)).unwrap_or_default());
        }
        Ok(all)
    }

    fn mark_verified(&self, blob: &Blob) -> Result<(), StorageError> {
        self.sql.execute("UPDATE blob SET verified = 1, damaged = 0 WHERE number = ?1", [blob.number])?;
        Ok(())
    }

    fn begin_again(&self, blob: &Blob, damaged: u32) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM blob_chunk WHERE blob = ?1", [blob.number])?;
        self.sql.execute(
            "UPDATE blob SET received = 0, writer = writer + 1, damaged = ?2 WHERE number = ?1",
            params![blob.number, damaged],
        )?;
        Ok(())
    }

    fn attach(&self, account: &str, sha256: &Digest, user: &str) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT OR IGNORE INTO blob_use (blob, user)
             SELECT number, ?3 FROM blob WHERE account = ?1 AND sha256 = ?2",
            params![account, sha256.0, user],
        )?;
        Ok(())
    }

    fn detach(&self, account: &str, user: &str) -> Result<(), StorageError> {
        let mut statement = self.sql.prepare_cached(
            "DELETE FROM blob_use WHERE user = ?2 AND blob IN (SELECT number FROM blob WHERE account = ?1) RETURNING blob",
        )?;
        let freed = statement.query_map([account, user], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        for blob in freed {
            self.sql.execute(
                "DELETE FROM blob WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM blob_use WHERE blob = ?1)
                 AND NOT EXISTS (SELECT 1 FROM command WHERE command.account = blob.account
                                 AND command.status = 'deferred' AND instr(command.blobs, blob.sha256) > 0)",
                [blob],
            )?;
        }
        Ok(())
    }
}

fn read_blob(row: &Row<'_>) -> rusqlite::Result<Blob> {
    Ok(Blob {
        number: row.get(0)?,
        sha256: Digest(row.get(1)?),
        name: row.get(2)?,
        size: uint(row.get(3)?),
        received: uint(row.get(4)?),
        verified: row.get(5)?,
        damaged: row.get(6)?,
    })
}
