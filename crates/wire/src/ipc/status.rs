//! Where the app stands, as the interface needs it to choose its first screen.

use serde::{Deserialize, Serialize};

/// Output of [`Status`](super::Status).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppStatus {
    /// The interface's language.
    pub language: Language,
    /// What the citizen can do now.
    pub stage: Stage,
    /// The portal runs on this machine: a test, where no citizen is real.
    pub test_portal: bool,
}

/// What the citizen can do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has signed in on this device.
    SignedOut,
    /// Signed in, and the vault is yet to be made.
    ChoosingSecret {
        /// What the citizen must choose.
        secret: SecretKind,
    },
    /// There is a vault and it is shut.
    Locked {
        /// What opens it.
        secret: SecretKind,
    },
    /// The vault is open.
    Unlocked,
}

/// What opens the vault together with this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// Six digits, together with a secret in the operating system's keystore.
    Pin,
    /// At least ten characters: this device has no keystore.
    Passphrase,
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese, the first language.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}
