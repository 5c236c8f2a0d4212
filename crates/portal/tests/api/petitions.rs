//! Petitions: filed once, followed, held to their bounds, and given back to a portal that was restored.

use cds_portal::{DATABASE, office};
use cds_wire::Sensitive;
use cds_wire::petition::{MAX_PHOTOS, MAX_TEXT, PetitionCategory, PetitionRecord, PetitionStatus, PetitionSubmit};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;

use crate::fixture::{Device, Fixture, HOUR_MS, command, copy_database, digest, dossier_stream, id, said, submit};

/// Files the petition of a number, with photographs.
fn petition(seq: u64, petition: u64, photos: &[&[u8]]) -> Command {
    changed(seq, petition, photos, |_| {})
}

fn changed(seq: u64, petition: u64, photos: &[&[u8]], change: impl FnOnce(&mut PetitionSubmit)) -> Command {
    let attachment = |(number, content): (usize, &&[u8])| Attachment {
        name: format!("Ảnh {}", number + 1),
        sha256: digest(content),
        size: content.len() as u64,
        media_type: "image/jpeg".to_owned(),
    };
    let mut body = PetitionSubmit {
        category: PetitionCategory::Environment,
        commune: Some("01576".to_owned()),
        place: "Bờ suối, xóm Bản Giới".into(),
        text: "Rác đổ xuống suối.\nĐề nghị dọn.".into(),
        attachments: photos.iter().enumerate().map(attachment).collect(),
    };
    change(&mut body);
    let stream = format!("{}{}", stream::PETITION, id(petition));
    let command = command(seq, command_type::PETITION_SUBMIT, &stream, &body);
    Command { blobs: photos.iter().map(|content| digest(content)).collect(), ..command }
}

fn record(device: &Device<'_>, petition: u64) -> Option<PetitionRecord> {
    device.entity(PetitionRecord::KIND, &id(petition))
}

fn code(device: &Device<'_>, petition: u64) -> Option<String> {
    record(device, petition)?.code.map(Sensitive::into_inner)
}

#[test]
fn a_petition_waits_for_its_photograph_gets_a_code_of_its_own_and_is_answered() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let photo: &[u8] = b"a photograph";
    let first = petition(1, 1, &[photo]);
    assert_eq!(said(&device.send(&first)), (CommandStatus::Deferred, Some(ResultCode::BlobMissing)));
    assert_eq!(record(&device, 1), None);
    device.upload(photo);
    let result = device.send(&first);
    assert_eq!(said(&result), (CommandStatus::Applied, None));
    assert_eq!(said(&device.send(&first)), (CommandStatus::Applied, None), "asked again, it is still the one");
    let filed = record(&device, 1).expect("filed");
    let code = filed.code.clone().expect("a code").into_inner();
    assert!(code.starts_with("PA-H14.") && code.ends_with("-0001"), "{code}");
    assert_eq!((filed.status, filed.category), (PetitionStatus::Registered, PetitionCategory::Environment));
    assert_eq!(filed.agency, "Trung tâm Phục vụ hành chính công xã Quảng Uyên");
    assert_eq!(device.receipt(&first, &result).code.as_ref(), Some(&code));
    device.send(&submit(2, 2, &[]));
    let again = petition(3, 3, &[]);
    device.send(&again);
    assert_eq!(self::code(&device, 3).map(|code| code.ends_with("-0002")), Some(true), "dossiers do not count");

    let storage = &*fixture.environment.storage;
    assert_eq!(office::petitions(storage).expect("read").len(), 2);
    let (_, submitted) = office::submitted_petition(storage, &code).expect("kept for the office");
    assert_eq!(submitted.text.reveal(), "Rác đổ xuống suối.\nĐề nghị dọn.");
    assert_eq!(submitted.attachments.len(), 1);
    let advance = |status, note: Option<&str>| {
        office::advance_petition(storage, &*fixture.environment.clock, &code, status, note.map(Into::into))
    };
    advance(PetitionStatus::Processing, None).expect("moved");
    for status in [PetitionStatus::Answered, PetitionStatus::Refused] {
        assert!(advance(status, Some(" ")).is_err(), "{status:?} needs words");
    }
    advance(PetitionStatus::Answered, Some("Đã dọn.")).expect("answered");
    assert!(advance(PetitionStatus::Processing, None).is_err(), "an answer is the end");
    let answered = record(&device, 1).expect("answered");
    assert_eq!((answered.status, answered.note), (PetitionStatus::Answered, Some("Đã dọn.".into())));
    let steps: Vec<PetitionStatus> = answered.steps.iter().map(|step| step.status).collect();
    assert_eq!(steps, [PetitionStatus::Registered, PetitionStatus::Processing, PetitionStatus::Answered]);
}

#[test]
fn what_is_out_of_bounds_is_refused_and_files_nothing() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let mut seq = 0;
    let mut check = |expected: Option<ResultCode>, change: fn(&mut PetitionSubmit)| {
        seq += 1;
        let result = device.send_knowing(seq - 1, &changed(seq, seq, &[], change));
        assert_eq!(result.code, expected, "{seq}");
        assert_eq!(record(&device, seq).is_some(), expected.is_none(), "{seq}");
    };
    let invalid = Some(ResultCode::BodyInvalid);
    check(None, |body| body.text = Sensitive::new("ộ".repeat(MAX_TEXT)));
    check(invalid, |body| body.text = Sensitive::new("ộ".repeat(MAX_TEXT + 1)));
    check(invalid, |body| body.text = "\n ".into());
    check(invalid, |body| body.text = "Rác\u{1b}[2J".into());
    check(invalid, |body| body.place = "Bờ\nsuối".into());
    check(invalid, |body| body.commune = Some("99999".to_owned()));
    check(None, |body| body.commune = None);
    check(invalid, |body| body.category = PetitionCategory::Unknown);
    let photos: Vec<Vec<u8>> = (0..=MAX_PHOTOS).map(|number| vec![7; number + 1]).collect();
    let photos: Vec<&[u8]> = photos.iter().map(Vec::as_slice).collect();
    assert_eq!(device.send_knowing(8, &petition(9, 9, &photos)).code, invalid, "one photograph too many");
    let elsewhere = Command { stream: dossier_stream(10), ..petition(10, 10, &[]) };
    assert_eq!(device.send_knowing(9, &elsewhere).code, invalid, "a dossier's stream takes no petition");
    let taken = Command { id: id(99), ..petition(11, 1, &[]) };
    assert_eq!(said(&device.send_knowing(10, &taken)), (CommandStatus::Conflict, Some(ResultCode::VersionConflict)));
    let not_named = Command { blobs: vec![], ..petition(12, 12, &photos[..1]) };
    assert_eq!(device.send_knowing(11, &not_named).code, invalid, "a photograph that the command does not name");
}

#[test]
fn a_receipt_gives_a_forgotten_petition_its_code_back_or_another_one_that_says_so() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let copy = fixture.folder.path().join("copy.db");
    copy_database(&fixture.environment, &copy);
    let commands = [petition(1, 1, &[]), petition(2, 2, &[])];
    let received = commands.each_ref().map(|command| device.send(command));
    let kept = [1, 2].map(|number| code(&device, number).expect("a code"));
    let times = [0, 1].map(|at| device.receipt(&commands[at], &received[at]).time);

    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(&copy, folder.path().join(DATABASE)).expect("restored");
    let restored = Fixture::over(folder, |_| {});
    let key = cds_identity::DeviceKey::from_seed(&device.key.seed());
    let device = Device { fixture: &restored, signed_in: device.signed_in.clone(), key };
    assert_eq!(record(&device, 1), None);
    // Somebody else gets the first code before the first petition is back.
    device.send(&petition(3, 3, &[]));
    assert_eq!(code(&device, 3).as_ref(), Some(&kept[0]));
    // Codes of another day are nobody's.
    restored.clock.advance(24 * HOUR_MS);
    for at in [0, 1] {
        let again = Command { receipt: received[at].receipt.clone(), ..commands[at].clone() };
        let result = device.send(&again);
        assert_eq!(said(&result), (CommandStatus::Applied, None));
        assert_eq!(device.receipt(&again, &result).time, times[at], "it was received then");
    }
    assert_eq!(code(&device, 2).as_ref(), Some(&kept[1]));
    let renamed = record(&device, 1).expect("it is back");
    assert!(!kept.contains(renamed.code.expect("a code").reveal()));
    let note = renamed.steps.last().and_then(|step| step.note.clone()).expect("a note");
    assert!(note.reveal().contains(&kept[0]));
    assert_eq!(renamed.filed_at, times[0]);
    let storage = &*restored.environment.storage;
    assert_eq!(office::submitted_petition(storage, &kept[1]).expect("kept for the office").1.attachments, []);
}
