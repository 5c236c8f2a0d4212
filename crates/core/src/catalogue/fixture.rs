//! A catalogue of a few procedures.

use cds_wire::Digest;
use cds_wire::ipc::{ProcedureHit, SearchFilter};
use cds_wire::procedure::{PackHeader, Procedure};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::{Among, import_pack};
use crate::store::StoreError;
use crate::store::cipher::{self, Durability};

const SCHEMA: [&str; 2] =
    [include_str!("../../migrations/cache/0003_catalogue.sql"), include_str!("../../migrations/cache/0006_scope.sql")];

/// An encrypted database with the catalogue's tables alone.
pub(super) fn open() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = cipher::open(&folder.path().join("cache.db"), &[7; 32], Durability::Normal).expect("it opens");
    connection.execute_batch(&SCHEMA.concat()).expect("the tables");
    (folder, connection)
}

/// The same with these procedures in it, as version 1.
pub(super) fn imported(procedures: &[Procedure]) -> (tempfile::TempDir, Connection) {
    let (folder, mut connection) = open();
    let pack = pack(1, procedures);
    import_pack(&mut connection, &pack, &digest(&pack), 5).expect("imported");
    (folder, connection)
}

/// A procedure with nothing but code and name.
pub(super) fn procedure(code: &str, name: &str) -> Procedure {
    let json = format!(r#"{{ "code": "{code}", "name": {} }}"#, serde_json::Value::from(name));
    serde_json::from_str(&json).expect("code and name are enough")
}

/// The pack of these procedures.
pub(super) fn pack(version: u64, procedures: &[Procedure]) -> Vec<u8> {
    let header = PackHeader { format: 1, version, procedures: procedures.len() as u64, as_of: None };
    let mut content = serde_json::to_string(&header).expect("JSON") + "\n";
    for procedure in procedures {
        content.push_str(&serde_json::to_string(procedure).expect("JSON"));
        content.push('\n');
    }
    packed(content.as_bytes())
}

/// The search of a day, a province and no filter.
pub(super) fn search(connection: &Connection, text: &str, limit: usize) -> Result<Vec<ProcedureHit>, StoreError> {
    super::search(connection, text, &open_search(), limit)
}

/// Nothing narrows the search.
pub(super) fn open_search() -> Among<'static> {
    const OPEN: &SearchFilter = &SearchFilter { field: None, level: None, channel: None };
    Among { filter: OPEN, province: Some("04"), day: "2026-11-27" }
}

/// Compressed as a pack is.
pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).expect("compressed")
}

/// SHA-256.
pub(super) fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}
