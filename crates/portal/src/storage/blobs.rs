//! Contents by digest: each belongs to one account and arrives in pieces.

use std::ops::Range;

use cds_wire::{Digest, UnixMillis};

use super::StorageError;

/// Blobs and what keeps them.
pub trait Blobs {
    /// The account's blob of this digest.
    fn blob(&self, account: &str, sha256: &Digest) -> Result<Option<Blob>, StorageError>;
    /// The account's blob under this name.
    fn blob_named(&self, account: &str, name: &[u8; 32]) -> Result<Option<Blob>, StorageError>;
    /// Makes room for a blob of which nothing has arrived.
    fn add_blob(&self, blob: &NewBlob<'_>) -> Result<(), StorageError>;
    /// Drops a blob with what has arrived of it.
    fn drop_blob(&self, blob: &Blob) -> Result<(), StorageError>;
    /// Bytes of the account's blobs, received or not, that nothing keeps.
    fn unattached_bytes(&self, account: &str) -> Result<u64, StorageError>;
    /// Drops the account's blobs that nothing keeps, that no waiting command names, and that were offered before.
    fn drop_unattached(&self, account: &str, offered_before: UnixMillis) -> Result<(), StorageError>;

    /// Makes the caller the one writer; gives its number and the bytes that are there.
    fn take_over(&self, blob: &Blob) -> Result<(u64, u64), StorageError>;
    /// Appends at an offset; false, and nothing done, where another has become the writer or the offset is not the end.
    fn append(&self, blob: &Blob, writer: u64, offset: u64, bytes: &[u8]) -> Result<bool, StorageError>;
    /// The bytes of a range, as far as they are there.
    fn blob_bytes(&self, blob: &Blob, range: Range<u64>) -> Result<Vec<u8>, StorageError>;
    /// All bytes are there and have the digest.
    fn mark_verified(&self, blob: &Blob) -> Result<(), StorageError>;
    /// Drops the bytes, which had another digest, and writes how often that has happened.
    fn begin_again(&self, blob: &Blob, damaged: u32) -> Result<(), StorageError>;

    /// A paper or a submission keeps the blob.
    fn attach(&self, account: &str, sha256: &Digest, user: &str) -> Result<(), StorageError>;
    /// It keeps its blobs no longer; those that nothing else keeps and no waiting command names are dropped.
    fn detach(&self, account: &str, user: &str) -> Result<(), StorageError>;
}

/// A blob, as far as it has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// The storage's own number for it.
    pub number: i64,
    /// Its digest.
    pub sha256: Digest,
    /// The name it goes by.
    pub name: [u8; 32],
    /// Its size when it is whole, in bytes.
    pub size: u64,
    /// Bytes that are there.
    pub received: u64,
    /// All are there and have the digest.
    pub verified: bool,
    /// How often its bytes had another digest at the end.
    pub damaged: u32,
}

/// A blob that is to arrive.
#[derive(Debug, Clone, Copy)]
pub struct NewBlob<'a> {
    /// Whose it is.
    pub account: &'a str,
    /// Its digest.
    pub sha256: Digest,
    /// The name it goes by.
    pub name: [u8; 32],
    /// Its size, in bytes.
    pub size: u64,
    /// When it was offered.
    pub offered_at: UnixMillis,
}
