//! Bringing this device and the portal in step.
//!
//! One request carries everything: commands out, results and changes in, uploads negotiated. Each answer is kept before
//! the next request, first in the vault (results, idempotent), then in the cache (rows and cursor together), so that a
//! synchronisation cut at any point goes on where it stopped and a repeated page changes nothing. No database is held
//! locked while the network is waited for.
//!
//! The [`Engine`] is a state machine without store, network or clock: each [`Event`] is answered by exactly one [`Effect`],
//! which [`Stores`] or the transport carries out. A crash anywhere is thus an engine that is dropped between two of
//! them, and `tests/sim` drops it between any two.

mod downloads;
mod engine;
mod fetch;
mod line;
mod link;
mod published;
mod run;
mod state;
mod stores;
mod uploads;

use std::collections::BTreeSet;
use std::sync::Arc;

use cds_wire::ipc::SyncReport;
use cds_wire::portal::{BlobRef, SyncResponse};
use cds_wire::{Bytes, Digest, Sensitive, UnixMillis};

use crate::Error;
use crate::store::vault::{Outgoing, OwnPaper};
use crate::transport::{NoAnswer, Reply, Request};

pub use engine::Engine;
pub(crate) use fetch::fetch;
pub(crate) use line::Line;
pub use link::Link;
pub(crate) use run::{Synchronised, run};
pub use stores::Stores;

/// What the engine wants done next.
#[derive(Debug)]
pub enum Effect {
    /// One step on the databases. What it writes is one transaction in one of them.
    Store(Step),
    /// One exchange with the portal. Its answer is to be kept once it has come: whoever wants to end a synchronisation
    /// ends it before this.
    Send(Request),
    /// It is over. What was confirmed and is not received waits for the next one.
    Done(Result<SyncReport, Error>),
}

/// What an effect came to.
#[derive(Debug)]
pub enum Event {
    /// A step was carried out, or failed.
    Stored(Result<Stored, Error>),
    /// An exchange ended.
    Answered {
        /// The answer, or why there is none.
        sent: Result<Reply, NoAnswer>,
        /// Something newer waits to be sent: what takes long gives way.
        wanted: bool,
    },
}

/// What is done with the databases.
#[derive(Debug, Clone)]
pub enum Step {
    /// Vault: freezes what goes out, on the disk before it does. With `again`, also those that the portal has forgotten.
    Prepare {
        /// Ids of final commands to send once more.
        again: BTreeSet<String>,
        /// Bytes of bodies that fit into the request.
        bodies: usize,
    },
    /// Vault: takes the freezing back, from this number on, of a request of which nothing has left.
    Thaw {
        /// The lowest number that was given for the request.
        first: u64,
    },
    /// Cache: pulls from the beginning.
    ForgetCursor,
    /// Trust files: newer lists, before the receipts that their keys have signed.
    Learn(Vec<Bytes>),
    /// Vault: results, receipts, returned drafts.
    TakeResults(Arc<SyncResponse>),
    /// Cache: the page's rows and its cursor.
    Apply(Arc<SyncResponse>),
    /// Vault: reads a piece of a content.
    ReadPiece {
        /// The content.
        sha256: Digest,
        /// Where the piece begins.
        offset: u64,
        /// Its most bytes.
        length: usize,
    },
    /// Vault: lets go of papers that the portal has deleted on this device's word and does not show any more.
    ForgetDeleted,
    /// Vault: the papers that the portal shows and its backup holds, or that it has had for long by its own clock, which says this.
    SafePapers(UnixMillis),
    /// Cache: takes over a content from the vault.
    CopyContent(Digest),
    /// Cache: on the disk, whatever its durability.
    Settle,
    /// Vault: drops a paper that the cache has.
    DropPaper(String),
    /// Vault: lets go of what the portal's backup holds, or has had for long by the portal's clock, which says this.
    LetGo(UnixMillis),
    /// Which thumbnails are not here yet.
    MissingThumbnails,
    /// Which results of dossiers are not here yet, newest first.
    MissingResults,
    /// Cache: keeps a piece of a content.
    KeepPiece {
        /// The content.
        sha256: Digest,
        /// Its bytes in all.
        size: u64,
        /// Where the piece begins.
        start: u64,
        /// The piece.
        bytes: Vec<u8>,
    },
    /// Takes a newer status list that came with the changes. Whether there is a newer one to be fetched, and whether the
    /// province has signed a newer catalogue than the one here.
    NewerCatalogue {
        /// A delta was in vain: the whole pack.
        whole: bool,
    },
    /// Cache: takes the catalogue over from the pack that was fetched. Trust files: the status list likewise.
    TakeCatalogue(Digest),
}

/// What a step gives.
#[derive(Debug)]
pub enum Stored {
    /// Nothing.
    Done,
    /// What goes into the next request.
    Prepared(Box<Prepared>),
    /// What the results came to.
    Taken {
        /// Commands that became final, or that the portal knows under this device's numbers from now on.
        finished: u64,
        /// Commands that the portal does not know any more.
        forgotten: BTreeSet<String>,
        /// What the portal says of this device's numbers is what stands here.
        agrees: bool,
    },
    /// What the page came to.
    Applied {
        /// All that the portal has is here.
        complete: bool,
        /// The cache was damaged, is empty now, and everything is pulled again.
        set_aside: bool,
    },
    /// A piece; empty where the vault does not hold it.
    Piece(Vec<u8>),
    /// Papers.
    Papers(Vec<OwnPaper>),
    /// Contents, each with how much of it is here.
    Missing(Vec<(BlobRef, u64)>),
    /// Whether what is kept is what its digest says.
    Kept(bool),
}

/// What goes into a request.
#[derive(Debug)]
pub struct Prepared {
    pub(crate) token: Sensitive,
    pub(crate) cursor: Option<String>,
    pub(crate) ack_seq: u64,
    pub(crate) outgoing: Outgoing,
}
