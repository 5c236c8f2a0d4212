//! What a checker learns from a code.
//!
//! Unknown is not invalid: what this device cannot judge, for want of a key, a list or a newer version, speaks neither for
//! nor against the person. Invalid is only what a known key of the province did not sign, or signed for something else.

use crate::{Claims, FirstScan};

/// The answer to a scanned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The province signed this for a device, and that device showed it now. Whether the person is the one named is for
    /// the checker to see; a picture sent from elsewhere within the minute looks the same.
    Live {
        /// What is known.
        genuine: Genuine,
        /// How many seconds the holder's clock is ahead of the checker's (negative: behind), where that took two scans.
        clock_off_s: Option<i64>,
    },
    /// The province signed this. It says who is meant, not who shows it: compare with a card or the person.
    Paper(Genuine),
    /// The stamp is too far from this device's clock to tell a picture from a wrong clock by one scan. To people this is
    /// "cannot tell yet".
    ScanAgain {
        /// What the next check needs to know of this one.
        first: FirstScan,
        /// In how many seconds to scan.
        wait_s: u32,
    },
    /// This device cannot judge it.
    CannotTell(CannotTell),
    /// It does not count.
    Invalid(Invalid),
}

/// What is known of a code that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genuine {
    /// What the province says.
    pub claims: Claims,
    /// When the trust list was issued by which this was judged, Unix seconds. Its age is to be shown.
    pub list_issued_at: i64,
    /// How well it is known that the credential was not withdrawn.
    pub status: Status,
}

/// The age of the status list that does not name the credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// At most seven days.
    Current,
    /// So many days: what was withdrawn since is not known.
    Old(u32),
    /// There is no status list of the province on this device: what was withdrawn is not known.
    Missing,
}

impl Status {
    /// How old a list may be before its age is part of the answer, in days.
    pub const CURRENT_DAYS: i64 = 7;

    pub(crate) fn of_age(seconds: i64) -> Self {
        if seconds <= Self::CURRENT_DAYS * DAY_S {
            return Self::Current;
        }
        Self::Old(u32::try_from(seconds / DAY_S).unwrap_or(u32::MAX))
    }
}

const DAY_S: i64 = 86_400;

impl Verdict {
    /// What is known, where the code counts.
    pub const fn genuine(&self) -> Option<&Genuine> {
        match self {
            Self::Live { genuine, .. } | Self::Paper(genuine) => Some(genuine),
            Self::ScanAgain { .. } | Self::CannotTell(_) | Self::Invalid(_) => None,
        }
    }

    /// The stable name of the answer, one of five.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Live { genuine: Genuine { status: Status::Current, .. }, .. } => "live",
            Self::Live { .. } => "live_status_old",
            Self::Paper(_) => "genuine_paper",
            Self::ScanAgain { .. } | Self::CannotTell(_) => "cannot_tell",
            Self::Invalid(_) => "invalid",
        }
    }

    /// The stable name of the reason, where the answer has one.
    pub const fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Live { .. } | Self::Paper(_) => None,
            Self::ScanAgain { .. } => Some("scan_again"),
            Self::CannotTell(why) => Some(why.code()),
            Self::Invalid(why) => Some(why.code()),
        }
    }
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
    /// This device's clock says a time before its own lists were issued: it is wrong, and no time can be judged by it.
    ClockWrong,
    /// A live code that is no picture, but the clocks of the two devices are more than a day apart: a film of a screen
    /// would look the same. One of the two has to be set.
    ClocksApart,
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
    /// A paper credential in a live code: no device may stamp it.
    PaperCredentialInLiveCode,
    /// Another device than the credential's stamped it, or the stamp was changed.
    DeviceWrong,
    /// The province has withdrawn it.
    Revoked,
    /// Its time is over, by this device's clock.
    Expired,
    /// A picture of a live code: its stamp stood still.
    Picture,
}

impl CannotTell {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::NotACode,
        Self::Damaged,
        Self::UnknownVersion,
        Self::UnknownCritical,
        Self::NoTrustList,
        Self::UnknownIssuer,
        Self::UnknownKey,
        Self::NotYetValid,
        Self::ClockWrong,
        Self::ClocksApart,
    ];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotACode => "not_a_code",
            Self::Damaged => "damaged",
            Self::UnknownVersion => "unknown_version",
            Self::UnknownCritical => "unknown_critical",
            Self::NoTrustList => "no_trust_list",
            Self::UnknownIssuer => "unknown_issuer",
            Self::UnknownKey => "unknown_key",
            Self::NotYetValid => "not_yet_valid",
            Self::ClockWrong => "clock_wrong",
            Self::ClocksApart => "clocks_apart",
        }
    }
}

impl Invalid {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::SignatureWrong,
        Self::KeyUseWrong,
        Self::IssuerWrong,
        Self::OutsideKeyPeriod,
        Self::DeviceCredentialOnPaper,
        Self::PaperCredentialInLiveCode,
        Self::DeviceWrong,
        Self::Revoked,
        Self::Expired,
        Self::Picture,
    ];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignatureWrong => "signature_wrong",
            Self::KeyUseWrong => "key_use_wrong",
            Self::IssuerWrong => "issuer_wrong",
            Self::OutsideKeyPeriod => "outside_key_period",
            Self::DeviceCredentialOnPaper => "device_credential_on_paper",
            Self::PaperCredentialInLiveCode => "paper_credential_in_live_code",
            Self::DeviceWrong => "device_wrong",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
            Self::Picture => "picture",
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
