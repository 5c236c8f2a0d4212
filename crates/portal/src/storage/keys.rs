//! The portal's secrets, signing keys, trust list and counters.

use super::StorageError;
use crate::environment::Rng;

/// Secrets and counters.
pub trait Keys {
    /// The portal's own secret and the generation of its history, made at the first call.
    fn portal(&self, rng: &dyn Rng) -> Result<([u8; 32], u64), StorageError>;
    /// Fails where the database does not answer.
    fn ping(&self) -> Result<(), StorageError>;
    /// The signing key of a use.
    fn signing_key(&self, key_use: &str) -> Result<Option<SigningKey>, StorageError>;
    /// Keeps the signing key of a use.
    fn put_signing_key(&self, key_use: &str, key: &SigningKey) -> Result<(), StorageError>;
    /// The public halves of keys that sign no longer, oldest first.
    fn retired_keys(&self) -> Result<Vec<RetiredKey>, StorageError>;
    /// Keeps the public half of a key that signs no longer.
    fn retire_key(&self, key: &RetiredKey) -> Result<(), StorageError>;
    /// The newest trust list.
    fn trust_list(&self) -> Result<Option<StoredTrust>, StorageError>;
    /// Keeps a newer trust list.
    fn put_trust_list(&self, list: &StoredTrust) -> Result<(), StorageError>;
    /// The next number of a counter, from 1.
    fn next(&self, counter: &str) -> Result<u64, StorageError>;
}

/// A signing key.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Ed25519 seed.
    pub seed: [u8; 32],
    /// First moment at which what it signs holds, in Unix seconds.
    pub not_before: i64,
    /// Last moment, in Unix seconds.
    pub not_after: i64,
}

/// What is left of a key that signs no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredKey {
    /// What it signed.
    pub key_use: String,
    /// Its public half, Ed25519.
    pub public_key: [u8; 32],
    /// First moment at which what it signed holds, in Unix seconds.
    pub not_before: i64,
    /// Last moment, in Unix seconds.
    pub not_after: i64,
}

/// A trust list as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTrust {
    /// Rises with each list.
    pub serial: u64,
    /// When it was issued, in Unix seconds.
    pub issued_at: i64,
    /// COSE_Sign1 under the root.
    pub list: Vec<u8>,
}
