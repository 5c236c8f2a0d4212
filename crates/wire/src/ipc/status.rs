//! Where the app stands, as the interface needs it to choose its first screen.

use serde::{Deserialize, Serialize};

use crate::UnixMillis;

/// Output of [`Status`](super::Status).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppStatus {
    /// How the citizen wants the interface.
    pub preferences: Preferences,
    /// What the citizen can do now.
    pub stage: Stage,
    /// Revision of the [pulse](super::Pulse) that the stage is at least as new as: an older pulse says nothing of it.
    pub revision: u64,
    /// The session is a guest's: nothing of it stays on this device.
    pub guest: bool,
    /// What opens the vault on this device; none where there is none, and in a guest's session.
    pub secret: Option<SecretKind>,
    /// When the portal gives its half of a recovery that was asked for here; none where none was.
    pub recovery_at: Option<UnixMillis>,
    /// The portal runs on this machine: a test, where no citizen is real.
    pub test_portal: bool,
    /// What this device can do that others cannot.
    pub device: DeviceAbilities,
}

/// What devices differ in, as far as screens differ by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceAbilities {
    /// It is a phone: nothing is sent while the app is not open.
    pub phone: bool,
    /// The webview can take a picture with the device's camera.
    pub camera: bool,
}

/// How the citizen wants the interface. Kept in the open, since the lock screen needs it: nothing personal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Its language.
    pub language: Language,
    /// Its colours.
    pub theme: Theme,
    /// Size of its text.
    pub text_size: TextSize,
    /// The screens that introduce the app have been seen.
    pub introduced: bool,
}

crate::closed_set! {
    /// Colours of the interface.
    Theme {
        /// As the system says.
        System,
        /// Dark on light.
        Light,
        /// Light on dark.
        Dark,
    }
}

crate::closed_set! {
    /// Size of the interface's text.
    TextSize {
        /// As the system says: 100 %.
        Normal,
        /// 125 %.
        Large,
        /// 150 %.
        Larger,
        /// 200 %.
        Largest,
    }
}

#[expect(clippy::derivable_impls, reason = "closed_set! gives no place for #[default]")]
impl Default for Theme {
    fn default() -> Self {
        Self::System
    }
}

#[expect(clippy::derivable_impls, reason = "closed_set! gives no place for #[default]")]
impl Default for TextSize {
    fn default() -> Self {
        Self::Normal
    }
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
