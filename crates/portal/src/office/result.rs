//! The result of a dossier: a paper of its citizen's, which the portal keeps like their own.

use cds_vn::date::parse_to_iso;
use cds_wire::dossier::DossierStatus;
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::portal::command::{limit, stream};
use cds_wire::portal::{BlobRef, MAX_BLOB};
use cds_wire::{Digest, Sensitive, UnixMillis};
use sha2::Digest as _;

use super::{OfficeError, PAPER_LANE, dossier, put_dossier};
use crate::blob_name::{blob_name, blob_path};
use crate::command::step;
use crate::environment::{Clock, Rng, random_id};
use crate::storage::{NewBlob, NewEntity, Storage, StorageError, Tx};

/// Longest title of a paper, in bytes.
const MAX_TITLE: usize = 500;

/// A result as the office hands it over.
#[derive(Debug, Clone)]
pub struct NewResult {
    /// What it is.
    pub kind: PaperKind,
    /// Its name.
    pub title: Sensitive,
    /// The number that stands on it.
    pub number: Option<Sensitive>,
    /// Last day of validity, `yyyy-MM-dd`.
    pub expires_on: Option<String>,
    /// A JPEG or PNG picture, or a PDF.
    pub content: Vec<u8>,
}

/// Keeps a result of the dossier with this code or id as a paper of its citizen's, and moves the dossier to status 9 where
/// it has not come so far. Gives the paper's id.
///
/// # Errors
///
/// The dossier is not known or has ended without a result; the file is empty, larger than [`MAX_BLOB`], or of another kind;
/// what is said of it is malformed. Then nothing has changed.
pub fn deliver(
    storage: &dyn Storage,
    clock: &dyn Clock,
    rng: &dyn Rng,
    code_or_id: &str,
    result: &NewResult,
) -> Result<String, OfficeError> {
    let media_type = looked_at(result)?;
    let id = random_id(rng)?;
    storage.write(|tx| {
        let (entity, record) = dossier(tx, code_or_id)?;
        let has_result = record.status.can_be_rated();
        if record.status.is_final() && !has_result {
            return Err(OfficeError::Ended(record.status));
        }
        let now = clock.now();
        let (secret, _) = tx.portal(rng)?;
        let content = keep_content(tx, &secret, &entity.owner, &result.content, media_type, now)?;
        tx.attach(&entity.owner, &content.sha256, &format!("{}{id}", stream::PAPER))?;
        let paper = PaperRecord {
            kind: result.kind,
            title: result.title.clone(),
            source: PaperSource::DossierResult,
            content,
            thumbnail: None,
            number: result.number.clone(),
            expires_on: result.expires_on.clone(),
            added_at: now,
            dossier: Some(entity.id.clone()),
            person: record.person.clone(),
        };
        let data = serde_json::to_value(paper)?;
        let new = NewEntity { lane: PAPER_LANE, kind: PaperRecord::KIND, id: &id, data: Some(&data) };
        tx.put(&entity.owner, &new)?;
        if !has_result {
            put_dossier(tx, &entity, &step(record, DossierStatus::Completed, now, None))?;
        }
        Ok(id)
    })
}

/// The file's media type, where it and what is said of it can be kept.
fn looked_at(result: &NewResult) -> Result<&'static str, OfficeError> {
    let NewResult { title, number, expires_on, content, .. } = result;
    let title = title.reveal();
    let fits = !title.trim().is_empty()
        && title.len() <= MAX_TITLE
        && number.as_ref().is_none_or(|number| number.reveal().len() <= limit::NAME)
        && expires_on.as_deref().is_none_or(|day| parse_to_iso(day).is_ok_and(|iso| iso == day));
    if !fits {
        return Err(OfficeError::ResultInvalid);
    }
    match content.as_slice() {
        [] => Err(OfficeError::FileEmpty),
        large if large.len() as u64 > MAX_BLOB => Err(OfficeError::FileTooLarge),
        [0xff, 0xd8, 0xff, ..] => Ok("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok("image/png"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Ok("application/pdf"),
        _ => Err(OfficeError::FileUnknown),
    }
}

/// Keeps bytes that are here whole as a blob of the account's, for something that is yet to be attached to it.
pub(crate) fn keep_content(
    tx: &dyn Tx,
    secret: &[u8; 32],
    account: &str,
    content: &[u8],
    media_type: &str,
    now: UnixMillis,
) -> Result<BlobRef, StorageError> {
    let sha256 = Digest(sha2::Sha256::digest(content).into());
    let size = content.len() as u64;
    let mut found = tx.blob(account, &sha256)?;
    // A device may be sending the same: here it is whole.
    if let Some(part) = found.take_if(|blob| !blob.verified) {
        tx.drop_blob(&part)?;
    }
    if found.is_none() {
        let name = blob_name(secret, account, &sha256);
        tx.add_blob(&NewBlob { account, sha256, name, size, offered_at: now })?;
        let blob = tx.blob(account, &sha256)?.ok_or(StorageError::Damaged("blob"))?;
        let (writer, _) = tx.take_over(&blob)?;
        tx.append(&blob, writer, 0, content)?;
        tx.mark_verified(&blob)?;
    }
    let url = Some(blob_path(secret, account, &sha256));
    Ok(BlobRef { sha256, size, media_type: media_type.to_owned(), url })
}
