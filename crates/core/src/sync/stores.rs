//! Carrying out the engine's steps on an account's databases.

use std::collections::BTreeSet;
use std::sync::Mutex;

use cds_identity::{Receipt, TrustList};
use cds_wire::UnixMillis;
use cds_wire::family::DependantRecord;
use cds_wire::paper::{PaperRecord, PaperSource};
use cds_wire::portal::{BlobRef, ChangeOp, CommandResult, MAX_BLOB, ProblemCode, SyncResponse};
use serde::Deserialize;

use super::{Prepared, Step, Stored};
use crate::Error;
use crate::mutex::lock;
use crate::store::Vault;
use crate::store::cache::content::Fetched;
use crate::store::mirror::Mirror;
use crate::store::vault::Removal;
use crate::trust::TrustLists;

/// Largest content fetched, in bytes: a paper is at most 6 MB, the whole country's catalogue about 2 MB.
pub(super) const MAX_CONTENT: u64 = 64 * 1024 * 1024;

/// What a synchronisation reads and writes.
#[derive(Clone, Copy)]
pub struct Stores<'a> {
    /// What the citizen made.
    pub(crate) vault: &'a Mutex<Vault>,
    /// The portal's mirror.
    pub(crate) mirror: &'a Mirror,
    /// Whom this device believes.
    pub(crate) trust: &'a dyn TrustLists,
}

impl Stores<'_> {
    /// Carries a step out. What it writes is one transaction in one database, on the disk when this returns where that is
    /// the vault.
    pub fn perform(&self, step: Step, now: UnixMillis) -> Result<Stored, Error> {
        match step {
            Step::Prepare { again, bodies } => {
                let cursor = self.mirror.with(|cache| cache.cursor())?;
                let mut vault = lock(self.vault)?;
                if vault.is_forked()? {
                    return Err(Error::Forked);
                }
                let sender = vault.sender()?.ok_or(Error::Refused(ProblemCode::Unauthorized))?;
                let outgoing = vault.outgoing(&sender, &again, bodies)?;
                let prepared = Prepared { token: sender.token, cursor, ack_seq: vault.ack_seq()?, outgoing };
                Ok(Stored::Prepared(Box::new(prepared)))
            }
            Step::Thaw { first } => done(lock(self.vault)?.thaw(first, now)),
            Step::ForgetCursor => done(self.mirror.with(|cache| cache.forget_cursor())),
            Step::Learn(lists) => done(lists.iter().try_for_each(|list| self.trust.renew(list))),
            Step::TakeResults(page) => self.take_results(&page, now),
            Step::Apply(page) => self.apply(&page, now),
            Step::ReadPiece { sha256, offset, length } => {
                Ok(Stored::Piece(lock(self.vault)?.content_part(&sha256, offset, length)?))
            }
            Step::ForgetDeleted => self.forget_deleted(),
            // A clock of this device's that has jumped ahead makes nothing safe.
            Step::SafePapers(portal) => self.safe_papers(now.min(portal)),
            Step::CopyContent(digest) => {
                let content = lock(self.vault)?.content(&digest)?;
                if let Some(content) = content {
                    self.mirror.write(|cache| cache.keep_whole(&digest, &content))?;
                }
                Ok(Stored::Done)
            }
            Step::Settle => done(self.mirror.write(|cache| cache.checkpoint())),
            Step::DropPaper(id) => done(lock(self.vault)?.drop_paper(&id)),
            Step::LetGo(portal) => done(lock(self.vault)?.let_go(now.min(portal))),
            Step::MissingThumbnails => self.missing_thumbnails(),
            Step::MissingResults => self.missing_results(),
            Step::KeepPiece { sha256, size, start, bytes } => {
                Ok(Stored::Kept(self.mirror.with(|cache| cache.keep_piece(&sha256, size, start, &bytes))?))
            }
            Step::NewerCatalogue { whole } => self.newer_published(whole),
            Step::TakeCatalogue(digest) => done(self.take_published(&digest, now)),
        }
    }

    fn take_results(&self, page: &SyncResponse, now: UnixMillis) -> Result<Stored, Error> {
        let results = results(page);
        let named = results.iter().map(|result| result.id.clone()).collect();
        let lists: Vec<TrustList> = self.trust.of_province().into_iter().map(|trusted| trusted.list).collect();
        let verified = |receipt: &[u8]| lists.iter().find_map(|list| Receipt::verify(receipt, list).ok());
        let mut vault = lock(self.vault)?;
        // The later of the two clocks says when a command became final, so that none is held for older than it is.
        let taken = vault.take_results(&results, page.last_seq, page.safe_seq, verified, now.max(page.now))?;
        vault.forget_papers(deleted(page, PaperRecord::KIND))?;
        vault.forget_dependants(deleted(page, DependantRecord::KIND))?;
        if taken.unverified > 0 {
            tracing::warn!(taken.unverified, "receipts that no trusted key has signed");
        }
        if taken.forked {
            return Err(Error::Forked);
        }
        let agrees = match &page.numbers {
            Some(numbers) => vault.numbers_agree(page.last_seq, &numbers.0)?,
            None => true,
        };
        let forgotten = vault.forgotten(page.last_seq, &named)?;
        Ok(Stored::Taken { finished: taken.finished, forgotten, agrees })
    }

    fn apply(&self, page: &SyncResponse, now: UnixMillis) -> Result<Stored, Error> {
        let set_aside = match self.mirror.write(|cache| cache.apply(page, now)) {
            Err(Error::CacheSetAside) => true,
            other => other.map(|()| false)?,
        };
        let complete = self.mirror.with(|cache| cache.contact())?.complete;
        Ok(Stored::Applied { complete, set_aside })
    }

    /// A pull from the beginning tells of no deletion: what this device had deleted is not shown then. What another device
    /// had deleted stays, since a portal that was put back does not show what it has forgotten either.
    fn forget_deleted(&self) -> Result<Stored, Error> {
        let mut deleted = lock(self.vault)?.deleted_papers()?;
        if deleted.is_empty() || !self.mirror.with(|cache| cache.contact())?.is_in_step() {
            return Ok(Stored::Done);
        }
        let shown = self.shown(deleted.iter())?;
        deleted.retain(|id| !shown.contains(id));
        done(lock(self.vault)?.forget_papers(deleted.iter().map(String::as_str)))
    }

    /// One that the portal does not show would not be listed any more once it has left the vault.
    fn safe_papers(&self, now: UnixMillis) -> Result<Stored, Error> {
        let mut papers = lock(self.vault)?.safe_papers(now)?;
        let shown = self.shown(papers.iter().map(|paper| &paper.id))?;
        papers.retain(|paper| shown.contains(&paper.id));
        Ok(Stored::Papers(papers))
    }

    /// Which of these papers the portal shows.
    fn shown<'a>(&self, ids: impl Iterator<Item = &'a String> + Clone) -> Result<BTreeSet<String>, Error> {
        self.mirror.with(|cache| {
            let mut shown = BTreeSet::new();
            for id in ids.clone() {
                if cache.names(PaperRecord::KIND, id)? {
                    shown.insert(id.clone());
                }
            }
            Ok(shown)
        })
    }

    fn missing_thumbnails(&self) -> Result<Stored, Error> {
        let papers = self.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        let mut missing = Vec::new();
        for thumbnail in papers.into_iter().filter_map(|(_, paper)| paper.thumbnail) {
            if lock(self.vault)?.content_size(&thumbnail.sha256)?.is_none() {
                missing.extend(self.missing(thumbnail)?);
            }
        }
        Ok(Stored::Missing(missing))
    }

    /// A result is to open where there is no signal, too. What the citizen is deleting or has dropped for room is not
    /// fetched.
    fn missing_results(&self) -> Result<Stored, Error> {
        let papers = self.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        let removals = lock(self.vault)?.removals()?;
        let deleted = |id: &String| matches!(removals.get(id), Some(Removal::Asked(_) | Removal::Done));
        let mut results: Vec<PaperRecord> = papers
            .into_iter()
            .filter(|(id, paper)| paper.source == PaperSource::DossierResult && !deleted(id))
            .map(|(_, paper)| paper)
            .filter(|paper| paper.content.size <= MAX_BLOB)
            .collect();
        results.sort_by_key(|paper| std::cmp::Reverse(paper.added_at));
        let mut missing = Vec::new();
        for content in results.into_iter().map(|paper| paper.content) {
            if !self.mirror.with(|cache| cache.made_room(&content.sha256))? {
                missing.extend(self.missing(content)?);
            }
        }
        Ok(Stored::Missing(missing))
    }

    /// The content with how much of it is here, where not all is.
    fn missing(&self, blob: BlobRef) -> Result<Option<(BlobRef, u64)>, Error> {
        match self.mirror.with(|cache| cache.fetched(&blob.sha256))? {
            Fetched::Part(start) if start < blob.size && blob.size <= MAX_CONTENT => Ok(Some((blob, start))),
            _ => Ok(None),
        }
    }
}

/// A step that gives nothing.
fn done<E: Into<Error>>(worked: Result<(), E>) -> Result<Stored, Error> {
    worked.map(|()| Stored::Done).map_err(Into::into)
}

/// What a page says is deleted, of a kind.
fn deleted<'a>(page: &'a SyncResponse, kind: &'static str) -> impl Iterator<Item = &'a str> {
    let gone = page.changes.iter().filter(move |change| change.kind == kind && change.op == ChangeOp::Del);
    gone.map(|change| change.id.as_str())
}

/// The results of a page: those of its own list, and late ones among its changes.
fn results(page: &SyncResponse) -> Vec<CommandResult> {
    let late = page.changes.iter().filter(|change| change.kind == CommandResult::KIND);
    let late = late.filter_map(|change| CommandResult::deserialize(change.data.as_ref()?.reveal()).ok());
    page.results.iter().cloned().chain(late).collect()
}
