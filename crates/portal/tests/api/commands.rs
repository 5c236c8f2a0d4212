//! Commands: applied once, in order, and answered for good.

use cds_identity::DeviceKey;
use cds_portal::office;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::paper::{PaperKind, PaperRecord};
use cds_wire::portal::CommandStatus::{Applied, Conflict, Deferred, Duplicate, Rejected};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;

use crate::fixture::{Device, Fixture, HOUR_MS, command, digest, dossier_stream, id, offer, said, submit, withdraw};

const PHOTO: &[u8] = b"a photo of a paper";

fn dossier(device: &Device<'_>, number: u64) -> Option<DossierRecord> {
    device.entity(DossierRecord::KIND, &id(number))
}

fn rejected(code: ResultCode) -> (CommandStatus, Option<ResultCode>) {
    (Rejected, Some(code))
}

#[test]
fn a_filed_dossier_has_a_code_a_receipt_and_its_first_step() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let command = submit(1, 7, &[]);
    let result = device.send(&command);
    assert_eq!((said(&result), result.entity.as_deref(), result.ver), ((Applied, None), Some(id(7).as_str()), Some(1)));
    let record = dossier(&device, 7).expect("it is there");
    let code = record.code.expect("a code");
    assert!(code.reveal().starts_with("H14.40.02-") && code.reveal().ends_with("-0001"), "{}", code.reveal());
    assert_eq!((record.status, record.steps.len()), (DossierStatus::Registered, 1));
    assert!(record.agency.expect("an agency").ends_with("xã Quảng Uyên"));
    let receipt = device.receipt(&command, &result);
    assert_eq!((receipt.entity, receipt.code.as_deref()), (id(7), Some(code.reveal().as_str())));
    // The office has what the citizen submitted; the citizen's own feed does not carry it again.
    let kept = fixture.environment.storage.read(|tx| tx.submissions(&device.signed_in.account, &id(7))).expect("read");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].body, command.body);

    device.send(&submit(2, 8, &[]));
    let second = dossier(&device, 8).and_then(|record| record.code).expect("a code");
    assert!(second.reveal().ends_with("-0002"));
}

#[test]
fn a_command_sent_again_is_answered_with_the_same_words() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let first = device.send(&submit(1, 1, &[]));
    assert_eq!(device.send(&submit(1, 1, &[])), first);
    assert_eq!(dossier(&device, 1).map(|record| record.steps.len()), Some(1));
    assert_eq!(device.pulled().last_seq, 1);
}

#[test]
fn a_wrong_signature_uses_up_no_number() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let forger = Device { fixture: &fixture, signed_in: device.signed_in.clone(), key: DeviceKey::from_seed(&[1; 32]) };
    assert_eq!(said(&forger.send(&submit(1, 1, &[]))), rejected(ResultCode::SignatureInvalid));
    assert_eq!(device.pulled().last_seq, 0);
    assert_eq!(said(&device.send(&submit(1, 1, &[]))), (Applied, None));
}

#[test]
fn another_content_under_a_known_id_is_refused() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let other = Command { id: id(1), ..submit(2, 2, &[]) };
    let answer = device.exchange(0, std::slice::from_ref(&other), &[]);
    assert_eq!(said(&answer.results[0]), rejected(ResultCode::IdReused));
    assert_eq!(answer.last_seq, 2);
    assert_eq!(said(&device.send(&other)), rejected(ResultCode::IdReused));
    assert!(dossier(&device, 2).is_none());
}

#[test]
fn another_command_under_a_used_number_is_a_fork() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let other = Command { id: id(50), ..submit(1, 2, &[]) };
    assert_eq!(said(&device.send(&other)), rejected(ResultCode::DeviceFork));
    assert!(dossier(&device, 2).is_none());
    assert_eq!(said(&device.send(&Command { id: id(50), ..submit(2, 2, &[]) })), (Applied, None));
}

#[test]
fn what_follows_a_fork_in_its_stream_waits_to_be_numbered_anew() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let commands = [Command { id: id(50), ..submit(1, 2, &[]) }, withdraw(2, 2), submit(3, 3, &[])];
    let said_all: Vec<_> = device.exchange(0, &commands, &[]).results.iter().map(said).collect();
    let fork = rejected(ResultCode::DeviceFork);
    assert_eq!(said_all[..3], [fork, fork, (Applied, None)]);
    assert_eq!(device.pulled().last_seq, 1);
}

#[test]
fn after_a_fork_the_same_action_is_a_duplicate_with_a_receipt_of_its_own() {
    let fixture = Fixture::start();
    let before = fixture.device();
    let first = before.send(&submit(5, 1, &[]));
    let first = before.receipt(&submit(5, 1, &[]), &first);
    fixture.clock.advance(HOUR_MS);
    // The vault was restored: a new device, new numbers, the same ids.
    let after = fixture.device();
    let again = Command { id: id(5), ..submit(1, 1, &[]) };
    let result = after.send(&again);
    assert_eq!((said(&result), result.ver), ((Duplicate, None), Some(1)));
    let receipt = after.receipt(&again, &result);
    assert_eq!(receipt.time, first.time);
    assert_eq!(
        receipt.code.as_deref(),
        dossier(&after, 1).and_then(|record| record.code).map(|c| c.into_inner()).as_deref()
    );
    assert_eq!(after.send(&again), result);
    assert_eq!(after.pulled().last_seq, 1);
}

#[test]
fn what_waited_before_a_fork_is_answered_under_both_numbers() {
    let fixture = Fixture::start();
    let before = fixture.device();
    before.send(&submit(5, 1, &[PHOTO]));
    let after = fixture.device();
    let again = Command { id: id(5), ..submit(1, 1, &[PHOTO]) };
    assert_eq!(said(&after.send(&again)), (Deferred, Some(ResultCode::BlobMissing)));
    after.upload(PHOTO);
    let told: CommandResult = after.entity(CommandResult::KIND, &id(5)).expect("told late");
    assert_eq!((&told.device, told.seq, said(&told)), (&after.signed_in.device, 1, (Duplicate, None)));
    after.receipt(&again, &told);
    let first = before.send(&submit(5, 1, &[PHOTO]));
    assert_eq!(said(&first), (Applied, None));
    before.receipt(&submit(5, 1, &[PHOTO]), &first);
    assert_eq!(after.pulled().last_seq, 1);
}

#[test]
fn what_waits_behind_a_cancelled_command_goes_on_without_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.exchange(0, &[submit(1, 1, &[PHOTO]), submit(2, 1, &[])], &[]);
    let cancel = command(3, command_type::CANCEL, &dossier_stream(1), &Nothing {});
    let answer = device.exchange(0, &[Command { supersedes: Some(id(1)), ..cancel }], &[]);
    let said_all: Vec<_> = answer.results.iter().map(|result| (result.seq, said(result))).collect();
    let expected = [(3, (Applied, None)), (1, rejected(ResultCode::Superseded)), (2, (Applied, None))];
    assert_eq!(said_all, expected);
    assert_eq!(answer.last_seq, 3);
}

#[test]
fn a_gap_is_taken_and_the_last_number_waits_for_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    assert_eq!(said(&device.send(&submit(3, 3, &[]))), (Applied, None));
    let answer = device.exchange(0, &[submit(1, 1, &[])], &[]);
    assert_eq!(answer.last_seq, 1);
    assert!(answer.results.iter().any(|result| result.seq == 3), "others above ack_seq are told again");
    let named = device.exchange(3, &[], &[]).results;
    assert_eq!(named.iter().map(|result| result.seq).collect::<Vec<_>>(), [3], "and others above last_seq");
    assert_eq!(device.exchange(0, &[submit(2, 2, &[])], &[]).last_seq, 3);
    assert_eq!(device.exchange(3, &[], &[]).results, []);
}

#[test]
fn a_command_waits_for_its_photo_and_those_behind_it_wait_with_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let commands = [submit(1, 1, &[PHOTO]), withdraw(2, 1), submit(3, 3, &[])];
    let answer = device.exchange(0, &commands, &[offer(PHOTO)]);
    let said_all: Vec<_> = answer.results.iter().map(said).collect();
    let waits = |code| (Deferred, Some(code));
    assert_eq!(said_all, [waits(ResultCode::BlobMissing), waits(ResultCode::Behind), (Applied, None)]);
    assert!(answer.results[0].receipt.is_none());
    assert_eq!(answer.last_seq, 0);
    assert!(dossier(&device, 1).is_none());

    let url = answer.uploads[0].url.clone().expect("a place");
    assert_eq!(device.patch(&url, 0, PHOTO.to_vec()).status().as_u16(), 204);
    let after = device.pulled();
    assert_eq!(after.last_seq, 3);
    let late: Vec<_> = after.changes.iter().filter(|change| change.kind == CommandResult::KIND).collect();
    assert_eq!(
        late.iter().map(|change| (change.lane, change.id.clone())).collect::<Vec<_>>(),
        [(0, id(1)), (0, id(2))]
    );
    for (change, command) in late.iter().zip(&commands) {
        let data = change.data.clone().expect("data").into_inner();
        let result: CommandResult = serde_json::from_value(data).expect("a result");
        assert_eq!(said(&result), (Applied, None));
        device.receipt(command, &result);
    }
    assert_eq!(dossier(&device, 1).map(|record| record.status), Some(DossierStatus::WithdrawalRequested));

    // What the device has in its vault is told nobody any more.
    let told = |ack_seq| -> Vec<String> {
        let changes = device.exchange(ack_seq, &[], &[]).changes.into_iter();
        changes.filter(|change| change.kind == CommandResult::KIND).map(|change| change.id).collect()
    };
    assert_eq!(told(0), [id(1), id(2)]);
    assert_eq!(told(1), [id(2)]);
    assert_eq!(told(3), [""; 0]);
}

#[test]
fn a_waiting_command_is_cancelled_at_once_and_an_applied_one_too_late() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let cancel = |seq, target: u64| Command {
        supersedes: Some(id(target)),
        ..command(seq, command_type::CANCEL, &dossier_stream(1), &Nothing {})
    };
    device.send(&submit(1, 1, &[PHOTO]));
    let answer = device.exchange(0, &[cancel(2, 1)], &[]);
    let of = |seq| answer.results.iter().find(|result| result.seq == seq).map(said).expect("a result");
    assert_eq!((of(1), of(2)), (rejected(ResultCode::Superseded), (Applied, None)));
    assert_eq!(answer.last_seq, 2);
    device.upload(PHOTO);
    assert!(dossier(&device, 1).is_none());
    // The stream is not poisoned: the dossier may be filed anew, and is then too late to cancel.
    assert_eq!(said(&device.send(&submit(3, 1, &[]))), (Applied, None));
    assert_eq!(said(&device.send(&cancel(4, 3))), rejected(ResultCode::TooLate));
    assert_eq!(device.send(&cancel(2, 1)).status, Applied);
}

#[test]
fn a_replacement_goes_on_where_the_replaced_one_waited() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[PHOTO]));
    let replacement = Command { supersedes: Some(id(1)), ..submit(2, 1, &[]) };
    assert_eq!(said(&device.send(&replacement)), (Applied, None));
    assert!(dossier(&device, 1).is_some());
}

#[test]
fn what_is_replaced_before_it_arrives_ends_when_it_does() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let replacement = Command { supersedes: Some(id(1)), ..submit(2, 1, &[]) };
    assert_eq!(said(&device.send(&replacement)), (Applied, None));
    let answer = device.exchange(0, &[submit(1, 1, &[])], &[]);
    assert_eq!(said(&answer.results[0]), rejected(ResultCode::Superseded));
    assert_eq!(answer.last_seq, 2);
}

#[test]
fn what_was_made_after_a_refused_command_is_refused_with_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let mut wrong = submit(1, 1, &[]);
    wrong.body = wrong.body.reveal().replace("1.001193", "9.999999").as_str().into();
    let answer = device.exchange(0, &[wrong, withdraw(2, 1), submit(3, 3, &[])], &[]);
    let said_all: Vec<_> = answer.results.iter().map(said).collect();
    let expected = [rejected(ResultCode::ProcedureUnknown), rejected(ResultCode::Parent), (Applied, None)];
    assert_eq!(said_all, expected);
    // Made in the knowledge of the refusal, it goes on.
    assert_eq!(said(&device.send_knowing(2, &submit(4, 1, &[]))), (Applied, None));
}

#[test]
fn a_state_that_has_changed_since_is_a_conflict() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let base = |ver, entity: u64| Some(Base { entity: id(entity), ver });
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    office::advance(storage, clock, &id(1), DossierStatus::Accepted, None).expect("moved");
    let stale = Command { base: base(1, 1), ..withdraw(2, 1) };
    assert_eq!(said(&device.send(&stale)), (Conflict, Some(ResultCode::VersionConflict)));
    let unknown = Command { base: base(1, 99), ..withdraw(3, 99) };
    assert_eq!(said(&device.send(&unknown)), rejected(ResultCode::EntityUnknown));
    let fresh = Command { base: base(2, 1), ..withdraw(4, 1) };
    assert_eq!(said(&device.send_knowing(3, &fresh)), (Applied, None));
    assert_eq!(device.pulled().last_seq, 4);
}

#[test]
fn a_status_says_what_may_be_done() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let supplement = |seq| {
        let body = DossierSupplement { fields: [("so".to_owned(), "1".into())].into(), attachments: vec![] };
        command(seq, command_type::DOSSIER_SUPPLEMENT, &dossier_stream(1), &body)
    };
    assert_eq!(said(&device.send(&supplement(2))), rejected(ResultCode::StatusForbids));
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    let note = Some("Thiếu giấy chứng sinh.".into());
    office::advance(storage, clock, &id(1), DossierStatus::SupplementNeeded, note).expect("moved");
    assert_eq!(said(&device.send_knowing(2, &supplement(3))), (Applied, None));
    let record = dossier(&device, 1).expect("it is there");
    assert_eq!((record.status, record.note, record.steps.len()), (DossierStatus::Processing, None, 3));
    office::advance(storage, clock, &id(1), DossierStatus::Completed, None).expect("moved");
    assert_eq!(said(&device.send_knowing(3, &withdraw(4, 1))), rejected(ResultCode::StatusForbids));
}

#[test]
fn what_the_portal_cannot_read_is_refused_for_good() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let check = |made: Command, expected: ResultCode| {
        let seq = made.seq;
        let answer = device.exchange(seq - 1, &[made], &[]);
        assert_eq!((said(&answer.results[0]), answer.last_seq), (rejected(expected), seq));
    };
    check(command(1, "dossier.sell", &dossier_stream(1), &Nothing {}), ResultCode::TypeUnknown);
    check(command(2, command_type::DOSSIER_SUBMIT, &dossier_stream(2), &Nothing {}), ResultCode::BodyInvalid);
    check(Command { stream: "dossier/not-a-uuid".to_owned(), ..submit(3, 3, &[]) }, ResultCode::BodyInvalid);
    check(Command { blobs: vec![], ..submit(4, 4, &[PHOTO]) }, ResultCode::BodyInvalid);
    check(withdraw(5, 5), ResultCode::EntityUnknown);
    check(command(6, command_type::CANCEL, &dossier_stream(6), &Nothing {}), ResultCode::BodyInvalid);
}

#[test]
fn a_paper_is_kept_and_removed() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.upload(PHOTO);
    let papers = format!("{}{}", stream::PAPER, id(1));
    let size = PHOTO.len() as u64;
    let content = BlobRef { sha256: digest(PHOTO), size, media_type: "image/jpeg".to_owned(), url: None };
    let body = PaperAdd {
        kind: PaperKind::Other,
        title: "Giấy ra viện".into(),
        content,
        thumbnail: None,
        number: Some("45/2026".into()),
        person: None,
        expires_on: Some("2030-01-31".to_owned()),
    };
    let add = Command { blobs: vec![digest(PHOTO)], ..command(1, command_type::PAPER_ADD, &papers, &body) };
    let result = device.send(&add);
    assert_eq!((said(&result), result.entity), ((Applied, None), Some(id(1))));
    let record: PaperRecord = device.entity(PaperRecord::KIND, &id(1)).expect("it is there");
    assert_eq!((record.number, record.expires_on.as_deref()), (body.number.clone(), Some("2030-01-31")));
    let url = format!("{}{}", fixture.portal.url(), record.content.url.expect("a path"));
    let get = || fixture.client.get(&url).bearer_auth(device.token()).send().expect("an answer");
    assert_eq!(get().bytes().expect("a body"), PHOTO);
    assert_eq!(said(&device.send(&command(2, command_type::PAPER_REMOVE, &papers, &Nothing {}))), (Applied, None));
    assert!(device.entity::<PaperRecord>(PaperRecord::KIND, &id(1)).is_none());
    assert_eq!(get().status().as_u16(), 404);
    let no_day = PaperAdd { expires_on: Some("31/01/2030".to_owned()), ..body.clone() };
    let long = PaperAdd { number: Some("9".repeat(129).as_str().into()), ..body };
    for (seq, body) in [(3, no_day), (4, long)] {
        let papers = format!("{}{}", stream::PAPER, id(seq));
        let add = Command { blobs: vec![digest(PHOTO)], ..command(seq, command_type::PAPER_ADD, &papers, &body) };
        assert_eq!(said(&device.send(&add)), rejected(ResultCode::BodyInvalid));
    }
}
