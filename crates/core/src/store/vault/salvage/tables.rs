//! Copying tables row by row: all at once where nothing is in the way, else each row by its key.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::consequences;
use super::reader::{Damaged, Row};
use super::unread::Unread;
use crate::store::StoreError;
use crate::store::vault::Vault;

/// A table, what names its rows, and where else their names stand.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    elsewhere: &'static [&'static str],
}

const fn table(name: &'static str, key: &'static [&'static str]) -> Table {
    Table { name, key, elsewhere: &[] }
}

/// In an order in which nothing refers to what comes later.
const TABLES: [Table; 9] = [
    table("account", &["only"]),
    Table { name: "draft", key: &["id"], elsewhere: &["SELECT draft FROM draft_attachment"] },
    table("draft_attachment", &["draft", "name"]),
    Table {
        name: "command",
        key: &["id"],
        // Indexes are trees of their own, which hold the ids of all rows.
        elsewhere: &[
            "SELECT id FROM command INDEXED BY command_by_stream",
            "SELECT id FROM command ORDER BY position",
            "SELECT command FROM command_blob",
        ],
    },
    table("command_blob", &["command", "position"]),
    table("paper", &["id"]),
    table("dependant", &["id"]),
    table("staged_page", &["number"]),
    table("lost", &["number"]),
];

/// What could be read of a table.
#[derive(Default)]
struct Read {
    rows: Vec<Row>,
    /// Keys of rows that cannot be read.
    unread: Vec<Row>,
    /// There may be more, of which not even the key can be read.
    more: bool,
}

/// Copies what can be read, and keeps what that means. Returns how many things are lost. Fails, and nothing is copied,
/// where the account itself cannot be read.
pub(super) fn copy(damaged: &mut Damaged<'_>, vault: &mut Vault) -> Result<usize, StoreError> {
    let transaction = vault.transaction()?;
    let mut unread = Unread::default();
    for table in &TABLES {
        let columns = columns(damaged, &transaction, table.name)?;
        if columns.is_empty() {
            // The damaged vault is of an older schema.
            continue;
        }
        let read = read(damaged, table, &columns)?;
        if table.name == "account" && read.rows.is_empty() {
            return Err(StoreError::Damaged);
        }
        put(&transaction, table.name, &columns, read.rows)?;
        unread.note(table.name, read.unread, read.more);
    }
    let lost = consequences::draw(damaged, &transaction, &unread)?;
    transaction.commit()?;
    Ok(lost)
}

/// The columns that both vaults have.
fn columns(damaged: &mut Damaged<'_>, new: &Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let names = "SELECT name FROM pragma_table_info(?1)";
    let (old, _) = damaged.rows(names, &[Value::Text(table.to_owned())])?;
    let old: Vec<Value> = old.into_iter().flatten().collect();
    let mut statement = new.prepare(names)?;
    let new = statement.query_map([table], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(new.into_iter().filter(|name| old.contains(&Value::Text(name.clone()))).collect())
}

fn read(damaged: &mut Damaged<'_>, table: &Table, columns: &[String]) -> Result<Read, StoreError> {
    let Table { name, key, elsewhere } = table;
    let columns = columns.join(", ");
    let (rows, whole) = damaged.rows(&format!("SELECT {columns} FROM {name}"), &[])?;
    if whole {
        return Ok(Read { rows, ..Read::default() });
    }
    let mut read = Read::default();
    let mut keys = BTreeMap::new();
    let mut note = |found: Vec<Row>| keys.extend(found.into_iter().map(|key| (format!("{key:?}"), key)));
    let forwards = format!("SELECT {0} FROM {name} ORDER BY {0}", key.join(", "));
    let (found, mut complete) = damaged.rows(&forwards, &[])?;
    note(found);
    if !complete {
        let backwards = format!("SELECT {} FROM {name} ORDER BY {} DESC", key.join(", "), key.join(" DESC, "));
        note(damaged.rows(&backwards, &[])?.0);
    }
    for query in *elsewhere {
        let (found, whole) = damaged.rows(query, &[])?;
        note(found);
        complete |= whole && *name == "command" && !query.contains("command_blob");
    }
    read.more = !complete;
    let conditions: Vec<String> = (1..).zip(*key).map(|(number, column)| format!("{column} = ?{number}")).collect();
    let one = format!("SELECT {columns} FROM {name} WHERE {}", conditions.join(" AND "));
    for key in keys.into_values() {
        let (rows, whole) = damaged.rows(&one, &key)?;
        if whole {
            read.rows.extend(rows);
        } else {
            read.unread.push(key);
        }
    }
    Ok(read)
}

/// Writes rows; what belongs to a row that is not there is left out.
fn put(new: &Connection, table: &str, columns: &[String], rows: Vec<Row>) -> Result<(), StoreError> {
    let belongs = match table {
        "draft_attachment" => "WHERE EXISTS (SELECT 1 FROM draft WHERE id = ?1)",
        "command_blob" => "WHERE EXISTS (SELECT 1 FROM command WHERE id = ?1)",
        _ => "",
    };
    let places: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
    let sql = format!("INSERT INTO {table} ({}) SELECT {} {belongs}", columns.join(", "), places.join(", "));
    let mut statement = new.prepare(&sql)?;
    for row in rows {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}
