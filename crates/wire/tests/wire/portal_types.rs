//! What travels between citizen and portal.

use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::fee::{FeeOutcome, FeeState};
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::petition::{MAX_PHOTOS, MAX_PLACE, MAX_TEXT, PetitionCategory, PetitionStatus, PetitionSubmit};
use cds_wire::portal::*;
use cds_wire::{Bytes, Sensitive};

use crate::check;
use crate::samples::*;

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
        Bytes: Bytes(vec![0xfb, 0xff, 0]);
        Digest: digest();
        DossierStatus: DossierStatus::ALL.to_vec();
        DossierStep: step();
        DossierRecord: record();
        DossierRating: rating();
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
            card_issue_date: Some("2021-05-20".into()),
            device: enrolment(),
        };
        SignedIn: SignedIn {
            token: "CCCC".into(),
            account: "a".to_owned(),
            device: "d".to_owned(),
            name: "Lý A Thí".into(),
            province: "Tỉnh Cao Bằng".to_owned(),
            trust: trust(),
            recovery_key: Bytes(vec![5; 32]),
        };
        Trust: trust();
        SignOutRequest: SignOutRequest {};
        SignedOut: SignedOut {};
        RevokeDeviceRequest: RevokeDeviceRequest { device: "d".to_owned() };
        DeviceEnded: DeviceEnded {};
        RecoveryRequest: RecoveryRequest {};
        RecoveryAnswer: vec![
            RecoveryAnswer::Waiting { release_at: AT },
            RecoveryAnswer::Released {
                private_key: Sensitive::new(Bytes(vec![6; 32])),
                recovery_key: Bytes(vec![5; 32]),
            },
        ];
        SyncRequest: SyncRequest {
            schema: SCHEMA,
            cursor: None,
            ack_seq: 0,
            max_bytes: 65_536,
            commands: vec![command()],
            offers: vec![Offer { sha256: digest(), size: 7 }],
        };
        Change: change.clone();
        ChangeOp: vec![ChangeOp::Put, ChangeOp::Del];
        SyncResponse: SyncResponse {
            now: AT,
            cursor: "AQ".to_owned(),
            has_more: false,
            last_seq: 1,
            safe_seq: Some(0),
            numbers: Some(Bytes(vec![5; 16])),
            results: vec![result()],
            changes: vec![change.clone(), Change { op: ChangeOp::Del, data: None, ..change }],
            uploads: vec![Upload { sha256: digest(), have: false, url: Some("/v1/blobs/x".to_owned()), offset: Some(0) }],
            reset: Some(Reset::Diverged),
            retry_after: None,
        };
        Offer: Offer { sha256: digest(), size: 7 };
        Upload: Upload { sha256: digest(), have: true, url: None, offset: None };
        Reset: Reset::ALL.to_vec();
        Command: command();
        ReceivedAs: ReceivedAs { device: "e".to_owned(), seq: 7 };
        Base: Base { entity: "0191".to_owned(), ver: 2 };
        CommandResult: result();
        CommandStatus: CommandStatus::ALL.to_vec();
        ResultCode: ResultCode::ALL.to_vec();
        DossierSubmit: submit();
        DossierSupplement: DossierSupplement { fields: submit().fields, attachments: vec![attachment()] };
        DossierWithdraw: DossierWithdraw { reason: "Lý A Thí".into() };
        DossierRate: DossierRate { stars: 4, comment: Some("Lý A Thí".into()) };
        PetitionSubmit: petition_submit();
        FeePay: FeePay { fee: "0193".to_owned(), amount: 50_000 };
        PaymentNotice: PaymentNotice { order: "0190".to_owned(), mac: Bytes(vec![7; 32]) };
        PaymentNoted: PaymentNoted {};
        PaperAdd: PaperAdd {
            kind: PaperKind::BirthCertificate,
            title: "Giấy khai sinh của con".into(),
            content: blob(),
            thumbnail: None,
            number: Some("45/2026".into()),
            expires_on: Some("2030-01-31".to_owned()),
            person: Some("0195".to_owned()),
        };
        BlobRef: blob();
        Attachment: attachment();
        Nothing: Nothing {};
    }
}

#[test]
fn records_of_the_change_feed() {
    check! {
        PaperKind: PaperKind::ALL.to_vec();
        PaperSource: PaperSource::ALL.to_vec();
        PaperRecord: PaperRecord {
            kind: PaperKind::BirthCertificate,
            title: "Giấy khai sinh của con".into(),
            source: PaperSource::OwnUpload,
            content: blob(),
            thumbnail: Some(blob()),
            number: Some("45/2026".into()),
            expires_on: Some("2030-01-31".to_owned()),
            person: Some("0195".to_owned()),
            added_at: AT,
            dossier: Some("0191".to_owned()),
        };
        PetitionCategory: PetitionCategory::ALL.to_vec();
        PetitionStatus: PetitionStatus::ALL.to_vec();
        PetitionStep: petition_step();
        PetitionRecord: petition();
        AlertRecord: alert();
        FeeRecord: fee();
        FeeState: FeeState::ALL.to_vec();
        FeePayee: payee();
        FeeFailure: failure();
        FeeOutcome: FeeOutcome::ALL.to_vec();
        FeeReceipt: fee_receipt();
        ProfileRecord: ProfileRecord {
            name: "Lý A Thí".into(),
            personal_number: "004090000001".into(),
            birth_date: "1990-02-03".into(),
            sex: Sensitive::new(Sex::Male),
            commune: "01273".to_owned(),
            commune_name: "Phường Thục Phán".to_owned(),
            phone: "0900000001".into(),
        };
        Sex: Sex::ALL.to_vec();
        DeviceRecord: DeviceRecord { platform: "linux".to_owned(), enrolled_at: AT, ended_at: Some(AT) };
        CredentialRecord: CredentialRecord { credential: Bytes(vec![7; 9]), issued_at: AT, expires_at: AT + 1 };
        RecoveryNotice: RecoveryNotice { device: "d".to_owned(), asked_at: AT, release_at: AT + 1 };
        TrustRecord: TrustRecord { list: Bytes(vec![2; 5]) };
        StatusRecord: [None, Some(Bytes(vec![9; 9]))].map(|list| StatusRecord { serial: 3, sha256: digest(), size: 9, list });
        CatalogueRecord: CatalogueRecord {
            version: 1,
            sha256: digest(),
            size: 7,
            procedures: 30,
            signature: Bytes(vec![8; 9]),
            deltas: vec![delta()],
        };
        CatalogueDelta: delta();
        HolidaysRecord: HolidaysRecord { days: vec![holiday()], worked: vec!["2026-08-22".to_owned()] };
        Holiday: holiday();
    }
}

fn delta() -> CatalogueDelta {
    CatalogueDelta { from: 6, sha256: digest(), size: 5 }
}

fn holiday() -> Holiday {
    Holiday { day: "2026-11-24".to_owned(), name: "Ngày Văn hóa Việt Nam".to_owned() }
}

#[test]
fn a_status_outside_one_to_ten_is_refused() {
    for number in ["0", "11", "255", "-1"] {
        assert!(serde_json::from_str::<DossierStatus>(number).is_err(), "{number}");
    }
}

#[test]
fn what_a_petition_is_about_and_where_it_stands_are_read_also_where_a_newer_portal_says_more() {
    assert_eq!(serde_json::from_str::<PetitionCategory>("\"other\"").expect("read"), PetitionCategory::Other);
    assert_eq!(serde_json::from_str::<PetitionCategory>("\"moon\"").expect("read"), PetitionCategory::Unknown);
    assert_eq!(serde_json::to_string(&PetitionCategory::Other).expect("JSON"), "\"other\"");
    assert_eq!(serde_json::from_str::<PetitionStatus>("\"handed_on\"").expect("read"), PetitionStatus::Other);
}

#[test]
fn a_petition_has_bounds() {
    let check = |fits: bool, change: fn(&mut PetitionSubmit)| {
        let mut petition = petition_submit();
        change(&mut petition);
        assert_eq!(petition.fits(), fits, "{:?}", petition.text.reveal().chars().take(9).collect::<String>());
    };
    check(true, |_| {});
    check(false, |petition| petition.category = PetitionCategory::Unknown);
    check(true, |petition| petition.text = Sensitive::new("ộ".repeat(MAX_TEXT)));
    check(false, |petition| petition.text = Sensitive::new("ộ".repeat(MAX_TEXT + 1)));
    check(true, |petition| petition.place = Sensitive::new("ộ".repeat(MAX_PLACE)));
    check(false, |petition| petition.place = Sensitive::new("ộ".repeat(MAX_PLACE + 1)));
    check(false, |petition| petition.text = " \n ".into());
    check(false, |petition| petition.place = "".into());
    check(true, |petition| petition.text = "Một\nhai".into());
    check(false, |petition| petition.text = "Một\u{7}hai".into());
    check(false, |petition| petition.text = "Một\u{85}hai".into());
    check(false, |petition| petition.place = "Một\nhai".into());
    check(true, |petition| petition.attachments = vec![attachment(); MAX_PHOTOS]);
    check(false, |petition| petition.attachments = vec![attachment(); MAX_PHOTOS + 1]);
}

#[test]
fn a_reason_that_a_newer_portal_gives_is_read_as_one_that_is_not_known() {
    assert_eq!(serde_json::from_str::<ResultCode>("\"moon_phase\"").expect("read"), ResultCode::Other);
    assert!(serde_json::from_str::<CommandStatus>("\"perhaps\"").is_err());
}
