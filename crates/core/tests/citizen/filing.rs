//! Filing with no network: what was confirmed arrives exactly once, whatever happens between.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, Method, NoAnswer, Reply, Request, Transport};
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{CommandState, DossierState, DraftArgs, ErrorCode};
use cds_wire::portal::SYNC_PATH;

use crate::fixture::*;

/// Gives the portal's answer only where `passes` says so, after the portal has done its work.
struct Lossy<F>(HttpTransport, F, AtomicUsize);

impl<F: Fn(usize, &Request) -> bool + Send + Sync> Transport for Lossy<F> {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        let passes = (self.1)(self.2.fetch_add(1, Ordering::Relaxed), &request);
        let reply = self.0.send(request);
        if passes { reply } else { Err(NoAnswer::Unreachable) }
    }
}

fn lossy(fixture: &Fixture, passes: impl Fn(usize, &Request) -> bool + Send + Sync + 'static) -> App {
    let transport = Lossy(fixture.transport(), passes, AtomicUsize::new(0));
    let app = app(&fixture.home(), Arc::new(transport), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    app
}

fn draft(app: &App) -> String {
    let fields = [("ho_ten".to_owned(), "Lý Thị Mai".into())].into();
    let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    app.save_draft(&args).expect("saved").id
}

fn filed(app: &App) -> String {
    let draft = draft(app);
    app.attach(&draft, "giay_chung_sinh", &photo(1)).expect("attached");
    app.confirm(&draft).expect("confirmed").id
}

fn states(app: &App) -> Vec<(CommandState, Option<u64>)> {
    app.outbox().expect("read").entries.iter().map(|entry| (entry.state, entry.seq)).collect()
}

fn new_dossiers(app: &App) -> Vec<(DossierState, Option<DossierStatus>)> {
    let list = app.dossiers().expect("read").dossiers;
    let new = list.into_iter().filter(|dossier| dossier.state != DossierState::Known);
    new.map(|dossier| (dossier.state, dossier.status)).collect()
}

#[test]
fn a_dossier_filed_offline_is_received_once_with_its_receipt_and_followed_to_the_next_status() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let offline = lossy(&fixture, |_, _| false);
    filed(&offline);
    assert_eq!(new_dossiers(&offline), [(DossierState::Waiting, None)]);
    assert_eq!(states(&offline), [(CommandState::Waiting, None)]);
    drop(offline);

    let app = fixture.unlocked();
    let report = app.sync().expect("in step");
    assert_eq!((report.pushed, report.complete), (1, true));
    assert_eq!(app.sync().expect("in step").pushed, 0);
    assert_eq!(states(&app), [(CommandState::Received, Some(1))]);
    assert_eq!(new_dossiers(&app), [(DossierState::Received, Some(DossierStatus::Registered))]);
    let list = app.dossiers().expect("read").dossiers;
    let dossier = list.iter().find(|dossier| dossier.state == DossierState::Received).expect("it is there");
    let detail = app.dossier(&dossier.id).expect("read");
    let receipt = detail.receipt.expect("a verified receipt");
    assert_eq!(receipt.code, dossier.code);
    assert_eq!(detail.attachments, ["giay_chung_sinh"]);

    let code = dossier.code.clone().expect("the office gave a code").into_inner();
    fixture.advance(&code, DossierStatus::Accepted);
    app.sync().expect("in step");
    assert_eq!(app.dossier(&code).expect("read").summary.status, Some(DossierStatus::Accepted));
}

#[test]
fn wherever_the_answers_are_lost_the_portal_has_it_once() {
    for lost in 0..7 {
        let fixture = Fixture::start();
        drop(fixture.in_step());
        let app = lossy(&fixture, move |n, _| n != lost);
        filed(&app);
        // One try breaks where the answer was lost; nothing else may.
        let tries: Vec<_> = (0..3).map(|_| app.sync()).filter_map(Result::err).map(|error| error.code()).collect();
        assert!(matches!(tries.as_slice(), [] | [ErrorCode::NoNetwork]), "lost {lost}: {tries:?}");
        assert_eq!(states(&app), [(CommandState::Received, Some(1))], "lost {lost}");
        assert_eq!(new_dossiers(&app).len(), 1, "lost {lost}");
        assert_eq!(fixture.filed_at_office(), 1, "lost {lost}");
    }
}

#[test]
fn a_cancelled_command_that_was_never_sent_is_a_draft_again_and_leaves_no_gap() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let first = filed(&app);
    app.cancel(&first).expect("cancelled");
    assert_eq!(states(&app), []);
    assert_eq!(new_dossiers(&app), [(DossierState::Saved, None)]);
    let again = app.dossiers().expect("read").dossiers;
    let again = again.iter().find(|dossier| dossier.state == DossierState::Saved).expect("the draft");
    let detail = app.dossier(&again.id).expect("read");
    assert_eq!(detail.fields["ho_ten"].reveal(), "Lý Thị Mai");
    assert_eq!(detail.attachments, ["giay_chung_sinh"]);
    app.confirm(&again.id).expect("confirmed again");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Received, Some(1))]);
    assert_eq!(code(app.cancel(&first)), ErrorCode::NotFound);
}

#[test]
fn a_command_that_waits_for_its_photo_can_still_be_cancelled_and_a_received_one_cannot() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    // The photo never gets through.
    let app = lossy(&fixture, |_, request| request.method != Method::Patch && request.path == SYNC_PATH);
    let command = filed(&app);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(states(&app), [(CommandState::Deferred, Some(1))]);
    assert_eq!(new_dossiers(&app), [(DossierState::Waiting, None)]);
    drop(app);
    let app = fixture.unlocked();
    app.cancel(&command).expect("asked for");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Returned, Some(1)), (CommandState::Received, Some(2))]);
    assert_eq!(new_dossiers(&app), [(DossierState::Saved, None)]);
    assert_eq!(fixture.filed_at_office(), 0);
    let cancel = app.outbox().expect("read").entries[1].id.clone();
    assert_eq!(code(app.cancel(&cancel)), ErrorCode::TooLate);
}

#[test]
fn a_command_that_was_lost_on_its_way_can_still_be_cancelled() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.unanswered(NoAnswer::Unreachable);
    let command = filed(&app);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(states(&app), [(CommandState::Sent, Some(1))]);
    app.cancel(&command).expect("asked for");
    assert_eq!(new_dossiers(&app), [(DossierState::Cancelling, None)]);
    assert_eq!(app.dossier(&command).expect("read").cancellable, None);
    app.cancel(&command).expect("asked for twice, told once");
    drop(app);
    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Returned, Some(1)), (CommandState::Received, Some(2))]);
    assert_eq!(new_dossiers(&app), [(DossierState::Saved, None)]);
    assert_eq!(fixture.filed_at_office(), 0);
}

#[test]
fn a_draft_that_was_confirmed_a_moment_ago_does_not_come_back() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = draft(&app);
    app.confirm(&draft).expect("confirmed");
    let late = DraftArgs { id: Some(draft), procedure: "1.001193".to_owned(), commune: None, fields: [].into() };
    assert_eq!(code(app.save_draft(&late)), ErrorCode::NotFound);
    assert_eq!(new_dossiers(&app), [(DossierState::Waiting, None)]);
}

#[test]
fn what_the_portal_would_not_take_is_told_before_it_is_confirmed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let fields = [("ghi_chu".to_owned(), "x".repeat(70_000).as_str().into())].into();
    let long = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    assert_eq!(code(app.save_draft(&long)), ErrorCode::FormTooLarge);
    assert_eq!(code(app.attach(&draft(&app), &"x".repeat(200), &photo(1))), ErrorCode::FormTooLarge);
}

#[test]
fn a_refused_dossier_comes_back_as_a_draft_with_the_reason_and_can_be_filed_again() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = draft(&app);
    app.attach(&draft, "giay", &photo(2)).expect("attached");
    // The office closes the procedure between the form and the portal.
    fixture.keep_procedure("1.001193", false);
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Returned, Some(1))]);
    let list = app.dossiers().expect("read").dossiers;
    let returned = list.iter().find(|dossier| dossier.state == DossierState::Returned).expect("the draft");
    assert_eq!(returned.reason.as_deref(), Some("procedure_unknown"));
    fixture.keep_procedure("1.001193", true);
    app.confirm(&returned.id).expect("confirmed again");
    app.sync().expect("in step");
    assert_eq!(new_dossiers(&app), [(DossierState::Received, Some(DossierStatus::Registered))]);
}

#[test]
fn a_portal_restored_from_an_older_backup_gets_what_it_has_forgotten_with_its_code() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.backup("before");
    // Another's dossier takes the day's first code: without its receipt ours would get that one from the restored portal.
    let neighbour = fixture.another("004090000002", "0900000002");
    filed(&neighbour);
    neighbour.sync().expect("in step");
    filed(&app);
    let returned = draft(&app);
    fixture.keep_procedure("1.001193", false);
    app.confirm(&returned).expect("confirmed");
    fixture.keep_procedure("1.001193", true);
    let cancelled = filed(&app);
    app.cancel(&cancelled).expect("cancelled before it was sent");
    app.sync().expect("in step");
    let code_before = new_code(&app);
    drop((app, neighbour));
    let fixture = fixture.restored("before");
    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    assert_eq!(new_code(&app), code_before, "the receipt gave the code back");
    let states = states(&app);
    assert!(states.iter().all(|(state, _)| *state == CommandState::Received), "{states:?}");
}

#[test]
fn what_came_back_to_the_citizen_is_not_filed_when_the_portal_has_forgotten_that() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    fixture.backup("before");
    let app = lossy(&fixture, |_, request| request.method != Method::Patch);
    let command = filed(&app);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    drop(app);
    let app = fixture.unlocked();
    app.cancel(&command).expect("asked for");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Returned, Some(1)), (CommandState::Received, Some(2))]);
    drop(app);
    let fixture = fixture.restored("before");
    let app = fixture.unlocked();
    for _ in 0..3 {
        app.sync().expect("in step");
    }
    assert_eq!(fixture.filed_at_office(), 0);
    assert_eq!(new_dossiers(&app), [(DossierState::Saved, None)]);
    assert_eq!(states(&app), [(CommandState::Received, Some(1)), (CommandState::Received, Some(2))]);
}

fn new_code(app: &App) -> Option<String> {
    let list = app.dossiers().expect("read").dossiers;
    let found = list.into_iter().find(|dossier| dossier.state == DossierState::Received).expect("it is there");
    found.code.map(cds_wire::Sensitive::into_inner)
}

#[test]
fn an_older_copy_of_the_vault_is_noticed() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let vault = fixture.account().join("vault.db");
    let older = fs::read(&vault).expect("read");
    let app = fixture.unlocked();
    filed(&app);
    assert_eq!(app.outbox().expect("read").missing, 0);
    drop(app);
    fs::write(&vault, older).expect("put back");
    assert_eq!(fixture.unlocked().outbox().expect("read").missing, 1);
}

#[test]
fn a_file_that_is_no_paper_or_too_large_is_named_and_nothing_is_filed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let draft = draft(&app);
    assert_eq!(code(app.attach(&draft, "giay", b"no picture")), ErrorCode::FileUnreadable);
    assert_eq!(code(app.attach(&draft, "giay", &vec![0; 7 * 1024 * 1024])), ErrorCode::FileTooLarge);
    assert_eq!(code(app.attach("nothing", "giay", &photo(1))), ErrorCode::NotFound);
    assert_eq!(code(app.confirm("nothing")), ErrorCode::NotFound);
    let unknown = DraftArgs { id: None, procedure: "9.999999".to_owned(), commune: None, fields: [].into() };
    assert_eq!(code(app.save_draft(&unknown)), ErrorCode::DraftIncomplete);
    assert_eq!(states(&app), []);
    assert_eq!(new_dossiers(&app), [(DossierState::Saved, None)]);
}

#[test]
fn every_dossier_of_another_citizen_stays_with_them() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    filed(&app);
    let other = fixture.sign_in_args("004090000002", "0900000002");
    assert_eq!(code(app.sign_in_again(&other)), ErrorCode::SignInRefused);
    app.sync().expect("still the first citizen's");
    assert_eq!(states(&app), [(CommandState::Received, Some(1))]);
}

#[test]
fn a_device_whose_session_ended_signs_in_again_and_sends_what_waited() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    filed(&app);
    fixture.end_session(&app);
    assert_eq!(code(app.sync()), ErrorCode::SignInNeeded);
    app.sign_in_again(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in again");
    app.sync().expect("in step");
    assert_eq!(states(&app), [(CommandState::Received, Some(1))]);
}
