//! What goes with a paper that the portal does not show any more.

use cds_wire::Digest;
use cds_wire::paper::PaperRecord;
use rusqlite::{OptionalExtension, Transaction};

use super::content;
use crate::store::StoreError;

/// The contents of a paper.
pub(super) fn contents_of(transaction: &Transaction<'_>, paper: &str) -> Result<Vec<Digest>, StoreError> {
    let mut statement =
        transaction.prepare_cached("SELECT data FROM entity WHERE kind = ?1 AND id = ?2 AND data IS NOT NULL")?;
    let data: Option<String> = statement.query_row([PaperRecord::KIND, paper], |row| row.get(0)).optional()?;
    let record: Option<PaperRecord> = data.and_then(|data| serde_json::from_str(&data).ok());
    let contents = record.into_iter().flat_map(|record| std::iter::once(record.content).chain(record.thumbnail));
    Ok(contents.map(|content| content.sha256).collect())
}

/// The contents of the papers of older generations.
pub(super) fn contents_of_old(transaction: &Transaction<'_>) -> Result<Vec<Digest>, StoreError> {
    let mut statement = transaction
        .prepare_cached("SELECT id FROM entity WHERE kind = ?1 AND generation < (SELECT generation FROM sync_state)")?;
    let old = statement.query_map([PaperRecord::KIND], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut contents = Vec::new();
    for paper in old {
        contents.extend(contents_of(transaction, &paper)?);
    }
    Ok(contents)
}

/// Lets go of the contents of papers that are shown no more, unless another paper is of the same; whether there were any.
pub(super) fn drop_contents(transaction: &Transaction<'_>, mut gone: Vec<Digest>) -> Result<bool, StoreError> {
    if gone.is_empty() {
        return Ok(false);
    }
    let mut statement = transaction.prepare_cached("SELECT id FROM entity WHERE kind = ?1")?;
    let left = statement.query_map([PaperRecord::KIND], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for paper in left {
        let kept = contents_of(transaction, &paper)?;
        gone.retain(|digest| !kept.contains(digest));
    }
    for digest in &gone {
        content::let_go(transaction, digest)?;
        transaction.execute("DELETE FROM made_room WHERE sha256 = ?1", [digest.0])?;
    }
    Ok(!gone.is_empty())
}
