//! The commands between interface and shell: each is a type with a name, arguments and an output.
//!
//! The shell registers every one of [`COMMAND_NAMES`] exactly once; a test of the shell holds that. A command travels
//! as `invoke(NAME, { args })` and answers its output or an [`AppError`].

mod account;
mod catalogue;
mod codes;
mod commands;
mod error;
mod family;
mod fees;
mod filing;
mod forms;
mod papers;
mod petitions;
mod pulse;
mod staging;
mod status;

pub use account::{ProfileShown, SetAsideVault, StorageShown};
pub use catalogue::{
    CatalogueShown, FilterChoices, OutsideValidity, ProcedureHit, SearchArgs, SearchFilter, SearchResults,
};
pub use codes::{CodeCheck, CodeHistory, CodeShowing, LiveCodeShown};
pub use commands::*;
pub use error::{AppError, ErrorCode};
pub use family::{AddDependantArgs, DependantState, DependantSummary, PersonShown};
pub use fees::{FeeShown, FeeStanding, PayFeeArgs};
pub use filing::{
    AttachmentSummary, CommandState, DossierDetail, DossierList, DossierState, DossierSummary, DraftArgs, DraftDetail,
    LostItem, LostKind, Outbox, OutboxEntry, ReceiptSummary, Saved, SupplementDraft, TimeLeft,
};
pub use forms::{
    BeginDraftArgs, DraftForm, FieldView, FormState, FormView, Obstacle, ObstacleCode, OptionView, PaperGroupView,
    PrefillArgs, Preflight, RemoveRowArgs, RowView, SectionView,
};
pub use papers::{
    AlertList, AlertSummary, CodeChecked, CodeResult, CodeShown, DeviceSummary, PageShown, PaperExpiry, PaperState,
    PaperSummary, ResultOf,
};
pub use petitions::{PetitionDetail, PetitionList, PetitionSummary};
pub use pulse::{Activity, Pulse, UnlockTries, WatchArgs};
pub use staging::{ChangeStagedArgs, FindPapersArgs, StagePhotoArgs, StagedChange, StagedPage, StagedPictureArgs};
pub use status::{AppStatus, DeviceAbilities, Language, Preferences, SecretKind, Stage, TextSize, Theme};

use serde::{Serialize, de::DeserializeOwned};

use crate::Bytes;

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
    /// Keeps how the citizen wants the interface.
    SetPreferences(Preferences) -> () = "set_preferences";
    /// What goes on behind the screens: answers when it changes, and every few seconds.
    Watch(WatchArgs) -> Pulse = "watch";
    /// The citizen is there: the time to the lock begins anew.
    StayOpen(()) -> () = "stay_open";
    /// Asks for a synchronisation now; how it goes is told by [`Watch`].
    Sync(()) -> () = "sync";

    /// Asks the portal for a one-time password.
    RequestOtp(RequestOtpArgs) -> OtpRequested = "request_otp";
    /// Signs in with the one-time password; the vault is made by [`CreateVault`], which must follow.
    SignIn(SignInArgs) -> SignInDone = "sign_in";
    /// Signs in for one session on a shared device: nothing of it stays.
    SignInGuest(SignInArgs) -> () = "sign_in_guest";
    /// Signs in again with the vault open: the portal no longer knows this device.
    SignInAgain(SignInArgs) -> () = "sign_in_again";
    /// Makes the vault for the citizen who has just signed in, and locks it with what they chose.
    CreateVault(SecretArgs) -> () = "create_vault";
    /// Opens the vault. Needs no network.
    Unlock(SecretArgs) -> () = "unlock";
    /// Changes the PIN or passphrase of the open vault.
    ChangeSecret(ChangeSecretArgs) -> () = "change_secret";
    /// Opens the vault with the portal's help and a new PIN: the old one is forgotten, or the keystore was emptied.
    Recover(RecoverArgs) -> () = "recover";
    /// Signs in where nothing opens the vault any more: it is set aside, and [`CreateVault`] must follow.
    StartOver(StartOverArgs) -> SignInDone = "start_over";
    /// What helps who cannot open the vault with the PIN. Asks the keystore, so it may ask the citizen something.
    ReadWayIn(()) -> WayIn = "read_way_in";
    /// Shuts the vault and drops its key, once a synchronisation under way has ended. A guest's session ends.
    Lock(()) -> () = "lock";
    /// Signs out.
    SignOut(SignOutArgs) -> () = "sign_out";

    /// The citizen's dossiers: drafts and what waits on this device, and what the portal shows.
    Dossiers(()) -> DossierList = "dossiers";
    /// One dossier in full.
    Dossier(IdArgs) -> DossierDetail = "dossier";
    /// A draft, to go on filling it in.
    Draft(IdArgs) -> DraftDetail = "draft";
    /// Keeps what a draft has become.
    SaveDraft(DraftArgs) -> Saved = "save_draft";
    /// Begins a draft in the newest form of its procedure, or in that of every dossier where it has none of its own.
    BeginDraft(BeginDraftArgs) -> Saved = "begin_draft";
    /// A draft's form with what is filled in, or that of a dossier that was filed from this device.
    ReadDraftForm(IdArgs) -> DraftForm = "draft_form";
    /// Fills in what is known, where a draft with a form is still empty.
    PrefillDraft(PrefillArgs) -> DraftForm = "prefill_draft";
    /// Takes a row of a group out of a draft with a form.
    RemoveRow(RemoveRowArgs) -> DraftForm = "remove_row";
    /// Makes a second draft of one.
    CopyDraft(IdArgs) -> Saved = "copy_draft";
    /// All that a draft would be refused for.
    CheckDraft(IdArgs) -> Preflight = "check_draft";
    /// Deletes a draft.
    DeleteDraft(IdArgs) -> () = "delete_draft";
    /// Lets the citizen choose a file and attaches it to a draft.
    AttachFile(AttachArgs) -> Picked = "attach_file";
    /// Attaches a picture taken in the webview to a draft.
    AttachPhoto(AttachPhotoArgs) -> () = "attach_photo";
    /// Attaches a kept paper to a draft.
    AttachPaper(AttachPaperArgs) -> () = "attach_paper";
    /// Takes a paper off a draft.
    Detach(AttachArgs) -> () = "detach";
    /// Files a draft, or adds one to its dossier: from here on it is a confirmed command, and on the disk before this returns.
    Confirm(IdArgs) -> Saved = "confirm";
    /// Makes a draft of a dossier that the office has ended without a result, or of a petition that it does not take up.
    FileAgain(IdArgs) -> Saved = "file_again";
    /// Asks the office to withdraw a dossier: a confirmed command, and on the disk before this returns.
    Withdraw(WithdrawArgs) -> Saved = "withdraw";
    /// The draft that adds what the office asked for to a dossier; begun where there is none yet.
    BeginSupplement(IdArgs) -> Saved = "begin_supplement";
    /// Says how a dossier was handled, once: a confirmed command, and on the disk before this returns.
    Rate(RateArgs) -> Saved = "rate";
    /// Begins a petition: a draft in the form of petitions, with the citizen's own commune.
    BeginPetition(()) -> Saved = "begin_petition";
    /// The citizen's petitions: drafts and what waits on this device, and what the portal shows.
    Petitions(()) -> PetitionList = "petitions";
    /// One petition in full.
    Petition(IdArgs) -> PetitionDetail = "petition";
    /// Says that the citizen pays a fee: a confirmed command, and on the disk before this returns. Its id is the payment's
    /// key with the payment platform.
    PayFee(PayFeeArgs) -> Saved = "pay_fee";
    /// The VietQR code of a fee as a PNG, as long as money for it is expected.
    FeePicture(IdArgs) -> Bytes = "fee_picture";
    /// What was confirmed on this device, and where it stands.
    ListOutbox(()) -> Outbox = "list_outbox";
    /// The citizen has read what a damaged vault could not give back: it is not listed any more.
    PutAwayLost(()) -> () = "put_away_lost";
    /// Takes a confirmed command back.
    Cancel(IdArgs) -> () = "cancel";

    /// The citizen's papers, newest first.
    Papers(()) -> Vec<PaperSummary> = "papers";
    /// A paper's thumbnail, a small JPEG, where this device has one.
    PaperThumbnail(IdArgs) -> Option<Bytes> = "paper_thumbnail";
    /// One page of a paper, drawn for the screen. One that is only at the portal is fetched first.
    PaperPage(PaperPageArgs) -> PageShown = "paper_page";
    /// The papers in which words occur, newest first.
    FindPapers(FindPapersArgs) -> Vec<PaperSummary> = "find_papers";
    /// Lets the citizen choose a file as the next page of the paper that is being put together. It is on the disk when this
    /// returns, as is all that follows.
    StageFile(()) -> Picked = "stage_file";
    /// Takes a picture from the webview as its next page.
    StagePhoto(StagePhotoArgs) -> () = "stage_photo";
    /// Its pages in their order.
    ListStaged(()) -> Vec<StagedPage> = "list_staged";
    /// One of them, drawn for the screen.
    StagedPicture(StagedPictureArgs) -> PageShown = "staged_picture";
    /// Cuts a page out, moves it or gives it up.
    ChangeStaged(ChangeStagedArgs) -> () = "change_staged";
    /// Keeps the pages as a paper.
    KeepStaged(AddPaperArgs) -> Saved = "keep_staged";
    /// Deletes a paper: at once where the portal has nothing of it, else by a command, which this gives.
    DeletePaper(IdArgs) -> Option<Saved> = "delete_paper";
    /// Lets the citizen choose where, and writes a paper there, as a file that anyone can read.
    SharePaper(IdArgs) -> Picked = "share_paper";

    /// The citizen's live code for this moment, to be asked for again when it is to be renewed.
    LiveCode(()) -> LiveCodeShown = "live_code";
    /// The citizen's paper code.
    ShowCode(()) -> CodeShown = "show_code";
    /// Lets the citizen choose where, and writes an A6 page with the paper code there, as a PDF that anyone can read.
    SavePaperPage(()) -> Picked = "save_paper_page";
    /// Checks a code that somebody shows. Needs no account, and no open vault.
    CheckCode(TextArgs) -> CodeChecked = "check_code";
    /// What this device remembers of codes: those that were checked on it, and, while the vault is open, the showings of
    /// the citizen's own.
    ListCodeHistory(()) -> CodeHistory = "code_history";
    /// Alerts of the province and the citizen's commune.
    Alerts(()) -> AlertList = "alerts";
    /// Which catalogue is searched and read. Like those below it needs no account: without one, and until the province's is
    /// here, it is that of the essential services, which travels inside the app.
    Catalogue(()) -> CatalogueShown = "catalogue";
    /// Procedures that fit the words, best first; of nothing typed, the essential services.
    Search(SearchArgs) -> SearchResults = "search";
    /// The fields and levels by which a search can be narrowed.
    ListFilterChoices(()) -> FilterChoices = "filter_choices";
    /// The life events that procedures belong to.
    LifeEvents(()) -> Vec<String> = "life_events";
    /// The procedures of a life event.
    ProceduresOf(NameArgs) -> Vec<ProcedureHit> = "procedures_of";
    /// A procedure in full.
    Procedure(NameArgs) -> crate::procedure::Procedure = "procedure";
    /// Its page as plain text, in Vietnamese.
    ProcedureText(NameArgs) -> String = "procedure_text";

    /// The citizen as the province knows them.
    Profile(()) -> ProfileShown = "profile";
    /// The citizen's family: those whom the portal keeps, what waits, and what came back.
    Family(()) -> Vec<DependantSummary> = "family";
    /// Adds somebody to the family: a confirmed command, and on the disk before this returns.
    AddDependant(AddDependantArgs) -> Saved = "add_dependant";
    /// Removes somebody from the family. Who was not sent yet, or came back, goes at once; else it is a confirmed command.
    RemoveDependant(IdArgs) -> () = "remove_dependant";
    /// The account's devices, this one first.
    Devices(()) -> Vec<DeviceSummary> = "devices";
    /// Ends another device of the account for good.
    RevokeDevice(IdArgs) -> () = "revoke_device";
    /// What the account takes up on this device.
    Storage(()) -> StorageShown = "storage";
    /// Drops papers that were fetched and can be fetched again.
    ForgetDownloads(()) -> () = "forget_downloads";
    /// Deletes a vault of this citizen's that was set aside.
    DropSetAside(IdArgs) -> () = "drop_set_aside";
}
