//! Papers: kept, listed, opened.

use std::collections::BTreeMap;

use cds_vn::date::{days_until, parse_to_iso};
use cds_vn::text::fold;
use cds_wire::ipc::{AddPaperArgs, ErrorCode, MAX_PHOTO, PaperExpiry, PaperState, PaperSummary, ResultOf, Saved};
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::portal::command::limit;
use cds_wire::portal::{BlobRef, MAX_BLOB, ProblemCode};
use cds_wire::{Bytes, Digest, Sensitive, UnixMillis};

use super::family::check_member;
use super::{App, following, removal};
use crate::account::Account;
use crate::family::Family;
use crate::pictures::{self, PageFile, Prepared};
use crate::store::cache::content::Fetched;
use crate::store::vault::{NewPaper, OwnPaper};
use crate::sync::fetch;
use crate::{Error, ids};

/// Longest title of a paper, in bytes.
const MAX_TITLE: usize = 500;

/// Largest file that a citizen can choose, in bytes: a camera's photograph. What is kept of it is far smaller.
pub const MAX_FILE: u64 = 32 * 1024 * 1024;

/// What is kept or attached of files, small enough for the portal. A picture is made smaller, everything else must be so.
pub(super) fn prepare(pages: &[PageFile<'_>]) -> Result<Prepared, Error> {
    pages.iter().try_for_each(|page| check_file(page.file))?;
    let prepared = pictures::prepare_pages(pages)?;
    if prepared.content.len() as u64 > MAX_BLOB { Err(Error::FileTooLarge) } else { Ok(prepared) }
}

/// Whether a file is small enough to be looked at.
pub(super) fn check_file(file: &[u8]) -> Result<(), Error> {
    let most = if pictures::is_picture(file) { MAX_FILE } else { MAX_BLOB };
    if file.len() as u64 > most { Err(Error::FileTooLarge) } else { Ok(()) }
}

/// A picture from the webview comes downscaled: what is larger did not come from there as it should.
pub(super) fn check_photo(photo: &Bytes) -> Result<(), Error> {
    if photo.0.len() > MAX_PHOTO { Err(Error::FileTooLarge) } else { Ok(()) }
}

impl App {
    /// Keeps a file as a paper of which nothing more is known.
    pub fn add_paper(&self, kind: PaperKind, title: &Sensitive, file: &[u8]) -> Result<Saved, Error> {
        let about = AddPaperArgs { kind, title: title.clone(), number: None, expires_on: None, person: None };
        self.keep_paper(&about, &[PageFile { file, corners: None }])
    }

    /// Keeps a paper on this device, on the disk before this returns; the next synchronisation sends it. Several files
    /// are its pages in their order, each a picture.
    pub fn keep_paper(&self, about: &AddPaperArgs, pages: &[PageFile<'_>]) -> Result<Saved, Error> {
        self.keep(about, pages, &[])
    }

    pub(super) fn keep(
        &self,
        about: &AddPaperArgs,
        pages: &[PageFile<'_>],
        staged: &[(u32, Digest)],
    ) -> Result<Saved, Error> {
        let account = self.account()?;
        let number = about.number.as_ref().map(|number| number.reveal().trim()).filter(|number| !number.is_empty());
        if about.title.reveal().len() > MAX_TITLE || number.is_some_and(|number| number.len() > limit::NAME) {
            return Err(Error::FormTooLarge);
        }
        let expires_on = about.expires_on.as_deref().filter(|typed| !typed.trim().is_empty());
        let expires_on = expires_on.map(parse_to_iso).transpose().map_err(|_| Error::Field(ErrorCode::DateInvalid))?;
        check_member(&account, about.person.as_ref())?;
        let prepared = prepare(pages)?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let command = ids::new_id(now, &*self.environment.rng)?;
        account.vault()?.add_paper(&NewPaper {
            id: &id,
            command: &command,
            kind: about.kind,
            title: about.title.reveal(),
            number,
            expires_on: expires_on.as_deref(),
            person: about.person.as_deref(),
            media_type: prepared.media_type,
            content: &prepared.content,
            thumbnail: prepared.thumbnail.as_deref(),
            staged,
            now,
        })?;
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }

    /// The papers in whose name, kind or number, or in the name of whose they are, each of these words occurs, with or without
    /// marks; newest first.
    pub fn find_papers(&self, text: &str) -> Result<Vec<PaperSummary>, Error> {
        self.find_papers_of(text, None)
    }

    /// The same, of one kind alone.
    pub fn find_papers_of(&self, text: &str, kind: Option<PaperKind>) -> Result<Vec<PaperSummary>, Error> {
        let words = fold(text);
        let mut papers = self.papers()?;
        papers.retain(|paper| kind.is_none_or(|kind| paper.kind == kind));
        papers.retain(|paper| {
            let number = paper.number.as_ref().map_or("", |number| number.reveal());
            let of = paper.person.as_ref().and_then(|person| person.name.as_ref()).map_or("", |name| name.reveal());
            let said = fold(&format!("{} {} {number} {of}", paper.title.reveal(), name_of(paper.kind)));
            words.split_whitespace().all(|word| said.contains(word))
        });
        Ok(papers)
    }

    /// The citizen's papers, newest first: those of this device, and those the portal shows.
    pub fn papers(&self) -> Result<Vec<PaperSummary>, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let (family, own) = (Family::read(&account)?, account.vault()?.papers()?);
        let in_step = account.mirror.with(|cache| cache.contact())?.in_step;
        let mut papers: BTreeMap<String, PaperSummary> =
            own.iter().map(|paper| (paper.id.clone(), own_summary(paper, &family, in_step, now))).collect();
        for (id, record) in account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))? {
            let own = papers.contains_key(&id);
            let mut summary = of_portal(&account, id.clone(), record, &family, now)?;
            if own {
                summary.state = PaperState::Kept;
            }
            papers.insert(id, summary);
        }
        for (id, removal) in account.vault()?.removals()? {
            removal::mark(&mut papers, &id, removal);
        }
        let mut papers: Vec<PaperSummary> = papers.into_values().collect();
        following::name_dossiers(&account, &mut papers)?;
        papers.sort_by(|a, b| (b.added_at, &a.id).cmp(&(a.added_at, &b.id)));
        Ok(papers)
    }

    /// A paper's content with its media type: from this device, or else from the portal, which then stays here too.
    /// One that is being deleted is not shown any more: [`Error::NotFound`].
    pub fn paper_content(&self, id: &str) -> Result<(Vec<u8>, String), Error> {
        let account = self.account()?;
        removal::refuse_deleted(&account, id)?;
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
        removal::refuse_deleted(&account, id)?;
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

/// A paper of this device that the portal, in step at `in_step`, does not show.
fn own_summary(paper: &OwnPaper, family: &Family, in_step: Option<UnixMillis>, now: UnixMillis) -> PaperSummary {
    let has_said_all = |received| in_step.is_some_and(|at| at > received);
    PaperSummary {
        id: paper.id.clone(),
        kind: paper.kind,
        title: paper.title.clone(),
        source: PaperSource::OwnUpload,
        media_type: paper.media_type.clone(),
        size: paper.size,
        state: match paper.state.as_str() {
            "returned" => PaperState::Returned,
            "received" if paper.received_at.is_some_and(has_said_all) => PaperState::Unconfirmed,
            "received" => PaperState::Kept,
            _ => PaperState::Waiting,
        },
        reason: paper.reason.clone().filter(|_| paper.state == "returned"),
        cancellable: None,
        number: paper.number.clone(),
        expiry: paper.expires_on.as_deref().and_then(|day| expiry(day, now)),
        expires_on: paper.expires_on.clone(),
        person: family.shown(paper.person.as_ref()),
        added_at: paper.added_at,
        dossier: None,
    }
}

/// A paper that the portal shows.
pub(super) fn of_portal(
    account: &Account,
    id: String,
    record: PaperRecord,
    family: &Family,
    now: UnixMillis,
) -> Result<PaperSummary, Error> {
    let here = account.mirror.with(|cache| cache.fetched(&record.content.sha256))? == Fetched::Whole;
    Ok(PaperSummary {
        id,
        kind: record.kind,
        title: record.title,
        source: record.source,
        media_type: record.content.media_type,
        size: record.content.size,
        state: if here { PaperState::Kept } else { PaperState::Portal },
        reason: None,
        cancellable: None,
        number: record.number,
        expiry: record.expires_on.as_deref().and_then(|day| expiry(day, now)),
        expires_on: record.expires_on,
        person: family.shown(record.person.as_ref()),
        added_at: record.added_at,
        dossier: record.dossier.map(|id| ResultOf { id, code: None, procedure: None }),
    })
}

fn expiry(day: &str, now: UnixMillis) -> Option<PaperExpiry> {
    Some(match days_until(day, now)? {
        ..0 => PaperExpiry::Expired,
        0..=30 => PaperExpiry::Within30Days,
        31..=60 => PaperExpiry::Within60Days,
        _ => PaperExpiry::Later,
    })
}

/// What people call it, to be found by.
fn name_of(kind: PaperKind) -> &'static str {
    match kind {
        PaperKind::IdentityCard => "căn cước công dân CCCD",
        PaperKind::BirthCertificate => "giấy khai sinh",
        PaperKind::DrivingLicence => "giấy phép lái xe bằng lái GPLX",
        PaperKind::HealthInsurance => "thẻ bảo hiểm y tế BHYT",
        PaperKind::MarriageCertificate => "giấy chứng nhận đăng ký kết hôn hôn thú",
        PaperKind::LandCertificate => "giấy chứng nhận quyền sử dụng đất sổ đỏ sổ hồng",
        PaperKind::Passport => "hộ chiếu",
        PaperKind::Diploma => "bằng cấp văn bằng chứng chỉ",
        PaperKind::Other => "giấy tờ khác",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_validity_is_told_60_and_30_days_before() {
        // Noon of 8 October 2026.
        let now = 1_791_435_600_000;
        for (day, expected) in [
            ("2026-10-07", Some(PaperExpiry::Expired)),
            ("2026-10-08", Some(PaperExpiry::Within30Days)),
            ("2026-11-07", Some(PaperExpiry::Within30Days)),
            ("2026-11-08", Some(PaperExpiry::Within60Days)),
            ("2026-12-07", Some(PaperExpiry::Within60Days)),
            ("2026-12-08", Some(PaperExpiry::Later)),
            ("soon", None),
        ] {
            assert_eq!(expiry(day, now), expected, "{day}");
        }
    }
}
