//! Bringing this device and the portal in step.
//!
//! One request carries everything: commands out, results and changes in, uploads negotiated. Each answer is kept before
//! the next request, first in the vault (results, idempotent), then in the cache (rows and cursor together), so that a
//! synchronisation cut at any point goes on where it stopped and a repeated page changes nothing. No database is held
//! locked while the network is waited for.

pub(crate) mod downloads;
pub(crate) mod pace;
mod uploads;

use std::collections::BTreeSet;
use std::time::Duration;

use cds_identity::{Receipt, TrustList};
use cds_wire::ipc::{Activity, SyncReport};
use cds_wire::portal::{CommandResult, ProblemCode, SCHEMA, SYNC_PATH, SyncRequest, SyncResponse, TrustRecord};
use serde::Deserialize;

use crate::account::Account;
use crate::heart::Heart;
use crate::store::vault::Sender;
use crate::trust::TrustStore;
use crate::{Environment, Error, portal_client};
use pace::Pace;

/// Most bytes of changes asked for in one page.
const PAGE_BYTES: u32 = 64 * 1024;

/// One synchronisation.
pub(crate) struct Sync<'a> {
    account: &'a Account,
    environment: &'a Environment,
    trust: &'a TrustStore,
    heart: &'a Heart,
    sender: Sender,
    started: Duration,
    /// The pull began again: once, since a portal that does not know its own newest cursor either is at fault.
    restarted: bool,
    /// The present request has reached the portal once, though it will be asked again.
    left: bool,
    pace: Pace,
    report: SyncReport,
}

/// What one request came to.
struct Step {
    page: SyncResponse,
    /// Commands that the portal has forgotten and that must be sent again.
    forgotten: BTreeSet<String>,
    /// More commands wait than the request carried, and this one brought something forward.
    more: bool,
}

impl<'a> Sync<'a> {
    pub(crate) fn new(
        account: &'a Account,
        environment: &'a Environment,
        trust: &'a TrustStore,
        heart: &'a Heart,
    ) -> Result<Self, Error> {
        let sender = account.vault()?.sender()?.ok_or(Error::Refused(ProblemCode::Unauthorized))?;
        let started = environment.clock.monotonic();
        let (pace, report) = (Pace::default(), SyncReport::default());
        Ok(Self { account, environment, trust, heart, sender, started, restarted: false, left: false, pace, report })
    }

    /// Sends what waits and pulls what follows, until nothing is left to do.
    pub(crate) fn run(mut self) -> Result<SyncReport, Error> {
        if self.account.vault()?.is_forked()? {
            return Err(Error::Forked);
        }
        let mut again = BTreeSet::new();
        // What was sent again once is not a reason to go on: a portal that does not take it would be asked for ever.
        let mut sent_again = BTreeSet::new();
        loop {
            self.account.still_wanted()?;
            let step = self.step(&again)?;
            self.heart.data_changed();
            let uploaded = self.upload(&step.page.uploads)?;
            self.heart.doing(Activity::Asking);
            again = step.forgotten;
            let known = sent_again.len();
            sent_again.extend(again.iter().cloned());
            let new_to_send = sent_again.len() > known;
            if !(step.page.has_more || step.more || uploaded || new_to_send) {
                break;
            }
        }
        self.report.complete = self.account.mirror.with(|cache| cache.contact())?.complete;
        self.tidy()?;
        self.heart.doing(Activity::Fetching);
        self.download_thumbnails()?;
        if let Err(error) = self.download_catalogue() {
            tracing::warn!(%error, "the catalogue waits for the next synchronisation");
        }
        let elapsed = self.environment.clock.monotonic().saturating_sub(self.started);
        self.report.ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let SyncReport { pushed, pulled, requests, ms, .. } = self.report;
        tracing::info!(pushed, pulled, requests, ms, "in step with the portal");
        Ok(self.report)
    }

    /// One request and all that its answer says.
    fn step(&mut self, again: &BTreeSet<String>) -> Result<Step, Error> {
        let (outgoing, ack_seq) = {
            let mut vault = self.account.vault()?;
            (vault.outgoing(&self.sender, again)?, vault.ack_seq()?)
        };
        let cursor = self.account.mirror.with(|cache| cache.cursor())?;
        let request = SyncRequest {
            schema: SCHEMA,
            cursor,
            ack_seq,
            max_bytes: PAGE_BYTES,
            commands: outgoing.commands,
            offers: outgoing.offers,
        };
        self.left = false;
        let mut page = match (self.ask(request), outgoing.first_new) {
            // What never left can be cancelled without asking the portal. Who cannot prove to be the portal was told
            // nothing: the handshake comes first.
            (Err(error @ (Error::NotSent | Error::CertificateRefused)), Some(first)) if !self.left => {
                self.account.vault()?.thaw(first, self.environment.clock.now())?;
                return Err(error);
            }
            (answer, _) => answer?,
        };
        self.learn_trust(&page)?;
        let results = results(&page);
        let named: BTreeSet<String> = results.iter().map(|result| result.id.clone()).collect();
        let now = self.environment.clock.now();
        let (forgotten, finished) = {
            let lists: Vec<TrustList> = self.trust.of_province().into_iter().map(|trusted| trusted.list).collect();
            let verified = |receipt: &[u8]| lists.iter().find_map(|list| Receipt::verify(receipt, list).ok());
            let mut vault = self.account.vault()?;
            let taken = vault.take_results(&results, page.last_seq, page.safe_seq, verified, now)?;
            self.report.pushed += taken.finished;
            if taken.unverified > 0 {
                tracing::warn!(taken.unverified, "receipts that no trusted key has signed");
            }
            if taken.forked {
                return Err(Error::Forked);
            }
            (vault.forgotten(page.last_seq, &named)?, taken.finished)
        };
        self.report.pulled += page.changes.len() as u64;
        let more = outgoing.more && (outgoing.new > 0 || finished > 0);
        match self.account.mirror.write(|cache| cache.apply(&page, now)) {
            // The mirror is empty now: everything is pulled again.
            Err(Error::CacheSetAside) if !self.restarted => {
                self.restarted = true;
                page.has_more = true;
            }
            other => other?,
        }
        Ok(Step { page, forgotten, more })
    }

    /// Asks the portal, and once more from the beginning where it does not know the cursor.
    fn ask(&mut self, mut request: SyncRequest) -> Result<SyncResponse, Error> {
        let given = request.cursor.clone();
        let page = match self.call(&request) {
            Err(Error::Refused(ProblemCode::CursorInvalid)) if given.is_some() && !self.restarted => {
                (self.restarted, self.left) = (true, true);
                tracing::warn!("the portal does not know the cursor: pulling from the beginning");
                self.account.mirror.with(|cache| cache.forget_cursor())?;
                request.cursor = None;
                self.call(&request)?
            }
            other => other?,
        };
        // A portal that stands still would be asked for ever.
        if page.has_more && page.changes.is_empty() && request.cursor.as_ref() == Some(&page.cursor) {
            return Err(Error::NotUnderstood);
        }
        Ok(page)
    }

    fn call(&mut self, request: &SyncRequest) -> Result<SyncResponse, Error> {
        tracing::debug!(commands = request.commands.len(), offers = request.offers.len(), "asking the portal");
        let request = portal_client::post(SYNC_PATH, Some(&self.sender.token), request)?;
        let bytes_up = request.body.len() as u64;
        let reply = portal_client::answered(self.environment.transport.send(request));
        self.report.requests += 1;
        let reply = reply?;
        let page = portal_client::message(&reply)?;
        self.report.bytes_up += bytes_up;
        self.report.bytes_down += reply.body.len() as u64;
        Ok(page)
    }

    /// A newer trust list comes before the receipts that its keys have signed.
    fn learn_trust(&self, page: &SyncResponse) -> Result<(), Error> {
        for change in page.changes.iter().filter(|change| change.kind == TrustRecord::KIND) {
            if let Some(record) = change.data.as_ref().and_then(|data| TrustRecord::deserialize(data.reveal()).ok()) {
                self.trust.renew(&record.list)?;
            }
        }
        Ok(())
    }

    /// Lets go of what the portal's backup holds; a paper first moves to the cache, on the disk, then leaves the vault.
    fn tidy(&self) -> Result<(), Error> {
        let now = self.environment.clock.now();
        let papers = self.account.vault()?.safe_papers(now)?;
        for paper in papers {
            for digest in [Some(paper.sha256), paper.thumbnail].into_iter().flatten() {
                let content = self.account.vault()?.content(&digest)?;
                if let Some(content) = content {
                    self.account.mirror.write(|cache| cache.keep_whole(&digest, &content))?;
                }
            }
            self.account.mirror.write(|cache| cache.checkpoint())?;
            self.account.vault()?.drop_paper(&paper.id)?;
        }
        Ok(self.account.vault()?.let_go(now)?)
    }
}

/// The results of a page: those of its own list, and late ones among its changes.
fn results(page: &SyncResponse) -> Vec<CommandResult> {
    let late = page.changes.iter().filter(|change| change.kind == CommandResult::KIND);
    let late = late.filter_map(|change| CommandResult::deserialize(change.data.as_ref()?.reveal()).ok());
    page.results.iter().cloned().chain(late).collect()
}
