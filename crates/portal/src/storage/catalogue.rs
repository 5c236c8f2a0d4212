//! What lasts of the catalogue: procedures, the packs made from them, and administrative units.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cds_wire::Digest;
use cds_wire::procedure::Procedure;

use super::StorageError;
use crate::catalogue::{Delta, Pack, PackInfo};

/// Acts on the catalogue.
pub trait Catalogue {
    /// All procedures by code, with the version of the newest pack made from them, 0 before the first.
    fn procedures(&self) -> Result<(u64, Vec<Procedure>), StorageError>;
    /// The name of a procedure; none where the catalogue has no such code.
    fn procedure_name(&self, code: &str) -> Result<Option<String>, StorageError>;
    /// Replaces all procedures and keeps their pack, if the newest version is still `before`; false, and nothing done,
    /// where another import came first.
    fn replace_procedures(&self, before: u64, procedures: &[Procedure], pack: &Pack) -> Result<bool, StorageError>;
    /// The newest pack.
    fn current_pack(&self) -> Result<Option<PackInfo>, StorageError>;
    /// The pack with this digest, as long as it may be downloaded.
    fn pack(&self, sha256: &Digest) -> Result<Option<PackInfo>, StorageError>;
    /// Bytes of a pack. Shorter than the range where the pack ends earlier or is gone.
    fn read_pack(&self, pack: &PackInfo, range: Range<u64>) -> Result<Vec<u8>, StorageError>;
    /// In which version each procedure that ever changed did so last: came, went, or got another record.
    fn procedure_changes(&self) -> Result<BTreeMap<String, u64>, StorageError>;
    /// Remembers what changed in a version, and keeps the deltas to it as long as its pack.
    fn keep_deltas(&self, version: u64, touched: &BTreeSet<String>, deltas: &[Delta]) -> Result<(), StorageError>;
    /// The bytes of the delta with this digest, as long as it may be downloaded.
    fn delta(&self, sha256: &Digest) -> Result<Option<Vec<u8>>, StorageError>;
    /// Adds units, or renames those whose code is there.
    fn put_units(&self, units: &[Unit]) -> Result<(), StorageError>;
    /// All units by code.
    fn units(&self) -> Result<Vec<Unit>, StorageError>;
}

/// An administrative unit: a province or a commune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its code: 2 digits for a province, 5 for a commune (decision 19/2025/QĐ-TTg).
    pub code: String,
    /// Its name with its type, such as `Xã Quảng Uyên`.
    pub name: String,
    /// Code of the province that a commune belongs to.
    pub province: Option<String>,
}
