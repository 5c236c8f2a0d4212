//! `cds-portal` as a program, and the office's actions while the portal serves.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use cds_identity::{StatusList, TrustList};
use cds_portal::environment::SystemClock;
use cds_portal::local::LocalPortal;
use cds_portal::office::{self, OfficeError};
use cds_portal::storage::{IssuedCredential, NewEntity, StorageError, Submission, Tx};
use cds_portal::{DATABASE, SqliteStorage, Storage};
use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::fee::{FeeRecord, FeeState};
use cds_wire::petition::{PetitionCategory, PetitionRecord, PetitionStatus};
use cds_wire::portal::command::command_type;
use cds_wire::portal::{Change, Trust};
use serde::Deserialize;

const CODE: &str = "H14.40.02-261020-0007";
const NUMBER: &str = "004090000001";

struct Fixture {
    folder: tempfile::TempDir,
    storage: SqliteStorage,
    _portal: LocalPortal,
}

impl Fixture {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(folder.path()).expect("the portal starts");
        let storage = SqliteStorage::open(&folder.path().join(DATABASE)).expect("the database opens beside it");
        Self { folder, storage, _portal: portal }
    }

    fn advance(&self, code: &str, status: DossierStatus, note: Option<&str>) -> Result<DossierRecord, OfficeError> {
        office::advance(&self.storage, &SystemClock, code, status, note.map(Sensitive::from))
    }

    fn storage(&self) -> &dyn Storage {
        &self.storage
    }

    /// The citizen's dossiers that changed after a revision, and the revision reached.
    fn changes(&self, after: u64) -> (Vec<Change>, u64) {
        let mut changes = Vec::new();
        let read = self.storage().read(|tx| {
            let account = tx.citizen(&NUMBER.into())?.expect("known").account;
            tx.changes(&account, 1, after, &mut |_, _, change| {
                changes.push(change);
                true
            })?;
            Ok::<_, StorageError>(tx.newest(&account)?.revision)
        });
        (changes, read.expect("read"))
    }

    /// Trust list and status list of the file for checkers.
    fn exported(&self) -> (TrustList, StatusList) {
        let file = self.folder.path().join("trust.json");
        let exported = self.cds_portal(&["trust", "export", file.to_str().expect("text")]);
        assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
        let trust: Trust = serde_json::from_slice(&std::fs::read(&file).expect("written")).expect("a trust file");
        let root = trust.root.0.as_slice().try_into().expect("32 bytes");
        let list = TrustList::verify(&trust.list.0, root).expect("genuine");
        let status = StatusList::verify(&trust.status.expect("a status list").0, &list).expect("genuine");
        (list, status)
    }

    fn cds_portal(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cds-portal"));
        command.args(arguments).arg("--data").arg(self.folder.path()).output().expect("cds-portal runs")
    }
}

#[test]
fn a_dossier_that_moves_is_one_new_change_for_its_citizen() {
    let fixture = Fixture::start();
    let (before, revision) = fixture.changes(0);
    assert_eq!(before.len(), 3);
    fixture.advance(CODE, DossierStatus::Completed, None).expect("moved");
    let (after, _) = fixture.changes(revision);
    assert_eq!(after.iter().map(|change| change.ver).collect::<Vec<_>>(), [2]);
    let data = after.first().and_then(|change| change.data.as_ref()).expect("a state");
    let record = DossierRecord::deserialize(data.reveal()).expect("a dossier");
    assert_eq!(record.status, DossierStatus::Completed);
    assert_eq!(record.steps.last().map(|step| step.status), Some(DossierStatus::Completed));
    assert_eq!(record.code.expect("a code").reveal(), CODE);
}

#[test]
fn what_the_office_may_not_do_is_refused_and_changes_nothing() {
    let fixture = Fixture::start();
    let (_, revision) = fixture.changes(0);
    let refused = |code: &str, status, note| fixture.advance(code, status, note).expect_err("refused");
    assert!(matches!(refused("H14-0", DossierStatus::Accepted, None), OfficeError::UnknownDossier));
    for note in [None, Some(" ")] {
        let error = refused(CODE, DossierStatus::SupplementNeeded, note);
        assert!(matches!(error, OfficeError::NoteMissing(DossierStatus::SupplementNeeded)));
    }
    assert!(fixture.changes(revision).0.is_empty());

    fixture.advance(CODE, DossierStatus::Stopped, Some("Trùng hồ sơ.")).expect("moved");
    assert!(matches!(refused(CODE, DossierStatus::Processing, None), OfficeError::Ended(DossierStatus::Stopped)));
}

#[test]
fn the_program_does_the_same_beside_a_serving_portal() {
    let fixture = Fixture::start();
    let listed = String::from_utf8(fixture.cds_portal(&["dossier", "list"]).stdout).expect("text");
    assert_eq!(listed.lines().count(), 11);
    let line = listed.lines().find(|line| line.contains(CODE)).expect("it is listed");
    assert!(line.contains("   4  ") && line.ends_with("Đăng ký thường trú"), "{line}");

    let moved = fixture.cds_portal(&["dossier", "advance", CODE, "--status", "9"]);
    assert!(moved.status.success(), "{}", String::from_utf8_lossy(&moved.stderr));
    let by_id = line.split_whitespace().next().expect("an id");
    let again = fixture.cds_portal(&["dossier", "advance", by_id, "--status", "10", "--note", "Đã trả."]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    for (arguments, sentence) in [
        (vec!["dossier", "advance", CODE, "--status", "4"], "an ended dossier does not move"),
        (vec!["dossier", "advance", CODE, "--status", "11"], "not one of 1 to 10"),
        (vec!["citizen", "set-phone", "004099999999", "0911111111"], "no citizen has this"),
    ] {
        let refused = fixture.cds_portal(&arguments);
        let stderr = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && stderr.contains(sentence), "{stderr}");
    }
}

#[test]
fn a_result_is_handed_over_and_a_wrong_file_refused_with_a_sentence() {
    let fixture = Fixture::start();
    let file = |name: &str, content: &[u8]| {
        let path = fixture.folder.path().join(name);
        std::fs::write(&path, content).expect("written");
        path.to_str().expect("text").to_owned()
    };
    let large = vec![b'%'; usize::try_from(cds_wire::portal::MAX_BLOB).expect("small") + 1];
    let (page, pdf) = (file("page.html", b"<html>"), file("result.pdf", b"%PDF-1.4 a result"));
    let (empty, large) = (file("empty.pdf", b""), file("large.pdf", &large));
    let result = |file: &str, more: &[&str]| {
        let arguments = ["dossier", "result", CODE, "--file", file, "--title", "Xác nhận cư trú"];
        fixture.cds_portal(&[&arguments, more].concat())
    };
    let (_, before) = fixture.changes(0);
    for (file, more, sentence) in [
        (&page, &["--kind", "other"][..], "neither a JPEG or PNG picture nor a PDF"),
        (&empty, &["--kind", "other"], "the file is empty"),
        (&large, &["--kind", "other"], "larger than 6291456 bytes"),
        (&"/nowhere/result.pdf".to_owned(), &["--kind", "other"], "the file cannot be read"),
        (&pdf, &["--kind", "treasure"], "one of identity_card"),
        (&pdf, &["--kind", "other", "--expires", "31/01/2031"], "a last day yyyy-MM-dd"),
    ] {
        let refused = result(file, more);
        let stderr = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && stderr.contains(sentence), "{stderr}");
    }
    assert!(fixture.changes(before).0.is_empty(), "nothing has changed");
    let paper = result(&pdf, &["--kind", "other", "--number", "12/2026", "--expires", "2031-01-31"]);
    assert!(paper.status.success(), "{}", String::from_utf8_lossy(&paper.stderr));
    let id = String::from_utf8(paper.stdout).expect("text");
    assert_eq!(id.trim().len(), 36);
    let (after, _) = fixture.changes(before);
    assert_eq!(after.len(), 1, "the dossier has moved to its result");

    let asked = ["dossier", "advance", "H14.40.02-261102-0011", "--status", "5", "--note", "Xin gửi lại."];
    let asked = fixture.cds_portal(&[&asked[..], &["--paper", "Giấy chứng sinh", "--paper", "Sổ hộ khẩu"]].concat());
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let known = office::dossiers(&fixture.storage).expect("read");
    let wanted = known.iter().map(|dossier| dossier.record.wanted.len()).max();
    assert_eq!(wanted, Some(2));
    let refused =
        fixture.cds_portal(&["dossier", "advance", "H14.40.02-261102-0011", "--status", "4", "--paper", "Giấy"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("asked for with status 5 alone"), "{refused:?}");
}

#[test]
fn petitions_are_listed_read_and_answered_at_the_office() {
    let fixture = Fixture::start();
    let id = "01930000-0000-7000-8000-000000000001";
    let record = PetitionRecord {
        code: Some("PA-H14.40.12-261127-0001".into()),
        category: PetitionCategory::Traffic,
        place: "Ngã ba chợ".into(),
        status: PetitionStatus::Registered,
        note: None,
        updated_at: 1,
        filed_at: 1,
        agency: "UBND Xã Quảng Uyên".to_owned(),
        steps: vec![],
    };
    let body = r#"{"category":"traffic","place":"Ngã ba chợ","text":"Biển báo bị gãy."}"#;
    let file = |tx: &dyn Tx| {
        let account = tx.citizen(&NUMBER.into())?.expect("known").account;
        let data = serde_json::to_value(&record).expect("JSON");
        tx.put(&account, &NewEntity { lane: 1, kind: PetitionRecord::KIND, id, data: Some(&data) })?;
        let (command, entity) = (id.to_owned(), id.to_owned());
        let command_type = command_type::PETITION_SUBMIT.to_owned();
        tx.add_submission(&account, &Submission { command, entity, command_type, at: 1, body: body.into() })
    };
    fixture.storage().write(file).map_err(|error: StorageError| error.to_string()).expect("filed");
    let said = |arguments: &[&str]| String::from_utf8(fixture.cds_portal(arguments).stdout).expect("text");
    let listed = said(&["petition", "list"]);
    assert!(listed.starts_with(id) && listed.contains("registered") && listed.ends_with("Ngã ba chợ\n"), "{listed}");
    assert_eq!(said(&["petition", "show", id]), "traffic\nNgã ba chợ\nBiển báo bị gãy.\n");
    let code = "PA-H14.40.12-261127-0001";
    let advance = |more: &[&str]| fixture.cds_portal(&[&["petition", "advance", code, "--status"], more].concat());
    for (arguments, sentence) in [
        (&["answered"][..], "need a note"),
        (&["refused", "--note", " "], "need a note"),
        (&["registered"], "one of processing, answered and refused"),
    ] {
        let refused = advance(arguments);
        let stderr = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && stderr.contains(sentence), "{stderr}");
    }
    assert!(advance(&["processing"]).status.success());
    assert!(advance(&["answered", "--note", "Đã thay biển."]).status.success());
    assert!(!advance(&["processing"]).status.success(), "an answer is the end");
    assert!(said(&["petition", "list"]).contains("answered"));
}

#[test]
fn a_fee_is_asked_for_changed_and_cancelled_at_the_office() {
    let fixture = Fixture::start();
    let asked = fixture.cds_portal(&["fee", "ask", CODE, "--amount", "50000", "--name", "Lệ phí", "--days", "10"]);
    let line = String::from_utf8(asked.stdout).expect("text");
    assert!(line.contains("  unpaid ") && line.contains(CODE), "{line}");
    let id = line.split_whitespace().next().expect("an id");
    let changed = fixture.cds_portal(&["fee", "change", CODE, "--amount", "75000"]);
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    let listed = String::from_utf8(fixture.cds_portal(&["fee", "list"]).stdout).expect("text");
    assert!(listed.starts_with(id) && listed.contains(" 75000 đ"), "{listed}");
    assert!(fixture.cds_portal(&["fee", "cancel", id]).status.success());
    let (changes, _) = fixture.changes(0);
    let fee = changes.iter().find(|change| change.kind == FeeRecord::KIND).expect("a fee");
    let fee = FeeRecord::deserialize(fee.data.as_ref().expect("a state").reveal()).expect("a fee");
    assert_eq!((fee.amount, fee.state), (75_000, FeeState::Cancelled));
    assert!(fee.due_at.is_some_and(|due| due > fee.asked_at));
    for (arguments, sentence) in [
        (vec!["fee", "refund", id], "the fee is cancelled"),
        (vec!["fee", "change", "H14-0", "--amount", "1"], "no fee has this id"),
        (vec!["fee", "ask", CODE, "--amount", "0", "--name", "Lệ phí"], "an amount from 1 đ on"),
        (vec!["platform", "pay", "--as", "success", "--qr", "CDS1:ABC"], "no VietQR"),
    ] {
        let refused = fixture.cds_portal(&arguments);
        let stderr = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && stderr.contains(sentence), "{stderr}");
    }
}

#[test]
fn a_certificate_that_is_none_is_named_before_the_portal_says_that_it_listens() {
    let fixture = Fixture::start();
    let file = fixture.folder.path().join("none.pem");
    std::fs::write(&file, "none").expect("written");
    let file = file.to_str().expect("text");
    let refused =
        fixture.cds_portal(&["serve", "--demo", "--listen", "127.0.0.1:0", "--tls-cert", file, "--tls-key", file]);
    assert!(!refused.status.success() && refused.stdout.is_empty(), "{refused:?}");
    let stderr = String::from_utf8_lossy(&refused.stderr);
    assert!(stderr.contains("certificate and key must be PEM files"), "{stderr}");
}

#[test]
fn a_citizens_phone_is_changed_at_the_office() {
    let fixture = Fixture::start();
    let changed = fixture.cds_portal(&["citizen", "set-phone", NUMBER, "+84 911 111 111"]);
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    let citizen = fixture.storage().read(|tx| tx.citizen(&NUMBER.into())).expect("read").expect("known");
    assert_eq!(citizen.phone.reveal(), "0911111111");
}

#[test]
fn the_province_is_warned_and_a_citizen_released_at_the_office() {
    let fixture = Fixture::start();
    let publish = |more: &[&str]| {
        let alert =
            ["alert", "publish", "--level", "3", "--event", "Mưa lớn", "--headline", "Mưa lớn", "--description"];
        let rest = ["Mưa 150 mm trong ngày.", "--area", "Toàn tỉnh", "--hours", "24"];
        fixture.cds_portal(&[&alert[..], &rest, more].concat()).status.success()
    };
    assert!(publish(&[]) && publish(&["--commune", "01576"]) && !publish(&["--commune", "99999"]));
    assert!(fixture.cds_portal(&["recovery", "release", NUMBER]).status.success());
    assert!(!fixture.cds_portal(&["recovery", "release", "004099999999"]).status.success());
}

#[test]
fn keys_are_rotated_and_credentials_withdrawn_at_the_office() {
    let fixture = Fixture::start();
    let (before, _) = fixture.exported();
    let rotated = fixture.cds_portal(&["trust", "rotate", "status"]);
    assert!(rotated.status.success(), "{}", String::from_utf8_lossy(&rotated.stderr));
    assert!(!fixture.cds_portal(&["trust", "rotate", "root"]).status.success());
    let issue = |tx: &dyn Tx| {
        let account = tx.citizen(&NUMBER.into())?.expect("known").account;
        [(11, None), (12, Some("device".to_owned())), (13, None)].into_iter().try_for_each(|(status_index, device)| {
            let expires_at = i64::from(u32::MAX);
            tx.add_credential(&IssuedCredential { status_index, account: account.clone(), device, expires_at })
        })
    };
    fixture.storage().write(issue).map_err(|error: StorageError| error.to_string()).expect("issued");
    for (whose, expected) in [("12", "1 withdrawn\n"), ("12", "0 withdrawn\n"), (NUMBER, "2 withdrawn\n")] {
        let revoked = fixture.cds_portal(&["credential", "revoke", whose]);
        assert_eq!(String::from_utf8_lossy(&revoked.stdout), expected, "{revoked:?}");
    }
    for (whose, sentence) in [("99", "no credential has this index"), ("004099999999", "no citizen has this")] {
        let refused = fixture.cds_portal(&["credential", "revoke", whose]);
        let stderr = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success() && stderr.contains(sentence), "{stderr}");
    }
    let (list, status) = fixture.exported();
    assert_eq!((list.serial, list.keys.len()), (before.serial + 1, before.keys.len() + 1));
    assert!(before.keys.iter().all(|key| list.keys.iter().any(|kept| kept.public_key == key.public_key)));
    assert_eq!(status.revoked, [11, 12, 13].into());
}

#[test]
fn the_trust_list_and_a_backup_are_written_to_files() {
    let fixture = Fixture::start();
    let (list, status) = fixture.exported();
    assert_eq!((status.issuer.as_str(), status.revoked.len()), ("VN-04", 0));
    assert_eq!((list.issuer.as_str(), list.name.as_str(), list.keys.len()), ("VN-04", "Tỉnh Cao Bằng", 5));

    let folder = fixture.folder.path().join("backup");
    let backed_up = fixture.cds_portal(&["backup", folder.to_str().expect("text")]);
    assert!(backed_up.status.success(), "{}", String::from_utf8_lossy(&backed_up.stderr));
    let copy = SqliteStorage::open(&folder.join(DATABASE)).expect("the copy opens");
    let copy: &dyn Storage = &copy;
    assert!(copy.read(|tx| tx.citizen(&NUMBER.into())).expect("read").is_some());
}
