//! Entities and their changes, numbered per owner.
//!
//! An owner is an account, or an audience that many accounts read: the province, a commune. Each change raises the
//! owner's revision and extends its chain, by which a reader notices that a portal was restored from a backup.

use cds_wire::Sensitive;
use cds_wire::portal::Change;
use sha2::{Digest, Sha256};

use super::StorageError;

/// Entities, revisions, chains.
pub trait Ledger {
    /// Puts an entity's new state under the owner's next revision.
    fn put(&self, owner: &str, entity: &NewEntity<'_>) -> Result<Put, StorageError>;
    /// An entity that is there.
    fn entity(&self, owner: &str, kind: &str, id: &str) -> Result<Option<StoredEntity>, StorageError>;
    /// All entities of a kind that are there, of every owner.
    fn entities(&self, kind: &str) -> Result<Vec<StoredEntity>, StorageError>;
    /// Where the owner stands.
    fn newest(&self, owner: &str) -> Result<Newest, StorageError>;
    /// The chain value that the owner had at a revision; none where it never came so far.
    fn chain_at(&self, owner: &str, revision: u64) -> Result<Option<ChainValue>, StorageError>;
    /// Shows the owner's entities of a lane that changed after a revision, oldest change first, each with its revision
    /// and the bytes of its data, until `each` gives false. From revision 0 removed ones are left out.
    fn changes(
        &self,
        owner: &str,
        lane: u8,
        after: u64,
        each: &mut dyn FnMut(u64, usize, Change) -> bool,
    ) -> Result<(), StorageError>;
}

/// Owners that are audiences.
pub mod audience {
    /// Everyone in the province.
    pub const PROVINCE: &str = "province";

    /// Everyone who lives in a commune, by its code.
    pub fn commune(code: &str) -> String {
        format!("commune:{code}")
    }
}

/// An entity's new state.
#[derive(Clone, Copy)]
pub struct NewEntity<'a> {
    /// Its lane in the change feed.
    pub lane: u8,
    /// Its kind.
    pub kind: &'a str,
    /// Its id.
    pub id: &'a str,
    /// Its content; none removes it.
    pub data: Option<&'a serde_json::Value>,
}

/// An entity as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntity {
    /// Whose it is.
    pub owner: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub ver: u64,
    /// Its content.
    pub data: Sensitive<serde_json::Value>,
}

/// What a change became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Put {
    /// The entity's version.
    pub ver: u64,
    /// The owner's revision.
    pub revision: u64,
}

/// First bytes of a hash over an owner's history.
pub type ChainValue = [u8; 8];

/// Where an owner stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Newest {
    /// Its newest revision; 0 before the first change.
    pub revision: u64,
    /// The chain value there.
    pub chain: ChainValue,
}

impl Newest {
    /// Where the owner stands after one more change, to this content or, without one, to none.
    ///
    /// The content counts: a portal that was restored may bring an entity to the same version once more, with another.
    #[must_use]
    pub fn after(self, kind: &str, id: &str, ver: u64, data: Option<&str>) -> Self {
        let mut hash = Sha256::new();
        let op = if data.is_some() { "put" } else { "del" };
        let data = data.unwrap_or_default().as_bytes();
        for part in [&self.chain[..], kind.as_bytes(), id.as_bytes(), &ver.to_be_bytes(), op.as_bytes(), data] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let hash: [u8; 32] = hash.finalize().into();
        let mut chain = ChainValue::default();
        chain.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        Self { revision: self.revision + 1, chain }
    }
}
