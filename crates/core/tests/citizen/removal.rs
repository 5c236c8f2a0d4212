//! Deleting papers: here, at the portal, and what either keeps.

use cds_core::App;
use cds_portal::storage::StorageError;
use cds_wire::Digest;
use cds_wire::ipc::{CommandState, DraftArgs, ErrorCode, PaperState, PaperSummary};
use cds_wire::paper::{PaperKind, PaperSource};
use sha2::{Digest as _, Sha256};

use crate::fixture::*;

/// The same account without its cache: it pulls from the beginning, where nothing is told of what was deleted.
fn from_the_beginning(fixture: &Fixture) -> App {
    drop(fixture.without_cache());
    fixture.unlocked()
}

fn keep(app: &App, content: &[u8]) -> String {
    app.add_paper(PaperKind::Passport, &"Hộ chiếu".into(), content).expect("kept").id
}

fn listed(app: &App, id: &str) -> Option<PaperSummary> {
    app.papers().expect("read").into_iter().find(|paper| paper.id == id)
}

fn state(app: &App, id: &str) -> Option<PaperState> {
    listed(app, id).map(|paper| paper.state)
}

/// Whether the portal holds a content of the citizen's.
fn at_portal(fixture: &Fixture, content: &[u8]) -> bool {
    let sha256 = Digest(Sha256::digest(content).into());
    let held = fixture.environment.storage.read(|tx| {
        let citizen = tx.citizen(&NUMBER.into())?.ok_or(StorageError::Damaged("citizen"))?;
        tx.blob(&citizen.account, &sha256)
    });
    held.map_err(|error: StorageError| error.to_string()).expect("read").is_some_and(|blob| blob.verified)
}

#[test]
fn what_was_never_sent_is_gone_at_once_with_its_command() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.offline();
    let id = keep(&app, &photo(1));
    assert_eq!(app.delete_paper(&id).expect("deleted"), None);
    assert_eq!(listed(&app, &id), None);
    assert!(app.outbox().expect("read").entries.is_empty());
    assert_eq!(code(app.paper_content(&id)), ErrorCode::NotFound);
    assert_eq!(code(app.delete_paper(&id)), ErrorCode::NotFound);
}

#[test]
fn what_the_portal_has_is_listed_as_being_deleted_until_it_is_deleted_there_and_here() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(2);
    let id = keep(&app, &content);
    app.sync().expect("in step");
    assert!(at_portal(&fixture, &content));
    drop(app);

    let app = fixture.offline();
    let command = app.delete_paper(&id).expect("confirmed").expect("it waits").id;
    assert_eq!(app.delete_paper(&id).expect("once").expect("it waits").id, command);
    let paper = listed(&app, &id).expect("listed");
    assert_eq!((paper.state, paper.cancellable.as_deref()), (PaperState::Deleting, Some(command.as_str())));
    assert_eq!(code(app.paper_content(&id)), ErrorCode::NotFound);
    assert_eq!(code(app.paper_thumbnail(&id)), ErrorCode::NotFound);
    app.cancel(&command).expect("taken back");
    assert_eq!(state(&app, &id), Some(PaperState::Kept));
    assert_eq!(app.paper_content(&id).expect("still here").0, content);
    app.delete_paper(&id).expect("confirmed").expect("it waits");
    drop(app);

    let app = fixture.unlocked();
    assert_eq!(state(&app, &id), Some(PaperState::Deleting), "it was on the disk");
    app.sync().expect("in step");
    assert_eq!(listed(&app, &id), None);
    assert!(!at_portal(&fixture, &content), "the portal has let go of it");
    assert_eq!(code(app.paper_content(&id)), ErrorCode::NotFound);
    drop(app);
    assert_eq!(code(fixture.without_cache().paper_content(&id)), ErrorCode::NotFound, "nor is it in the vault");
}

#[test]
fn a_paper_deleted_on_another_device_goes_from_this_one_with_its_content() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(3);
    let id = keep(&app, &content);
    app.sync().expect("in step");
    let other = fixture.another(NUMBER, PHONE);
    assert_eq!(state(&other, &id), Some(PaperState::Portal));
    let before = other.storage().expect("read").papers;
    assert_eq!(other.paper_content(&id).expect("fetched").0, content);
    other.delete_paper(&id).expect("confirmed").expect("it waits");
    other.sync().expect("in step");
    assert_eq!((listed(&other, &id), code(other.paper_content(&id))), (None, ErrorCode::NotFound));
    assert_eq!(other.storage().expect("read").papers, before, "its content has left the cache");
    assert_eq!(state(&app, &id), Some(PaperState::Kept));
    app.sync().expect("in step");
    assert_eq!((listed(&app, &id), code(app.paper_content(&id))), (None, ErrorCode::NotFound));
}

#[test]
fn the_copy_that_was_filed_with_a_dossier_stays_with_the_office() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(4);
    let id = keep(&app, &content);
    let fields = [("ho_ten".to_owned(), "Lý Thị Mai".into())].into();
    let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    let draft = app.save_draft(&args).expect("saved").id;
    app.attach_paper(&draft, "giay_chung_sinh", &id).expect("attached");
    app.confirm(&draft).expect("confirmed");
    app.sync().expect("in step");
    app.delete_paper(&id).expect("confirmed").expect("it waits");
    app.sync().expect("in step");
    assert_eq!(listed(&app, &id), None);
    assert!(at_portal(&fixture, &content), "the dossier's copy stays");
}

#[test]
fn the_result_of_a_dossier_leaves_the_list_and_stays_in_the_archive() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let result = app.papers().expect("read").into_iter().find(|paper| paper.source == PaperSource::DossierResult);
    let result = result.expect("the demonstration has one");
    let content = app.paper_content(&result.id).expect("fetched").0;
    app.delete_paper(&result.id).expect("confirmed").expect("it waits");
    app.sync().expect("in step");
    assert_eq!(listed(&app, &result.id), None);
    assert!(at_portal(&fixture, &content), "the office's archive keeps it");
}

#[test]
fn what_is_deleted_while_the_portal_waits_for_its_content_goes_without_that() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = fixture.unanswered(cds_core::transport::NoAnswer::Unreachable);
    let content = photo(6);
    let id = keep(&app, &content);
    // It has left this device for all that is known.
    assert!(app.sync().is_err());
    assert_eq!(app.outbox().expect("read").entries[0].state, CommandState::Sent);
    app.delete_paper(&id).expect("confirmed").expect("it waits");
    assert_eq!(state(&app, &id), Some(PaperState::Deleting));
    drop(app);
    let app = fixture.unlocked();
    app.sync().expect("in step");
    app.sync().expect("in step");
    assert_eq!(listed(&app, &id), None);
    assert!(!at_portal(&fixture, &content), "it was never sent");
    assert!(
        app.outbox()
            .expect("read")
            .entries
            .iter()
            .all(|entry| { matches!(entry.state, CommandState::Received | CommandState::Returned) })
    );
}

#[test]
fn a_portal_that_was_put_back_does_not_get_a_deleted_paper_again() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.backup("before");
    let content = photo(7);
    let id = keep(&app, &content);
    app.sync().expect("in step");
    app.delete_paper(&id).expect("confirmed").expect("it waits");
    app.sync().expect("in step");
    drop(app);
    let fixture = fixture.restored("before");
    let app = fixture.unlocked();
    for _ in 0..3 {
        app.sync().expect("in step");
    }
    assert!(!at_portal(&fixture, &content));
    assert_eq!(listed(&app, &id), None);
    let next = keep(&app, &photo(8));
    app.sync().expect("in step");
    assert_eq!(state(&app, &next), Some(PaperState::Kept), "nothing holds up what follows");
    let open = |entry: &cds_wire::ipc::OutboxEntry| entry.state.is_open();
    assert!(!app.outbox().expect("read").entries.iter().any(open));
}

#[test]
fn a_locked_vault_gives_no_paper_out() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(9);
    let id = keep(&app, &content);
    assert_eq!(app.shared_name(&id).expect("named"), "giay-to.jpg");
    assert_eq!(app.share_paper(&id).expect("given out"), content);
    assert_eq!(code(app.share_paper("nothing")), ErrorCode::NotFound);
    app.lock().expect("locked");
    assert_eq!(code(app.shared_name(&id)), ErrorCode::NotReady);
    assert_eq!(code(app.share_paper(&id)), ErrorCode::NotReady);
    assert_eq!(code(app.delete_paper(&id)), ErrorCode::NotReady);
}

#[test]
fn a_deletion_that_a_pull_from_the_beginning_does_not_tell_of_leaves_nothing_here() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let id = keep(&app, &photo(10));
    app.sync().expect("in step");
    app.delete_paper(&id).expect("confirmed").expect("it waits");
    drop(app);
    let app = from_the_beginning(&fixture);
    app.sync().expect("in step");
    assert_eq!(listed(&app, &id), None);
    let entries = app.outbox().expect("read").entries;
    assert_eq!(entries.iter().map(|entry| entry.state).collect::<Vec<_>>(), [CommandState::Received; 2]);
    assert!(entries.iter().all(|entry| entry.title.reveal().is_empty()), "its name has left the vault");
    let room = || std::fs::read(fixture.account().join("vault.db")).expect("read").len();
    let before = room();
    keep(&app, &photo(11));
    assert!(room() - before < 16 * 1024, "what it took up is free");
}

#[test]
fn a_paper_that_the_portal_does_not_show_any_more_stays_is_told_and_can_be_deleted() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let content = photo(12);
    let id = keep(&app, &content);
    app.sync().expect("in step");
    let other = fixture.another(NUMBER, PHONE);
    assert_eq!(other.paper_content(&id).expect("fetched").0, content);
    other.delete_paper(&id).expect("confirmed").expect("it waits");
    other.sync().expect("in step");
    drop(app);
    // What a backup holds may leave the vault.
    fixture.backup("since");
    let app = from_the_beginning(&fixture);
    for _ in 0..2 {
        app.sync().expect("in step");
        assert_eq!(state(&app, &id), Some(PaperState::Unconfirmed));
    }
    assert_eq!(app.paper_content(&id).expect("it is here alone").0, content);
    app.delete_paper(&id).expect("confirmed").expect("the portal may have it again");
    app.sync().expect("in step");
    assert_eq!(state(&app, &id), Some(PaperState::NotDeleted));
    assert_eq!(app.delete_paper(&id).expect("deleted"), None);
    assert_eq!((listed(&app, &id), code(app.paper_content(&id))), (None, ErrorCode::NotFound));
}
