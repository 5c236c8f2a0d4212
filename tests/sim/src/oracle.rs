//! What must hold, by a model of the portal that is short enough to be seen to be right.
//!
//! The model knows what citizens confirmed and what offices did. Of the portal it asks only which commands it says to have
//! applied; what must follow from those, it works out by itself, and compares.

mod device;
mod last;
mod portal;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cds_core::simulated::{DraftContent, Row};
use cds_wire::Digest;

/// What a citizen confirmed.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// Whose it is.
    pub citizen: usize,
    /// The entity it is about.
    pub entity: String,
    /// What it does.
    pub action: Action,
    /// Contents that it needs.
    pub blobs: Vec<Digest>,
    /// How often portals and vaults had been put back, or cloned, when it was confirmed.
    pub put_back_before: u64,
    /// It was on a device alone that came back as an older copy.
    pub gone: bool,
}

/// What a command does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Files a dossier.
    Submit(DraftContent),
    /// Adds what the office asked for.
    Supplement(DraftContent),
    /// Withdraws a dossier.
    Withdraw,
    /// Keeps a paper.
    AddPaper,
    /// Removes a paper.
    RemovePaper,
    /// Something that this portal has never heard of.
    Unknown,
}

impl Action {
    /// Among commands that took effect together: what makes an entity comes first, what removes it last.
    const fn order(&self) -> u8 {
        match self {
            Self::Submit(_) | Self::AddPaper => 0,
            Self::Supplement(_) => 1,
            Self::Withdraw => 2,
            Self::RemovePaper | Self::Unknown => 3,
        }
    }
}

/// The portal, as it must be.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Commands that took effect.
    pub applied: BTreeSet<String>,
    /// Dossiers and papers by citizen, kind and id.
    pub entities: BTreeMap<(usize, &'static str, String), Entity>,
}

/// A dossier or a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entity {
    /// As many changes as it has had.
    pub ver: u64,
    /// A dossier's status.
    pub status: u8,
    /// It was removed.
    pub gone: bool,
}

/// All that is known of what happened, and what must hold of it.
#[derive(Debug, Default)]
pub struct Oracle {
    /// By command.
    pub confirmed: BTreeMap<String, Confirmed>,
    /// The portal now.
    pub model: Model,
    /// What was applied once, also by a portal that has forgotten it since.
    pub ever_applied: BTreeSet<String>,
    /// What was inside a completed backup.
    pub backed_up: BTreeSet<String>,
    /// Contents that citizens made.
    pub contents: BTreeMap<Digest, Vec<u8>>,
    /// Commands whose content came back as a draft.
    pub returned: BTreeSet<String>,
    /// Commands that the portal has refused for good.
    pub refused: BTreeSet<String>,
    /// Commands that a citizen has taken back.
    pub taken_back: BTreeSet<String>,
    /// Cursors that the portal has given.
    given: BTreeSet<String>,
    /// What each cursor stands for, where it ends a pull.
    seen: BTreeMap<String, Rc<Vec<Row>>>,
    /// How often the portal was put back.
    pub restored: u64,
    /// How often a vault came back as an older copy, or was cloned.
    pub forked: u64,
}

impl Oracle {
    /// Notes a content.
    pub fn content(&mut self, bytes: &[u8]) -> Digest {
        use sha2::Digest as _;
        let digest = Digest(sha2::Sha256::digest(bytes).into());
        self.contents.insert(digest, bytes.to_vec());
        digest
    }

    /// How often portals and vaults were put back, or cloned.
    pub const fn put_back_times(&self) -> u64 {
        self.restored + self.forked
    }

    /// The office has moved a dossier.
    pub fn moved(&mut self, citizen: usize, dossier: &str, status: u8) {
        let entity = self.model.entities.entry((citizen, DOSSIER, dossier.to_owned())).or_default();
        entity.ver += 1;
        entity.status = status;
    }

    /// The portal's backup is complete, and its devices are told.
    pub fn backed_up(&mut self) {
        self.backed_up.extend(self.model.applied.iter().cloned());
    }

    /// The portal holds what it held once.
    pub fn put_back(&mut self, model: Model) {
        self.model = model;
        self.restored += 1;
    }
}

/// Kinds of entities that commands make.
pub const DOSSIER: &str = "dossier";
/// Likewise.
pub const PAPER: &str = "paper";
