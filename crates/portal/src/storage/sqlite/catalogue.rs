//! The catalogue in SQLite.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cds_wire::Digest;
use cds_wire::procedure::Procedure;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{SqliteTx, int, uint};
use crate::catalogue::{Delta, Pack, PackInfo};
use crate::storage::{Catalogue, StorageError, Unit};

/// Bytes of one piece of a pack.
const CHUNK: usize = 256 * 1024;
/// Packs kept: the newest and those that devices may be in the middle of downloading.
const PACKS_KEPT: i64 = 3;

impl Catalogue for SqliteTx<'_> {
    fn procedures(&self) -> Result<(u64, Vec<Procedure>), StorageError> {
        let version = newest_version(&self.sql)?;
        let mut statement = self.sql.prepare("SELECT data FROM procedure ORDER BY code")?;
        let mut rows = statement.query([])?;
        let mut procedures = Vec::new();
        while let Some(row) = rows.next()? {
            let data = row.get_ref(0)?.as_str().map_err(|_| StorageError::Damaged("procedure"))?;
            procedures.push(serde_json::from_str(data).map_err(|_| StorageError::Damaged("procedure"))?);
        }
        Ok((version.unsigned_abs(), procedures))
    }

    fn procedure_name(&self, code: &str) -> Result<Option<String>, StorageError> {
        let named = "SELECT data ->> 'name' FROM procedure WHERE code = ?1";
        Ok(self.sql.query_row(named, [code], |row| row.get(0)).optional()?)
    }

    fn replace_procedures(&self, before: u64, procedures: &[Procedure], pack: &Pack) -> Result<bool, StorageError> {
        let transaction = &self.sql;
        if newest_version(transaction)?.unsigned_abs() != before {
            return Ok(false);
        }
        transaction.execute("DELETE FROM procedure", [])?;
        let mut insert = transaction.prepare("INSERT INTO procedure (code, data) VALUES (?1, ?2)")?;
        for procedure in procedures {
            let data = serde_json::to_string(procedure).map_err(|_| StorageError::Damaged("procedure"))?;
            insert.execute([&procedure.code, &data])?;
        }
        drop(insert);
        let info = &pack.info;
        transaction.execute(
            "INSERT INTO catalogue_pack (version, sha256, size, procedures) VALUES (?1, ?2, ?3, ?4)",
            params![int(info.version), info.sha256.0, int(info.size), int(info.procedures)],
        )?;
        let mut insert =
            transaction.prepare("INSERT INTO catalogue_chunk (version, position, bytes) VALUES (?1, ?2, ?3)")?;
        for (position, bytes) in (0_i64..).zip(pack.bytes.chunks(CHUNK)) {
            insert.execute(params![int(info.version), position, bytes])?;
        }
        drop(insert);
        let oldest_kept = int(info.version) - PACKS_KEPT + 1;
        transaction.execute("DELETE FROM catalogue_pack WHERE version < ?1", [oldest_kept])?;
        Ok(true)
    }

    fn current_pack(&self) -> Result<Option<PackInfo>, StorageError> {
        let newest = "SELECT version, sha256, size, procedures FROM catalogue_pack ORDER BY version DESC LIMIT 1";
        Ok(self.sql.query_row(newest, [], pack_info).optional()?)
    }

    fn pack(&self, sha256: &Digest) -> Result<Option<PackInfo>, StorageError> {
        let named = "SELECT version, sha256, size, procedures FROM catalogue_pack WHERE sha256 = ?1";
        Ok(self.sql.query_row(named, [sha256.0], pack_info).optional()?)
    }

    fn read_pack(&self, pack: &PackInfo, range: Range<u64>) -> Result<Vec<u8>, StorageError> {
        let wanted = usize::try_from(range.end.saturating_sub(range.start)).unwrap_or(usize::MAX);
        let (first, before) = (range.start / CHUNK as u64, range.start % CHUNK as u64);
        let mut statement = self.sql.prepare_cached(
            "SELECT bytes FROM catalogue_chunk WHERE version = ?1 AND position BETWEEN ?2 AND ?3 ORDER BY position",
        )?;
        let last = range.end.saturating_sub(1) / CHUNK as u64;
        let mut rows = statement.query(params![int(pack.version), int(first), int(last)])?;
        let mut bytes = Vec::new();
        while let Some(row) = rows.next()? {
            bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(|_| StorageError::Damaged("catalogue"))?);
        }
        bytes.drain(..usize::try_from(before).unwrap_or(usize::MAX).min(bytes.len()));
        bytes.truncate(wanted);
        Ok(bytes)
    }

    fn procedure_changes(&self) -> Result<BTreeMap<String, u64>, StorageError> {
        let mut statement = self.sql.prepare("SELECT code, version FROM procedure_changed")?;
        let changes = statement.query_map([], |row| Ok((row.get(0)?, uint(row.get(1)?))))?.collect::<Result<_, _>>()?;
        Ok(changes)
    }

    fn keep_deltas(&self, version: u64, touched: &BTreeSet<String>, deltas: &[Delta]) -> Result<(), StorageError> {
        for code in touched {
            self.sql
                .prepare_cached("INSERT OR REPLACE INTO procedure_changed (code, version) VALUES (?1, ?2)")?
                .execute(params![code, int(version)])?;
        }
        for delta in deltas {
            self.sql.execute(
                "INSERT OR REPLACE INTO catalogue_delta (sha256, version, bytes) VALUES (?1, ?2, ?3)",
                params![delta.sha256.0, int(version), delta.bytes],
            )?;
        }
        Ok(())
    }

    fn delta(&self, sha256: &Digest) -> Result<Option<Vec<u8>>, StorageError> {
        let named = "SELECT bytes FROM catalogue_delta WHERE sha256 = ?1";
        Ok(self.sql.query_row(named, [sha256.0], |row| row.get(0)).optional()?)
    }

    fn put_units(&self, units: &[Unit]) -> Result<(), StorageError> {
        let transaction = &self.sql;
        for unit in units {
            transaction.execute(
                "INSERT INTO unit (code, name, province) VALUES (?1, ?2, ?3)
                 ON CONFLICT (code) DO UPDATE SET name = excluded.name, province = excluded.province",
                params![unit.code, unit.name, unit.province],
            )?;
        }
        Ok(())
    }

    fn units(&self) -> Result<Vec<Unit>, StorageError> {
        let mut statement = self.sql.prepare("SELECT code, name, province FROM unit ORDER BY code")?;
        let units = statement
            .query_map([], |row| Ok(Unit { code: row.get(0)?, name: row.get(1)?, province: row.get(2)? }))?
            .collect::<Result<_, _>>()?;
        Ok(units)
    }
}

fn newest_version(connection: &Connection) -> Result<i64, StorageError> {
    Ok(connection.query_row("SELECT coalesce(max(version), 0) FROM catalogue_pack", [], |row| row.get(0))?)
}

fn pack_info(row: &Row<'_>) -> rusqlite::Result<PackInfo> {
    Ok(PackInfo {
        version: uint(row.get(0)?),
        sha256: Digest(row.get(1)?),
        size: uint(row.get(2)?),
        procedures: uint(row.get(3)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{build_pack, tests::procedure};
    use crate::storage::{SqliteStorage, Storage, Tx};

    /// Does one act in a transaction of its own.
    fn act<T>(storage: &SqliteStorage, act: impl FnOnce(&dyn Tx) -> Result<T, StorageError>) -> T {
        let storage: &dyn Storage = storage;
        storage.write(act).expect("it is done")
    }

    fn open() -> (tempfile::TempDir, SqliteStorage) {
        let folder = tempfile::tempdir().expect("a folder");
        let storage = SqliteStorage::open(&folder.path().join("portal.db")).expect("the database opens");
        (folder, storage)
    }

    fn put(storage: &SqliteStorage, before: u64, names: &[&str]) -> (bool, PackInfo) {
        let procedures: Vec<Procedure> = names.iter().map(|name| procedure(name, name)).collect();
        let pack = build_pack(before + 1, &procedures).expect("built");
        (act(storage, |tx| tx.replace_procedures(before, &procedures, &pack)), pack.info)
    }

    #[test]
    fn procedures_come_back_as_they_were_put_with_their_version() {
        let (_folder, storage) = open();
        assert_eq!(act(&storage, |tx| tx.procedures()), (0, Vec::new()));
        assert_eq!(act(&storage, |tx| tx.current_pack()), None);
        let (done, info) = put(&storage, 0, &["1.2", "1.1"]);
        assert!(done);
        let (version, procedures) = act(&storage, |tx| tx.procedures());
        assert_eq!((version, procedures), (1, vec![procedure("1.1", "1.1"), procedure("1.2", "1.2")]));
        assert_eq!(act(&storage, |tx| tx.current_pack()), Some(info));
    }

    #[test]
    fn a_procedure_is_named_by_its_code() {
        let (_folder, storage) = open();
        put(&storage, 0, &["1.1"]);
        assert_eq!(act(&storage, |tx| tx.procedure_name("1.1")).as_deref(), Some("1.1"));
        assert_eq!(act(&storage, |tx| tx.procedure_name("1.2")), None);
    }

    #[test]
    fn an_import_that_another_overtook_changes_nothing() {
        let (_folder, storage) = open();
        put(&storage, 0, &["1.1"]);
        let before = act(&storage, |tx| tx.procedures());
        let (done, info) = put(&storage, 0, &["1.2"]);
        assert!(!done);
        assert_eq!(act(&storage, |tx| tx.procedures()), before);
        assert_eq!(act(&storage, |tx| tx.pack(&info.sha256)), None);
    }

    #[test]
    fn older_packs_stay_for_downloads_under_way_and_then_go() {
        let (_folder, storage) = open();
        let packs: Vec<PackInfo> = (0..5).map(|before| put(&storage, before, &["1.1"]).1).collect();
        let there = |pack: &PackInfo| act(&storage, |tx| tx.pack(&pack.sha256)).is_some();
        assert_eq!(packs.iter().map(there).collect::<Vec<_>>(), [false, false, true, true, true]);
        assert!(act(&storage, |tx| tx.read_pack(&packs[0], 0..10)).is_empty());
    }

    #[test]
    fn any_range_of_a_pack_is_read_across_its_pieces() {
        let (_folder, storage) = open();
        let bytes: Vec<u8> = (0..CHUNK * 2 + 100).map(|number| u8::try_from(number % 251).expect("small")).collect();
        let size = bytes.len() as u64;
        let info = PackInfo { version: 1, sha256: Digest([1; 32]), size, procedures: 0 };
        let pack = Pack { info, bytes };
        assert!(act(&storage, |tx| tx.replace_procedures(0, &[], &pack)));
        let chunk = CHUNK as u64;
        for range in [0..size, 0..1, chunk - 1..chunk + 1, chunk..chunk * 2, chunk * 2 + 99..size, 5..5, 0..size + 9] {
            let expected = &pack.bytes[range.start as usize..(range.end.min(size)) as usize];
            assert_eq!(act(&storage, |tx| tx.read_pack(&pack.info, range.clone())), expected, "{range:?}");
        }
    }

    #[test]
    fn units_are_renamed_where_their_code_is_there() {
        let (_folder, storage) = open();
        let unit = |name: &str| Unit { code: "01273".into(), name: name.into(), province: Some("04".into()) };
        act(&storage, |tx| tx.put_units(&[unit("Phường A")]));
        act(&storage, |tx| tx.put_units(&[unit("Phường B")]));
        assert_eq!(act(&storage, |tx| tx.units()), [unit("Phường B")]);
    }
}
