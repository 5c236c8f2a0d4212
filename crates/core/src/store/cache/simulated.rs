//! What a simulation looks at and copies.

use super::Cache;
use crate::store::StoreError;
use crate::store::vault::simulated::copied;

/// A row of the mirror.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// What the entity is.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub ver: u64,
    /// Its content, as JSON; also where this version cannot read it.
    pub data: String,
}

impl Cache {
    /// A copy in memory.
    pub(crate) fn copy_in_memory(&self) -> Result<Self, StoreError> {
        Ok(Self(copied(&self.0)?))
    }

    /// All entities, by kind and id.
    pub(crate) fn rows(&self) -> Result<Vec<Row>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT kind, id, ver, coalesce(unread, data, '') FROM entity ORDER BY kind, id")?;
        let rows = statement.query_map([], |row| {
            Ok(Row { kind: row.get(0)?, id: row.get(1)?, ver: row.get::<_, i64>(2)?.unsigned_abs(), data: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
