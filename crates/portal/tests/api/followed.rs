//! What an office asks for and hands over, and what a citizen says of it.

use cds_portal::office::{self, NewResult, OfficeError};
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::portal::CommandStatus::{Applied, Rejected};
use cds_wire::portal::command::{command_type, limit};
use cds_wire::portal::*;

use crate::fixture::{Device, Fixture, command, digest, dossier_stream, id, said, submit};

fn dossier(device: &Device<'_>) -> DossierRecord {
    device.entity(DossierRecord::KIND, &id(1)).expect("it is there")
}

fn ask(fixture: &Fixture, status: DossierStatus, wanted: &[&str]) -> Result<DossierRecord, OfficeError> {
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    let wanted = wanted.iter().map(|name| (*name).to_owned()).collect();
    office::ask(storage, clock, &id(1), status, Some("Xin bổ sung.".into()), wanted)
}

fn hand_over(fixture: &Fixture, change: impl FnOnce(&mut NewResult)) -> Result<String, OfficeError> {
    let environment = &fixture.environment;
    let mut result = NewResult {
        kind: PaperKind::BirthCertificate,
        title: "Giấy khai sinh".into(),
        number: None,
        expires_on: None,
        content: b"%PDF-1.4 a result".to_vec(),
    };
    change(&mut result);
    office::deliver(&*environment.storage, &*environment.clock, &*environment.rng, &id(1), &result)
}

fn rate(seq: u64, stars: u8, comment: Option<&str>) -> Command {
    let body = DossierRate { stars, comment: comment.map(Into::into) };
    command(seq, command_type::DOSSIER_RATE, &dossier_stream(1), &body)
}

#[test]
fn the_papers_that_an_office_names_are_asked_for_until_the_status_changes() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let unasked = |status, wanted: &[&str]| matches!(ask(&fixture, status, wanted), Err(OfficeError::PapersUnasked));
    assert!(
        unasked(DossierStatus::Processing, &["Giấy chứng sinh"]) && unasked(DossierStatus::SupplementNeeded, &[" "])
    );
    assert!(unasked(DossierStatus::SupplementNeeded, &[&"x".repeat(121)]));
    ask(&fixture, DossierStatus::SupplementNeeded, &[" Giấy chứng sinh ", "Sổ hộ khẩu"]).expect("asked");
    assert_eq!(dossier(&device).wanted, ["Giấy chứng sinh", "Sổ hộ khẩu"]);
    let body = DossierSupplement { fields: [("ghi_chu".to_owned(), "Đã mất".into())].into(), attachments: vec![] };
    let supplement = command(2, command_type::DOSSIER_SUPPLEMENT, &dossier_stream(1), &body);
    assert_eq!(said(&device.send(&supplement)), (Applied, None));
    let record = dossier(&device);
    assert!(record.wanted.is_empty() && record.status == DossierStatus::Processing);
}

#[test]
fn a_result_is_a_paper_of_its_citizen_and_moves_the_dossier_once() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let paper = hand_over(&fixture, |result| result.expires_on = Some("2031-01-31".to_owned())).expect("handed over");
    let record: PaperRecord = device.entity(PaperRecord::KIND, &paper).expect("it is there");
    assert_eq!((record.source, record.dossier), (PaperSource::DossierResult, Some(id(1))));
    assert_eq!(
        (record.content.sha256, record.content.media_type.as_str()),
        (digest(b"%PDF-1.4 a result"), "application/pdf")
    );
    let url = format!("{}{}", fixture.portal.url(), record.content.url.expect("a path"));
    let got = fixture.client.get(&url).bearer_auth(device.token()).send().expect("an answer");
    assert_eq!(got.bytes().expect("a body").as_ref(), b"%PDF-1.4 a result");
    // The same file once more is another paper, and the dossier stays where it is.
    let second = hand_over(&fixture, |_| {}).expect("handed over");
    assert_ne!(second, paper);
    let record = dossier(&device);
    assert_eq!((record.status, record.steps.len()), (DossierStatus::Completed, 2));
}

#[test]
fn what_is_no_result_is_refused_and_changes_nothing() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let too_large = usize::try_from(MAX_BLOB).expect("small") + 1;
    let of_file = |content: Vec<u8>| hand_over(&fixture, |result| result.content = content).expect_err("refused");
    assert!(matches!(of_file(Vec::new()), OfficeError::FileEmpty));
    assert!(matches!(
        of_file(b"%PDF-1.4".iter().copied().cycle().take(too_large).collect()),
        OfficeError::FileTooLarge
    ));
    assert!(matches!(of_file(b"<html>".to_vec()), OfficeError::FileUnknown));
    let invalid = |change: fn(&mut NewResult)| matches!(hand_over(&fixture, change), Err(OfficeError::ResultInvalid));
    assert!(invalid(|result| result.title = " ".into()));
    assert!(invalid(|result| result.number = Some("9".repeat(129).as_str().into())));
    assert!(invalid(|result| result.expires_on = Some("31/01/2031".to_owned())));
    let papers = device.pulled().changes.into_iter().filter(|change| change.kind == PaperRecord::KIND);
    assert!(papers.filter_map(|change| change.data).all(|data| data.reveal().get("dossier").is_none()));
    assert_eq!(dossier(&device).status, DossierStatus::Registered);
    ask(&fixture, DossierStatus::Refused, &[]).expect("moved");
    assert!(matches!(hand_over(&fixture, |_| {}), Err(OfficeError::Ended(DossierStatus::Refused))));
}

#[test]
fn a_dossier_is_rated_once_with_one_to_five_stars_when_it_has_a_result() {
    let fixture = Fixture::start();
    let device = fixture.device();
    device.send(&submit(1, 1, &[]));
    let rejected = |seq: u64, made: &Command, code| {
        assert_eq!(said(&device.send_knowing(seq - 1, made)), (Rejected, Some(code)), "{seq}");
    };
    rejected(2, &rate(2, 4, None), ResultCode::StatusForbids);
    hand_over(&fixture, |_| {}).expect("handed over");
    rejected(3, &rate(3, 0, None), ResultCode::BodyInvalid);
    rejected(4, &rate(4, 6, None), ResultCode::BodyInvalid);
    rejected(5, &rate(5, 4, Some(&"x".repeat(limit::COMMENT + 1))), ResultCode::BodyInvalid);
    assert_eq!(said(&device.send_knowing(5, &rate(6, 4, Some("Nhanh.")))), (Applied, None));
    let record = dossier(&device);
    let rating = record.rating.expect("a rating");
    assert_eq!((rating.stars, rating.comment.expect("a comment").reveal().as_str()), (4, "Nhanh."));
    assert_eq!((record.status, record.steps.len()), (DossierStatus::Completed, 2), "no step of the office's");
    rejected(7, &rate(7, 5, None), ResultCode::StatusForbids);
    // What the office does next does not take it away.
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    office::advance(storage, clock, &id(1), DossierStatus::Returned, None).expect("moved");
    assert_eq!(dossier(&device).rating.map(|rating| rating.stars), Some(4));
}
