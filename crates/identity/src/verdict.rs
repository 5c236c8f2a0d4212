//! What a checker learns from a code.
//!
//! Unknown is not invalid: what this device cannot judge, for want of a key, a list or a newer version, speaks neither for
//! nor against the person. Invalid is only what a known key of the province did not sign, or signed for something else.

use crate::Claims;

/// The answer to a scanned text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one is made for each scan, and looked at once")]
pub enum Verdict {
    /// The province signed this. It says who is meant, not who shows it: compare with a card or the person.
    Paper {
        /// What the province says.
        claims: Claims,
        /// When the trust list was issued by which this was judged, Unix seconds. Its age is to be shown.
        list_issued_at: i64,
    },
    /// This device cannot judge it.
    CannotTell(CannotTell),
    /// It does not count.
    Invalid(Invalid),
}

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CannotTell {
    /// It is some other text.
    NotACode,
    /// It begins as a code, but no credential can be read from it: cut off, or changed on the way. Nothing was checked.
    Damaged,
    /// A kind of code, an algorithm or content that this version does not know.
    UnknownVersion,
    /// The code of a device (`CDS2:`), which changes every 20 s: only its live check can judge it.
    LiveCode,
    /// The province demands something be understood that this version does not know.
    UnknownCritical,
    /// There is no trust list on this device.
    NoTrustList,
    /// No trust list of that province is on this device, or there is no such province.
    UnknownIssuer,
    /// The province's trust list on this device does not name the key: the list is too old, or the key is not the province's.
    UnknownKey,
    /// It was issued later than this device's clock says it is now: the clock is probably wrong.
    NotYetValid,
}

/// Why a code does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Invalid {
    /// It names a key of the province, but that key did not sign this: changed, or made up.
    SignatureWrong,
    /// The key that signed it is not there for credentials.
    KeyUseWrong,
    /// The key that signed it is another province's.
    IssuerWrong,
    /// It was signed before or after its key's time.
    OutsideKeyPeriod,
    /// A device's credential in a paper code: a copy, since the device would show a live code.
    DeviceCredentialOnPaper,
    /// Its time is over, by this device's clock.
    Expired,
}

impl CannotTell {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::NotACode,
        Self::Damaged,
        Self::UnknownVersion,
        Self::LiveCode,
        Self::UnknownCritical,
        Self::NoTrustList,
        Self::UnknownIssuer,
        Self::UnknownKey,
        Self::NotYetValid,
    ];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotACode => "not_a_code",
            Self::Damaged => "damaged",
            Self::UnknownVersion => "unknown_version",
            Self::LiveCode => "live_code",
            Self::UnknownCritical => "unknown_critical",
            Self::NoTrustList => "no_trust_list",
            Self::UnknownIssuer => "unknown_issuer",
            Self::UnknownKey => "unknown_key",
            Self::NotYetValid => "not_yet_valid",
        }
    }
}

impl Invalid {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::SignatureWrong,
        Self::KeyUseWrong,
        Self::IssuerWrong,
        Self::OutsideKeyPeriod,
        Self::DeviceCredentialOnPaper,
        Self::Expired,
    ];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignatureWrong => "signature_wrong",
            Self::KeyUseWrong => "key_use_wrong",
            Self::IssuerWrong => "issuer_wrong",
            Self::OutsideKeyPeriod => "outside_key_period",
            Self::DeviceCredentialOnPaper => "device_credential_on_paper",
            Self::Expired => "expired",
        }
    }
}

impl From<CannotTell> for Verdict {
    fn from(reason: CannotTell) -> Self {
        Self::CannotTell(reason)
    }
}

impl From<Invalid> for Verdict {
    fn from(reason: Invalid) -> Self {
        Self::Invalid(reason)
    }
}
