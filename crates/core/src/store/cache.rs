//! The cache: the portal's mirror on this device. Whatever is in it can be pulled again.

pub(crate) mod code;
pub(crate) mod content;
mod papers;
pub(crate) mod simulated;

use std::path::Path;

use cds_wire::alert::AlertRecord;
use cds_wire::dossier::DossierRecord;
use cds_wire::family::DependantRecord;
use cds_wire::fee::FeeRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::petition::PetitionRecord;
use cds_wire::portal::{
    CatalogueRecord, Change, ChangeOp, CommandResult, CredentialRecord, DeviceRecord, HolidaysRecord, ProfileRecord,
    RecoveryNotice, StatusRecord, SyncResponse, TrustRecord,
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
    include_str!("../../migrations/cache/0004_code_shown.sql"),
    include_str!("../../migrations/cache/0005_status_refused.sql"),
    include_str!("../../migrations/cache/0006_scope.sql"),
    include_str!("../../migrations/cache/0007_made_room.sql"),
];

/// Kilobytes of decrypted pages that are kept in memory. Each search reads names and words of thousands of procedures: with
/// SQLite's 2,000 they would be decrypted anew each time.
const KEPT_PAGES: i64 = 8_000;

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

impl Contact {
    /// All that the portal has is here: what is not, the portal did not show as it answered last.
    pub(crate) fn is_in_step(&self) -> bool {
        self.complete && self.in_step.is_some() && self.in_step == self.last
    }
}

impl Cache {
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        let mut connection = cipher::open(path, key.as_bytes(), Durability::Normal)?;
        connection.pragma_update(None, "cache_size", -KEPT_PAGES)?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        let mut cache = Self(connection);
        cache.read_again()?;
        cache.fill_catalogue()?;
        Ok(cache)
    }

    /// A catalogue alone, for who has no account: that of the essential services.
    pub(crate) fn of_essential_services() -> Result<Self, StoreError> {
        let mut cache = Self::in_memory()?;
        cache.fill_catalogue()?;
        Ok(cache)
    }

    /// Where nothing of the province's catalogue is here, the essential services are.
    fn fill_catalogue(&mut self) -> Result<(), StoreError> {
        match catalogue::base::fill(&mut self.0) {
            Err(catalogue::PackError::Store(StoreError::Damaged)) => Err(StoreError::Damaged),
            Err(error) => {
                // A full disk, say: everything else can still be read.
                tracing::warn!(%error, "the essential services are not in the catalogue");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// An empty cache that is never on a disk, for simulations.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let mut connection = cipher::in_memory()?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection))
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
        #[cfg(seeded_bugs)]
        if cds_seeded::bug("cursor-before-data") {
            self.0.execute("UPDATE sync_state SET cursor = ?1", [&page.cursor])?;
        }
        let transaction = self.0.transaction()?;
        if page.reset.is_some() {
            begin_generation(&transaction)?;
        }
        let mut gone = Vec::new();
        for change in &page.changes {
            if change.op == ChangeOp::Del && change.kind == PaperRecord::KIND {
                gone.extend(papers::contents_of(&transaction, &change.id)?);
            }
            apply_change(&transaction, change)?;
        }
        let complete = !page.has_more;
        #[cfg(seeded_bugs)]
        let complete = complete && !cds_seeded::bug("old-rows-kept");
        if complete {
            gone.extend(papers::contents_of_old(&transaction)?);
            transaction.execute("DELETE FROM entity WHERE generation < (SELECT generation FROM sync_state)", [])?;
        }
        let gone = papers::drop_contents(&transaction, gone)?;
        transaction.execute(
            "UPDATE sync_state SET cursor = ?1, complete = max(complete, ?2), last_contact = ?3,
                 in_step_at = iif(?2, ?3, in_step_at)",
            params![page.cursor, !page.has_more, now],
        )?;
        transaction.commit()?;
        // Deleted pages are overwritten; not so the log, until it is moved into the file.
        if gone { self.checkpoint() } else { Ok(()) }
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

    /// Whether the portal shows an entity, readable or not.
    pub(crate) fn names(&self, kind: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.0.prepare_cached("SELECT 1 FROM entity WHERE kind = ?1 AND id = ?2")?.exists([kind, id])?)
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

    /// Bytes of a content that are here.
    pub(crate) fn bytes_here(&self, digest: &Digest) -> Result<u64, StoreError> {
        content::bytes_here(&self.0, digest)
    }

    /// How many contents are here.
    pub(crate) fn contents(&self) -> Result<u64, StoreError> {
        let count: i64 = self.0.query_row("SELECT count(*) FROM content WHERE complete = 1", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Lets go of a content.
    pub(crate) fn let_go(&mut self, digest: &Digest) -> Result<(), StoreError> {
        content::let_go(&self.0, digest)
    }

    /// Lets go of a content because the citizen wants the room.
    pub(crate) fn make_room(&mut self, digest: &Digest) -> Result<(), StoreError> {
        content::make_room(&self.0, digest)
    }

    /// Whether they did.
    pub(crate) fn made_room(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self.0.prepare_cached("SELECT 1 FROM made_room WHERE sha256 = ?1")?.exists([digest.0])?)
    }

    /// Gives room that is no longer needed back to the device.
    pub(crate) fn shrink(&mut self) -> Result<(), StoreError> {
        self.0.execute_batch("VACUUM")?;
        self.checkpoint()
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

    /// Takes the catalogue to a newer version by a delta that was fetched, and lets go of the delta; false where it does not
    /// lead there, and the catalogue is as it was.
    pub(crate) fn take_delta(
        &mut self,
        digest: &Digest,
        target: &catalogue::Target,
        now: UnixMillis,
    ) -> Result<bool, StoreError> {
        let Some(delta) = content::whole(&self.0, digest)? else { return Ok(false) };
        let taken = match catalogue::apply_delta(&mut self.0, &delta, target, now) {
            // The delta is good for all that is known, and is tried again.
            Err(catalogue::PackError::Store(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "the delta does not lead to the newer catalogue: all of it is fetched");
                false
            }
            Ok(_) => true,
        };
        content::let_go(&self.0, digest)?;
        Ok(taken)
    }

    /// Remembers that a status list was fetched in vain while these were the trust lists.
    pub(crate) fn refuse_status(&self, digest: &Digest, judges: &Digest) -> Result<(), StoreError> {
        self.0.execute(
            "INSERT OR REPLACE INTO status_refused (only, sha256, judges) VALUES (1, ?1, ?2)",
            [digest.0, judges.0],
        )?;
        Ok(())
    }

    /// Whether that was so.
    pub(crate) fn status_is_refused(&self, digest: &Digest, judges: &Digest) -> Result<bool, StoreError> {
        let mut statement = self.0.prepare_cached("SELECT 1 FROM status_refused WHERE sha256 = ?1 AND judges = ?2")?;
        Ok(statement.exists([digest.0, judges.0])?)
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
        DependantRecord::KIND => reads::<DependantRecord>(data),
        DeviceRecord::KIND => reads::<DeviceRecord>(data),
        DossierRecord::KIND => reads::<DossierRecord>(data),
        FeeRecord::KIND => reads::<FeeRecord>(data),
        HolidaysRecord::KIND => reads::<HolidaysRecord>(data),
        PaperRecord::KIND => reads::<PaperRecord>(data),
        RecoveryNotice::KIND => reads::<RecoveryNotice>(data),
        PetitionRecord::KIND => reads::<PetitionRecord>(data),
        ProfileRecord::KIND => reads::<ProfileRecord>(data),
        StatusRecord::KIND => reads::<StatusRecord>(data),
        TrustRecord::KIND => reads::<TrustRecord>(data),
        _ => false,
    }
}

#[cfg(test)]
#[path = "cache/tests.rs"]
mod tests;
