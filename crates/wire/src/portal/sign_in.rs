//! Signing in: a one-time password to the citizen's phone, then a token for this device.

use serde::{Deserialize, Serialize};

use crate::Sensitive;

/// Asks for a one-time password by SMS. Known and unknown people get the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtpRequest {
    /// Personal number: 12 digits.
    pub personal_number: Sensitive,
    /// Phone number registered with the province: 10 digits beginning with 0.
    pub phone: Sensitive,
}

/// A one-time password is on its way, if the numbers belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtpSent {
    /// Seconds until it expires.
    pub expires_in_s: u32,
}

/// Signs this device in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRequest {
    /// Personal number: 12 digits.
    pub personal_number: Sensitive,
    /// Phone number registered with the province.
    pub phone: Sensitive,
    /// The one-time password: 6 digits.
    pub otp: Sensitive,
    /// Issue date of the identity card, `yyyy-MM-dd`: proves possession of the card on a new device.
    pub card_issue_date: Sensitive,
    /// The device that signs in.
    pub device: DeviceEnrolment,
}

/// A device and the proof that it holds its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrolment {
    /// Ed25519 public key, 32 bytes, base64url without padding.
    pub public_key: String,
    /// Ed25519 signature in the context `cds/sign-in/1` over the personal number and the one-time password, 64 bytes,
    /// base64url without padding.
    pub proof: String,
    /// Kind of device shown in the citizen's list of devices: `linux`, `windows`, `macos`, `android`, `ios`.
    pub platform: String,
}

/// The device is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
}
