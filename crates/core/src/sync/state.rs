//! What a synchronisation waits for, and what it keeps meanwhile.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use cds_wire::Digest;
use cds_wire::portal::{SyncRequest, SyncResponse};

use super::downloads::Fetching;
use super::uploads::Uploading;
use crate::Error;
use crate::store::vault::OwnPaper;

/// What is waited for.
#[derive(Debug)]
pub(super) enum State {
    Preparing,
    Asking(Box<Asking>),
    Thawing(Error),
    Forgetting(Box<Asking>),
    Learning(Round),
    Taking(Round),
    Applying(Round),
    ReadingPiece(Uploading),
    Appending(Uploading),
    AskingOffset(Uploading),
    ForgettingDeleted,
    Looking,
    Copying(Moving),
    Settling(VecDeque<OwnPaper>),
    Dropping(VecDeque<OwnPaper>),
    LettingGo,
    LookingFor(Fetching),
    Fetching(Fetching),
    KeepingPiece(Fetching),
    TakingCatalogue(Fetching),
    Over,
}

/// A request that is out.
#[derive(Debug)]
pub(super) struct Asking {
    pub(super) request: SyncRequest,
    /// The lowest number that was given for it.
    pub(super) first_new: Option<u64>,
    pub(super) new: usize,
    /// More commands wait than it carries.
    pub(super) more: bool,
    /// It may have reached the portal.
    pub(super) left: bool,
    /// It asks for the results of all numbers.
    pub(super) lists: bool,
}

/// An answer that is being kept.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) asked: Box<Asking>,
    pub(super) page: Arc<SyncResponse>,
    pub(super) finished: u64,
}

impl Round {
    /// From which number on results are still to be asked for, where the portal says otherwise of this device's numbers;
    /// none once it has listed all.
    pub(super) fn listed_up_to(&self) -> Option<u64> {
        if !self.asked.lists {
            return (self.asked.request.ack_seq > 0).then_some(0);
        }
        // The request's own commands are answered whatever is listed.
        let sent: BTreeSet<u64> = self.asked.request.commands.iter().map(|command| command.seq).collect();
        let listed = self.page.results.iter().map(|result| result.seq).filter(|seq| !sent.contains(seq));
        let highest = listed.max()?;
        (highest < self.page.last_seq && highest > self.asked.request.ack_seq).then_some(highest)
    }
}

/// Papers on their way from the vault to the cache.
#[derive(Debug)]
pub(super) struct Moving {
    pub(super) papers: VecDeque<OwnPaper>,
    /// What of the first paper is not in the cache yet.
    pub(super) contents: VecDeque<Digest>,
}
