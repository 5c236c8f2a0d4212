//! Secrets, signing keys, trust list and counters in SQLite.

use rusqlite::{OptionalExtension, params};

use super::{SqliteTx, int, uint};
use crate::environment::{Rng, random};
use crate::storage::{Keys, RetiredKey, SigningKey, StorageError, StoredTrust};

impl Keys for SqliteTx<'_> {
    fn portal(&self, rng: &dyn Rng) -> Result<([u8; 32], u64), StorageError> {
        let kept = "SELECT secret, generation FROM portal";
        let found = self.sql.query_row(kept, [], |row| Ok((row.get(0)?, uint(row.get(1)?)))).optional()?;
        if let Some(found) = found {
            return Ok(found);
        }
        let secret = random::<32>(rng)?;
        self.sql.execute("INSERT INTO portal (only, secret, generation) VALUES (1, ?1, 1)", [secret])?;
        Ok((secret, 1))
    }

    fn ping(&self) -> Result<(), StorageError> {
        Ok(self.sql.query_row("SELECT 1 FROM portal", [], |_| Ok(()))?)
    }

    fn signing_key(&self, key_use: &str) -> Result<Option<SigningKey>, StorageError> {
        let key = self.sql.query_row(
            "SELECT seed, not_before, not_after FROM signing_key WHERE key_use = ?1",
            [key_use],
            |row| Ok(SigningKey { seed: row.get(0)?, not_before: row.get(1)?, not_after: row.get(2)? }),
        );
        Ok(key.optional()?)
    }

    fn put_signing_key(&self, key_use: &str, key: &SigningKey) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT OR REPLACE INTO signing_key (key_use, seed, not_before, not_after) VALUES (?1, ?2, ?3, ?4)",
            params![key_use, key.seed, key.not_before, key.not_after],
        )?;
        Ok(())
    }

    fn retired_keys(&self) -> Result<Vec<RetiredKey>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT key_use, public_key, not_before, not_after FROM retired_key ORDER BY not_after, public_key",
        )?;
        let keys = statement.query_map([], |row| {
            let (key_use, public_key) = (row.get(0)?, row.get(1)?);
            Ok(RetiredKey { key_use, public_key, not_before: row.get(2)?, not_after: row.get(3)? })
        })?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    fn retire_key(&self, key: &RetiredKey) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT INTO retired_key (public_key, key_use, not_before, not_after) VALUES (?1, ?2, ?3, ?4)",
            params![key.public_key, key.key_use, key.not_before, key.not_after],
        )?;
        Ok(())
    }

    fn trust_list(&self) -> Result<Option<StoredTrust>, StorageError> {
        let list = self.sql.query_row("SELECT serial, issued_at, list FROM trust_list", [], |row| {
            Ok(StoredTrust { serial: uint(row.get(0)?), issued_at: row.get(1)?, list: row.get(2)? })
        });
        Ok(list.optional()?)
    }

    fn put_trust_list(&self, list: &StoredTrust) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT OR REPLACE INTO trust_list (only, serial, issued_at, list) VALUES (1, ?1, ?2, ?3)",
            params![int(list.serial), list.issued_at, list.list],
        )?;
        Ok(())
    }

    fn next(&self, counter: &str) -> Result<u64, StorageError> {
        let next = self.sql.query_row(
            "INSERT INTO counter (name, value) VALUES (?1, 1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            [counter],
            |row| row.get(0),
        )?;
        Ok(uint(next))
    }
}
