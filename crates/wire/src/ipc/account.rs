//! The citizen's own data and this device's storage, as screens show them.

use serde::{Deserialize, Serialize};

use crate::Sensitive;
use crate::portal::ProfileRecord;

/// Output of [`Profile`](super::Profile).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileShown {
    /// The citizen's name, as it was at sign-in.
    pub name: Sensitive,
    /// Name of the province.
    pub province: String,
    /// What the province knows of them; none before the first synchronisation.
    pub record: Option<ProfileRecord>,
}

/// Output of [`Storage`](super::Storage): what the account takes up on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageShown {
    /// Bytes of what the citizen made: drafts, what waits, receipts.
    pub vault: u64,
    /// Bytes of what was fetched from the portal and can be fetched again.
    pub cache: u64,
    /// Bytes of papers among the latter.
    pub papers: u64,
    /// Procedures in the catalogue on this device.
    pub procedures: u64,
    /// Vaults of this citizen's that were put out of the way.
    pub set_aside: Vec<SetAsideVault>,
}

/// A vault that was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideVault {
    /// Its random id.
    pub id: String,
    /// Bytes that it takes up.
    pub bytes: u64,
}
