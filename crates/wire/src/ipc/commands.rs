//! Arguments and outputs of the commands.

use serde::{Deserialize, Serialize};

use super::SecretKind;
use crate::paper::PaperKind;
use crate::{Bytes, Sensitive};

/// The id of something: a dossier, draft, command or paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdArgs {
    /// The id.
    pub id: String,
}

/// A dossier that is to be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawArgs {
    /// The dossier's id.
    pub id: String,
    /// Why, in the citizen's words; may be empty.
    pub reason: Sensitive,
}

/// What a citizen says of how a dossier was handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateArgs {
    /// The dossier's id.
    pub id: String,
    /// From 1, very dissatisfied, to 5, very satisfied.
    pub stars: u8,
    /// In their words; may be empty.
    pub comment: Sensitive,
}

/// A name or code of the catalogue: a procedure's code, a life event's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameArgs {
    /// The name or code.
    pub name: String,
}

/// A text that was read from a code, typed by a scanner or pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextArgs {
    /// The text, with whatever line end the scanner put behind it.
    pub text: Sensitive,
}

/// Which paper of a draft: arguments of [`AttachFile`](super::AttachFile) and [`Detach`](super::Detach).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachArgs {
    /// The draft's id.
    pub draft: String,
    /// Which of the required papers it is, as the form names it.
    pub name: String,
}

/// Arguments of [`AttachPaper`](super::AttachPaper).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachPaperArgs {
    /// The draft's id.
    pub draft: String,
    /// Which of the required papers it is, as the form names it.
    pub name: String,
    /// Id of the kept paper.
    pub paper: String,
}

/// Arguments of [`AttachPhoto`](super::AttachPhoto).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachPhotoArgs {
    /// The draft's id.
    pub draft: String,
    /// Which of the required papers it is, as the form names it.
    pub name: String,
    /// A JPEG taken in the webview and made smaller there: at most [`MAX_PHOTO`].
    pub photo: Bytes,
    /// Where the page is in it; without them all of it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corners: Option<PageCorners>,
}

/// Where a page is in a photograph: its own corners, in pixels of the upright picture from its upper left corner. What lies
/// between them is kept, laid flat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageCorners {
    /// The page's upper left corner, as it is read.
    pub top_left: PagePoint,
    /// Its upper right one.
    pub top_right: PagePoint,
    /// Its lower right one.
    pub bottom_right: PagePoint,
    /// Its lower left one.
    pub bottom_left: PagePoint,
}

/// A point of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePoint {
    /// Pixels from the left edge, at most the picture's width.
    pub x: u32,
    /// Pixels from the upper edge, at most the picture's height.
    pub y: u32,
}

/// Largest picture that crosses from the webview, in bytes.
pub const MAX_PHOTO: usize = 600_000;

/// What is said of a paper that is added: arguments of [`KeepStaged`](super::KeepStaged).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddPaperArgs {
    /// What it is.
    pub kind: PaperKind,
    /// The citizen's name for it.
    pub title: Sensitive,
    /// The number that stands on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Sensitive>,
    /// Last day of validity, as it is typed or `yyyy-MM-dd`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<String>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// Output of what asks the citizen for a file, or for a place to save one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    /// A file was chosen and is kept or written; otherwise the choice was given up and nothing has changed.
    pub kept: bool,
}

/// Arguments of [`PaperPage`](super::PaperPage).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPageArgs {
    /// The paper's id.
    pub id: String,
    /// Which page, from 0.
    pub page: u32,
    /// How wide it is shown, in device pixels.
    pub width: u32,
}

/// Arguments of [`SignOut`](super::SignOut).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutArgs {
    /// What becomes of what was not sent.
    pub unsent: Unsent,
}

crate::closed_set! {
    /// What becomes, at sign-out, of what only this device has.
    Unsent {
        /// Sign out only if there is nothing of the kind; otherwise everything stays as it is.
        Refuse,
        /// It stays sealed in the vault: signing in again with the same PIN sends it.
        Keep,
        /// It is deleted with everything else.
        Discard,
    }
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

/// Arguments of [`SignIn`](super::SignIn), [`SignInGuest`](super::SignInGuest) and [`SignInAgain`](super::SignInAgain).
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

/// Arguments of [`ChangeSecret`](super::ChangeSecret).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSecretArgs {
    /// The PIN or passphrase until now.
    pub old: Sensitive,
    /// The new one.
    pub chosen: Sensitive,
}

/// Arguments of [`Recover`](super::Recover).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverArgs {
    /// The new sign-in of the same citizen.
    pub sign_in: SignInArgs,
    /// The old PIN, where the keystore was emptied; none where it is forgotten.
    pub old_pin: Option<Sensitive>,
    /// The new PIN.
    pub chosen: Sensitive,
}

/// Arguments of [`StartOver`](super::StartOver).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartOverArgs {
    /// A new sign-in of the vault's own citizen.
    pub sign_in: SignInArgs,
    /// The portal could still help, and the citizen has said that the vault is to be given up all the same.
    pub give_up: bool,
}

crate::closed_set! {
    /// Output of [`ReadWayIn`](super::ReadWayIn): what helps who cannot open the vault with the PIN.
    WayIn {
        /// The portal's help, with a new PIN.
        Recovery,
        /// The portal's help together with the old PIN: the keystore was emptied.
        RecoveryWithOldPin,
        /// Nothing: a passphrase is known to its citizen alone.
        StartOver,
    }
}

/// What one synchronisation did.
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
