//! The only way a database of the citizen's is opened.
//!
//! This file stands alone on purpose: `tests/plain-sqlite` compiles it against a SQLite without encryption and shows
//! that [`open`] refuses there. `clippy.toml` disallows `Connection::open` everywhere else.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

/// Length of a raw key, in bytes.
pub const KEY_LEN: usize = 32;
/// Length of the statement that gives a key: `PRAGMA key = "x'…'"`.
const KEY_TEXT: usize = 18 + 2 * KEY_LEN;

/// How surely a confirmed transaction outlives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Every commit is on the disk before it returns: for what the citizen made.
    Full,
    /// A power cut may undo the last commits, never half of one: for what can be pulled again.
    Normal,
}

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// `PRAGMA cipher_version` gives no answer: this SQLite would write plaintext.
    #[error("this SQLite is not SQLCipher")]
    NoCipher,
    /// The first page does not decrypt.
    #[error("the file does not open under this key")]
    KeyOrFile,
    /// SQLite failed otherwise.
    #[error("SQLite: {:?}", .0.sqlite_error_code())]
    Sqlite(#[from] rusqlite::Error),
}

/// Opens or creates an encrypted database under a raw 32-byte key.
///
/// Nothing is written, not even an empty file, unless the library answers `PRAGMA cipher_version`.
pub fn open(path: &Path, key: &[u8; KEY_LEN], durability: Durability) -> Result<Connection, OpenError> {
    let connection = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    set(&connection, "journal_mode = WAL")?;
    set(
        &connection,
        match durability {
            Durability::Full => "synchronous = FULL",
            Durability::Normal => "synchronous = NORMAL",
        },
    )?;
    set(&connection, "foreign_keys = ON")?;
    Ok(connection)
}

/// Opens an encrypted database for reading alone.
pub fn open_read_only(path: &Path, key: &[u8; KEY_LEN]) -> Result<Connection, OpenError> {
    connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens the citizen's databases")]
fn connect(path: &Path, key: &[u8; KEY_LEN], flags: OpenFlags) -> Result<Connection, OpenError> {
    require_cipher(&Connection::open_in_memory()?)?;
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // SQLCipher writes its own complaints to standard error unless told not to.
    set(&connection, "cipher_log_level = NONE")?;
    set_key(&connection, key)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        // A file that has lost its end is read all the same.
        set(&connection, "writable_schema = ON")?;
    }
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => OpenError::KeyOrFile,
            _ => OpenError::Sqlite(error),
        }
    })?;
    // Temporary tables and sorts stay in memory: SQLCipher encrypts no temporary file.
    set(&connection, "temp_store = MEMORY")?;
    Ok(connection)
}

/// A database in memory alone, which no disk ever holds.
#[expect(clippy::disallowed_methods, reason = "the one place that opens the citizen's databases")]
pub fn in_memory() -> Result<Connection, OpenError> {
    let connection = Connection::open_in_memory()?;
    require_cipher(&connection)?;
    set(&connection, "temp_store = MEMORY")?;
    set(&connection, "foreign_keys = ON")?;
    Ok(connection)
}

fn require_cipher(connection: &Connection) -> Result<(), OpenError> {
    let version: Option<String> = connection.query_row("PRAGMA cipher_version", [], |row| row.get(0)).optional()?;
    match version {
        Some(version) if !version.is_empty() => Ok(()),
        _ => Err(OpenError::NoCipher),
    }
}

/// Some pragmas answer a row and some do not; the answer does not matter here.
fn set(connection: &Connection, pragma: &str) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(&format!("PRAGMA {pragma}"))?;
    let mut rows = statement.query([])?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// Gives the raw key, so that SQLCipher runs no derivation of its own, and wipes our copy of the statement's text; the
/// library keeps its own while the database is open.
fn set_key(connection: &Connection, key: &[u8; KEY_LEN]) -> Result<(), rusqlite::Error> {
    let mut pragma = zeroize::Zeroizing::new(String::with_capacity(KEY_TEXT));
    pragma.push_str("PRAGMA key = \"x'");
    for byte in key {
        for nibble in [byte >> 4, byte & 15] {
            pragma.push(char::from_digit(u32::from(nibble), 16).unwrap_or_default());
        }
    }
    pragma.push_str("'\"");
    debug_assert_eq!(pragma.len(), KEY_TEXT, "a growing string leaves copies of the key behind");
    connection.execute_batch(&pragma)
}
