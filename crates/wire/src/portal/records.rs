//! Records of the change feed that are about the account itself and about the province.

use serde::{Deserialize, Serialize};

use crate::{Bytes, Digest, Sensitive, UnixMillis};

/// The citizen as the province knows them: kind [`ProfileRecord::KIND`], id `profile`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileRecord {
    /// Full name.
    pub name: Sensitive,
    /// Personal number.
    pub personal_number: Sensitive,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Code of the commune of residence, 5 digits.
    pub commune: String,
    /// Name of that commune, such as `Xã Quảng Uyên`.
    pub commune_name: String,
    /// Phone that one-time passwords go to.
    pub phone: Sensitive,
}

impl ProfileRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "profile";
}

crate::closed_set! {
    /// Sex as the identity card prints it.
    Sex {
        /// Nam.
        Male,
        /// Nữ.
        Female,
    }
}

/// A signed-in device: kind [`DeviceRecord::KIND`], its id is the device's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRecord {
    /// Kind of device: `linux`, `windows`, `macos`, `android`, `ios`.
    pub platform: String,
    /// When it signed in first.
    pub enrolled_at: UnixMillis,
    /// When it was signed out or revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<UnixMillis>,
}

impl DeviceRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "device";
}

/// A credential of the citizen: kind [`CredentialRecord::KIND`]; id `paper`, or the device's for a device credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CredentialRecord {
    /// COSE_Sign1 over CWT.
    pub credential: Bytes,
    /// When it was issued.
    pub issued_at: UnixMillis,
    /// When it expires.
    pub expires_at: UnixMillis,
}

impl CredentialRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "credential";
    /// Id of the paper credential.
    pub const PAPER: &'static str = "paper";
}

/// The province's trust list, in the province's feed: kind [`TrustRecord::KIND`], id `trust`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrustRecord {
    /// COSE_Sign1 under the province's root.
    pub list: Bytes,
}

impl TrustRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "trust";
}

/// The newest list of credentials that no longer count, in the province's feed: kind [`StatusRecord::KIND`], id `status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusRecord {
    /// Rises with each new list.
    pub serial: u64,
    /// SHA-256 of the list as it is downloaded from [`STATUS_PATH`](super::STATUS_PATH).
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
    /// The list itself where it is small: COSE_Sign1 by a key of the trust list whose use is `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Bytes>,
}

impl StatusRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "status";
}

/// The newest catalogue pack, in the province's feed: kind [`CatalogueRecord::KIND`], id `catalogue`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueRecord {
    /// Rises with each new pack.
    pub version: u64,
    /// SHA-256 of the pack as it is downloaded from [`CATALOGUE_PATH`](super::CATALOGUE_PATH).
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
    /// Procedures in it.
    pub procedures: u64,
    /// COSE_Sign1 by a key of the trust list whose use is `pack`, over the digest.
    pub signature: Bytes,
    /// Shorter ways to it from versions before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deltas: Vec<CatalogueDelta>,
}

/// What changed since an earlier version: `GET` of [`CATALOGUE_PATH`](super::CATALOGUE_PATH) with its digest, as a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogueDelta {
    /// The version that it begins at.
    pub from: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
}

impl CatalogueRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "catalogue";
}

/// Days on which offices are closed, in the province's feed: kind [`HolidaysRecord::KIND`], id `holidays`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolidaysRecord {
    /// Days, `yyyy-MM-dd`.
    pub days: Vec<Holiday>,
    /// Days of a weekend that are worked for one of them, `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub worked: Vec<String>,
}

impl HolidaysRecord {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "holidays";
}

/// A day on which offices are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holiday {
    /// The day, `yyyy-MM-dd`.
    pub day: String,
    /// Its name.
    pub name: String,
}

/// Somebody has asked for the account's recovery key, in lane 0: kind [`RecoveryNotice::KIND`], id `recovery`. It is
/// removed once the key is released or the asking device is signed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryNotice {
    /// The device that asked.
    pub device: String,
    /// When it asked.
    pub asked_at: UnixMillis,
    /// When the key will be released to it.
    pub release_at: UnixMillis,
}

impl RecoveryNotice {
    /// The kind under which it travels in the change feed.
    pub const KIND: &'static str = "recovery";
}
