//! Identity codes: shown to others, checked, and what is remembered of both.

use serde::{Deserialize, Serialize};

use crate::portal::Sex;
use crate::{Bytes, Sensitive, UnixMillis};

/// The citizen's live code as it is at one moment, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCodeShown {
    /// The text of the QR code.
    pub text: Sensitive,
    /// The code as a PNG picture, black on white, with its quiet zone.
    pub picture: Bytes,
    /// The holder's name.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: Option<Sensitive>,
    /// Sex.
    pub sex: Option<Sensitive<Sex>>,
    /// Last four digits of the personal number.
    pub last4: Sensitive,
    /// The moment that it carries, by this device's clock.
    pub stamped_at: UnixMillis,
    /// When the next one is to be shown in its place.
    pub renew_at: UnixMillis,
    /// When the province issued the credential in it.
    pub issued_at: UnixMillis,
    /// When the credential expires.
    pub expires_at: UnixMillis,
    /// When the portal last answered.
    pub last_contact: Option<UnixMillis>,
    /// The province's root is not built into this app: the code is for trial.
    pub trial: bool,
}

/// One check of a code, as the checker keeps it for 30 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeCheck {
    /// When, by this device's clock.
    pub at: UnixMillis,
    /// The answer.
    pub result: super::CodeResult,
    /// Why, as codes.
    pub reasons: Vec<String>,
    /// Last four digits of the personal number, where the code counted.
    pub last4: Option<Sensitive>,
}

/// A time for which the live code was on this device's screen, as its holder keeps it for 30 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeShowing {
    /// From when, by this device's clock.
    pub from: UnixMillis,
    /// When it was last made anew.
    pub until: UnixMillis,
}

/// What this device remembers of codes, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeHistory {
    /// Codes that were checked here.
    pub checked: Vec<CodeCheck>,
    /// When the citizen's own live code was shown; nothing while the vault is shut.
    pub shown: Vec<CodeShowing>,
}
