//! A catalogue of a few procedures.

use cds_wire::Digest;
use cds_wire::procedure::{PackHeader, Procedure};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::import_pack;
use crate::store::cipher::{self, Durability};

const SCHEMA: &str = include_str!("../../migrations/cache/0003_catalogue.sql");

/// An encrypted database with the catalogue's tables alone.
pub(super) fn open() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let connection = cipher::open(&folder.path().join("cache.db"), &[7; 32], Durability::Normal).expect("it opens");
    connection.execute_batch(SCHEMA).expect("the tables");
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
    let header = PackHeader { format: 1, version, procedures: procedures.len() as u64 };
    let mut content = serde_json::to_string(&header).expect("JSON") + "\n";
    for procedure in procedures {
        content.push_str(&serde_json::to_string(procedure).expect("JSON"));
        content.push('\n');
    }
    packed(content.as_bytes())
}

/// Compressed as a pack is.
pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    zstd::encode_all(content, 1).expect("compressed")
}

/// SHA-256.
pub(super) fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}
