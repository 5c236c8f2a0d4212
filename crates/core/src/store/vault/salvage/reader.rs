//! Reading a damaged vault.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::keys::Key;
use crate::store::{StoreError, cipher, is_damage};

pub(super) type Row = Vec<Value>;

/// A damaged vault, open for reading alone.
pub(super) struct Damaged<'a> {
    path: &'a Path,
    key: &'a Key,
    connection: Option<Connection>,
}

impl<'a> Damaged<'a> {
    /// Opens it. Fails where the key is another's or the first page or the schema cannot be read.
    pub(super) fn open(path: &'a Path, key: &'a Key) -> Result<Self, StoreError> {
        let connection = cipher::open_read_only(path, key.as_bytes())?;
        Ok(Self { path, key, connection: Some(connection) })
    }

    /// The rows of a query as far as they can be read, and whether these are all. Where they are not, the last may be
    /// damaged in what is long.
    pub(super) fn rows(&mut self, sql: &str, given: &[Value]) -> Result<(Vec<Row>, bool), StoreError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => cipher::open_read_only(self.path, self.key.as_bytes())?,
        };
        let mut rows = Vec::new();
        let result = read(&connection, sql, given, &mut rows);
        // SQLCipher gives a connection up with the first damaged page, but reads that page as zeros: the end of a long
        // text may come back empty, without an error. The next page that is read says so; from then on another is needed.
        let given_up = connection
            .execute_batch("PRAGMA shrink_memory")
            .and_then(|()| connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())))
            .is_err();
        match result {
            _ if given_up => Ok((rows, false)),
            Err(error) if is_damage(&error) => Ok((rows, false)),
            Err(error) => Err(error.into()),
            Ok(()) => {
                self.connection = Some(connection);
                Ok((rows, true))
            }
        }
    }

    /// The first value of a query, where it can be read.
    pub(super) fn first(&mut self, sql: &str, given: &[Value]) -> Result<Option<Value>, StoreError> {
        let (rows, whole) = self.rows(sql, given)?;
        Ok(rows.into_iter().flatten().next().filter(|value| whole && *value != Value::Null))
    }
}

fn read(connection: &Connection, sql: &str, given: &[Value], rows: &mut Vec<Row>) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut found = statement.query(params_from_iter(given))?;
    while let Some(row) = found.next()? {
        rows.push((0..columns).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?);
    }
    Ok(())
}
