//! Contents fetched from the portal, piece by piece: what has arrived stays when the link breaks.

use cds_wire::Digest;
use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{StoreError, blobs, signed};

/// How much of a content is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fetched {
    /// Bytes from the beginning.
    Part(u64),
    /// All of it, and its digest is right.
    Whole,
}

/// How much of a content is here.
pub(crate) fn fetched(connection: &Connection, digest: &Digest) -> Result<Fetched, StoreError> {
    let complete: Option<bool> = connection
        .query_row("SELECT complete FROM content WHERE sha256 = ?1", [digest.0], |row| row.get(0))
        .optional()?;
    if complete == Some(true) {
        return Ok(Fetched::Whole);
    }
    let end: i64 = connection.query_row(
        "SELECT coalesce(max(start + length(bytes)), 0) FROM content_piece WHERE sha256 = ?1",
        [digest.0],
        |row| row.get(0),
    )?;
    Ok(Fetched::Part(end.unsigned_abs()))
}

/// Bytes of a content that are here.
pub(crate) fn bytes_here(connection: &Connection, digest: &Digest) -> Result<u64, StoreError> {
    let sum = "SELECT coalesce(sum(length(bytes)), 0) FROM content_piece WHERE sha256 = ?1";
    Ok(connection.query_row(sum, [digest.0], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// Keeps the piece that follows what is here. With the last one the digest is checked: a wrong one lets go of all pieces
/// and is `false`.
pub(crate) fn keep_piece(
    connection: &mut Connection,
    digest: &Digest,
    size: u64,
    start: u64,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    let transaction = connection.transaction()?;
    transaction.execute(
        "INSERT OR IGNORE INTO content (sha256, size, complete) VALUES (?1, ?2, 0)",
        params![digest.0, signed(size)],
    )?;
    transaction.execute(
        "INSERT OR REPLACE INTO content_piece (sha256, start, bytes) VALUES (?1, ?2, ?3)",
        params![digest.0, signed(start), bytes],
    )?;
    let right = if start + bytes.len() as u64 == size {
        let right = blobs::digest(&pieces(&transaction, digest)?) == *digest;
        match right {
            true => transaction.execute("UPDATE content SET complete = 1 WHERE sha256 = ?1", [digest.0])?,
            false => transaction.execute("DELETE FROM content WHERE sha256 = ?1", [digest.0])?,
        };
        right
    } else {
        true
    };
    transaction.commit()?;
    Ok(right)
}

/// Lets go of a content.
pub(crate) fn let_go(connection: &Connection, digest: &Digest) -> Result<(), StoreError> {
    connection.execute("DELETE FROM content WHERE sha256 = ?1", [digest.0])?;
    Ok(())
}

/// Lets go of a content of which something is here, and remembers it.
pub(crate) fn make_room(connection: &Connection, digest: &Digest) -> Result<(), StoreError> {
    let here = "INSERT OR IGNORE INTO made_room (sha256) SELECT sha256 FROM content WHERE sha256 = ?1";
    connection.execute(here, [digest.0])?;
    let_go(connection, digest)
}

/// A content that is here as a whole.
pub(crate) fn whole(connection: &Connection, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    match fetched(connection, digest)? {
        Fetched::Whole => pieces(connection, digest).map(Some),
        Fetched::Part(_) => Ok(None),
    }
}

fn pieces(connection: &Connection, digest: &Digest) -> Result<Vec<u8>, StoreError> {
    let mut statement = connection.prepare("SELECT bytes FROM content_piece WHERE sha256 = ?1 ORDER BY start")?;
    let mut rows = statement.query([digest.0])?;
    let mut content = Vec::new();
    while let Some(row) = rows.next()? {
        content.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Key;
    use crate::store::Cache;

    fn open() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes(&[7; 32]).expect("a key");
        let cache = Cache::open(&folder.path().join("cache.db"), &key).expect("the cache opens");
        (folder, cache)
    }

    #[test]
    fn a_content_comes_together_from_its_pieces() {
        let (_folder, mut cache) = open();
        let (content, connection) = (b"giay khai sinh", cache.connection());
        let digest = blobs::digest(content);
        assert!(keep_piece(connection, &digest, 14, 0, &content[..5]).expect("kept"));
        assert_eq!(fetched(connection, &digest).expect("read"), Fetched::Part(5));
        assert_eq!(whole(connection, &digest).expect("read"), None);
        assert!(keep_piece(connection, &digest, 14, 5, &content[5..]).expect("kept"));
        assert_eq!(whole(connection, &digest).expect("read").as_deref(), Some(content.as_slice()));
    }

    #[test]
    fn a_content_with_another_digest_is_let_go() {
        let (_folder, mut cache) = open();
        let digest = blobs::digest(b"giay khai sinh");
        assert!(!keep_piece(cache.connection(), &digest, 3, 0, b"xxx").expect("kept"));
        assert_eq!(fetched(cache.connection(), &digest).expect("read"), Fetched::Part(0));
    }
}
