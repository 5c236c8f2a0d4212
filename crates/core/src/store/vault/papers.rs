//! Own papers that are not yet safe at the portal.

use cds_wire::paper::PaperKind;
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{BlobRef, PaperAdd};
use cds_wire::{Digest, Sensitive, UnixMillis};
use rusqlite::{OptionalExtension, Row, params};

use super::outbox::{Confirmation, confirm};
use super::results::{DAYS_35, SAFE};
use super::{Vault, code_text, signed, staged};
use crate::store::{StoreError, blobs, not_what_was_written};

/// A paper of the citizen's that the vault holds.
#[derive(Debug, Clone)]
pub struct OwnPaper {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: PaperKind,
    /// The citizen's name for it.
    pub title: Sensitive,
    /// Its media type.
    pub media_type: String,
    /// Digest of its content.
    pub sha256: Digest,
    /// Bytes of its content.
    pub size: u64,
    /// Digest of a small picture of its first page.
    pub thumbnail: Option<Digest>,
    /// The number that stands on it.
    pub number: Option<Sensitive>,
    /// Last day of validity, `yyyy-MM-dd`.
    pub expires_on: Option<String>,
    /// Whose of the family it is; none for the citizen's.
    pub person: Option<String>,
    /// Where its command stands; `returned` where there is none.
    pub state: String,
    /// Why the portal did not take it: a code of the portal's.
    pub reason: Option<String>,
    /// When it was added.
    pub added_at: UnixMillis,
    /// When the portal received it, where it has.
    pub received_at: Option<UnixMillis>,
}

/// A paper as it is added.
pub(crate) struct NewPaper<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Id of the command that sends it.
    pub(crate) command: &'a str,
    /// What it is.
    pub(crate) kind: PaperKind,
    /// The citizen's name for it.
    pub(crate) title: &'a str,
    /// The number that stands on it.
    pub(crate) number: Option<&'a str>,
    /// Last day of validity, `yyyy-MM-dd`.
    pub(crate) expires_on: Option<&'a str>,
    /// Whose of the family it is; none for the citizen's.
    pub(crate) person: Option<&'a str>,
    /// Its media type.
    pub(crate) media_type: &'a str,
    /// Its bytes.
    pub(crate) content: &'a [u8],
    /// A small JPEG of its first page.
    pub(crate) thumbnail: Option<&'a [u8]>,
    /// The pages that were put together and are this paper now, by number and content.
    pub(crate) staged: &'a [(u32, Digest)],
    /// When it is added.
    pub(crate) now: UnixMillis,
}

const COLUMNS: &str = "SELECT paper.id, kind, paper.title, media_type, sha256, size, thumbnail_sha256, added_at,
        coalesce(command.state, 'returned'), paper.number, paper.expires_on, command.code,
        paper.person, iif(command.state = 'received', command.finished_at, NULL)
    FROM paper LEFT JOIN command ON command.type = 'paper.add' AND command.stream = 'paper/' || paper.id";

impl Vault {
    /// Keeps a paper and the command that sends it, in one transaction that is on the disk when this returns.
    pub(crate) fn add_paper(&mut self, paper: &NewPaper<'_>) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let content = blobs::keep(&transaction, paper.content)?;
        let thumbnail =
            paper.thumbnail.map(|bytes| Ok::<_, StoreError>((blobs::keep(&transaction, bytes)?, bytes.len())));
        let thumbnail = thumbnail.transpose()?;
        transaction.execute(
            "INSERT INTO paper (id, kind, title, media_type, sha256, size, thumbnail_sha256, thumbnail_size, added_at,
                 number, expires_on, person)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            params![
                paper.id,
                code_text(paper.kind),
                paper.title,
                paper.media_type,
                content.0,
                signed(paper.content.len() as u64),
                thumbnail.map(|(digest, _)| digest.0),
                thumbnail.map(|(_, size)| signed(size as u64)),
                paper.now,
                paper.number,
                paper.expires_on,
                paper.person,
            ],
        )?;
        let mut digests = vec![content];
        digests.extend(thumbnail.map(|(digest, _)| digest));
        let body = PaperAdd {
            kind: paper.kind,
            title: paper.title.into(),
            content: blob_ref(content, paper.content.len(), paper.media_type),
            thumbnail: thumbnail.map(|(digest, size)| blob_ref(digest, size, "image/jpeg")),
            number: paper.number.map(Sensitive::from),
            expires_on: paper.expires_on.map(str::to_owned),
            person: paper.person.map(str::to_owned),
        };
        let confirmation = Confirmation {
            id: paper.command,
            command_type: command_type::PAPER_ADD,
            stream: format!("{}{}", stream::PAPER, paper.id),
            base: None,
            supersedes: None,
            blobs: &digests,
            title: paper.title,
            now: paper.now,
        };
        confirm(&transaction, &confirmation, &body)?;
        staged::clear(&transaction, paper.staged)?;
        transaction.commit()?;
        self.checkpoint()
    }

    /// The papers held here, newest first.
    pub(crate) fn papers(&self) -> Result<Vec<OwnPaper>, StoreError> {
        let mut statement = self.0.prepare(&format!("{COLUMNS} ORDER BY added_at DESC, paper.id"))?;
        let papers = statement.query_map([], own_paper)?.collect::<Result<_, _>>()?;
        Ok(papers)
    }

    /// One paper held here.
    pub(crate) fn paper(&self, id: &str) -> Result<Option<OwnPaper>, StoreError> {
        Ok(self.0.query_row(&format!("{COLUMNS} WHERE paper.id = ?1"), [id], own_paper).optional()?)
    }

    /// Papers that the portal's backup holds: they may move to the cache.
    pub(crate) fn safe_papers(&self, now: UnixMillis) -> Result<Vec<OwnPaper>, StoreError> {
        let mut statement = self.0.prepare(&format!("{COLUMNS} WHERE command.state = 'received' AND {SAFE}"))?;
        let papers = statement.query_map([now - DAYS_35], own_paper)?.collect::<Result<_, _>>()?;
        Ok(papers)
    }

    /// Drops a paper from the vault, with contents that nothing else needs.
    pub(crate) fn drop_paper(&mut self, id: &str) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        transaction.execute("DELETE FROM paper WHERE id = ?1", [id])?;
        blobs::drop_unneeded(&transaction)?;
        Ok(transaction.commit()?)
    }

    /// A content held here.
    pub(crate) fn content(&self, digest: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let content = blobs::whole(&self.0, digest)?;
        match content {
            Some(content) if blobs::digest(&content) != *digest => Err(not_what_was_written()),
            content => Ok(content),
        }
    }

    /// The size of a content held here.
    pub(crate) fn content_size(&self, digest: &Digest) -> Result<Option<u64>, StoreError> {
        blobs::size(&self.0, digest)
    }

    /// A part of a content held here.
    pub(crate) fn content_part(&self, digest: &Digest, offset: u64, length: usize) -> Result<Vec<u8>, StoreError> {
        blobs::part(&self.0, digest, offset, length)
    }
}

fn own_paper(row: &Row<'_>) -> rusqlite::Result<OwnPaper> {
    let kind: String = row.get(1)?;
    Ok(OwnPaper {
        id: row.get(0)?,
        kind: serde_json::from_value(serde_json::Value::String(kind)).unwrap_or(PaperKind::Other),
        title: Sensitive::new(row.get(2)?),
        media_type: row.get(3)?,
        sha256: Digest(row.get(4)?),
        size: row.get::<_, i64>(5)?.unsigned_abs(),
        thumbnail: row.get::<_, Option<[u8; 32]>>(6)?.map(Digest),
        number: row.get::<_, Option<String>>(9)?.map(Sensitive::new),
        expires_on: row.get(10)?,
        person: row.get(12)?,
        added_at: row.get(7)?,
        state: row.get(8)?,
        reason: row.get(11)?,
        received_at: row.get(13)?,
    })
}

fn blob_ref(sha256: Digest, size: usize, media_type: &str) -> BlobRef {
    BlobRef { sha256, size: size as u64, media_type: media_type.to_owned(), url: None }
}
