//! What travels between interface and shell.

use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::*;
use cds_wire::paper::{PaperKind, PaperSource};
use cds_wire::petition::{PetitionCategory, PetitionStatus};
use cds_wire::portal::Sex;
use cds_wire::portal::command::command_type;
use cds_wire::{Bytes, Sensitive};

use crate::check;
use crate::samples::*;
use crate::shown::*;

#[test]
fn types_that_travel_between_interface_and_shell() {
    let dossier = DossierSummary {
        id: "0190".to_owned(),
        code: None,
        procedure: "Đăng ký khai sinh".into(),
        status: None,
        state: DossierState::Returned,
        note: None,
        reason: Some("procedure_unknown".to_owned()),
        person: None,
        updated_at: AT,
        supplement: None,
        payment_waits: false,
        supplement_waits: false,
    };
    check! {
        Envelope: Envelope { args: IdArgs { id: "0190".to_owned() } };
        RequestOtpArgs: RequestOtpArgs { personal_number: "004090000001".into(), phone: "0900000001".into() };
        OtpRequested: OtpRequested { expires_in_s: 300 };
        SignInArgs: SignInArgs {
            personal_number: "004090000001".into(),
            phone: "0900000001".into(),
            card_issue_date: "20/05/2021".into(),
            otp: "123456".into(),
        };
        RecoverArgs: RecoverArgs {
            sign_in: SignInArgs {
                personal_number: "004090000001".into(),
                phone: "0900000001".into(),
                card_issue_date: "20/05/2021".into(),
                otp: "123456".into(),
            },
            old_pin: Some("135790".into()),
            chosen: "975310".into(),
        };
        StartOverArgs: StartOverArgs {
            sign_in: SignInArgs {
                personal_number: "004090000001".into(),
                phone: "0900000001".into(),
                card_issue_date: "20/05/2021".into(),
                otp: "123456".into(),
            },
            give_up: true,
        };
        WayIn: WayIn::ALL.to_vec();
        ChangeSecretArgs: ChangeSecretArgs { old: "135790".into(), chosen: "975310".into() };
        SignInDone: SignInDone { secret: SecretKind::Pin };
        SecretArgs: SecretArgs { secret: "135790".into() };
        DossierSummary: dossier.clone();
        DossierList: DossierList { dossiers: vec![dossier], last_contact: Some(1), now: 2, complete: true };
        SyncReport: SyncReport { pushed: 1, pulled: 1, requests: 1, bytes_up: 44, bytes_down: 1035, ms: 3, complete: true };
        DossierState: DossierState::ALL.to_vec();
        AppStatus: AppStatus {
            preferences: Preferences::default(),
            stage: Stage::SignedOut,
            revision: 1,
            guest: false,
            secret: Some(SecretKind::Pin),
            recovery_at: Some(AT),
            test_portal: true,
            device: DeviceAbilities::default(),
        };
        DeviceAbilities: DeviceAbilities { phone: true, camera: true };
        Preferences: Preferences {
            language: Language::En,
            theme: Theme::Dark,
            text_size: TextSize::Largest,
            introduced: true,
        };
        Theme: Theme::ALL.to_vec();
        TextSize: TextSize::ALL.to_vec();
        WatchArgs: WatchArgs { seen: 7, active: true };
        Pulse: Pulse {
            revision: 8,
            data: 3,
            stage: Stage::Unlocked,
            now: AT,
            last_contact: Some(AT),
            activity: Activity::Sending { done: 1, total: 2 },
            waiting: 1,
            failure: Some(ErrorCode::NoNetwork),
            next_try: Some(AT + 1),
            locks_in_s: Some(60),
            tries: None,
        };
        UnlockTries: UnlockTries { free: 0, wait_s: 900 };
        Activity: vec![
            Activity::Idle,
            Activity::Asking,
            Activity::Sending { done: 1, total: 2 },
            Activity::Fetching,
        ];
        SignOutArgs: SignOutArgs { unsent: Unsent::Keep };
        Unsent: Unsent::ALL.to_vec();
        Stage: vec![
            Stage::SignedOut,
            Stage::ChoosingSecret { secret: SecretKind::Passphrase },
            Stage::Locked { secret: SecretKind::Pin },
            Stage::Unlocked,
        ];
        SecretKind: vec![SecretKind::Pin, SecretKind::Passphrase];
        Language: vec![Language::Vi, Language::En];
        AppError: AppError { code: ErrorCode::NoNetwork };
        ErrorCode: ErrorCode::ALL.to_vec();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("command_names", COMMAND_NAMES.join("\n"));
    });
}

#[test]
fn what_screens_show() {
    let paper = PaperSummary {
        id: "0190".to_owned(),
        kind: PaperKind::Passport,
        title: "Giấy khai sinh của con".into(),
        source: PaperSource::OwnUpload,
        media_type: "image/jpeg".to_owned(),
        size: 7,
        state: PaperState::NotDeleted,
        reason: Some("entity_unknown".to_owned()),
        cancellable: Some("0192".to_owned()),
        number: Some("040123456789".into()),
        expiry: Some(PaperExpiry::Later),
        expires_on: None,
        person: Some(person()),
        added_at: AT,
        dossier: Some(result_of()),
    };
    let entry = OutboxEntry {
        id: "0190".to_owned(),
        seq: None,
        command_type: command_type::DOSSIER_SUBMIT.to_owned(),
        title: "Đăng ký khai sinh".into(),
        state: CommandState::Waiting,
        reason: None,
        entity: Some("0191".to_owned()),
        confirmed_at: AT,
    };
    let summary = DossierSummary {
        id: "0190".to_owned(),
        code: Some("H14.40.02-261102-0011".into()),
        procedure: "Đăng ký khai sinh".into(),
        status: Some(DossierStatus::Accepted),
        state: DossierState::Received,
        note: None,
        reason: None,
        person: None,
        updated_at: AT,
        supplement: Some(supplement()),
        payment_waits: true,
        supplement_waits: true,
    };
    let lost = LostItem { kind: LostKind::Draft, title: Some("Đăng ký khai sinh".into()), made_at: None };
    let left = TimeLeft { late: false, days: 2, minutes: 90, paused: true };
    let receipt = ReceiptSummary { received_at: AT, code: Some("H14.40.02-261102-0011".into()) };
    let petition = PetitionSummary {
        id: "0190".to_owned(),
        code: Some("PA-H14.40.02-261102-0011".into()),
        category: Some(PetitionCategory::Traffic),
        place: "Ngã ba Lý A Thí".into(),
        status: Some(PetitionStatus::Answered),
        state: DossierState::Received,
        note: Some("Đã thay biển báo Lý A Thí.".into()),
        reason: None,
        updated_at: AT,
    };
    let shown_alert = AlertSummary { id: "a1".to_owned(), alert: alert(), expired: false };
    check! {
        DraftArgs: DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields: submit().fields };
        Saved: Saved { id: "0190".to_owned() };
        CommandState: CommandState::ALL.to_vec();
        OutboxEntry: entry.clone();
        LostKind: LostKind::ALL.to_vec();
        LostItem: lost.clone();
        Outbox: Outbox { entries: vec![entry.clone()], missing: 0, lost: vec![lost] };
        ReceiptSummary: receipt.clone();
        PetitionSummary: petition.clone();
        PetitionList: PetitionList { petitions: vec![petition.clone()], last_contact: Some(AT), now: AT };
        PetitionDetail: PetitionDetail {
            summary: petition,
            commune: Some("Phường Thục Phán".to_owned()),
            agency: Some("UBND Phường Thục Phán".to_owned()),
            filed_at: Some(AT),
            steps: vec![petition_step()],
            text: Some("Biển báo Lý A Thí bị gãy.".into()),
            attachments: vec!["Ảnh 1".to_owned()],
            receipt: Some(receipt.clone()),
            cancellable: Some("0192".to_owned()),
            can_file_again: true,
        };
        DossierDetail: DossierDetail {
            summary,
            procedure_code: "1.001193".to_owned(),
            commune: Some("01273".to_owned()),
            agency: Some("UBND Phường Thục Phán".to_owned()),
            filed_at: Some(AT),
            due_at: None,
            time_left: Some(left),
            steps: vec![step()],
            fields: submit().fields,
            attachments: vec!["giay-chung-sinh".to_owned()],
            receipt: Some(receipt),
            cancellable: Some("0192".to_owned()),
            can_file_again: true,
            can_withdraw: true,
            waiting: vec![entry],
            wanted: vec!["Bản chụp giấy tờ tùy thân".to_owned()],
            can_supplement: true,
            results: vec![paper.clone()],
            rating: Some(rating()),
            can_rate: true,
            fees: vec![fee_shown()],
        };
        SupplementDraft: supplement();
        ResultOf: result_of();
        FeeShown: fee_shown();
        FeeStanding: FeeStanding::ALL.to_vec();
        TimeLeft: left;
        PaperState: PaperState::ALL.to_vec();
        PaperExpiry: PaperExpiry::ALL.to_vec();
        PaperSummary: paper;
        AlertSummary: shown_alert.clone();
        AlertList: AlertList { alerts: vec![shown_alert], last_contact: Some(AT), now: AT };
        DeviceSummary: DeviceSummary {
            id: "d".to_owned(),
            this: true,
            platform: "linux".to_owned(),
            enrolled_at: AT,
            ended_at: None,
        };
        CodeShown: CodeShown {
            text: "CCCC".into(),
            name: "Lý A Thí".into(),
            birth_date: Some("1990-02-03".into()),
            sex: Some(Sensitive::new(Sex::Male)),
            last4: "0001".into(),
            picture: Bytes(vec![1, 2]),
            issued_at: AT,
            expires_at: AT + 1,
            trial: true,
        };
        CodeResult: CodeResult::ALL.to_vec();
        CodeChecked: CodeChecked {
            result: CodeResult::GenuinePaper,
            reasons: vec!["holder_not_checked".to_owned()],
            name: Some("Lý A Thí".into()),
            birth_date: Some("1990-02-03".into()),
            last4: Some("0001".into()),
            issuer: Some("Tỉnh Cao Bằng".to_owned()),
            trial: true,
            clock_off_s: Some(-600),
            wait_s: Some(20),
            list_issued_at: Some(AT),
            status_issued_at: Some(AT + 1),
            status_days: Some(180),
        };
        LiveCodeShown: LiveCodeShown {
            text: "CCCC".into(),
            picture: Bytes(vec![1, 2]),
            name: "Lý A Thí".into(),
            birth_date: Some("1990-02-03".into()),
            sex: Some(Sensitive::new(Sex::Male)),
            last4: "0001".into(),
            stamped_at: AT,
            renew_at: AT + 1,
            issued_at: AT + 2,
            expires_at: AT + 3,
            last_contact: Some(AT + 4),
            trial: true,
        };
        CodeHistory: CodeHistory {
            checked: vec![code_check()],
            shown: vec![CodeShowing { from: AT, until: AT + 1 }],
        };
        CodeCheck: code_check();
        CodeShowing: CodeShowing { from: AT, until: AT + 1 };
    }
}

#[test]
fn what_screens_ask_for() {
    let (draft, name) = ("0190".to_owned(), "Giấy chứng sinh".to_owned());
    let kind = PaperKind::Passport;
    check! {
        IdArgs: IdArgs { id: draft.clone() };
        WithdrawArgs: WithdrawArgs { id: draft.clone(), reason: "Đã chuyển nơi ở".into() };
        RateArgs: RateArgs { id: draft.clone(), stars: 4, comment: "Lý A Thí".into() };
        PayFeeArgs: PayFeeArgs { id: "0193".to_owned(), amount: 50_000 };
        NameArgs: NameArgs { name: "1.001193".to_owned() };
        TextArgs: TextArgs { text: "CDS1:6BF".into() };
        AttachArgs: AttachArgs { draft: draft.clone(), name: "a".to_owned() };
        AttachPaperArgs: AttachPaperArgs { draft: draft.clone(), name: "a".to_owned(), paper: "0191".to_owned() };
        AttachPhotoArgs: AttachPhotoArgs {
            draft: draft.clone(),
            name: "a".to_owned(),
            photo: Bytes(vec![1, 2]),
            corners: None,
        };
        AddPaperArgs: AddPaperArgs {
            kind,
            title: name.as_str().into(),
            number: Some("B1234567".into()),
            expires_on: Some("31/01/2030".to_owned()),
            person: Some("0195".to_owned()),
        };
        PagePoint: PagePoint { x: 12, y: 7 };
        PageCorners: corners();
        StagePhotoArgs: StagePhotoArgs { photo: Bytes(vec![1, 2]) };
        StagedPage: StagedPage { number: 2, width: 1200, height: 1697, corners: Some(corners()) };
        StagedPictureArgs: StagedPictureArgs { number: 2, width: 320, whole: false };
        ChangeStagedArgs: ChangeStagedArgs { number: 2, change: StagedChange::Whole };
        StagedChange: vec![
            StagedChange::Cut(corners()),
            StagedChange::Whole,
            StagedChange::Earlier,
            StagedChange::Remove,
        ];
        FindPapersArgs: FindPapersArgs { text: "giay khai sinh".into(), kind: Some(kind) };
        Picked: Picked { kept: true };
        PaperPageArgs: PaperPageArgs { id: draft, page: 1, width: 1200 };
        PageShown: PageShown {
            picture: Bytes(vec![1, 2]),
            media_type: "image/jpeg".to_owned(),
            page: 1,
            pages: 2,
            width: 1200,
            height: 1697,
        };
        AttachmentSummary: AttachmentSummary { name: "a".to_owned(), media_type: "image/jpeg".to_owned(), size: 7 };
        DraftDetail: DraftDetail {
            id: "0190".to_owned(),
            procedure_code: "1.001193".to_owned(),
            procedure_name: "a".to_owned(),
            commune: None,
            form: None,
            person: Some(person()),
            fields: submit().fields,
            attachments: vec![],
            reason: Some("office_refused".to_owned()),
            note: Some("Thiếu giấy chứng sinh".into()),
            supplements: Some("0191".to_owned()),
            updated_at: AT,
        };
        ProfileShown: ProfileShown { name: "Lý A Thí".into(), province: "Tỉnh Cao Bằng".to_owned(), record: None };
        StorageShown: StorageShown {
            vault: 1,
            cache: 2,
            papers: 3,
            procedures: 4,
            set_aside: vec![SetAsideVault { id: "0190".to_owned(), bytes: 5 }],
        };
        SetAsideVault: SetAsideVault { id: "0190".to_owned(), bytes: 5 };
    }
}

#[test]
fn what_is_personal_never_prints_itself() {
    let args = SecretArgs { secret: "135790".into() };
    assert_eq!(format!("{args:?}"), "SecretArgs { secret: … }");
    let args = ChangeSecretArgs { old: "135790".into(), chosen: "975310".into() };
    assert_eq!(format!("{args:?}"), "ChangeSecretArgs { old: …, chosen: … }");
}
