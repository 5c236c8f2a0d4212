//! What can go wrong, in terms the interface acts on.

use cds_wire::ipc::{AppError, ErrorCode};
use cds_wire::portal::ProblemCode;

use crate::keystore::KeystoreError;
use crate::store::StoreError;

/// A failure of the core. Its text is English, for an engineer, and holds nothing personal: no value that was typed,
/// no path, no content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A field is not what it must be.
    #[error("a field is not valid: {0:?}")]
    Field(ErrorCode),
    /// The PIN or passphrase does not open the vault.
    #[error("the PIN or passphrase does not open the vault")]
    WrongSecret,
    /// No portal answered, or something that is not the portal did.
    #[error("no portal answered")]
    NoNetwork,
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
            Self::NoNetwork => ErrorCode::NoNetwork,
            Self::CertificateRefused => ErrorCode::CertificateRefused,
            Self::PortalAddress(_) => ErrorCode::PortalAddressRefused,
            Self::Refused(ProblemCode::SignInRefused) => ErrorCode::SignInRefused,
            Self::Refused(ProblemCode::TooManyTries) => ErrorCode::TooManyTries,
            Self::Refused(ProblemCode::Unauthorized) => ErrorCode::SignInNeeded,
            Self::Refused(_) | Self::NotUnderstood => ErrorCode::PortalFailed,
            Self::Keystore(KeystoreError::Unavailable) => ErrorCode::KeystoreUnavailable,
            Self::Keystore(KeystoreError::Locked) => ErrorCode::KeystoreLocked,
            Self::Keystore(KeystoreError::Missing | KeystoreError::Corrupt) => ErrorCode::KeystoreEmptied,
            Self::Store(StoreError::Damaged) | Self::HeaderDamaged => ErrorCode::VaultDamaged,
            Self::Store(StoreError::NoCipher) | Self::Internal(_) => ErrorCode::Internal,
            Self::Store(StoreError::TooNew { .. }) => ErrorCode::AppTooOld,
            Self::Store(_) | Self::Io(_) => ErrorCode::StorageFailed,
            Self::AccountInUse => ErrorCode::AccountInUse,
            Self::NotReady => ErrorCode::NotReady,
        }
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        Self { code: error.code() }
    }
}
