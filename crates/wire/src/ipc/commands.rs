//! Arguments and outputs of the commands.

use serde::{Deserialize, Serialize};

use super::{Language, SecretKind};
use crate::Sensitive;

/// Arguments of [`SetLanguage`](super::SetLanguage).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetLanguageArgs {
    /// The language chosen.
    pub language: Language,
}

/// Arguments of [`RequestOtp`](super::RequestOtp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestOtpArgs {
    /// Personal number as typed.
    pub personal_number: Sensitive,
    /// Phone number as typed.
    pub phone: Sensitive,
}

/// Output of [`RequestOtp`](super::RequestOtp).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtpRequested {
    /// Seconds until the one-time password expires.
    pub expires_in_s: u32,
}

/// Arguments of [`SignIn`](super::SignIn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInArgs {
    /// Personal number as typed.
    pub personal_number: Sensitive,
    /// Phone number as typed.
    pub phone: Sensitive,
    /// Issue date of the identity card as typed, `dd/MM/yyyy` or `yyyy-MM-dd`.
    pub card_issue_date: Sensitive,
    /// The one-time password as typed.
    pub otp: Sensitive,
}

/// Output of [`SignIn`](super::SignIn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInDone {
    /// What the citizen must choose next to lock the vault.
    pub secret: SecretKind,
}

/// Arguments of [`CreateVault`](super::CreateVault) and [`Unlock`](super::Unlock).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretArgs {
    /// The PIN or passphrase.
    pub secret: Sensitive,
}

/// Output of [`Sync`](super::Sync): what one synchronisation did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncReport {
    /// Commands that the portal gave a final answer to.
    pub pushed: u64,
    /// Changes taken over from the portal.
    pub pulled: u64,
    /// Requests made.
    pub requests: u32,
    /// Bytes of request bodies and uploads.
    pub bytes_up: u64,
    /// Bytes of answer bodies and downloads.
    pub bytes_down: u64,
    /// Milliseconds it took.
    pub ms: u64,
    /// Everything the portal has for this citizen has been pulled.
    pub complete: bool,
}
