//! What an office asks for, and the citizen adds to its dossier.

use std::fs;

use cds_core::App;
use cds_portal::office;
use cds_portal::storage::Submission;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{
    CommandState, DossierState, DossierSummary, DraftArgs, ErrorCode, ObstacleCode, SupplementDraft, Unsent,
};
use cds_wire::paper::PaperKind;
use cds_wire::portal::DossierSupplement;
use cds_wire::portal::command::command_type;

use crate::fixture::*;

/// A dossier of the demonstration's that is being worked on.
const DOSSIER: &str = "H14.40.02-261020-0007";
/// What the place for other papers is called.
const OTHER: &str = "Giấy tờ khác";
const WANTED: [&str; 2] = ["Giấy chứng sinh", "Giấy đăng ký kết hôn"];

fn ask(fixture: &Fixture, code: &str) {
    let (storage, clock) = (&*fixture.environment.storage, &*fixture.environment.clock);
    let note = Some("Xin gửi hai giấy tờ sau.".into());
    let wanted = WANTED.map(str::to_owned).to_vec();
    office::ask(storage, clock, code, DossierStatus::SupplementNeeded, note, wanted).expect("asked");
}

/// Ends an app as a kill does: it goes on from what is on the disk at this moment.
fn kill(fixture: &Fixture, app: App) {
    let files = fs::read_dir(fixture.account()).expect("the account").map(|entry| entry.expect("an entry").path());
    let left: Vec<_> = files.map(|path| (fs::read(&path).expect("read"), path)).collect();
    drop(app);
    for (bytes, path) in left {
        fs::write(path, bytes).expect("as it was left");
    }
}

fn summary(app: &App) -> DossierSummary {
    app.dossier(DOSSIER).expect("read").summary
}

fn waiting(app: &App) -> Vec<String> {
    app.dossier(DOSSIER).expect("read").waiting.into_iter().map(|entry| entry.command_type).collect()
}

/// What the office has of what citizens added to the dossier.
fn at_office(fixture: &Fixture, dossier: &str) -> Vec<Submission> {
    let read = fixture.environment.storage.read(|tx| {
        let account = tx.citizen(&NUMBER.into())?.expect("known").account;
        tx.submissions(&account, dossier)
    });
    let submissions = read.map_err(|error| error.to_string()).expect("read");
    submissions.into_iter().filter(|one| one.command_type == command_type::DOSSIER_SUPPLEMENT).collect()
}

/// Writes a supplement with two papers, one of which is kept, and a note.
fn written(app: &App) -> String {
    let draft = app.begin_supplement(DOSSIER).expect("begun").id;
    let kept = app.add_paper(PaperKind::MarriageCertificate, &"Kết hôn".into(), &photo(2)).expect("kept").id;
    app.attach(&draft, WANTED[0], &photo(1)).expect("attached");
    app.attach_paper(&draft, WANTED[1], &kept).expect("attached");
    let known = app.draft(&draft).expect("read");
    let fields = [(DossierSupplement::NOTE.to_owned(), "Đã chụp lại".into())].into();
    let args = DraftArgs { id: Some(draft.clone()), procedure: known.procedure_code, commune: None, fields };
    app.save_draft(&args).expect("saved");
    draft
}

#[test]
fn what_is_asked_for_is_answered_offline_survives_a_kill_and_is_applied_once() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    assert_eq!(code(app.begin_supplement(DOSSIER)), ErrorCode::SupplementUnasked, "nothing was asked for");
    let dossiers = app.dossiers().expect("read").dossiers.len();
    ask(&fixture, DOSSIER);
    app.sync().expect("in step");
    let detail = app.dossier(DOSSIER).expect("read");
    assert_eq!((detail.wanted.as_slice(), detail.can_supplement), (WANTED.map(str::to_owned).as_slice(), true));
    assert!(!detail.summary.supplement_waits);
    drop(app);

    let app = fixture.offline();
    let draft = written(&app);
    assert_eq!(app.begin_supplement(DOSSIER).expect("the same").id, draft);
    kill(&fixture, app);
    // Everything is still there, and no dossier of its own.
    let app = fixture.offline();
    let list = app.dossiers().expect("read").dossiers;
    assert_eq!(list.len(), dossiers);
    let supplement = Some(SupplementDraft { draft: draft.clone(), reason: None });
    assert_eq!((summary(&app).supplement, summary(&app).status), (supplement, Some(DossierStatus::SupplementNeeded)));
    assert_eq!(app.dossier(&draft).expect("its dossier").summary.id, summary(&app).id);
    let read = app.draft(&draft).expect("read");
    assert_eq!((read.supplements, read.attachments.len()), (Some(summary(&app).id), 2));
    assert_eq!(read.note.expect("a note").reveal(), "Xin gửi hai giấy tờ sau.");
    // Its form: what is asked for, a place for others, then the note.
    let form = app.draft_form(&draft).expect("a form").view.expect("a view");
    let fields: Vec<_> = form.sections.iter().flat_map(|section| &section.fields).collect();
    let names: Vec<&str> = fields.iter().map(|field| field.paper.as_ref().unwrap_or(&field.name).as_str()).collect();
    assert_eq!(names, [WANTED[0], WANTED[1], OTHER, DossierSupplement::NOTE]);
    let there: Vec<bool> = fields.iter().map(|field| field.attached.is_some()).collect();
    assert_eq!((there, fields[3].value.reveal().as_str()), (vec![true, true, false, false], "Đã chụp lại"));
    let checked = app.preflight(&draft).expect("looked at");
    assert!(checked.ready && checked.obstacles.is_empty() && checked.files > 0, "{checked:?}");
    assert_eq!(code(app.sign_out(Unsent::Refuse)), ErrorCode::Unsent, "it is nowhere else");
    app.confirm(&draft).expect("confirmed");
    assert_eq!(waiting(&app), [command_type::DOSSIER_SUPPLEMENT]);
    assert_eq!(summary(&app).supplement, None);
    assert!(!app.dossier(DOSSIER).expect("read").can_supplement && summary(&app).supplement_waits);
    assert_eq!(code(app.begin_supplement(DOSSIER)), ErrorCode::SupplementUnasked, "one waits");
    kill(&fixture, app);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    let detail = app.dossier(DOSSIER).expect("read");
    assert_eq!(detail.summary.status, Some(DossierStatus::Processing));
    assert!(!detail.summary.supplement_waits);
    assert!(detail.wanted.is_empty() && detail.waiting.is_empty());
    assert_eq!(detail.attachments, WANTED);
    let received = at_office(&fixture, &detail.summary.id);
    assert_eq!(received.len(), 1, "once");
    let body: DossierSupplement = serde_json::from_str(received[0].body.reveal()).expect("its form");
    assert_eq!(body.attachments.iter().map(|paper| paper.name.as_str()).collect::<Vec<_>>(), WANTED);
    assert_eq!(body.fields[DossierSupplement::NOTE].reveal(), "Đã chụp lại");
    let blob = |sha256| {
        let read = fixture.environment.storage.read(|tx| {
            let account = tx.citizen(&NUMBER.into())?.expect("known").account;
            tx.blob(&account, sha256)
        });
        read.map_err(|error| error.to_string()).expect("read").is_some_and(|blob| blob.verified)
    };
    assert!(body.attachments.iter().all(|paper| blob(&paper.sha256)), "the papers are there whole");
}

#[test]
fn what_comes_too_late_is_the_same_draft_again_with_the_reason_and_answers_the_next_question() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    ask(&fixture, DOSSIER);
    app.sync().expect("in step");
    drop(app);
    let app = fixture.offline();
    let draft = written(&app);
    app.confirm(&draft).expect("confirmed");
    drop(app);

    fixture.advance(DOSSIER, DossierStatus::Processing);
    let app = fixture.unlocked();
    app.sync().expect("in step");
    let entries = app.outbox().expect("read").entries;
    let entry =
        entries.iter().find(|entry| entry.command_type == command_type::DOSSIER_SUPPLEMENT).expect("it is listed");
    assert_eq!((entry.state, entry.reason.as_deref()), (CommandState::Returned, Some("status_forbids")));
    let shown = summary(&app);
    assert_eq!((shown.status, shown.state), (Some(DossierStatus::Processing), DossierState::Known));
    let again = shown.supplement.expect("a draft again");
    assert_eq!(again.reason.as_deref(), Some("status_forbids"));
    let read = app.draft(&again.draft).expect("read");
    assert_eq!((read.attachments.len(), read.supplements), (2, Some(shown.id.clone())));
    assert_eq!(read.fields[DossierSupplement::NOTE].reveal(), "Đã chụp lại");
    assert!(at_office(&fixture, &shown.id).is_empty());
    // Nobody asks any more: it is kept and not sent.
    assert_eq!(code(app.confirm(&again.draft)), ErrorCode::SupplementUnasked);
    assert_eq!(app.preflight(&again.draft).expect("looked at").obstacles[0].code, ObstacleCode::SupplementUnasked);

    ask(&fixture, DOSSIER);
    app.sync().expect("in step");
    assert_eq!(app.begin_supplement(DOSSIER).expect("what is there").id, again.draft);
    app.confirm(&again.draft).expect("confirmed");
    app.sync().expect("in step");
    assert_eq!((summary(&app).status, summary(&app).supplement), (Some(DossierStatus::Processing), None));
    assert_eq!(at_office(&fixture, &shown.id).len(), 1);
}

#[test]
fn an_unsent_supplement_is_taken_back_whole_an_empty_one_refused_and_a_draft_deleted() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    ask(&fixture, DOSSIER);
    app.sync().expect("in step");
    drop(app);
    let app = fixture.offline();
    let draft = app.begin_supplement(DOSSIER).expect("begun").id;
    assert_eq!(code(app.confirm(&draft)), ErrorCode::SupplementEmpty);
    let obstacles = app.preflight(&draft).expect("looked at").obstacles;
    let obstacles: Vec<_> = obstacles.iter().map(|one| (one.code, one.warning)).collect();
    let missing = (ObstacleCode::PaperMissing, true);
    assert_eq!(obstacles, [missing, missing, (ObstacleCode::SupplementEmpty, false)]);
    assert_eq!(code(app.copy_draft(&draft)), ErrorCode::SupplementUnasked);

    app.attach(&draft, WANTED[0], &photo(1)).expect("attached");
    let command = app.confirm(&draft).expect("confirmed").id;
    app.cancel(&command).expect("taken back");
    let again = summary(&app).supplement.expect("a draft again");
    assert_eq!(again.reason, None);
    assert_eq!(app.draft(&again.draft).expect("read").attachments.len(), 1);
    assert_eq!(app.dossier(&command).expect("its dossier").summary.id, summary(&app).id);
    app.delete_draft(&again.draft).expect("deleted");
    assert_eq!(summary(&app).supplement, None);
    assert!(app.dossier(DOSSIER).expect("read").can_supplement);
    assert_eq!(code(app.begin_supplement("H14.40.02-990101-0001")), ErrorCode::NotFound);
}

#[test]
fn what_was_written_is_found_also_where_the_portals_part_is_gone() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    ask(&fixture, DOSSIER);
    app.sync().expect("in step");
    let draft = app.begin_supplement(DOSSIER).expect("begun").id;
    let id = summary(&app).id;
    drop(app);
    let app = fixture.without_cache();
    let list = app.dossiers().expect("read").dossiers;
    let left: Vec<_> = list.iter().map(|dossier| (&dossier.id, dossier.supplement.as_ref())).collect();
    assert_eq!(left, [(&id, Some(&SupplementDraft { draft: draft.clone(), reason: None }))]);
    assert_eq!(app.dossier(&id).expect("read").summary.procedure.reveal(), "Đăng ký thường trú");
    assert_eq!(code(app.confirm(&draft)), ErrorCode::SupplementUnasked);
}

#[test]
fn a_dossier_that_is_filed_again_has_the_papers_that_were_added_to_it() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let fields = [("noi_dung".to_owned(), "Xin cấp lại".into())].into();
    let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    let filing = app.save_draft(&args).expect("saved").id;
    app.attach(&filing, OTHER, &photo(1)).expect("attached");
    app.confirm(&filing).expect("confirmed");
    app.sync().expect("in step");
    let list = app.dossiers().expect("read").dossiers;
    let filed = list.iter().find(|dossier| dossier.state == DossierState::Received).expect("received").clone();
    ask(&fixture, &filed.id);
    app.sync().expect("in step");
    let draft = app.begin_supplement(&filed.id).expect("begun").id;
    app.attach(&draft, WANTED[1], &photo(3)).expect("attached");
    // The place for another paper has a name that none of the dossier's papers has.
    let form = app.draft_form(&draft).expect("a form").view.expect("a view");
    let places = form.sections.iter().flat_map(|section| &section.fields).filter_map(|field| field.paper.as_deref());
    assert_eq!(places.collect::<Vec<_>>(), [WANTED[0], WANTED[1], "Giấy tờ khác (2)"]);
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    fixture.refuse(&filed.id, "Không đúng thẩm quyền.");
    app.sync().expect("in step");
    let again = app.file_again(&filed.id).expect("a draft").id;
    let names: Vec<String> = app.draft(&again).expect("read").attachments.into_iter().map(|one| one.name).collect();
    assert_eq!(names, [OTHER, WANTED[1]]);
    assert_eq!(app.dossier(&again).expect("read").summary.state, DossierState::Returned);
}
