//! Credentials that were issued, and the list of those withdrawn.

use std::collections::BTreeSet;

use super::StorageError;

/// Issued credentials and the status list.
pub trait Credentials {
    /// Notes that a credential was issued.
    fn add_credential(&self, issued: &IssuedCredential) -> Result<(), StorageError>;
    /// The credential with this status index.
    fn credential(&self, status_index: u32) -> Result<Option<IssuedCredential>, StorageError>;
    /// The credentials of an account that were issued and not withdrawn, by index.
    fn credentials_of(&self, account: &str) -> Result<Vec<IssuedCredential>, StorageError>;
    /// Withdraws a credential at `now`, Unix seconds; the status list is stale from then on. False where it was withdrawn
    /// before or never issued.
    fn revoke_credential(&self, status_index: u32, now: i64) -> Result<bool, StorageError>;
    /// The indexes of withdrawn credentials that would still count at `now`, Unix seconds.
    fn revoked(&self, now: i64) -> Result<BTreeSet<u32>, StorageError>;

    /// Forgets the credentials that no longer count at `now`, Unix seconds, withdrawn or not.
    fn drop_expired_credentials(&self, now: i64) -> Result<(), StorageError>;

    /// When the newest status list was issued, in Unix seconds, where nothing was withdrawn since. Cheap, however long the
    /// list is.
    fn status_good_since(&self) -> Result<Option<i64>, StorageError>;
    /// The newest status list.
    fn status_list(&self) -> Result<Option<StoredStatus>, StorageError>;
    /// Keeps a newer status list, which is not stale unless it says so.
    fn put_status_list(&self, list: &StoredStatus) -> Result<(), StorageError>;
    /// The status list is to be issued anew.
    fn spoil_status_list(&self) -> Result<(), StorageError>;
}

/// A credential that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedCredential {
    /// Its index in the status list.
    pub status_index: u32,
    /// Whose it is.
    pub account: String,
    /// The device that it is for; none for the paper one.
    pub device: Option<String>,
    /// When it expires, in Unix seconds.
    pub expires_at: i64,
}

/// A status list as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredStatus {
    /// Rises with each list.
    pub serial: u64,
    /// When it was issued, in Unix seconds.
    pub issued_at: i64,
    /// Something was withdrawn since.
    pub stale: bool,
    /// COSE_Sign1 by the status key.
    pub list: Vec<u8>,
}
