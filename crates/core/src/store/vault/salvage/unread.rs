//! What could not be read.

use std::collections::BTreeMap;

use rusqlite::types::Value;

use super::reader::Row;

/// Keys of rows that could not be read, by table.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) keys: BTreeMap<&'static str, Vec<Row>>,
    /// Tables in which there may be more.
    pub(super) more: Vec<&'static str>,
}

impl Unread {
    pub(super) fn note(&mut self, table: &'static str, keys: Vec<Row>, more: bool) {
        self.keys.insert(table, keys);
        if more {
            self.more.push(table);
        }
    }

    pub(super) fn ids(&self, table: &str) -> Vec<String> {
        let keys = self.keys.get(table).into_iter().flatten();
        keys.filter_map(|key| match key.first() {
            Some(Value::Text(id)) => Some(id.clone()),
            _ => None,
        })
        .collect()
    }
}
