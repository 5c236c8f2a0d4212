//! Contents in pieces inside a database: no plaintext file ever exists.

use cds_wire::Digest;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::{StoreError, signed};

/// Length of a piece, in bytes: a row that SQLite reads without holding a whole picture.
const PIECE: usize = 64 * 1024;

/// The digest of a content.
pub(crate) fn digest(content: &[u8]) -> Digest {
    Digest(Sha256::digest(content).into())
}

/// Keeps a content under its digest; one that is there already stays.
pub(crate) fn keep(connection: &Connection, content: &[u8]) -> Result<Digest, StoreError> {
    let digest = digest(content);
    let size = signed(content.len() as u64);
    if connection.execute("INSERT OR IGNORE INTO blob (sha256, size) VALUES (?1, ?2)", params![digest.0, size])? == 1 {
        let mut insert =
            connection.prepare_cached("INSERT INTO blob_piece (sha256, number, bytes) VALUES (?1, ?2, ?3)")?;
        for (number, piece) in (0_i64..).zip(content.chunks(PIECE)) {
            insert.execute(params![digest.0, number, piece])?;
        }
    }
    Ok(digest)
}

/// The size of a content; none where it is not there.
pub(crate) fn size(connection: &Connection, digest: &Digest) -> Result<Option<u64>, StoreError> {
    let size: Option<i64> =
        connection.query_row("SELECT size FROM blob WHERE sha256 = ?1", [digest.0], |row| row.get(0)).optional()?;
    Ok(size.map(i64::unsigned_abs))
}

/// A part of a content, at most `length` bytes from `offset` on.
pub(crate) fn part(
    connection: &Connection,
    digest: &Digest,
    offset: u64,
    length: usize,
) -> Result<Vec<u8>, StoreError> {
    let first = offset / PIECE as u64;
    let mut skip = usize::try_from(offset % PIECE as u64).unwrap_or(0);
    let mut statement =
        connection.prepare_cached("SELECT bytes FROM blob_piece WHERE sha256 = ?1 AND number >= ?2 ORDER BY number")?;
    let mut rows = statement.query(params![digest.0, signed(first)])?;
    let mut part = Vec::new();
    while part.len() < length
        && let Some(row) = rows.next()?
    {
        let piece: Vec<u8> = row.get(0)?;
        let wanted = length - part.len();
        part.extend(piece.into_iter().skip(skip).take(wanted));
        skip = 0;
    }
    Ok(part)
}

/// The whole of a content; none where it is not there.
pub(crate) fn whole(connection: &Connection, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    match size(connection, digest)? {
        Some(size) => part(connection, digest, 0, usize::try_from(size).unwrap_or(usize::MAX)).map(Some),
        None => Ok(None),
    }
}

/// Drops contents that no draft, command, paper or page of one needs any longer.
pub(crate) fn drop_unneeded(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM blob WHERE sha256 NOT IN (
             SELECT sha256 FROM draft_attachment UNION SELECT sha256 FROM command_blob
             UNION SELECT sha256 FROM paper UNION SELECT sha256 FROM staged_page
             UNION SELECT thumbnail_sha256 FROM paper WHERE thumbnail_sha256 IS NOT NULL)",
        [],
    )?;
    Ok(())
}
