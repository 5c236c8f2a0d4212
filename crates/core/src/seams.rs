//! What measurements and walks call and nobody else does.

use std::path::Path;

use cds_wire::ipc::{ProcedureHit, SearchFilter};
use cds_wire::procedure::Procedure;
use cds_wire::{Digest, UnixMillis};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use crate::keys::Key;
use crate::store::Cache;
use crate::store::cipher::KEY_LEN;
use crate::{Error, catalogue};

pub use crate::catalogue::{Walked, walk};

/// A device's cache, of which only the catalogue is used.
#[derive(Debug)]
pub struct CatalogueCache(Cache);

impl CatalogueCache {
    /// Opens or begins an encrypted cache.
    pub fn open(path: &Path, key: &[u8; KEY_LEN]) -> Result<Self, Error> {
        let key = Key::from_bytes(key).ok_or(Error::Internal("a key of another length"))?;
        Ok(Self(Cache::open(path, &key)?))
    }

    /// Replaces the catalogue with the pack's; the number of procedures in it.
    pub fn import(&mut self, pack: &[u8], now: UnixMillis) -> Result<u64, Error> {
        let digest = Digest(Sha256::digest(pack).into());
        let imported = catalogue::import_pack(self.0.connection(), pack, &digest, now);
        imported.map(|state| state.procedures).map_err(|_| Error::NotUnderstood)
    }

    /// The app's search.
    pub fn search(&mut self, text: &str, limit: usize) -> Result<Vec<ProcedureHit>, Error> {
        let filter = SearchFilter::default();
        let among = catalogue::Among { filter: &filter, province: Some("04"), day: "2026-11-27" };
        Ok(catalogue::search(self.0.connection(), text, &among, limit)?)
    }

    /// The whole record of a procedure.
    pub fn procedure(&mut self, code: &str) -> Result<Option<Procedure>, Error> {
        Ok(catalogue::procedure(self.0.connection(), code)?)
    }

    /// The database itself, for what is measured beside.
    pub fn connection(&mut self) -> &mut Connection {
        self.0.connection()
    }
}
