//! What went wrong, as the interface tells it.

use serde::{Deserialize, Serialize};

/// A failed command. The interface turns the code into three sentences: what happened, whether the data is safe, what
/// to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// The closed set of reasons.
    pub code: ErrorCode,
}

crate::closed_set! {
    /// The reasons the interface distinguishes. A code is added when a screen says something different for it.
    ErrorCode {
        /// The personal number is not 12 digits.
        PersonalNumberInvalid,
        /// The phone number is not 10 digits beginning with 0.
        PhoneInvalid,
        /// The date does not exist or is not written as day/month/year.
        DateInvalid,
        /// A date of birth does not exist, lies in the future or cannot be read.
        BirthDateInvalid,
        /// A name is missing.
        NameMissing,
        /// The consent that something needs was not given.
        ConsentNeeded,
        /// The one-time password is not 6 digits.
        OtpInvalid,
        /// The PIN is not six digits.
        PinNotSixDigits,
        /// The PIN is a run up or down, such as 123456.
        PinIsRun,
        /// The PIN repeats itself, such as 111111 or 121212.
        PinIsRepeat,
        /// The passphrase has fewer than 10 characters.
        PassphraseTooShort,
        /// The PIN or passphrase does not open the vault.
        WrongSecret,
        /// There were too many wrong tries; the [pulse](super::Pulse) says how long the next one must wait.
        UnlockWaiting,
        /// No portal answered.
        NoNetwork,
        /// Something answered that cannot prove to be the portal.
        CertificateRefused,
        /// The portal's address is neither https nor this machine.
        PortalAddressRefused,
        /// The portal did not accept the sign-in.
        SignInRefused,
        /// Too many tries.
        TooManyTries,
        /// This was asked for too often: only waiting helps.
        TooOften,
        /// The portal no longer knows this device: sign in again.
        SignInNeeded,
        /// The portal failed or answered what this app does not understand.
        PortalFailed,
        /// The operating system has no keystore, or it refuses.
        KeystoreUnavailable,
        /// The keystore has not answered in time.
        KeystoreHangs,
        /// The keystore is locked.
        KeystoreLocked,
        /// The keystore no longer holds this device's secret, or holds something else.
        KeystoreEmptied,
        /// Another program has this account open.
        AccountInUse,
        /// The vault or its header cannot be read.
        VaultDamaged,
        /// The data was written by a newer version of the app.
        AppTooOld,
        /// The device's storage is full or cannot be written.
        StorageFailed,
        /// The file is larger than the portal takes.
        FileTooLarge,
        /// The file is no JPEG or PNG picture and no PDF, or cannot be drawn.
        FileUnreadable,
        /// The file has no bytes.
        FileEmpty,
        /// The file is a picture or a PDF, but damaged or cut short.
        FileDamaged,
        /// The picture has more pixels than are opened.
        PictureTooLarge,
        /// The PDF has a password.
        PdfHasPassword,
        /// Several files are to be one paper, and not every one is a picture.
        PagesNotPictures,
        /// The corners given are not those of a page in the picture.
        PageNotFound,
        /// There is no such dossier, paper, draft or command on this device.
        NotFound,
        /// The identity code was withdrawn, or is one of a session that has ended.
        CodeWithdrawn,
        /// What was to be cancelled is final already.
        TooLate,
        /// A payment of this fee waits to be confirmed: a second one would be paid twice.
        PaymentWaits,
        /// The fee is another than the citizen saw.
        FeeChanged,
        /// The draft's procedure or form is not on this device.
        DraftIncomplete,
        /// Something is missing in the draft, or does not fit: the check before filing says what.
        NotReadyToFile,
        /// What is filled in, or the number of papers, is more than the portal takes.
        FormTooLarge,
        /// A supplement has neither a paper nor a note.
        SupplementEmpty,
        /// The office does not ask for anything in the dossier, or a supplement waits to be sent already.
        SupplementUnasked,
        /// A rating is 1 to 5 stars, once, of a dossier that has a result.
        RatingRefused,
        /// Something confirmed has not been sent yet.
        Unsent,
        /// The trust file is damaged, or not signed by its root.
        TrustFileInvalid,
        /// The portal has not released its half of the recovery yet.
        RecoveryWaiting,
        /// The key that the portal released does not open this vault: it is another citizen's, or has been replaced.
        RecoveryUnfit,
        /// The portal can still help to open this vault: it is given up only by who says so.
        RecoveryPossible,
        /// The vault on this device is another citizen's.
        AnotherCitizen,
        /// The vault is shut, or nobody has signed in: the command does not fit the app's stage.
        NotReady,
        /// A fault of the program.
        Internal,
    }
}
