//! What can go wrong, in terms the interface acts on.

use std::time::Duration;

use cds_wire::UnixMillis;
use cds_wire::ipc::{AppError, ErrorCode};
use cds_wire::portal::ProblemCode;

use crate::keystore::KeystoreError;
use crate::pictures::NoPaper;
use crate::store::StoreError;

/// A failure of the core. Its text is English, for an engineer, and holds nothing personal: no value that was typed,
/// no path, no content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field is not what it must be.
    #[error("{}", field(*.0))]
    Field(ErrorCode),
    /// The PIN or passphrase does not open the vault.
    #[error("the PIN or passphrase does not open the vault")]
    WrongSecret,
    /// There were too many wrong tries: the next one is looked at later.
    #[error("too many wrong tries: wait {} s", .wait.as_millis().div_ceil(1000))]
    UnlockWaiting {
        /// How long that is.
        wait: Duration,
    },
    /// No portal answered, or something that is not the portal did.
    #[error("no portal answered")]
    NoNetwork,
    /// No connection could be made: nothing has left this device.
    #[error("no portal answered: nothing was sent")]
    NotSent,
    /// Something answered in the portal's place, with a certificate that the app's roots do not vouch for.
    #[error("the certificate is not the portal's")]
    CertificateRefused,
    /// The portal's address may not be used.
    #[error("the portal's address is refused: {0}")]
    PortalAddress(&'static str),
    /// The portal refused.
    #[error("the portal refused: {0:?}")]
    Refused(ProblemCode),
    /// The portal's answer does not have the form of this version.
    #[error("the portal's answer is not understood")]
    NotUnderstood,
    /// The keystore failed.
    #[error("keystore: {0}")]
    Keystore(#[from] KeystoreError),
    /// A database failed.
    #[error("storage: {0}")]
    Store(#[from] StoreError),
    /// A file of the account could not be read or written.
    #[error("a file could not be read or written: {}", .0.kind())]
    Io(#[from] std::io::Error),
    /// The account's header is not readable.
    #[error("the account's header is damaged")]
    HeaderDamaged,
    /// Another process has the account open.
    #[error("another program has this account open")]
    AccountInUse,
    /// A file is no paper.
    #[error("the file: {0}")]
    Paper(#[from] NoPaper),
    /// A file is larger than the portal takes.
    #[error("the file is larger than 6 MB")]
    FileTooLarge,
    /// There is no such dossier, paper, draft or command.
    #[error("there is no such thing on this device")]
    NotFound,
    /// The identity code was withdrawn, or is one of a session that has ended.
    #[error("the code was withdrawn")]
    CodeWithdrawn,
    /// What was to be cancelled is final.
    #[error("it is final already")]
    TooLate,
    /// The catalogue has no such procedure.
    #[error("the catalogue has no such procedure")]
    DraftIncomplete,
    /// A draft would be refused as it is: its pre-flight check says for what.
    #[error("the draft would be refused: its pre-flight check says for what")]
    NotReadyToFile,
    /// A supplement has neither a paper nor a note.
    #[error("the supplement is empty")]
    SupplementEmpty,
    /// The office does not ask for anything in the dossier, or a supplement waits to be sent already.
    #[error("the office does not ask for a supplement, or one waits to be sent")]
    SupplementUnasked,
    /// A rating is 1 to 5 stars, once, of a dossier that has a result.
    #[error("a dossier is rated once, with 1 to 5 stars, when it has a result")]
    RatingRefused,
    /// A payment of the fee waits to be confirmed.
    #[error("a payment of this fee waits to be confirmed")]
    PaymentWaits,
    /// The fee is another than the citizen saw.
    #[error("the fee is another than it was")]
    FeeChanged,
    /// Something is on this device only.
    #[error("something on this device has not been sent yet")]
    Unsent,
    /// What is filled in is more than the portal takes.
    #[error("what is filled in is more than the portal takes")]
    FormTooLarge,
    /// The cache was damaged: it was set aside and is empty.
    #[error("the cache was damaged and set aside")]
    CacheSetAside,
    /// A trust file, or the list in it, is not what it must be.
    #[error("the trust file is damaged or not signed by its root")]
    TrustFile,
    /// The portal knows other commands under this device's numbers, or not its key.
    #[error("the portal knows this device otherwise: sign in again")]
    Forked,
    /// The portal has not released its half of the recovery yet.
    #[error("the recovery was asked for and is not released yet")]
    RecoveryWaiting {
        /// When it will be, Unix milliseconds.
        release_at: UnixMillis,
    },
    /// The key that the portal released is not the one that the vault is sealed to.
    #[error("the portal's recovery key does not open this vault")]
    RecoveryUnfit,
    /// The portal can still help to open this vault: it is given up only by who says so.
    #[error("the portal can still help to open this vault")]
    RecoveryPossible,
    /// The vault on this device is another citizen's than the one who signed in.
    #[error("the vault on this device is another citizen's")]
    AnotherCitizen,
    /// The call does not fit the app's stage.
    #[error("the app is not at the stage for this")]
    NotReady,
    /// A fault of the program or the system.
    #[error("{0}")]
    Internal(&'static str),
}

impl Error {
    /// The code that the interface shows.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Field(code) => *code,
            Self::WrongSecret => ErrorCode::WrongSecret,
            Self::UnlockWaiting { .. } => ErrorCode::UnlockWaiting,
            Self::NoNetwork | Self::NotSent => ErrorCode::NoNetwork,
            Self::CertificateRefused => ErrorCode::CertificateRefused,
            Self::PortalAddress(_) => ErrorCode::PortalAddressRefused,
            Self::Refused(ProblemCode::SignInRefused) => ErrorCode::SignInRefused,
            Self::Refused(ProblemCode::TooManyTries) => ErrorCode::TooManyTries,
            Self::Refused(ProblemCode::TooManyRequests) => ErrorCode::TooOften,
            Self::Refused(ProblemCode::Unauthorized | ProblemCode::DeviceRevoked) => ErrorCode::SignInNeeded,
            Self::Refused(_) | Self::NotUnderstood => ErrorCode::PortalFailed,
            Self::Keystore(KeystoreError::Unavailable) => ErrorCode::KeystoreUnavailable,
            Self::Keystore(KeystoreError::Hanging) => ErrorCode::KeystoreHangs,
            Self::Keystore(KeystoreError::Locked) => ErrorCode::KeystoreLocked,
            Self::Keystore(KeystoreError::Missing | KeystoreError::Corrupt) => ErrorCode::KeystoreEmptied,
            Self::Store(StoreError::Damaged) | Self::HeaderDamaged => ErrorCode::VaultDamaged,
            Self::Store(StoreError::NoCipher) | Self::Internal(_) => ErrorCode::Internal,
            Self::Store(StoreError::TooNew { .. }) => ErrorCode::AppTooOld,
            Self::Store(_) | Self::Io(_) => ErrorCode::StorageFailed,
            Self::AccountInUse => ErrorCode::AccountInUse,
            Self::FileTooLarge => ErrorCode::FileTooLarge,
            Self::Paper(no) => match no {
                NoPaper::Empty => ErrorCode::FileEmpty,
                NoPaper::Unreadable => ErrorCode::FileUnreadable,
                NoPaper::Damaged => ErrorCode::FileDamaged,
                NoPaper::TooLarge => ErrorCode::PictureTooLarge,
                NoPaper::HasPassword => ErrorCode::PdfHasPassword,
                NoPaper::NotPictures => ErrorCode::PagesNotPictures,
                NoPaper::NoPage => ErrorCode::PageNotFound,
            },
            Self::NotFound => ErrorCode::NotFound,
            Self::CodeWithdrawn => ErrorCode::CodeWithdrawn,
            Self::TooLate => ErrorCode::TooLate,
            Self::DraftIncomplete => ErrorCode::DraftIncomplete,
            Self::NotReadyToFile => ErrorCode::NotReadyToFile,
            Self::SupplementEmpty => ErrorCode::SupplementEmpty,
            Self::SupplementUnasked => ErrorCode::SupplementUnasked,
            Self::RatingRefused => ErrorCode::RatingRefused,
            Self::PaymentWaits => ErrorCode::PaymentWaits,
            Self::FeeChanged => ErrorCode::FeeChanged,
            Self::Unsent => ErrorCode::Unsent,
            Self::FormTooLarge => ErrorCode::FormTooLarge,
            Self::CacheSetAside => ErrorCode::StorageFailed,
            Self::TrustFile => ErrorCode::TrustFileInvalid,
            Self::RecoveryWaiting { .. } => ErrorCode::RecoveryWaiting,
            Self::RecoveryPossible => ErrorCode::RecoveryPossible,
            Self::AnotherCitizen => ErrorCode::AnotherCitizen,
            Self::RecoveryUnfit => ErrorCode::RecoveryUnfit,
            Self::Forked => ErrorCode::SignInNeeded,
            Self::NotReady => ErrorCode::NotReady,
        }
    }
}

fn field(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::PersonalNumberInvalid => "the personal number is not 12 digits",
        ErrorCode::PhoneInvalid => "the phone number is not 10 digits beginning with 0",
        ErrorCode::DateInvalid => "the date does not exist or is not written as day/month/year",
        ErrorCode::BirthDateInvalid => "the date of birth does not exist, lies in the future or cannot be read",
        ErrorCode::NameMissing => "the name is missing",
        ErrorCode::ConsentNeeded => "the consent that this needs was not given",
        ErrorCode::OtpInvalid => "the one-time password is not 6 digits",
        ErrorCode::PinNotSixDigits => "the PIN is not six digits",
        ErrorCode::PinIsRun => "the PIN is a run of digits",
        ErrorCode::PinIsRepeat => "the PIN repeats itself",
        ErrorCode::PassphraseTooShort => "the passphrase has fewer than 10 characters",
        _ => "a field is not valid",
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        Self { code: error.code() }
    }
}
