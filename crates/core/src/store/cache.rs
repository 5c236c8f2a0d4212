//! The cache: the portal's mirror on this device. Whatever is in it can be pulled again.

use std::path::Path;

use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::{DossierList, DossierSummary};
use cds_wire::portal::{Change, ChangeOp, SyncResponse};
use cds_wire::{Sensitive, UnixMillis};
use rusqlite::{Connection, Transaction, params};
use serde::Deserialize;

use super::{Durability, StoreError, cipher, migrate};
use crate::keys::Key;

const MIGRATIONS: &[&str] = &[include_str!("../../migrations/cache/0001_mirror.sql")];

/// The open cache.
#[derive(Debug)]
pub struct Cache(Connection);

impl Cache {
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        let mut connection = cipher::open(path, key.as_bytes(), Durability::Normal)?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection))
    }

    /// Where the last page ended; none: pull from the beginning.
    pub fn cursor(&self) -> Result<Option<String>, StoreError> {
        Ok(self.0.query_row("SELECT cursor FROM sync_state", [], |row| row.get(0))?)
    }

    /// Forgets where the last page ended, so that everything is pulled again. The rows stay readable meanwhile; those
    /// that the portal no longer has go when the pull is complete.
    pub fn forget_cursor(&self) -> Result<(), StoreError> {
        self.0.execute("UPDATE sync_state SET cursor = NULL, complete = 0, generation = generation + 1", [])?;
        Ok(())
    }

    /// Takes over one page: its rows and its cursor in one transaction.
    pub fn apply(&mut self, page: &SyncResponse, now: UnixMillis) -> Result<(), StoreError> {
        let transaction = self.0.transaction()?;
        for change in &page.changes {
            apply_change(&transaction, change)?;
        }
        if !page.has_more {
            for table in ["dossier", "unread_change"] {
                let older = format!("DELETE FROM {table} WHERE generation < (SELECT generation FROM sync_state)");
                transaction.execute(&older, [])?;
            }
        }
        transaction.execute(
            "UPDATE sync_state SET cursor = ?1, complete = max(complete, ?2), last_contact = ?3",
            params![page.cursor, !page.has_more, now],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// The citizen's dossiers, newest change first.
    pub fn dossiers(&self, now: UnixMillis) -> Result<DossierList, StoreError> {
        let (complete, last_contact) =
            self.0
                .query_row("SELECT complete, last_contact FROM sync_state", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut statement = self.0.prepare(
            "SELECT id, code, procedure_name, status, note, updated_at FROM dossier ORDER BY updated_at DESC, id",
        )?;
        let dossiers = statement
            .query_map([], |row| {
                Ok(DossierSummary {
                    id: row.get(0)?,
                    code: row.get::<_, Option<String>>(1)?.map(Sensitive::new),
                    procedure: Sensitive::new(row.get(2)?),
                    status: DossierStatus::try_from(row.get::<_, u8>(3)?)
                        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(3, 0))?,
                    note: row.get::<_, Option<String>>(4)?.map(Sensitive::new),
                    updated_at: row.get(5)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(DossierList { dossiers, last_contact, now, complete })
    }
}

fn apply_change(transaction: &Transaction<'_>, change: &Change) -> Result<(), StoreError> {
    let is_dossier = change.kind == DossierRecord::KIND;
    match (change.op, &change.data) {
        (ChangeOp::Del, _) => {
            if is_dossier {
                transaction.execute("DELETE FROM dossier WHERE id = ?1", [&change.id])?;
            }
            transaction.execute("DELETE FROM unread_change WHERE kind = ?1 AND id = ?2", [&change.kind, &change.id])?;
        }
        (ChangeOp::Put, Some(data)) if is_dossier => match DossierRecord::deserialize(data.reveal()) {
            Ok(record) => put_dossier(transaction, change, &record)?,
            Err(_) => {
                // The last state that could be read stays on the list, beside the newer one that a later version reads.
                transaction.execute(
                    "UPDATE dossier SET generation = (SELECT generation FROM sync_state) WHERE id = ?1",
                    [&change.id],
                )?;
                put_unread(transaction, change)?;
            }
        },
        (ChangeOp::Put, _) => put_unread(transaction, change)?,
    }
    Ok(())
}

fn put_unread(transaction: &Transaction<'_>, change: &Change) -> Result<(), StoreError> {
    let data = change.data.as_ref().map_or_else(|| "null".to_owned(), |data| data.reveal().to_string());
    transaction.execute(
        "INSERT OR REPLACE INTO unread_change (kind, id, ver, lane, data, generation)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT generation FROM sync_state))",
        params![change.kind, change.id, signed(change.ver), change.lane, data],
    )?;
    Ok(())
}

fn put_dossier(transaction: &Transaction<'_>, change: &Change, record: &DossierRecord) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT OR REPLACE INTO dossier
             (id, ver, code, procedure_code, procedure_name, status, note, updated_at, generation)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, (SELECT generation FROM sync_state))",
        params![
            change.id,
            signed(change.ver),
            record.code.as_ref().map(Sensitive::reveal),
            record.procedure_code,
            record.procedure_name.reveal(),
            record.status.number(),
            record.note.as_ref().map(Sensitive::reveal),
            record.updated_at,
        ],
    )?;
    transaction.execute("DELETE FROM unread_change WHERE kind = ?1 AND id = ?2", [&change.kind, &change.id])?;
    Ok(())
}

/// SQLite's integers are signed; versions count up from one and never come near the end.
fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn open() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes(&[7; 32]).expect("a key");
        let cache = Cache::open(&folder.path().join("cache.db"), &key).expect("the cache opens");
        (folder, cache)
    }

    fn page(cursor: &str, has_more: bool, changes: Vec<Change>) -> SyncResponse {
        SyncResponse { now: 0, cursor: cursor.to_owned(), has_more, changes }
    }

    fn put(kind: &str, id: &str, data: serde_json::Value) -> Change {
        Change {
            lane: 1,
            kind: kind.to_owned(),
            id: id.to_owned(),
            ver: 1,
            op: ChangeOp::Put,
            data: Some(Sensitive::new(data)),
        }
    }

    fn dossier(status: u8) -> serde_json::Value {
        json!({ "code": null, "procedure_code": "1.001193", "procedure_name": "Đăng ký khai sinh",
                "status": status, "updated_at": 5 })
    }

    #[test]
    fn a_page_moves_rows_cursor_and_contact_together() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", true, vec![put("dossier", "a", dossier(4))]), 10).expect("applied");
        let list = cache.dossiers(11).expect("read");
        assert_eq!((list.dossiers.len(), list.complete, list.last_contact, list.now), (1, false, Some(10), 11));
        cache.apply(&page("c2", false, vec![]), 12).expect("applied");
        assert_eq!(cache.cursor().expect("read").as_deref(), Some("c2"));
        assert!(cache.dossiers(13).expect("read").complete);
    }

    #[test]
    fn applying_a_page_twice_changes_nothing() {
        let (_folder, mut cache) = open();
        let changes = page("c1", false, vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(10))]);
        cache.apply(&changes, 10).expect("applied");
        let once = cache.dossiers(0).expect("read");
        cache.apply(&changes, 10).expect("applied");
        assert_eq!(cache.dossiers(0).expect("read"), once);
    }

    #[test]
    fn what_this_version_cannot_read_is_kept_as_it_came() {
        let (_folder, mut cache) = open();
        let unknown = json!({ "level": 3, "text": "Mưa lớn" });
        let changes = vec![put("alert", "x", unknown.clone()), put("dossier", "y", dossier(11))];
        cache.apply(&page("c1", false, changes), 0).expect("applied");
        assert!(cache.dossiers(0).expect("read").dossiers.is_empty());
        let kept: String = cache
            .0
            .query_row("SELECT data FROM unread_change WHERE kind = 'alert'", [], |row| row.get(0))
            .expect("kept");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&kept).expect("JSON"), unknown);

        cache.apply(&page("c2", false, vec![put("dossier", "y", dossier(9))]), 0).expect("applied");
        let left: i64 = cache
            .0
            .query_row("SELECT count(*) FROM unread_change WHERE kind = 'dossier'", [], |row| row.get(0))
            .expect("counted");
        assert_eq!((left, cache.dossiers(0).expect("read").dossiers.len()), (0, 1));
    }

    #[test]
    fn what_the_portal_no_longer_has_goes_when_a_new_pull_is_complete() {
        let (_folder, mut cache) = open();
        let both = vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(4))];
        cache.apply(&page("c1", false, both), 0).expect("applied");
        cache.forget_cursor().expect("forgotten");
        cache.apply(&page("c2", true, vec![put("dossier", "a", dossier(9))]), 0).expect("applied");
        assert_eq!(cache.dossiers(0).expect("read").dossiers.len(), 2, "readable until the pull is complete");
        cache.apply(&page("c3", false, vec![]), 0).expect("applied");
        let left = cache.dossiers(0).expect("read").dossiers;
        assert_eq!(left.iter().map(|dossier| dossier.id.as_str()).collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn a_state_that_cannot_be_read_leaves_the_last_one_that_could() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
        cache.forget_cursor().expect("forgotten");
        cache.apply(&page("c2", false, vec![put("dossier", "a", dossier(11))]), 0).expect("applied");
        assert_eq!(cache.dossiers(0).expect("read").dossiers.len(), 1);
    }

    #[test]
    fn a_removed_dossier_goes() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
        let del = Change { op: ChangeOp::Del, data: None, ..put("dossier", "a", json!(null)) };
        cache.apply(&page("c2", false, vec![del]), 0).expect("applied");
        assert!(cache.dossiers(0).expect("read").dossiers.is_empty());
    }
}
