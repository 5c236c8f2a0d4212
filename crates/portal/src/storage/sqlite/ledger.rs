//! Entities and their changes in SQLite.

use cds_wire::Sensitive;
use cds_wire::portal::{Change, ChangeOp};
use rusqlite::{OptionalExtension, Row, params};

use super::{SqliteTx, int, uint};
use crate::storage::{ChainValue, Ledger, NewEntity, Newest, Put, StorageError, StoredEntity};

impl Ledger for SqliteTx<'_> {
    fn put(&self, owner: &str, entity: &NewEntity<'_>) -> Result<Put, StorageError> {
        let newest = self.newest(owner)?;
        let ver = self.sql.prepare_cached(
            "INSERT INTO entity (owner, kind, id, ver, lane, revision, data) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
             ON CONFLICT (owner, kind, id) DO UPDATE
             SET ver = ver + 1, lane = excluded.lane, revision = excluded.revision, data = excluded.data
             RETURNING ver",
        )?;
        let data = entity.data.map(ToString::to_string);
        let revision = int(newest.revision + 1);
        let mut ver = ver;
        let ver: i64 =
            ver.query_row(params![owner, entity.kind, entity.id, entity.lane, revision, data], |row| row.get(0))?;
        let after = newest.after(entity.kind, entity.id, uint(ver), data.as_deref());
        let op = if data.is_some() { "put" } else { "del" };
        self.sql
            .prepare_cached(
                "INSERT INTO history (owner, revision, kind, id, ver, op, chain) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![owner, revision, entity.kind, entity.id, ver, op, after.chain])?;
        self.owners.borrow_mut().insert(owner.to_owned(), after);
        Ok(Put { ver: uint(ver), revision: after.revision })
    }

    fn entity(&self, owner: &str, kind: &str, id: &str) -> Result<Option<StoredEntity>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT owner, id, ver, data FROM entity
             WHERE owner = ?1 AND kind = ?2 AND id = ?3 AND data IS NOT NULL",
        )?;
        let mut rows = statement.query([owner, kind, id])?;
        rows.next()?.map(stored).transpose()
    }

    fn entities(&self, kind: &str) -> Result<Vec<StoredEntity>, StorageError> {
        let mut statement =
            self.sql.prepare("SELECT owner, id, ver, data FROM entity WHERE kind = ?1 AND data IS NOT NULL")?;
        let mut rows = statement.query([kind])?;
        let mut entities = Vec::new();
        while let Some(row) = rows.next()? {
            entities.push(stored(row)?);
        }
        Ok(entities)
    }

    fn newest(&self, owner: &str) -> Result<Newest, StorageError> {
        if let Some(newest) = self.owners.borrow().get(owner) {
            return Ok(*newest);
        }
        let newest = self
            .sql
            .prepare_cached("SELECT revision, chain FROM owner WHERE id = ?1")?
            .query_row([owner], |row| Ok(Newest { revision: uint(row.get(0)?), chain: row.get(1)? }))
            .optional()?;
        Ok(newest.unwrap_or_default())
    }

    fn chain_at(&self, owner: &str, revision: u64) -> Result<Option<ChainValue>, StorageError> {
        if revision == 0 {
            return Ok(Some(ChainValue::default()));
        }
        let chain = self
            .sql
            .prepare_cached("SELECT chain FROM history WHERE owner = ?1 AND revision = ?2")?
            .query_row(params![owner, int(revision)], |row| row.get(0))
            .optional()?;
        Ok(chain)
    }

    fn changes(
        &self,
        owner: &str,
        lane: u8,
        after: u64,
        each: &mut dyn FnMut(u64, usize, Change) -> bool,
    ) -> Result<(), StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT kind, id, ver, data, revision FROM entity
             WHERE owner = ?1 AND lane = ?2 AND revision > ?3 AND (data IS NOT NULL OR ?3 > 0) ORDER BY revision",
        )?;
        let mut rows = statement.query(params![owner, lane, int(after)])?;
        while let Some(row) = rows.next()? {
            let text: Option<String> = row.get(3)?;
            let bytes = text.as_ref().map_or(0, String::len);
            let data = text.map(|text| parsed(&text)).transpose()?;
            let change = Change {
                lane,
                kind: row.get(0)?,
                id: row.get(1)?,
                ver: uint(row.get(2)?),
                op: if data.is_some() { ChangeOp::Put } else { ChangeOp::Del },
                data,
            };
            if !each(uint(row.get(4)?), bytes, change) {
                break;
            }
        }
        Ok(())
    }
}

fn stored(row: &Row<'_>) -> Result<StoredEntity, StorageError> {
    let data: String = row.get(3)?;
    Ok(StoredEntity { owner: row.get(0)?, id: row.get(1)?, ver: uint(row.get(2)?), data: parsed(&data)? })
}

fn parsed(text: &str) -> Result<Sensitive<serde_json::Value>, StorageError> {
    serde_json::from_str(text).map_err(|_| StorageError::Damaged("entity"))
}
