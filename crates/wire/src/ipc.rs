//! The commands between interface and shell: each is a type with a name, arguments and an output.
//!
//! The shell registers every one of [`COMMAND_NAMES`] exactly once; a test of the shell holds that. A command travels
//! as `invoke(NAME, { args })` and answers its output or an [`AppError`].

mod catalogue;
mod commands;
mod error;
mod filing;
mod papers;
mod status;

pub use catalogue::{ProcedureHit, SearchArgs, SearchResults};
pub use commands::*;
pub use error::{AppError, ErrorCode};
pub use filing::{
    CommandState, DossierDetail, DossierList, DossierState, DossierSummary, DraftArgs, Outbox, OutboxEntry,
    ReceiptSummary, Saved,
};
pub use papers::{
    AlertList, AlertSummary, CodeChecked, CodeResult, CodeShown, DeviceSummary, PaperState, PaperSummary,
};
pub use status::{AppStatus, Language, SecretKind, Stage};

use serde::{Serialize, de::DeserializeOwned};

/// One command of the shell.
pub trait Command {
    /// The name under which the shell registers it.
    const NAME: &'static str;
    /// What the interface sends.
    type Args: Serialize + DeserializeOwned;
    /// What the shell answers.
    type Output: Serialize + DeserializeOwned;
}

/// The argument envelope: the shell's functions take one parameter, `args`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Envelope<T> {
    /// The command's arguments.
    pub args: T,
}

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($args:ty) -> $output:ty = $text:literal;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;

            impl Command for $name {
                const NAME: &'static str = $text;
                type Args = $args;
                type Output = $output;
            }
        )+

        /// The names of all commands, in the order of their declaration.
        pub const COMMAND_NAMES: &[&str] = &[$($text),+];
    };
}

commands! {
    /// Where the app stands: what the first screen needs, read without network and without the vault.
    Status(()) -> AppStatus = "status";
    /// Chooses the interface's language and keeps it.
    SetLanguage(SetLanguageArgs) -> () = "set_language";
    /// Asks the portal for a one-time password.
    RequestOtp(RequestOtpArgs) -> OtpRequested = "request_otp";
    /// Signs in with the one-time password; the vault is made by [`CreateVault`], which must follow.
    SignIn(SignInArgs) -> SignInDone = "sign_in";
    /// Makes the vault for the citizen who has just signed in, and locks it with what they chose.
    CreateVault(SecretArgs) -> () = "create_vault";
    /// Opens the vault. Needs no network.
    Unlock(SecretArgs) -> () = "unlock";
    /// Shuts the vault and drops its key, once a synchronisation under way has ended.
    Lock(()) -> () = "lock";
    /// The citizen's dossiers, from the cache.
    Dossiers(()) -> DossierList = "dossiers";
    /// Brings the cache in step with the portal.
    Sync(()) -> SyncReport = "sync";
}
