//! A portal that was restored from a backup: its readers notice, and bring back what it has forgotten.

use cds_portal::{DATABASE, backup, office};
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::paper::{PaperKind, PaperRecord};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;

use crate::fixture::{
    Device, Fixture, HOUR_MS, PROCEDURE, command, copy_database, digest, dossier_stream, id, offer, pull, said, submit,
};

/// The portal with its data put back to what a copy holds.
fn restored(copy: &std::path::Path) -> Fixture {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(copy, folder.path().join(DATABASE)).expect("copied");
    Fixture::over(folder, |_| {})
}

fn at<'a>(fixture: &'a Fixture, device: &Device<'_>) -> Device<'a> {
    let key = cds_identity::DeviceKey::from_seed(&device.key.seed());
    Device { fixture, signed_in: device.signed_in.clone(), key }
}

fn code(device: &Device<'_>, dossier: u64) -> Option<String> {
    let record: DossierRecord = device.entity(DossierRecord::KIND, &id(dossier))?;
    record.code.map(cds_wire::Sensitive::into_inner)
}

#[test]
fn a_restored_portal_is_noticed_even_after_it_has_grown_past_the_old_revision() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    device.send(&submit(1, 1, &[]));
    let cursor = device.pulled().cursor;
    let restored = restored(&copy);
    let device = at(&restored, &device);
    let page = |cursor: &str| restored.sync(device.token(), &pull(Some(cursor.to_owned()), u32::MAX)).expect("a page");
    let shorter = page(&cursor);
    assert_eq!(shorter.reset, Some(Reset::Diverged));
    assert!(shorter.changes.iter().any(|change| change.kind == "dossier"), "it begins from the beginning");
    for seq in 1..5 {
        device.send(&Command { id: id(100 + seq), ..submit(seq, 100 + seq, &[]) });
    }
    assert_eq!(page(&cursor).reset, Some(Reset::Diverged));
    assert_eq!(page(&shorter.cursor).reset, None);
}

#[test]
fn a_receipt_gives_a_forgotten_dossier_its_code_back() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let folder = fixture.folder.path().join("backup");
    backup::backup(&*fixture.environment.storage, &folder).expect("backed up");
    device.send(&submit(1, 1, &[]));
    let second = submit(2, 2, &[]);
    let received = device.send(&second);
    let kept = code(&device, 2).expect("a code");

    let time = device.receipt(&second, &received).time;

    let restored = restored(&folder.join(DATABASE));
    restored.clock.advance(HOUR_MS);
    let device = at(&restored, &device);
    assert_eq!(code(&device, 2), None);
    let again = device.send(&Command { receipt: received.receipt.clone(), ..second.clone() });
    assert_eq!(said(&again), (CommandStatus::Applied, None));
    assert_eq!(code(&device, 2), Some(kept.clone()));
    let again = device.receipt(&second, &again);
    assert_eq!((again.code, again.time), (Some(kept), time));
}

#[test]
fn a_code_that_is_taken_meanwhile_is_replaced_and_the_time_line_says_so() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let first = submit(1, 1, &[]);
    let received = device.send(&first);
    let lost = code(&device, 1).expect("a code");

    let restored = restored(&copy);
    let device = at(&restored, &device);
    device.send(&submit(2, 2, &[]));
    assert_eq!(code(&device, 2), Some(lost.clone()));
    device.send(&Command { receipt: received.receipt, ..first });
    let record: DossierRecord = device.entity(DossierRecord::KIND, &id(1)).expect("restored");
    assert_ne!(record.code.expect("a code").reveal(), &lost);
    let note = record.steps.last().and_then(|step| step.note.clone()).expect("a note");
    assert!(note.reveal().contains(&lost));
}

#[test]
fn a_receipt_of_another_command_restores_nothing() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let received = device.send(&submit(1, 1, &[])).receipt;
    let other = device.send(&Command { receipt: received, ..submit(2, 2, &[]) });
    assert_eq!(said(&other), (CommandStatus::Applied, None));
    assert_ne!(code(&device, 2), code(&device, 1));
}

#[test]
fn a_device_that_the_portal_has_forgotten_keeps_its_id() {
    let fixture = Fixture::start();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let device = fixture.device();
    let command = submit(1, 1, &[]);
    let received = device.send(&command);
    let kept = code(&device, 1);

    let restored = restored(&copy);
    let id = device.signed_in.device.clone();
    let signed_in = restored.sign_in_with(|request| request.device.id = Some(id.clone())).expect("signed in");
    assert_eq!(signed_in.device, id);
    let device = Device { signed_in, ..at(&restored, &device) };
    device.send(&Command { receipt: received.receipt, ..command });
    assert_eq!(code(&device, 1), kept);
}

const PHOTO: &[u8] = b"a photo of a paper";

/// Cancels the command of a number.
fn cancel(seq: u64, target: u64, stream: &str) -> Command {
    Command { supersedes: Some(id(target)), ..command(seq, command_type::CANCEL, stream, &Nothing {}) }
}

#[test]
fn what_was_cancelled_stays_cancelled_whatever_order_it_comes_back_in() {
    let superseded = (CommandStatus::Rejected, Some(ResultCode::Superseded));
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let target = submit(1, 1, &[PHOTO]);
    device.send(&target);
    let cancel = cancel(2, 1, &dossier_stream(1));
    let cancel = Command { receipt: device.send(&cancel).receipt, ..cancel };
    assert!(cancel.receipt.is_some());

    let check = |rounds: &[&[Command]], photo_is_there: bool| {
        let restored = restored(&copy);
        let device = at(&restored, &device);
        if photo_is_there {
            device.upload(PHOTO);
        }
        for round in rounds {
            device.exchange(0, round, &[]);
        }
        if !photo_is_there {
            device.upload(PHOTO);
        }
        assert_eq!(said(&device.send(&target)), superseded);
        assert_eq!(device.send(&cancel).status, CommandStatus::Applied);
        assert!(device.entity::<DossierRecord>(DossierRecord::KIND, &id(1)).is_none(), "it is never filed");
        assert_eq!(device.pulled().last_seq, 2);
    };
    let (target, cancel) = (target.clone(), cancel.clone());
    for photo_is_there in [false, true] {
        check(&[&[target.clone(), cancel.clone()]], photo_is_there);
        check(&[std::slice::from_ref(&cancel), std::slice::from_ref(&target)], photo_is_there);
    }
    check(&[std::slice::from_ref(&target), std::slice::from_ref(&cancel)], false);
}

#[test]
fn a_cancellation_of_what_the_portal_never_saw_is_remembered_in_any_stream() {
    let fixture = Fixture::start();
    let device = fixture.device();
    for (seq, stream) in [(1, dossier_stream(7)), (2, "profile".to_owned()), (3, dossier_stream(9))] {
        let target = 100 + seq;
        assert_eq!(said(&device.send(&cancel(seq, target, &stream))), (CommandStatus::Applied, None));
        let late = Command { id: id(target), ..submit(10 + seq, 7, &[]) };
        assert_eq!(said(&device.send(&late)), (CommandStatus::Rejected, Some(ResultCode::Superseded)), "{stream}");
    }
    assert_eq!(code(&device, 7), None);
}

/// Empties catalogue and list of offices, as in a portal that was set up anew.
#[expect(clippy::disallowed_methods, reason = "the test reaches into the database behind the portal's back")]
fn forget(fixture: &Fixture) {
    let database = rusqlite::Connection::open(fixture.folder.path().join(DATABASE)).expect("opened");
    database.execute_batch("DELETE FROM procedure; DELETE FROM agency;").expect("forgotten");
}

#[test]
fn what_has_a_receipt_is_taken_although_procedure_and_office_are_unknown_now() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let command = submit(1, 1, &[]);
    let received = device.send(&command);
    let kept = code(&device, 1);
    let brought = Command { receipt: received.receipt, ..command };

    let restored = restored(&copy);
    forget(&restored);
    let device = at(&restored, &device);
    assert_eq!(said(&device.send(&brought)), (CommandStatus::Applied, None));
    assert_eq!(code(&device, 1), kept);
    let record: DossierRecord = device.entity(DossierRecord::KIND, &id(1)).expect("restored");
    assert_eq!(record.procedure_name.reveal(), PROCEDURE);
}

#[test]
fn what_was_refused_anew_takes_effect_once_its_receipt_comes_unless_it_was_cancelled_since() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let filed = submit(1, 1, &[]);
    let brought = Command { receipt: device.send(&filed).receipt, ..filed.clone() };
    let kept = code(&device, 1);

    for cancelled in [false, true] {
        let restored = restored(&copy);
        forget(&restored);
        let there = at(&restored, &device);
        if cancelled {
            let cancel = command(2, command_type::CANCEL, &dossier_stream(1), &Nothing {});
            let cancel = Command { id: id(70), supersedes: Some(filed.id.clone()), ..cancel };
            assert_eq!(there.send(&cancel).status, CommandStatus::Applied);
        }
        let first = said(&there.send(&filed));
        let refused = if cancelled { ResultCode::Superseded } else { ResultCode::ProcedureUnknown };
        assert_eq!(first, (CommandStatus::Rejected, Some(refused)));
        for _ in 0..2 {
            let then = if cancelled { first } else { (CommandStatus::Applied, None) };
            assert_eq!(said(&there.send(&brought)), then);
            assert_eq!(code(&there, 1), kept.clone().filter(|_| !cancelled));
        }
    }
}

#[test]
fn a_receipt_counts_from_another_device_that_says_what_it_is_over() {
    let fixture = Fixture::start();
    let (first, second) = (fixture.device(), fixture.device());
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let filed = Command { seq: 4, ..submit(1, 1, &[]) };
    let received = first.send(&filed);
    let kept = code(&first, 1);
    let over = |device: &Device<'_>, seq| Some(ReceivedAs { device: device.signed_in.device.clone(), seq });

    let refused = (CommandStatus::Rejected, Some(ResultCode::ProcedureUnknown));
    let applied = (CommandStatus::Applied, None);
    let cases = [(None, refused), (over(&first, 5), refused), (over(&second, 4), refused), (over(&first, 4), applied)];
    for (received_as, expected) in cases {
        let restored = restored(&copy);
        forget(&restored);
        let there = at(&restored, &second);
        let brought = Command { seq: 1, receipt: received.receipt.clone(), received_as, ..filed.clone() };
        assert_eq!(said(&there.send(&brought)), expected);
        assert_eq!(code(&there, 1), kept.clone().filter(|_| expected == applied));
    }
}

#[test]
fn whoever_begins_from_the_beginning_hears_what_stands_under_its_numbers() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    assert_eq!(device.pulled().numbers, None, "there are none yet");
    let command = submit(1, 1, &[]);
    device.send(&command);
    let cursor = device.pulled().cursor;
    let asked = |fixture: &Fixture, cursor: Option<&String>| {
        fixture.sync(device.token(), &pull(cursor.cloned(), u32::MAX)).expect("a page").numbers.map(|bytes| bytes.0)
    };
    let digest = |id: &str| Some(cds_identity::numbers_digest([(id, true)]).to_vec());
    assert_eq!(asked(&fixture, Some(&cursor)), None);
    assert_eq!(asked(&fixture, None), digest(&command.id));

    let restored = restored(&copy);
    let clone = at(&restored, &device);
    let other = submit(1, 2, &[]);
    assert_eq!(clone.send(&other).status, CommandStatus::Applied);
    assert_eq!(asked(&restored, Some(&cursor)), digest(&other.id));
}

#[test]
fn a_supplement_brought_back_before_its_dossier_waits_for_it() {
    let fixture = Fixture::start();
    let (first, second) = (fixture.device(), fixture.device());
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let filed = submit(1, 1, &[]);
    let filed = Command { receipt: first.send(&filed).receipt, ..filed };
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    let note = Some("Thiếu giấy chứng sinh.".into());
    office::advance(storage, clock, &id(1), DossierStatus::SupplementNeeded, note).expect("moved");
    let body = DossierSupplement { fields: [("so".to_owned(), "1".into())].into(), attachments: vec![] };
    let supplement = command(1, command_type::DOSSIER_SUPPLEMENT, &dossier_stream(1), &body);
    let supplement = Command { id: id(50), ..supplement };
    let result = second.send(&supplement);
    assert_eq!(result.status, CommandStatus::Applied);
    let supplement = Command { receipt: result.receipt, ..supplement };

    let restored = restored(&copy);
    let (first, second) = (at(&restored, &first), at(&restored, &second));
    assert_eq!(said(&second.send(&supplement)), (CommandStatus::Deferred, Some(ResultCode::Behind)));
    assert_eq!(first.send(&filed).status, CommandStatus::Applied);
    assert_eq!(second.send(&supplement).status, CommandStatus::Applied);
    let account = &first.signed_in.account;
    let kept = restored.environment.storage.read(|tx| tx.submissions(account, &id(1))).expect("read");
    assert_eq!(kept.len(), 2);
}

#[test]
fn a_withdrawal_brought_back_of_a_dossier_that_was_cancelled_since_does_not_wait_for_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let filed = submit(1, 1, &[]);
    device.send(&filed);
    let withdraw =
        command(2, command_type::DOSSIER_WITHDRAW, &dossier_stream(1), &DossierWithdraw { reason: "".into() });
    let withdraw = Command { id: id(50), ..withdraw };
    let withdraw = Command { receipt: device.send(&withdraw).receipt, ..withdraw };
    assert!(withdraw.receipt.is_some());

    let restored = restored(&copy);
    let device = at(&restored, &device);
    assert_eq!(said(&device.send(&withdraw)), (CommandStatus::Deferred, Some(ResultCode::Behind)));
    let cancel = command(3, command_type::CANCEL, &dossier_stream(1), &Nothing {});
    device.send(&Command { id: id(70), supersedes: Some(filed.id.clone()), ..cancel });
    assert_eq!(said(&device.send(&filed)), (CommandStatus::Rejected, Some(ResultCode::Superseded)));
    assert_eq!(said(&device.send(&withdraw)), (CommandStatus::Rejected, Some(ResultCode::Parent)));
}

#[test]
fn what_was_removed_and_is_gone_stays_removed() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    device.upload(PHOTO);
    let papers = format!("{}{}", stream::PAPER, id(1));
    let Offer { sha256, size } = offer(PHOTO);
    let content = BlobRef { sha256, size, media_type: "image/jpeg".to_owned(), url: None };
    let body = PaperAdd {
        kind: PaperKind::Other,
        title: "Giấy ra viện".into(),
        content,
        thumbnail: None,
        number: None,
        person: None,
        expires_on: None,
    };
    let add = Command { blobs: vec![digest(PHOTO)], ..command(1, command_type::PAPER_ADD, &papers, &body) };
    assert_eq!(device.send(&add).status, CommandStatus::Applied);
    let remove = command(2, command_type::PAPER_REMOVE, &papers, &Nothing {});
    let remove = Command { receipt: device.send(&remove).receipt, ..remove };

    let restored = restored(&copy);
    let device = at(&restored, &device);
    assert_eq!(said(&device.send(&remove)), (CommandStatus::Applied, None));
    assert!(device.entity::<PaperRecord>(PaperRecord::KIND, &id(1)).is_none());
}
