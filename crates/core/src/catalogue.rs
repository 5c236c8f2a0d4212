//! The procedure catalogue on this device: imported from a pack, searched without a network.
//!
//! It lives in the cache's database, since it can always be downloaded again. A new pack replaces all of it or nothing.
//! Until the province's first one is here it is that of the essential services, which is in this program.

mod among;
pub(crate) mod base;
mod delta;
mod pack;
mod rank;
mod search;
mod text;
mod walk;
mod words;

pub(crate) use among::{Among, choices};
pub(crate) use delta::{Target, apply_delta};
pub(crate) use pack::{PackError, import_pack};
pub(crate) use search::search;
pub(crate) use text::text;
pub use walk::{Walked, walk};

use std::io::Read;

use cds_wire::ipc::{CatalogueShown, ProcedureHit};
use cds_wire::procedure::Procedure;
use cds_wire::{Digest, UnixMillis};
use rusqlite::{Connection, OptionalExtension};

use crate::store::StoreError;

/// The longest record, as JSON; the longest seen is 0.1 MB.
const MAX_RECORD: u64 = 4 * 1024 * 1024;

/// Which pack this device has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CatalogueState {
    /// Its version.
    pub(crate) version: u64,
    /// SHA-256 of its bytes.
    pub(crate) sha256: Digest,
    /// Procedures in it.
    pub(crate) procedures: u64,
    /// When it was imported, by this device's clock.
    pub(crate) imported_at: UnixMillis,
}

/// Which catalogue is read here, as the interface tells it.
pub(crate) fn shown(connection: &Connection) -> Result<CatalogueShown, StoreError> {
    Ok(match state(connection)? {
        Some(state) if state.version == base::VERSION => {
            CatalogueShown { version: None, built_in: base::header().ok().and_then(|header| header.as_of) }
        }
        state => CatalogueShown { version: state.map(|state| state.version), built_in: None },
    })
}

/// The pack this device has; none before the first import.
pub(crate) fn state(connection: &Connection) -> Result<Option<CatalogueState>, StoreError> {
    let state = connection
        .query_row("SELECT version, sha256, procedures, imported_at FROM catalogue_state", [], |row| {
            Ok(CatalogueState {
                version: row.get::<_, i64>(0)?.unsigned_abs(),
                sha256: Digest(row.get(1)?),
                procedures: row.get::<_, i64>(2)?.unsigned_abs(),
                imported_at: row.get(3)?,
            })
        })
        .optional()?;
    Ok(state)
}

/// The whole record of a procedure.
pub(crate) fn procedure(connection: &Connection, code: &str) -> Result<Option<Procedure>, StoreError> {
    let data: Option<Vec<u8>> = connection
        .prepare_cached("SELECT data FROM procedure WHERE code = ?1")?
        .query_row([code], |row| row.get(0))
        .optional()?;
    data.map(|data| read_record(&data).ok_or(StoreError::Damaged)).transpose()
}

/// The life events of the catalogue, by name.
pub(crate) fn life_events(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT event FROM procedure_life_event ORDER BY event")?;
    let events = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(events)
}

/// The procedures of a life event: essential services by their number, then the others by name.
pub(crate) fn of_life_event(
    connection: &Connection,
    event: &str,
    among: &Among<'_>,
) -> Result<Vec<ProcedureHit>, StoreError> {
    let of = "p.id IN (SELECT procedure FROM procedure_life_event WHERE event = :text)
              ORDER BY p.essential IS NULL, p.essential, p.name, p.code";
    among.hits(connection, of, Some(event), usize::MAX)
}

fn read_record(data: &[u8]) -> Option<Procedure> {
    let mut json = Vec::new();
    zstd::stream::read::Decoder::with_buffer(data).ok()?.take(MAX_RECORD).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod fixture;
