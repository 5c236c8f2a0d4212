//! The cache: the portal's mirror on this device. Whatever is in it can be pulled again.

pub(crate) mod content;

use std::path::Path;

use cds_wire::alert::AlertRecord;
use cds_wire::dossier::DossierRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::portal::{
    CatalogueRecord, Change, ChangeOp, CommandResult, CredentialRecord, DeviceRecord, HolidaysRecord, ProfileRecord,
    RecoveryNotice, SyncResponse, TrustRecord,
};
use cds_wire::{Digest, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Durability, StoreError, cipher, migrate, signed};
use crate::catalogue;
use crate::keys::Key;
use content::Fetched;

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/cache/0001_mirror.sql"),
    include_str!("../../migrations/cache/0002_entities.sql"),
    include_str!("../../migrations/cache/0003_catalogue.sql"),
];

/// The open cache.
#[derive(Debug)]
pub struct Cache(Connection);

/// How far the mirror is in step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Everything has been pulled at least once.
    pub complete: bool,
    /// When the portal answered last, by this device's clock.
    pub last: Option<UnixMillis>,
    /// When it last had nothing more to say.
    pub in_step: Option<UnixMillis>,
}

impl Cache {
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        let mut connection = cipher::open(path, key.as_bytes(), Durability::Normal)?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        let cache = Self(connection);
        cache.read_again()?;
        Ok(cache)
    }

    /// The database itself, for what lies in tables of its own.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.0
    }

    /// Moves what was committed out of the write-ahead log into the file, on the disk.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        self.0.query_row("PRAGMA synchronous = FULL", [], |_| Ok(())).optional()?;
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.0.query_row("PRAGMA synchronous = NORMAL", [], |_| Ok(())).optional()?;
        Ok(())
    }

    /// Where the last page ended; none: pull from the beginning.
    pub fn cursor(&self) -> Result<Option<String>, StoreError> {
        Ok(self.0.query_row("SELECT cursor FROM sync_state", [], |row| row.get(0))?)
    }

    /// Forgets where the last page ended, so that everything is pulled again. The rows stay readable meanwhile; those
    /// that the portal no longer has go when the pull is complete.
    pub fn forget_cursor(&self) -> Result<(), StoreError> {
        begin_generation(&self.0)
    }

    /// Takes over one page: its rows and its cursor in one transaction.
    pub fn apply(&mut self, page: &SyncResponse, now: UnixMillis) -> Result<(), StoreError> {
        let transaction = self.0.transaction()?;
        if page.reset.is_some() {
            begin_generation(&transaction)?;
        }
        for change in &page.changes {
            apply_change(&transaction, change)?;
        }
        if !page.has_more {
            transaction.execute("DELETE FROM entity WHERE generation < (SELECT generation FROM sync_state)", [])?;
        }
        transaction.execute(
            "UPDATE sync_state SET cursor = ?1, complete = max(complete, ?2), last_contact = ?3,
                 in_step_at = iif(?2, ?3, in_step_at)",
            params![page.cursor, !page.has_more, now],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// How far the mirror is in step.
    pub fn contact(&self) -> Result<Contact, StoreError> {
        Ok(self.0.query_row("SELECT complete, last_contact, in_step_at FROM sync_state", [], |row| {
            Ok(Contact { complete: row.get(0)?, last: row.get(1)?, in_step: row.get(2)? })
        })?)
    }

    /// All entities of a kind, by id.
    pub fn entities<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<(String, T)>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT id, data FROM entity WHERE kind = ?1 AND data IS NOT NULL ORDER BY id")?;
        let mut rows = statement.query([kind])?;
        let mut entities = Vec::new();
        while let Some(row) = rows.next()? {
            let data: String = row.get(1)?;
            // One that this version cannot read is left out; the others stay.
            if let Ok(entity) = serde_json::from_str(&data) {
                entities.push((row.get(0)?, entity));
            }
        }
        Ok(entities)
    }

    /// One entity with its version.
    pub fn entity<T: DeserializeOwned>(&self, kind: &str, id: &str) -> Result<Option<(u64, T)>, StoreError> {
        let found: Option<(i64, String)> = self
            .0
            .query_row(
                "SELECT ver, data FROM entity WHERE kind = ?1 AND id = ?2 AND data IS NOT NULL",
                [kind, id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        Ok(found.and_then(|(ver, data)| Some((ver.unsigned_abs(), serde_json::from_str(&data).ok()?))))
    }

    /// How much of a content is here.
    pub(crate) fn fetched(&self, digest: &Digest) -> Result<Fetched, StoreError> {
        content::fetched(&self.0, digest)
    }

    /// Keeps the piece of a content that follows what is here; false where all of it is not what its digest says.
    pub(crate) fn keep_piece(
        &mut self,
        digest: &Digest,
        size: u64,
        start: u64,
        bytes: &[u8],
    ) -> Result<bool, StoreError> {
        content::keep_piece(&mut self.0, digest, size, start, bytes)
    }

    /// Keeps a content that is whole.
    pub(crate) fn keep_whole(&mut self, digest: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        if content::fetched(&self.0, digest)? != Fetched::Whole {
            content::let_go(&self.0, digest)?;
            content::keep_piece(&mut self.0, digest, bytes.len() as u64, 0, bytes)?;
        }
        Ok(())
    }

    /// A content that is here as a whole.
    pub(crate) fn content(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        content::whole(&self.0, digest)
    }

    /// Takes the catalogue over from a pack that was fetched, and lets go of the pack. One that this version cannot read
    /// leaves the catalogue as it is.
    pub(crate) fn take_catalogue(&mut self, digest: &Digest, now: UnixMillis) -> Result<(), StoreError> {
        if let Some(pack) = content::whole(&self.0, digest)? {
            if let Err(error) = catalogue::import_pack(&mut self.0, &pack, digest, now) {
                // It stays, so that it is not fetched again until there is another, or an app that can read it.
                tracing::error!(%error, "the catalogue cannot be taken over");
                return Ok(());
            }
            content::let_go(&self.0, digest)?;
        }
        Ok(())
    }

    /// After an update of the app: states that an older version could not read.
    fn read_again(&self) -> Result<(), StoreError> {
        let mut statement = self.0.prepare("SELECT kind, id, unread FROM entity WHERE unread IS NOT NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, id, unread): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if serde_json::from_str(&unread).is_ok_and(|data| is_readable(&kind, &data)) {
                self.0.execute(
                    "UPDATE entity SET data = unread, unread = NULL WHERE kind = ?1 AND id = ?2",
                    [kind, id],
                )?;
            }
        }
        Ok(())
    }
}

fn begin_generation(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("UPDATE sync_state SET cursor = NULL, complete = 0, generation = generation + 1", [])?;
    Ok(())
}

fn apply_change(transaction: &Transaction<'_>, change: &Change) -> Result<(), StoreError> {
    let (ChangeOp::Put, Some(data)) = (change.op, &change.data) else {
        transaction.execute("DELETE FROM entity WHERE kind = ?1 AND id = ?2", [&change.kind, &change.id])?;
        return Ok(());
    };
    // Where the newest state cannot be read, the last one that could stays beside it.
    let (data, unread) = match is_readable(&change.kind, data.reveal()) {
        true => (Some(data.reveal().to_string()), None),
        false => (None, Some(data.reveal().to_string())),
    };
    transaction.execute(
        "INSERT INTO entity (kind, id, ver, lane, data, unread, generation)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT generation FROM sync_state))
         ON CONFLICT (kind, id) DO UPDATE SET ver = excluded.ver, lane = excluded.lane,
             data = coalesce(excluded.data, data), unread = excluded.unread, generation = excluded.generation",
        params![change.kind, change.id, signed(change.ver), change.lane, data, unread],
    )?;
    Ok(())
}

/// Whether this version knows the kind and can read the content.
fn is_readable(kind: &str, data: &Value) -> bool {
    fn reads<T: DeserializeOwned>(data: &Value) -> bool {
        T::deserialize(data).is_ok()
    }
    match kind {
        AlertRecord::KIND => reads::<AlertRecord>(data),
        CatalogueRecord::KIND => reads::<CatalogueRecord>(data),
        CommandResult::KIND => reads::<CommandResult>(data),
        CredentialRecord::KIND => reads::<CredentialRecord>(data),
        DeviceRecord::KIND => reads::<DeviceRecord>(data),
        DossierRecord::KIND => reads::<DossierRecord>(data),
        HolidaysRecord::KIND => reads::<HolidaysRecord>(data),
        PaperRecord::KIND => reads::<PaperRecord>(data),
        RecoveryNotice::KIND => reads::<RecoveryNotice>(data),
        ProfileRecord::KIND => reads::<ProfileRecord>(data),
        TrustRecord::KIND => reads::<TrustRecord>(data),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_wire::Sensitive;
    use serde_json::json;

    fn open() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes(&[7; 32]).expect("a key");
        let cache = Cache::open(&folder.path().join("cache.db"), &key).expect("the cache opens");
        (folder, cache)
    }

    fn page(cursor: &str, has_more: bool, changes: Vec<Change>) -> SyncResponse {
        SyncResponse {
            now: 0,
            cursor: cursor.to_owned(),
            has_more,
            last_seq: 0,
            safe_seq: None,
            results: Vec::new(),
            changes,
            uploads: Vec::new(),
            reset: None,
            retry_after: None,
        }
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

    fn ids(cache: &Cache) -> Vec<String> {
        let dossiers = cache.entities::<DossierRecord>("dossier").expect("read");
        dossiers.into_iter().map(|(id, _)| id).collect()
    }

    fn unread(cache: &Cache, kind: &str) -> Vec<Value> {
        let mut statement =
            cache.0.prepare("SELECT unread FROM entity WHERE kind = ?1 AND unread IS NOT NULL").expect("SQL");
        let texts = statement.query_map([kind], |row| row.get::<_, String>(0)).expect("read");
        texts.map(|text| serde_json::from_str(&text.expect("a row")).expect("JSON")).collect()
    }

    #[test]
    fn a_page_moves_rows_cursor_and_contact_together() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", true, vec![put("dossier", "a", dossier(4))]), 10).expect("applied");
        assert_eq!(ids(&cache), ["a"]);
        assert_eq!(cache.contact().expect("read"), Contact { complete: false, last: Some(10), in_step: None });
        cache.apply(&page("c2", false, vec![]), 12).expect("applied");
        assert_eq!(cache.cursor().expect("read").as_deref(), Some("c2"));
        assert!(cache.contact().expect("read").complete);
    }

    #[test]
    fn applying_a_page_twice_changes_nothing() {
        let (_folder, mut cache) = open();
        let changes = page("c1", false, vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(10))]);
        cache.apply(&changes, 10).expect("applied");
        let once = cache.entities::<DossierRecord>("dossier").expect("read");
        cache.apply(&changes, 10).expect("applied");
        assert_eq!(cache.entities::<DossierRecord>("dossier").expect("read"), once);
    }

    #[test]
    fn what_this_version_cannot_read_is_kept_as_it_came() {
        let (_folder, mut cache) = open();
        let unknown = json!({ "seen": 3, "text": "Mưa lớn" });
        let changes = vec![put("petition", "x", unknown.clone()), put("dossier", "y", dossier(11))];
        cache.apply(&page("c1", false, changes), 0).expect("applied");
        assert!(ids(&cache).is_empty());
        assert_eq!(unread(&cache, "petition"), [unknown]);

        cache.apply(&page("c2", false, vec![put("dossier", "y", dossier(9))]), 0).expect("applied");
        assert_eq!((ids(&cache).as_slice(), unread(&cache, "dossier").len()), (["y".to_owned()].as_slice(), 0));
    }

    #[test]
    fn a_version_that_can_read_it_reads_what_waited() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", false, vec![put("dossier", "y", dossier(4))]), 0).expect("applied");
        cache
            .0
            .execute("UPDATE entity SET unread = replace(data, ':4', ':9')", [])
            .expect("as an older version left it");
        cache.read_again().expect("read");
        let (_, record) = cache.entity::<DossierRecord>("dossier", "y").expect("read").expect("there");
        assert_eq!((record.status.number(), unread(&cache, "dossier").len()), (9, 0));
    }

    #[test]
    fn a_page_that_begins_anew_replaces_what_was_there_once_it_is_complete() {
        let (_folder, mut cache) = open();
        let both = vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(4))];
        cache.apply(&page("c1", false, both), 0).expect("applied");
        let mut anew = page("c2", true, vec![put("dossier", "b", dossier(9))]);
        anew.reset = Some(cds_wire::portal::Reset::Diverged);
        cache.apply(&anew, 0).expect("applied");
        assert_eq!(ids(&cache), ["a", "b"], "readable until all of it is there");
        cache.apply(&page("c3", false, vec![]), 0).expect("applied");
        assert_eq!(ids(&cache), ["b"]);
    }

    #[test]
    fn what_the_portal_no_longer_has_goes_when_a_new_pull_is_complete() {
        let (_folder, mut cache) = open();
        let both = vec![put("dossier", "a", dossier(4)), put("dossier", "b", dossier(4))];
        cache.apply(&page("c1", false, both), 0).expect("applied");
        cache.forget_cursor().expect("forgotten");
        cache.apply(&page("c2", true, vec![put("dossier", "a", dossier(9))]), 0).expect("applied");
        assert_eq!(ids(&cache), ["a", "b"], "readable until the pull is complete");
        cache.apply(&page("c3", false, vec![]), 0).expect("applied");
        assert_eq!(ids(&cache), ["a"]);
    }

    #[test]
    fn a_state_that_cannot_be_read_leaves_the_last_one_that_could() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
        cache.forget_cursor().expect("forgotten");
        cache.apply(&page("c2", false, vec![put("dossier", "a", dossier(11))]), 0).expect("applied");
        assert_eq!(ids(&cache), ["a"]);
    }

    #[test]
    fn a_removed_dossier_goes() {
        let (_folder, mut cache) = open();
        cache.apply(&page("c1", false, vec![put("dossier", "a", dossier(4))]), 0).expect("applied");
        let del = Change { op: ChangeOp::Del, data: None, ..put("dossier", "a", json!(null)) };
        cache.apply(&page("c2", false, vec![del]), 0).expect("applied");
        assert!(ids(&cache).is_empty());
    }
}
