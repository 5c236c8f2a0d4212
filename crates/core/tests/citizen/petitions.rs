//! Petitions: written offline with photographs, sent once, followed to their answer, and never lost on the way.

use std::sync::Arc;

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, Method, NoAnswer, Reply, Request, Transport};
use cds_portal::office;
use cds_wire::form::{AnswerProblem, ValueSource};
use cds_wire::ipc::{CommandState, DossierState, DraftArgs, ErrorCode, FormState, ObstacleCode, PetitionSummary};
use cds_wire::petition::{MAX_TEXT, PetitionCategory, PetitionStatus};
use cds_wire::portal::command::command_type;

use crate::fixture::*;

const TEXT: &str = "Rác đổ xuống suối từ tháng 10.\nĐề nghị dọn.";
const ANSWERS: &[(&str, &str)] =
    &[("linh_vuc", "Môi trường"), ("noi_dung", TEXT), ("dia_diem", "Bờ suối, xóm Bản Giới")];

fn write(app: &App, draft: &str, answers: &[(&str, &str)]) {
    let known = app.draft(draft).expect("a draft");
    let mut fields = known.fields;
    fields.extend(answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())));
    let args = DraftArgs { id: Some(known.id), procedure: known.procedure_code, commune: known.commune, fields };
    app.save_draft(&args).expect("saved");
}

/// A petition's draft with everything in it and one photograph.
fn written(app: &App) -> String {
    let draft = app.begin_petition().expect("begun").id;
    write(app, &draft, ANSWERS);
    app.attach(&draft, "Ảnh 1", &photo(1)).expect("attached");
    draft
}

fn only(app: &App) -> PetitionSummary {
    let mut petitions = app.petitions().expect("read").petitions;
    let only = petitions.pop().expect("a petition");
    assert_eq!(petitions, [], "there is one");
    only
}

fn states(app: &App) -> Vec<(CommandState, Option<u64>)> {
    app.outbox().expect("read").entries.iter().map(|entry| (entry.state, entry.seq)).collect()
}

fn advance(fixture: &Fixture, code: &str, status: PetitionStatus, note: Option<&str>) {
    let environment = &fixture.environment;
    office::advance_petition(&*environment.storage, &*environment.clock, code, status, note.map(Into::into))
        .expect("moved");
}

fn at_office(fixture: &Fixture) -> usize {
    office::petitions(&*fixture.environment.storage).expect("read").len()
}

fn code_of(app: &App) -> String {
    only(app).code.expect("a code").into_inner()
}

/// What is wrong with which answer of a draft.
fn wrong(app: &App, draft: &str) -> Vec<(String, AnswerProblem)> {
    let obstacles = app.preflight(draft).expect("checked").obstacles;
    obstacles.into_iter().filter_map(|one| one.answer).map(|answer| (answer.field, answer.problem)).collect()
}

#[test]
fn a_petition_written_offline_with_a_photograph_outlives_a_kill_is_sent_once_and_answered() {
    let fixture = Fixture::start();
    let dossiers = fixture.in_step().dossiers().expect("read").dossiers;
    let app = fixture.offline();
    let draft = app.begin_petition().expect("begun").id;
    assert_eq!(app.begin_petition().expect("begun").id, draft, "one in which nothing was done is gone on with");
    let form = app.draft_form(&draft).expect("a form");
    assert_eq!(form.state, FormState::Ready);
    let view = form.view.expect("a view");
    let commune = view.sections.iter().flat_map(|section| &section.fields).find(|field| field.name == "xa");
    let commune = commune.expect("a commune");
    assert_eq!((commune.value.reveal().as_str(), commune.source), ("01576", Some(ValueSource::Profile)));
    assert_eq!(code(app.confirm(&draft)), ErrorCode::NotReadyToFile);
    write(&app, &draft, ANSWERS);
    app.attach(&draft, "Ảnh 1", &photo(1)).expect("attached");
    assert_ne!(app.begin_petition().expect("begun").id, draft, "another one is begun beside it");
    drop(app);

    let app = fixture.offline();
    let saved = app.petition(&draft).expect("read");
    assert_eq!(
        (saved.summary.state, saved.summary.category),
        (DossierState::Saved, Some(PetitionCategory::Environment))
    );
    assert_eq!(saved.attachments, ["Ảnh 1"]);
    assert_eq!(app.dossiers().expect("read").dossiers, dossiers, "it is no dossier");
    assert_eq!(code(app.dossier(&draft)), ErrorCode::NotFound);
    let other = app.drafts().expect("read").into_iter().find(|other| other.id != draft).expect("the other");
    app.delete_draft(&other.id).expect("deleted");
    assert!(app.preflight(&draft).expect("checked").ready);
    let command = app.confirm(&draft).expect("confirmed").id;
    let waiting = app.petition(&draft).expect("read");
    assert_eq!((waiting.summary.state, waiting.summary.status), (DossierState::Waiting, None));
    assert_eq!((waiting.cancellable.as_ref(), waiting.commune.as_deref()), (Some(&command), Some("Xã Quảng Uyên")));
    assert_eq!(waiting.text.expect("still here").reveal(), TEXT);
    let entries = app.outbox().expect("read").entries;
    assert_eq!(entries[0].command_type, command_type::PETITION_SUBMIT);
    assert_eq!((entries[0].title.reveal().as_str(), &entries[0].entity), ("Phản ánh, kiến nghị", &Some(draft.clone())));
    drop(app);

    let app = fixture.unlocked();
    assert_eq!(app.sync().expect("in step").pushed, 1);
    assert_eq!(app.sync().expect("in step").pushed, 0);
    assert_eq!((states(&app), at_office(&fixture)), (vec![(CommandState::Received, Some(1))], 1));
    let received = app.petition(&draft).expect("read");
    let petition_code = received.summary.code.clone().expect("a code").into_inner();
    assert!(petition_code.starts_with("PA-H14."), "{petition_code}");
    assert_eq!(received.summary.status, Some(PetitionStatus::Registered));
    assert_eq!(received.receipt.expect("a verified receipt").code, received.summary.code);
    assert_eq!(
        (received.cancellable, received.agency.as_deref()),
        (None, Some("Trung tâm Phục vụ hành chính công xã Quảng Uyên"))
    );

    advance(&fixture, &petition_code, PetitionStatus::Processing, None);
    advance(&fixture, &petition_code, PetitionStatus::Answered, Some("Đã dọn ngày 28/11."));
    app.sync().expect("in step");
    drop(app);
    let app = fixture.offline();
    let answered = app.petition(&petition_code.to_lowercase()).expect("by its code");
    assert_eq!(answered.summary.note.expect("an answer").reveal(), "Đã dọn ngày 28/11.");
    assert_eq!((answered.steps.len(), answered.can_file_again), (3, false));
    assert_eq!(answered.text.expect("still here").reveal(), TEXT);
    assert_eq!(app.dossiers().expect("read").dossiers.len(), dossiers.len());

    // Another device of the same citizen sees what the portal shows.
    let known = only(&fixture.another(NUMBER, PHONE));
    assert_eq!((known.state, known.status), (DossierState::Known, Some(PetitionStatus::Answered)));
    assert_eq!(known.place.reveal(), "Bờ suối, xóm Bản Giới");
}

#[test]
fn a_petition_that_is_taken_back_is_a_draft_with_all_of_it() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let command = app.confirm(&written(&app)).expect("confirmed").id;
    app.cancel(&command).expect("taken back");
    assert_eq!((states(&app), only(&app).state), (vec![], DossierState::Saved));
    let draft = app.draft(&command).expect("the draft");
    let answer = |name: &str| draft.fields.get(name).map(|answer| answer.reveal().as_str());
    assert_eq!((answer("linh_vuc"), answer("tinh"), answer("xa")), (Some("environment"), Some("04"), Some("01576")));
    assert_eq!((answer("dia_diem"), answer("noi_dung")), (Some("Bờ suối, xóm Bản Giới"), Some(TEXT)));
    assert_eq!((draft.attachments.len(), &draft.reason), (1, &None));
    let copy = app.copy_draft(&command).expect("copied").id;
    assert!(app.preflight(&copy).expect("checked").ready, "a copy is a petition's draft too");
    assert_eq!(app.petitions().expect("read").petitions.len(), 2);
    app.delete_draft(&copy).expect("deleted");
    app.confirm(&command).expect("confirmed again");
    drop(app);
    let app = fixture.unlocked();
    app.sync().expect("in step");
    assert_eq!((only(&app).state, at_office(&fixture)), (DossierState::Received, 1));
}

/// Spoils every piece of an upload on its way.
struct Spoiling(HttpTransport);

impl Transport for Spoiling {
    fn send(&self, mut request: Request) -> Result<Reply, NoAnswer> {
        if request.method == Method::Patch {
            request.body.iter_mut().for_each(|byte| *byte ^= 1);
        }
        self.0.send(request)
    }
}

#[test]
fn a_petition_that_the_portal_refuses_comes_back_with_the_reason_and_is_sent_again() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let spoiling = app(&fixture.home(), Arc::new(Spoiling(fixture.transport())), Arc::new(NoKeystore));
    spoiling.unlock(&PASSPHRASE.into()).expect("opened");
    let draft = written(&spoiling);
    let command = spoiling.confirm(&draft).expect("confirmed").id;
    for _ in 0..4 {
        // How each try ends is the link's matter; what comes of them in the end is looked at.
        let _ = spoiling.sync();
    }
    assert_eq!(states(&spoiling), [(CommandState::Returned, Some(1))]);
    let returned = only(&spoiling);
    assert_eq!((returned.state, returned.reason.as_deref()), (DossierState::Returned, Some("blob_damaged")));
    assert_eq!(spoiling.petition(&draft).expect("by the id it was sent under").summary.id, command);
    assert_eq!(spoiling.draft(&command).expect("the draft").attachments.len(), 1);
    drop(spoiling);
    let app = fixture.unlocked();
    app.confirm(&command).expect("confirmed again");
    app.sync().expect("in step");
    assert_eq!((only(&app).status, at_office(&fixture)), (Some(PetitionStatus::Registered), 1));
}

#[test]
fn what_the_portal_would_not_take_is_told_before_a_petition_is_confirmed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = app.begin_petition().expect("begun").id;
    let missing = ["linh_vuc", "noi_dung", "dia_diem"].map(|name| (name.to_owned(), AnswerProblem::Missing));
    assert_eq!(wrong(&app, &draft), missing);
    write(&app, &draft, ANSWERS);
    assert_eq!(wrong(&app, &draft), []);
    let long = "ộ".repeat(MAX_TEXT + 1);
    write(&app, &draft, &[("noi_dung", &long)]);
    assert_eq!(wrong(&app, &draft), [("noi_dung".to_owned(), AnswerProblem::TooLong)]);
    assert_eq!(code(app.confirm(&draft)), ErrorCode::NotReadyToFile);
    write(&app, &draft, &[("noi_dung", TEXT), ("tinh", "Đà Nẵng"), ("xa", "")]);
    let elsewhere = ("tinh".to_owned(), AnswerProblem::NotAnOption);
    assert!(wrong(&app, &draft).contains(&elsewhere), "no office there has this portal");
    write(&app, &draft, &[("tinh", "Cao Bằng"), ("xa", "01273")]);
    for number in 1..=6 {
        app.attach(&draft, &format!("Ảnh {number}"), &photo(number)).expect("attached");
    }
    let obstacles = app.preflight(&draft).expect("checked").obstacles;
    assert_eq!(obstacles.iter().map(|one| one.code).collect::<Vec<_>>(), [ObstacleCode::TooManyFiles]);
    assert_eq!(code(app.confirm(&draft)), ErrorCode::FormTooLarge);
    app.detach(&draft, "Ảnh 6").expect("taken off");
    write(&app, &draft, &[("noi_dung", "Rác\u{7}.\r\nDọn đi.")]);
    assert_eq!(wrong(&app, &draft), [("noi_dung".to_owned(), AnswerProblem::ControlCharacters)]);
    app.confirm(&draft).expect("a warning only");
    app.sync().expect("in step");
    let filed = app.petition(&draft).expect("read");
    assert_eq!((filed.text.expect("here").reveal().as_str(), filed.attachments.len()), ("Rác.\nDọn đi.", 5));
    assert_eq!(
        (filed.summary.state, filed.agency.as_deref()),
        (DossierState::Received, Some("Trung tâm Phục vụ hành chính công phường Thục Phán"))
    );
}

#[test]
fn a_petition_that_the_office_does_not_take_up_is_written_anew_with_what_it_said() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = written(&app);
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    assert_eq!(code(app.file_again(&draft)), ErrorCode::NotFound);
    advance(&fixture, &code_of(&app), PetitionStatus::Refused, Some("Không thuộc địa bàn xã."));
    app.sync().expect("in step");
    assert!(app.petition(&draft).expect("read").can_file_again);
    let again = app.file_again(&draft).expect("a draft").id;
    let shown = app.petition(&again).expect("read").summary;
    assert_eq!((shown.state, shown.reason.as_deref()), (DossierState::Returned, Some("office_refused")));
    assert_eq!(shown.note.expect("what it said").reveal(), "Không thuộc địa bàn xã.");
    assert_eq!(app.draft(&again).expect("read").attachments.len(), 1);
    write(&app, &again, &[("xa", "01273")]);
    app.confirm(&again).expect("confirmed");
    app.sync().expect("in step");
    assert_eq!(
        (app.petition(&again).expect("read").summary.status, at_office(&fixture)),
        (Some(PetitionStatus::Registered), 2)
    );
}

#[test]
fn a_portal_restored_from_a_backup_gets_a_petition_back_under_its_code() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.backup("before");
    // Another's petition takes the day's first code.
    let neighbour = fixture.another("004090000002", "0900000002");
    let theirs = written(&neighbour);
    write(&neighbour, &theirs, &[("xa", "01576")]);
    neighbour.confirm(&theirs).expect("confirmed");
    neighbour.sync().expect("in step");
    let draft = written(&app);
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    let code_before = code_of(&app);
    assert_ne!(code_before, code_of(&neighbour));
    drop((app, neighbour));
    let fixture = fixture.restored("before");
    assert_eq!(at_office(&fixture), 0);
    let app = fixture.unlocked();
    for _ in 0..2 {
        app.sync().expect("in step");
    }
    assert_eq!(code_of(&app), code_before, "the receipt gave the code back");
    assert_eq!((only(&app).id, at_office(&fixture)), (draft, 1));
    let (_, submitted) =
        office::submitted_petition(&*fixture.environment.storage, &code_before).expect("the office has it");
    assert_eq!((submitted.text.reveal().as_str(), submitted.attachments.len()), (TEXT, 1));
}
