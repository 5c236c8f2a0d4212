//! Papers: kept, listed, opened.

use std::collections::BTreeMap;

use cds_wire::ipc::{AddPhotoArgs, MAX_PHOTO, PageCorners, PaperState, PaperSummary, Saved};
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::portal::{BlobRef, MAX_BLOB, ProblemCode};
use cds_wire::{Bytes, Sensitive};

use super::App;
use crate::account::Account;
use crate::pictures::{self, Prepared};
use crate::store::cache::content::Fetched;
use crate::store::vault::{NewPaper, OwnPaper};
use crate::sync::fetch;
use crate::{Error, ids};

/// Longest title of a paper, in bytes.
const MAX_TITLE: usize = 500;

/// What is kept or attached of a file that is small enough for the portal, and what it says it is.
pub(super) fn prepare(file: &[u8], corners: Option<&PageCorners>) -> Result<Prepared, Error> {
    if file.len() as u64 > MAX_BLOB {
        return Err(Error::FileTooLarge);
    }
    Ok(pictures::prepare(file, corners)?)
}

/// A picture from the webview comes downscaled: what is larger did not come from there as it should.
pub(super) fn check_photo(photo: &Bytes) -> Result<(), Error> {
    if photo.0.len() > MAX_PHOTO { Err(Error::FileTooLarge) } else { Ok(()) }
}

impl App {
    /// Keeps a picture that was taken in the webview as a paper.
    pub fn add_paper_photo(&self, args: &AddPhotoArgs) -> Result<Saved, Error> {
        check_photo(&args.photo)?;
        self.add_paper_page(args.kind, &args.title, &args.photo.0, args.corners.as_ref())
    }

    /// Keeps a paper on this device, on the disk before this returns; the next synchronisation sends it.
    pub fn add_paper(&self, kind: PaperKind, title: &Sensitive, file: &[u8]) -> Result<Saved, Error> {
        self.add_paper_page(kind, title, file, None)
    }

    /// The same with where in the picture the page is.
    pub fn add_paper_page(
        &self,
        kind: PaperKind,
        title: &Sensitive,
        file: &[u8],
        corners: Option<&PageCorners>,
    ) -> Result<Saved, Error> {
        let account = self.account()?;
        if title.reveal().len() > MAX_TITLE {
            return Err(Error::FormTooLarge);
        }
        let prepared = prepare(file, corners)?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let command = ids::new_id(now, &*self.environment.rng)?;
        account.vault()?.add_paper(&NewPaper {
            id: &id,
            command: &command,
            kind,
            title: title.reveal(),
            media_type: prepared.media_type,
            content: &prepared.content,
            thumbnail: prepared.thumbnail.as_deref(),
            now,
        })?;
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }

    /// The citizen's papers, newest first: those of this device, and those the portal shows.
    pub fn papers(&self) -> Result<Vec<PaperSummary>, Error> {
        let account = self.account()?;
        let own = account.vault()?.papers()?;
        let mut papers: BTreeMap<String, PaperSummary> =
            own.iter().map(|paper| (paper.id.clone(), own_summary(paper))).collect();
        for (id, record) in account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))? {
            let here = papers.contains_key(&id)
                || account.mirror.with(|cache| cache.fetched(&record.content.sha256))? == Fetched::Whole;
            papers.insert(id.clone(), record_summary(id, record, here));
        }
        let mut papers: Vec<PaperSummary> = papers.into_values().collect();
        papers.sort_by(|a, b| (b.added_at, &a.id).cmp(&(a.added_at, &b.id)));
        Ok(papers)
    }

    /// A paper's content with its media type: from this device, or else from the portal, which then stays here too.
    pub fn paper_content(&self, id: &str) -> Result<(Vec<u8>, String), Error> {
        let account = self.account()?;
        let own = account.vault()?.paper(id)?;
        if let Some(own) = own {
            let content = account.vault()?.content(&own.sha256)?.ok_or(Error::NotFound)?;
            return Ok((content, own.media_type));
        }
        let record = account.mirror.with(|cache| cache.entity::<PaperRecord>(PaperRecord::KIND, id))?;
        let (_, record) = record.ok_or(Error::NotFound)?;
        let content = self.fetched(&account, &record.content)?;
        Ok((content, record.content.media_type))
    }

    /// A paper's thumbnail, a small JPEG, where this device has one.
    pub fn paper_thumbnail(&self, id: &str) -> Result<Option<Bytes>, Error> {
        Ok(self.thumbnail(id)?.map(Bytes))
    }

    fn thumbnail(&self, id: &str) -> Result<Option<Vec<u8>>, Error> {
        let account = self.account()?;
        let own = account.vault()?.paper(id)?;
        if let Some(own) = own {
            let vault = account.vault()?;
            return Ok(own.thumbnail.map(|digest| vault.content(&digest)).transpose()?.flatten());
        }
        let record = account.mirror.with(|cache| cache.entity::<PaperRecord>(PaperRecord::KIND, id))?;
        let (_, record) = record.ok_or(Error::NotFound)?;
        match record.thumbnail {
            Some(thumbnail) => account.mirror.with(|cache| cache.content(&thumbnail.sha256)),
            None => Ok(None),
        }
    }

    fn fetched(&self, account: &Account, blob: &BlobRef) -> Result<Vec<u8>, Error> {
        if let Some(content) = account.mirror.with(|cache| cache.content(&blob.sha256))? {
            return Ok(content);
        }
        let sender = account.vault()?.sender()?.ok_or(Error::Refused(ProblemCode::Unauthorized))?;
        fetch(account, &self.environment, &sender.token, blob, &self.link).inspect_err(|error| {
            if matches!(error, Error::Refused(ProblemCode::DeviceRevoked)) {
                self.heart.want_sync(&*self.environment.clock);
            }
        })?;
        account.mirror.with(|cache| cache.content(&blob.sha256))?.ok_or(Error::NotUnderstood)
    }
}

fn own_summary(paper: &OwnPaper) -> PaperSummary {
    PaperSummary {
        id: paper.id.clone(),
        kind: paper.kind,
        title: paper.title.clone(),
        source: PaperSource::OwnUpload,
        media_type: paper.media_type.clone(),
        size: paper.size,
        state: match paper.state.as_str() {
            "returned" => PaperState::Returned,
            "received" => PaperState::Kept,
            _ => PaperState::Waiting,
        },
        expires_on: None,
        added_at: paper.added_at,
    }
}

fn record_summary(id: String, record: PaperRecord, here: bool) -> PaperSummary {
    PaperSummary {
        id,
        kind: record.kind,
        title: record.title,
        source: record.source,
        media_type: record.content.media_type,
        size: record.content.size,
        state: if here { PaperState::Kept } else { PaperState::Portal },
        expires_on: record.expires_on,
        added_at: record.added_at,
    }
}
