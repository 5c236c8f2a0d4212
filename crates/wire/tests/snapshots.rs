//! The JSON of every wire type, kept as a snapshot: a change of form cannot happen unnoticed.
//!
//! `tests/invariants` holds that no type is missing here.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::*;
use cds_wire::portal::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Holds the JSON of `value`, and that reading it back and writing it again gives the same JSON.
fn check<T: Serialize + DeserializeOwned + std::fmt::Debug>(name: &str, value: &T) {
    let printed = format!("{value:?}");
    for personal in [
        "004090000001",
        "0900000001",
        "20/05/2021",
        "2021-05-20",
        "123456",
        "135790",
        "khai sinh",
        "chứng sinh",
        "H14",
        "Lý A Thí",
        "CCCC",
    ] {
        assert!(!printed.contains(personal), "{name} prints {personal}: {printed}");
    }
    let text = serde_json::to_string_pretty(value).expect("it has a JSON form");
    let again: T = serde_json::from_str(&text).expect("its own JSON is read back");
    assert_eq!(serde_json::to_string_pretty(&again).expect("it has a JSON form"), text, "{name} comes back as it went");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

macro_rules! check {
    ($($name:ident: $value:expr;)+) => { $(check(stringify!($name), &$value);)+ };
}

fn record() -> DossierRecord {
    DossierRecord {
        code: Some("H14.40.02-261102-0011".into()),
        procedure_code: "1.001193".to_owned(),
        procedure_name: "Đăng ký khai sinh".into(),
        status: DossierStatus::SupplementNeeded,
        note: Some("Thiếu bản chụp giấy chứng sinh.".into()),
        updated_at: 1_791_478_740_000,
    }
}

fn enrolment() -> DeviceEnrolment {
    DeviceEnrolment { public_key: "AAAA".to_owned(), proof: "BBBB".to_owned(), platform: "linux".to_owned() }
}

#[test]
fn types_that_travel_between_citizen_and_portal() {
    let change = Change {
        lane: 1,
        kind: DossierRecord::KIND.to_owned(),
        id: "0190".to_owned(),
        ver: 3,
        op: ChangeOp::Put,
        data: Some(Sensitive::new(serde_json::to_value(record()).expect("it has a JSON form"))),
    };
    check! {
        Sensitive: Sensitive::from("004090000001");
        DossierStatus: DossierStatus::ALL.to_vec();
        DossierRecord: record();
        Health: Health { version: "0.1.0".to_owned(), demo: true };
        Problem: Problem { code: ProblemCode::SignInRefused, status: 403, title: "No.".to_owned() };
        ProblemCode: ProblemCode::ALL.to_vec();
        OtpRequest: OtpRequest { personal_number: "004090000001".into(), phone: "0900000001".into() };
        OtpSent: OtpSent { expires_in_s: 300 };
        DeviceEnrolment: enrolment();
        SignInRequest: SignInRequest {
            personal_number: "004090000001".into(),
            phone: "0900000001".into(),
            otp: "123456".into(),
            card_issue_date: "2021-05-20".into(),
            device: enrolment(),
        };
        SignedIn: SignedIn {
            token: "CCCC".into(),
            account: "a".to_owned(),
            device: "d".to_owned(),
            name: "Lý A Thí".into(),
            province: "Tỉnh Cao Bằng".to_owned(),
        };
        SyncRequest: SyncRequest { schema: SCHEMA, cursor: None, max_bytes: 65_536 };
        Change: change.clone();
        ChangeOp: vec![ChangeOp::Put, ChangeOp::Del];
        SyncResponse: SyncResponse {
            now: 1_791_478_740_000,
            cursor: "AQ".to_owned(),
            has_more: false,
            changes: vec![change.clone(), Change { op: ChangeOp::Del, data: None, ..change }],
        };
    }
}

#[test]
fn types_that_travel_between_interface_and_shell() {
    let dossier = DossierSummary {
        id: "0190".to_owned(),
        code: None,
        procedure: "Đăng ký khai sinh".into(),
        status: DossierStatus::Registered,
        note: None,
        updated_at: 1_791_478_740_000,
    };
    check! {
        Envelope: Envelope { args: SetLanguageArgs { language: Language::En } };
        SetLanguageArgs: SetLanguageArgs { language: Language::Vi };
        RequestOtpArgs: RequestOtpArgs { personal_number: "004090000001".into(), phone: "0900000001".into() };
        OtpRequested: OtpRequested { expires_in_s: 300 };
        SignInArgs: SignInArgs {
            personal_number: "004090000001".into(),
            phone: "0900000001".into(),
            card_issue_date: "20/05/2021".into(),
            otp: "123456".into(),
        };
        SignInDone: SignInDone { secret: SecretKind::Pin };
        SecretArgs: SecretArgs { secret: "135790".into() };
        DossierSummary: dossier.clone();
        DossierList: DossierList { dossiers: vec![dossier], last_contact: Some(1), now: 2, complete: true };
        SyncReport: SyncReport { pulled: 1, requests: 1, bytes_up: 44, bytes_down: 1035, ms: 3, complete: true };
        AppStatus: AppStatus { language: Language::Vi, stage: Stage::SignedOut, test_portal: true };
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
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("command_names", COMMAND_NAMES.join("\n"));
    });
}

#[test]
fn a_status_outside_one_to_ten_is_refused() {
    for number in ["0", "11", "255", "-1"] {
        assert!(serde_json::from_str::<DossierStatus>(number).is_err(), "{number}");
    }
}

#[test]
fn what_is_personal_never_prints_itself() {
    let args = SecretArgs { secret: "135790".into() };
    assert_eq!(format!("{args:?}"), "SecretArgs { secret: … }");
}
