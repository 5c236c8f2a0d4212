//! The commands of the interface, one line each.

use cds_core::App;
use cds_wire::ipc::{self, AppError, Command, Picked};
use tauri::State;
use tauri::ipc::Invoke;

use crate::{Core, Shell, platform};

/// Makes a Tauri command of each line, typed by the command of `cds_wire`, and registers them all.
macro_rules! commands {
    ($($function:ident: $command:ident = $work:expr;)+) => {
        $(
            #[tauri::command]
            async fn $function(
                shell: State<'_, Shell>,
                args: <ipc::$command as Command>::Args,
            ) -> Result<<ipc::$command as Command>::Output, AppError> {
                let work: fn(&Core, <ipc::$command as Command>::Args) -> Result<_, cds_core::Error> = $work;
                shell.call(work, args).await
            }
        )+

        /// What Tauri calls for every command of the interface.
        pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($function),+]
        }

        /// Under which name each function is registered, and the name its type has.
        #[cfg(test)]
        const REGISTERED: &[(&str, &str)] = &[$((stringify!($function), <ipc::$command as Command>::NAME)),+];
    };
}

commands! {
    status: Status = |core, ()| core.app.status(core.device);
    set_preferences: SetPreferences = |core, args| core.app.set_preferences(args);
    watch: Watch = |core, args| core.app.watch(args);
    stay_open: StayOpen = |core, ()| core.app.stay_open();
    sync: Sync = |core, ()| core.app.want_sync();

    request_otp: RequestOtp = |core, args| core.app.request_otp(&args);
    sign_in: SignIn = |core, args| core.app.sign_in(&args);
    sign_in_guest: SignInGuest = |core, args| core.app.sign_in_guest(&args);
    sign_in_again: SignInAgain = |core, args| core.app.sign_in_again(&args);
    create_vault: CreateVault = |core, args| core.app.create_vault(&args.secret);
    unlock: Unlock = |core, args| core.app.unlock(&args.secret);
    change_secret: ChangeSecret = |core, args| core.app.change_secret(&args.old, &args.chosen);
    recover: Recover = |core, args| core.app.recover(&args.sign_in, args.old_pin.as_ref(), &args.chosen);
    start_over: StartOver = |core, args| core.app.start_over(&args);
    read_way_in: ReadWayIn = |core, ()| core.app.way_in();
    lock: Lock = |core, ()| core.app.lock();
    sign_out: SignOut = |core, args| core.app.sign_out(args.unsent);

    dossiers: Dossiers = |core, ()| core.app.dossiers();
    dossier: Dossier = |core, args| core.app.dossier(&args.id);
    draft: Draft = |core, args| core.app.draft(&args.id);
    save_draft: SaveDraft = |core, args| core.app.save_draft(&args);
    begin_draft: BeginDraft = |core, args| core.app.begin_draft(&args);
    draft_form: ReadDraftForm = |core, args| core.app.draft_form(&args.id);
    prefill_draft: PrefillDraft = |core, args| core.app.prefill_draft(&args);
    remove_row: RemoveRow = |core, args| core.app.remove_row(&args);
    copy_draft: CopyDraft = |core, args| core.app.copy_draft(&args.id);
    check_draft: CheckDraft = |core, args| core.app.preflight(&args.id);
    delete_draft: DeleteDraft = |core, args| core.app.delete_draft(&args.id);
    attach_file: AttachFile = |core, args| core.pick(|file| core.app.attach(&args.draft, &args.name, file));
    attach_photo: AttachPhoto =
        |core, args| core.with_photo(|app| app.attach_photo(&args));
    attach_paper: AttachPaper = |core, args| core.app.attach_paper(&args.draft, &args.name, &args.paper);
    detach: Detach = |core, args| core.app.detach(&args.draft, &args.name);
    confirm: Confirm = |core, args| core.app.confirm(&args.id);
    file_again: FileAgain = |core, args| core.app.file_again(&args.id);
    withdraw: Withdraw = |core, args| core.app.withdraw(&args.id, &args.reason);
    begin_supplement: BeginSupplement = |core, args| core.app.begin_supplement(&args.id);
    rate: Rate = |core, args| core.app.rate(&args);
    begin_petition: BeginPetition = |core, ()| core.app.begin_petition();
    petitions: Petitions = |core, ()| core.app.petitions();
    petition: Petition = |core, args| core.app.petition(&args.id);
    pay_fee: PayFee = |core, args| core.app.pay_fee(&args);
    fee_picture: FeePicture = |core, args| core.app.fee_picture(&args.id);
    list_outbox: ListOutbox = |core, ()| core.app.outbox();
    put_away_lost: PutAwayLost = |core, ()| core.app.put_away_lost();
    cancel: Cancel = |core, args| core.app.cancel(&args.id);

    papers: Papers = |core, ()| core.app.papers();
    paper_thumbnail: PaperThumbnail = |core, args| core.app.paper_thumbnail(&args.id);
    paper_page: PaperPage = |core, args| core.app.paper_page(&args);
    find_papers: FindPapers = |core, args| core.app.find_papers_of(args.text.reveal(), args.kind);
    stage_file: StageFile = |core, ()| core.pick(|file| core.app.stage_file(file));
    stage_photo: StagePhoto = |core, args| core.with_photo(|app| app.stage_photo(&args));
    list_staged: ListStaged = |core, ()| core.app.staged();
    staged_picture: StagedPicture = |core, args| core.app.staged_picture(&args);
    change_staged: ChangeStaged = |core, args| core.app.change_staged(&args);
    keep_staged: KeepStaged = |core, args| core.app.keep_staged(&args);
    delete_paper: DeletePaper = |core, args| core.app.delete_paper(&args.id);
    share_paper: SharePaper =
        |core, args| core.save(core.app.shared_name(&args.id)?, |app| app.share_paper(&args.id));

    live_code: LiveCode = |core, ()| core.app.live_code();
    show_code: ShowCode = |core, ()| core.app.show_code();
    save_paper_page: SavePaperPage = |core, ()| core.save(PAPER_PAGE, App::paper_code_page);
    check_code: CheckCode = |core, args| Ok(core.app.check_code(args.text.reveal()));
    code_history: ListCodeHistory = |core, ()| core.app.code_history();
    alerts: Alerts = |core, ()| core.app.alerts();
    catalogue: Catalogue = |core, ()| core.app.catalogue();
    search: Search = |core, args| core.app.search_among(args.text.reveal(), &args.filter);
    filter_choices: ListFilterChoices = |core, ()| core.app.filter_choices();
    life_events: LifeEvents = |core, ()| core.app.life_events();
    procedures_of: ProceduresOf = |core, args| core.app.procedures_of(&args.name);
    procedure: Procedure = |core, args| core.app.procedure(&args.name);
    procedure_text: ProcedureText = |core, args| core.app.procedure_text(&args.name);

    profile: Profile = |core, ()| core.app.profile();
    family: Family = |core, ()| core.app.family();
    add_dependant: AddDependant = |core, args| core.app.add_dependant(&args);
    remove_dependant: RemoveDependant = |core, args| core.app.remove_dependant(&args.id);
    devices: Devices = |core, ()| core.app.devices();
    revoke_device: RevokeDevice = |core, args| core.app.revoke_device(&args.id);
    storage: Storage = |core, ()| core.app.storage();
    forget_downloads: ForgetDownloads = |core, ()| core.app.forget_downloads();
    drop_set_aside: DropSetAside = |core, args| core.app.drop_set_aside(&args.id);
}

/// What the page with the paper code is called where it is saved. Nobody is named in it.
const PAPER_PAGE: &str = "ma-dinh-danh-A6.pdf";

impl Core {
    /// Does something with a picture that was taken in the webview, whose file then goes.
    fn with_photo<T>(&self, work: impl FnOnce(&App) -> Result<T, cds_core::Error>) -> Result<T, cds_core::Error> {
        let done = work(&self.app);
        platform::forget_pictures(self.pictures.as_deref());
        done
    }

    /// Lets the citizen choose a file and does something with it.
    fn pick<T>(&self, work: impl FnOnce(&[u8]) -> Result<T, cds_core::Error>) -> Result<Picked, cds_core::Error> {
        let _one_at_a_time = self.picking.try_lock().map_err(|_| cds_core::Error::NotReady)?;
        let session = self.app.session()?;
        let chosen = self.picker.pick();
        // The dialogue may have stood for long: what was chosen is for whoever opened it, and for nobody else.
        self.app.is_still(&session)?;
        self.app.stay_open()?;
        match chosen? {
            Some(chosen) => work(chosen.content()).map(|_| Picked { kept: true }),
            None => Ok(Picked { kept: false }),
        }
    }

    /// Lets the citizen choose where to save something, which is made once they have: by then they may have locked.
    fn save(
        &self,
        name: &str,
        make: impl Fn(&App) -> Result<Vec<u8>, cds_core::Error>,
    ) -> Result<Picked, cds_core::Error> {
        let _one_at_a_time = self.picking.try_lock().map_err(|_| cds_core::Error::NotReady)?;
        let session = self.app.session()?;
        let kept = self.picker.save(name, &|| {
            self.app.is_still(&session)?;
            self.app.stay_open()?;
            make(&self.app)
        })?;
        Ok(Picked { kept })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_of_the_wire_is_registered_exactly_once_under_its_own_name() {
        for (registered, name) in REGISTERED {
            assert_eq!(registered, name);
        }
        let mut registered: Vec<&str> = REGISTERED.iter().map(|(registered, _)| *registered).collect();
        let mut declared = ipc::COMMAND_NAMES.to_vec();
        registered.sort_unstable();
        declared.sort_unstable();
        assert_eq!(registered, declared);
    }

    #[test]
    fn the_window_may_call_these_commands_and_nothing_else() {
        let config: serde_json::Value =
            serde_json::from_str(include_str!("../tauri.conf.json")).expect("the configuration is JSON");
        let capabilities = config.pointer("/app/security/capabilities").expect("capabilities stand inline");
        let permissions = capabilities.pointer("/0/permissions").and_then(|list| list.as_array()).expect("a list");
        let allowed: Vec<&str> = permissions.iter().filter_map(|permission| permission.as_str()).collect();
        let expected: Vec<String> =
            ipc::COMMAND_NAMES.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
        assert_eq!(allowed, expected);
        assert!(capabilities.pointer("/1").is_none(), "there is one capability");
    }
}
