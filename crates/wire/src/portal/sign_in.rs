//! Signing in: a one-time password to the citizen's phone, then a token for this device.

use serde::{Deserialize, Serialize};

use crate::{Bytes, Sensitive, UnixMillis};

/// Asks for a one-time password by SMS. Known and unknown people get the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtpRequest {
    /// Personal number: 12 digits.
    pub personal_number: Sensitive,
    /// Phone number registered with the province: 10 digits beginning with 0.
    pub phone: Sensitive,
}

/// A one-time password is on its way, if the numbers belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtpSent {
    /// Seconds until it expires.
    pub expires_in_s: u32,
}

/// Signs this device in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// Personal number: 12 digits.
    pub personal_number: Sensitive,
    /// Phone number registered with the province.
    pub phone: Sensitive,
    /// The one-time password: 6 digits.
    pub otp: Sensitive,
    /// Issue date of the identity card, `yyyy-MM-dd`: proves possession of the card on a new device. A device that was
    /// signed in before, and an account that an officer has released, need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_issue_date: Option<Sensitive>,
    /// The device that signs in.
    pub device: DeviceEnrolment,
}

/// A device and the proof that it holds its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceEnrolment {
    /// Ed25519 public key, 32 bytes, base64url without padding.
    pub public_key: String,
    /// Ed25519 signature in the context `cds/sign-in/1` over the personal number and the one-time password, 64 bytes,
    /// base64url without padding.
    pub proof: String,
    /// The device's id, where it was signed in before and holds the same key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Kind of device shown in the citizen's list of devices: `linux`, `windows`, `macos`, `android`, `ios`.
    pub platform: String,
}

/// The device is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// Opaque bearer token that names the device: 32 bytes, base64url without padding.
    pub token: Sensitive,
    /// The account's pseudonym at this portal: a random UUID, not derived from the person.
    pub account: String,
    /// The device's id at this portal.
    pub device: String,
    /// The citizen's name as the province has it.
    pub name: Sensitive,
    /// Name of the province, in Vietnamese.
    pub province: String,
    /// The province's root key and trust list, for a build that has no root of its own.
    pub trust: Trust,
    /// X25519 public key to which the vault key is sealed for recovery, 32 bytes; the portal keeps the private half.
    pub recovery_key: Bytes,
}

/// What a checker needs to verify the province's signatures: answer of [`TRUST_PATH`](super::TRUST_PATH), and the
/// content of a trust file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trust {
    /// The province's root: Ed25519 public key, 32 bytes.
    pub root: Bytes,
    /// COSE_Sign1 under the root.
    pub list: Bytes,
    /// The newest status list, COSE_Sign1 by one of the keys; none at sign-in, since it comes with the changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Bytes>,
}

/// Asks for the private half of the account's recovery key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryRequest {}

/// The state of a recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RecoveryAnswer {
    /// The other devices are told; ask again then.
    Waiting {
        /// When it will be released, unless it is stopped.
        release_at: UnixMillis,
    },
    /// Released; the account has a new pair from now on.
    Released {
        /// X25519 private key, 32 bytes.
        private_key: Sensitive<Bytes>,
        /// Public key of the new pair.
        recovery_key: Bytes,
    },
}

/// Signs this device out: its token ends to hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOutRequest {}

/// The device is signed out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {}

/// Ends another device of the account for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevokeDeviceRequest {
    /// The device's id, as the account's devices are listed.
    pub device: String,
}

/// The device's token holds no longer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceEnded {}
