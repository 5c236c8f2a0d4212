//! What a damaged vault held and could not be read any more.

use cds_wire::Sensitive;
use cds_wire::ipc::{LostItem, LostKind};

use super::Vault;
use crate::store::StoreError;

impl Vault {
    /// What could not be read any more, in the order in which it was noticed.
    pub(crate) fn lost(&self) -> Result<Vec<LostItem>, StoreError> {
        let mut statement = self.0.prepare("SELECT kind, title, made_at FROM lost ORDER BY number")?;
        let lost = statement.query_map([], |row| {
            let kind: String = row.get(0)?;
            Ok(LostItem {
                kind: serde_json::from_value(serde_json::Value::String(kind)).unwrap_or(LostKind::Request),
                title: row.get::<_, Option<String>>(1)?.map(Sensitive::new),
                made_at: row.get(2)?,
            })
        })?;
        Ok(lost.collect::<Result<_, _>>()?)
    }

    /// Another vault on this device could not be opened any more.
    pub(crate) fn note_set_aside(&self) -> Result<(), StoreError> {
        self.0.execute("INSERT INTO lost (kind) VALUES ('vault')", [])?;
        Ok(())
    }

    /// The citizen has read it.
    pub(crate) fn put_away_lost(&self) -> Result<(), StoreError> {
        self.0.execute("DELETE FROM lost", [])?;
        Ok(())
    }
}
