//! Pages of a paper that is being put together: each is on the disk as soon as it was photographed or chosen, and is there
//! again after a crash or a lock.

use cds_wire::Digest;
use cds_wire::ipc::PageCorners;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Vault, signed};
use crate::store::{StoreError, blobs};

/// A page that is to be put beside the others.
pub(crate) struct NewPage<'a> {
    /// Its media type.
    pub(crate) media_type: &'a str,
    /// Its bytes, upright.
    pub(crate) content: &'a [u8],
    /// Its width and height, in pixels; zeros for a PDF.
    pub(crate) size: (u32, u32),
}

/// A page that waits for the others.
pub(crate) struct StagedPage {
    /// What names it.
    pub(crate) number: u32,
    /// Its content.
    pub(crate) sha256: Digest,
    /// Its media type.
    pub(crate) media_type: String,
    /// Its width and height, in pixels; zeros for a PDF.
    pub(crate) size: (u32, u32),
    /// Where the paper is in it; none: all of it is kept.
    pub(crate) corners: Option<PageCorners>,
}

impl Vault {
    /// Puts a page behind the others, on the disk when this returns.
    pub(crate) fn stage(&mut self, page: &NewPage<'_>) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let digest = blobs::keep(&transaction, page.content)?;
        transaction.execute(
            "INSERT INTO staged_page (number, position, sha256, size, media_type, width, height)
             SELECT coalesce(max(number), 0) + 1, coalesce(max(position), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM staged_page",
            params![digest.0, signed(page.content.len() as u64), page.media_type, page.size.0, page.size.1],
        )?;
        transaction.commit()?;
        self.checkpoint()
    }

    /// The pages in their order.
    pub(crate) fn staged(&self) -> Result<Vec<StagedPage>, StoreError> {
        let mut statement = self.0.prepare_cached(
            "SELECT number, sha256, media_type, width, height, corners FROM staged_page ORDER BY position",
        )?;
        let pages = statement.query_map([], staged_page)?.collect::<Result<_, _>>()?;
        Ok(pages)
    }

    /// Says where the paper is in a page; false where there is no such page.
    pub(crate) fn crop_staged(&self, number: u32, corners: Option<&PageCorners>) -> Result<bool, StoreError> {
        let corners = corners.map(serde_json::to_string).transpose().map_err(|_| StoreError::Damaged)?;
        let sql = "UPDATE staged_page SET corners = ?2 WHERE number = ?1";
        Ok(self.0.execute(sql, params![number, corners])? > 0)
    }

    /// Lets a page change places with the one before it; false where there is none before it.
    pub(crate) fn move_staged(&mut self, number: u32) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let before: Option<(u32, u32, u32)> = transaction
            .query_row(
                "SELECT before.number, before.position, page.position FROM staged_page AS page
                     JOIN staged_page AS before ON before.position < page.position
                 WHERE page.number = ?1 ORDER BY before.position DESC LIMIT 1",
                [number],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let Some((before, earlier, later)) = before else { return Ok(false) };
        for (page, position) in [(number, earlier), (before, later)] {
            transaction.execute("UPDATE staged_page SET position = ?2 WHERE number = ?1", [page, position])?;
        }
        transaction.commit()?;
        Ok(true)
    }

    /// Gives a page up; false where there is no such page.
    pub(crate) fn unstage(&mut self, number: u32) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let gone = transaction.execute("DELETE FROM staged_page WHERE number = ?1", [number])?;
        blobs::drop_unneeded(&transaction)?;
        transaction.commit()?;
        self.checkpoint()?;
        Ok(gone > 0)
    }
}

/// These pages are a paper now; one that came meanwhile stays, also where it got the number of one that was given up.
pub(super) fn clear(connection: &Connection, pages: &[(u32, Digest)]) -> Result<(), StoreError> {
    if pages.is_empty() {
        return Ok(());
    }
    let mut delete = connection.prepare_cached("DELETE FROM staged_page WHERE number = ?1 AND sha256 = ?2")?;
    for (number, content) in pages {
        delete.execute(params![number, content.0])?;
    }
    blobs::drop_unneeded(connection)
}

fn staged_page(row: &Row<'_>) -> rusqlite::Result<StagedPage> {
    let corners: Option<String> = row.get(5)?;
    Ok(StagedPage {
        number: row.get(0)?,
        sha256: Digest(row.get(1)?),
        media_type: row.get(2)?,
        size: (row.get(3)?, row.get(4)?),
        corners: corners.and_then(|corners| serde_json::from_str(&corners).ok()),
    })
}
