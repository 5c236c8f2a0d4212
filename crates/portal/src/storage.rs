//! What lasts, behind a trait: SQLite here, another database later without touching a handler.

mod sqlite;

pub use sqlite::SqliteStorage;

use cds_wire::portal::Change;
use cds_wire::{Sensitive, UnixMillis};

use crate::environment::{NoRandomness, Rng};

/// The portal's storage. Each call is one transaction.
pub trait Storage: Send + Sync {
    /// The portal's own secret, made at the first call.
    fn portal_secret(&self, rng: &dyn Rng) -> Result<[u8; 32], StorageError>;
    /// Fails where the database does not answer.
    fn ping(&self) -> Result<(), StorageError>;
    /// Adds a citizen, unless the personal number is known. Gives the account's id either way.
    fn add_citizen(&self, citizen: &Citizen) -> Result<String, StorageError>;
    /// The citizen with this personal number.
    fn citizen(&self, personal_number: &Sensitive) -> Result<Option<Citizen>, StorageError>;
    /// Keeps a one-time password under way, replacing the subject's older one, and drops those expired by `now`.
    fn put_otp(&self, otp: &PendingOtp, now: UnixMillis) -> Result<(), StorageError>;
    /// Counts one try for the subject, then gives its one-time password with the tries so far, this one included.
    fn try_otp(&self, subject: &[u8; 32]) -> Result<Option<(PendingOtp, u32)>, StorageError>;
    /// Uses up a one-time password and enrols a device with it; false, and nothing done, where it is used up already.
    fn enrol(&self, device: &Device, otp: &PendingOtp) -> Result<bool, StorageError>;
    /// The account and device that a token (its SHA-256) belongs to.
    fn device_by_token(&self, token: &[u8; 32]) -> Result<Option<DeviceRef>, StorageError>;
    /// Puts an entity's new state and the account's next revision.
    fn put_entity(&self, account: &str, entity: &NewEntity<'_>) -> Result<(), StorageError>;
    /// The same, only where the entity is still at this version; false, and nothing done, where it has moved.
    fn replace_entity(&self, account: &str, entity: &NewEntity<'_>, ver: u64) -> Result<bool, StorageError>;
    /// All entities of a kind that are there, of every account.
    fn entities(&self, kind: &str) -> Result<Vec<StoredEntity>, StorageError>;
    /// Changes a citizen's phone; false where nobody has the personal number.
    fn set_phone(&self, personal_number: &Sensitive, phone: &Sensitive) -> Result<bool, StorageError>;
    /// The changes after a revision, oldest first, as many as fit `max_bytes` of data and at least one.
    fn changes(&self, account: &str, after: u64, max_bytes: usize) -> Result<Page, StorageError>;
}

/// A citizen as the province knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citizen {
    /// The account's id.
    pub account: String,
    /// Personal number.
    pub personal_number: Sensitive,
    /// Phone.
    pub phone: Sensitive,
    /// Issue date of the card, `yyyy-MM-dd`.
    pub card_issue_date: Sensitive,
    /// Full name.
    pub name: Sensitive,
}

/// A one-time password under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingOtp {
    /// Keyed hash of who asked.
    pub subject: [u8; 32],
    /// Keyed hash of the code.
    pub code: [u8; 32],
    /// When it expires.
    pub expires_at: UnixMillis,
}

/// A device to enrol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// Its account.
    pub account: String,
    /// SHA-256 of its bearer token.
    pub token: [u8; 32],
    /// Its Ed25519 public key.
    pub public_key: [u8; 32],
    /// Its platform.
    pub platform: String,
    /// When it was enrolled.
    pub created_at: UnixMillis,
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRef {
    /// The account's id.
    pub account: String,
    /// The device's id.
    pub device: String,
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
    pub account: String,
    /// Its id.
    pub id: String,
    /// Its version.
    pub ver: u64,
    /// Its content.
    pub data: Sensitive<serde_json::Value>,
}

/// A page of changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The changes.
    pub changes: Vec<Change>,
    /// The revision of the last one, or the one asked after where there is none.
    pub revision: u64,
    /// More follow.
    pub has_more: bool,
}

/// The storage failed. Texts carry SQLite's code alone: its messages name files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// SQLite failed.
    #[error("SQLite: {:?}", .0.sqlite_error_code())]
    Sqlite(#[from] rusqlite::Error),
    /// A stored row is not what it must be.
    #[error("a stored {0} is damaged")]
    Damaged(&'static str),
    /// The database belongs to a newer version.
    #[error("the database was written by a newer version of the portal")]
    TooNew,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// A thread failed while it held the connection.
    #[error("a thread failed while it held the database")]
    Poisoned,
}
