//! Beginning anew, and the vaults that are set aside by it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use cds_core::keystore::KeystoreError;
use cds_wire::ipc::{CommandState, ErrorCode, LostKind, SignInArgs, Stage, StartOverArgs, WayIn};

use crate::fixture::*;

const NEW_PIN: &str = "975310";
const ANOTHER: (&str, &str) = ("004090000002", "0900000002");

fn start_over(fixture: &Fixture, number: &str, phone: &str) -> StartOverArgs {
    StartOverArgs { sign_in: fixture.sign_in_args(number, phone), give_up: false }
}

/// Folders of vaults that were set aside.
fn set_aside(fixture: &Fixture) -> Vec<PathBuf> {
    let entries = fs::read_dir(fixture.home().join("accounts")).expect("read");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    folders.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".aside-"))).collect()
}

#[test]
fn with_pin_and_keystore_both_lost_the_vault_is_set_aside_unopened_and_the_new_one_says_what_is_lost() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    file_dossier(&app);
    app.lock().expect("locked");
    drop(app);
    let old = fs::read(fixture.account().join("vault.db")).expect("read");
    keystore.secrets.lock().expect("no panic").clear();
    let app = fixture.app(keystore.clone());

    for failure in [KeystoreError::Locked, KeystoreError::Unavailable] {
        keystore.fail(Some(failure));
        let early = code(app.start_over(&start_over(&fixture, NUMBER, PHONE)));
        let expected = KeystoreError::Locked == failure;
        let expected = if expected { ErrorCode::KeystoreLocked } else { ErrorCode::KeystoreUnavailable };
        assert_eq!(early, expected, "it may give back what it has");
    }
    keystore.fail(None);
    let refused = fixture.sign_in_args(NUMBER, PHONE);
    let sign_in = SignInArgs { card_issue_date: "21/05/2021".into(), ..refused };
    assert_eq!(code(app.start_over(&StartOverArgs { sign_in, give_up: false })), ErrorCode::SignInRefused);
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }), "a passer-by sets nothing aside");

    app.start_over(&start_over(&fixture, NUMBER, PHONE)).expect("signed in");
    app.create_vault(&NEW_PIN.into()).expect("a new vault");
    let lost: Vec<LostKind> = app.outbox().expect("read").lost.iter().map(|item| item.kind).collect();
    assert_eq!(lost, [LostKind::Vault]);
    app.put_away_lost().expect("read");
    app.sync().expect("in step");
    assert_eq!(app.outbox().expect("read").lost, []);
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3, "what the portal has is here again");
    drop(app);
    let aside = set_aside(&fixture);
    assert_eq!(fs::read(aside[0].join("vault.db")).expect("it is still there"), old);
    let app = fixture.app(keystore);
    app.unlock(&NEW_PIN.into()).expect("the next start opens the new one");
}

#[test]
fn another_citizen_does_not_set_a_vault_aside() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    file_dossier(&app);
    app.lock().expect("locked");
    let secrets = std::mem::take(&mut *keystore.secrets.lock().expect("no panic"));
    let (number, phone) = ANOTHER;
    let theirs = StartOverArgs { give_up: true, ..start_over(&fixture, number, phone) };
    assert_eq!(code(app.start_over(&theirs)), ErrorCode::AnotherCitizen);
    assert_eq!(set_aside(&fixture), [""; 0].map(PathBuf::from));
    *keystore.secrets.lock().expect("no panic") = secrets;
    app.unlock(&PIN.into()).expect("it opens as before");
    app.sync().expect("in step");
    assert_eq!(fixture.filed_at_office(), 1);
}

#[test]
fn while_the_portal_can_still_help_a_vault_is_given_up_only_by_who_says_so() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore);
    fixture.make_vault_with_pin(&app);
    app.lock().expect("locked");
    let args = start_over(&fixture, NUMBER, PHONE);
    assert_eq!(code(app.start_over(&args)), ErrorCode::RecoveryPossible);
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }));
    app.start_over(&StartOverArgs { give_up: true, ..args }).expect("the password was not spent");
    app.create_vault(&NEW_PIN.into()).expect("a new vault");
    assert_eq!(set_aside(&fixture).len(), 1);
}

#[test]
fn who_forgot_a_passphrase_can_only_begin_anew() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    app.lock().expect("locked");
    assert_eq!(app.way_in().expect("no keystore is asked"), WayIn::StartOver);
    app.start_over(&start_over(&fixture, NUMBER, PHONE)).expect("signed in");
    app.create_vault(&"suối trong vắt".into()).expect("a new vault");
    assert_eq!(app.storage().expect("read").set_aside.len(), 1);
}

#[test]
fn a_vault_that_was_set_aside_is_its_own_citizens_who_may_delete_it() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    app.lock().expect("locked");
    let emptied = std::mem::take(&mut *keystore.secrets.lock().expect("no panic"));
    app.start_over(&start_over(&fixture, NUMBER, PHONE)).expect("signed in");
    app.create_vault(&NEW_PIN.into()).expect("a new vault");
    app.sign_out(cds_wire::ipc::Unsent::Discard).expect("signed out");

    // The next to sign in on this device is another citizen, who hears nothing of it.
    let (number, phone) = ANOTHER;
    app.sign_in(&fixture.sign_in_args(number, phone)).expect("signed in");
    app.create_vault(&PIN.into()).expect("a vault");
    assert_eq!(app.outbox().expect("read").lost, []);
    assert_eq!(app.storage().expect("read").set_aside, []);
    let id = set_aside(&fixture)[0].file_name().expect("a name").to_string_lossy().replace(".aside-", "");
    assert_eq!(code(app.drop_set_aside(&id)), ErrorCode::NotFound);
    assert_eq!(code(app.bring_back(&id, &PIN.into())), ErrorCode::NotFound);
    app.sign_out(cds_wire::ipc::Unsent::Discard).expect("signed out");

    // Then its own citizen again.
    app.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    app.create_vault(&NEW_PIN.into()).expect("a vault");
    let told: Vec<LostKind> = app.outbox().expect("read").lost.iter().map(|item| item.kind).collect();
    assert_eq!(told, [LostKind::Vault]);
    let mine = app.storage().expect("read").set_aside;
    assert_eq!(mine.iter().map(|vault| vault.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
    assert!(mine[0].bytes > 0);
    // What came back to the keystore meanwhile goes with it.
    keystore.secrets.lock().expect("no panic").extend(emptied);
    for path in ["..", "../accounts", ""] {
        assert_eq!(code(app.drop_set_aside(path)), ErrorCode::NotFound);
    }
    app.drop_set_aside(&id).expect("deleted");
    assert_eq!(set_aside(&fixture).len(), 0);
    assert_eq!(app.storage().expect("read").set_aside, []);
    assert_eq!(keystore.secrets.lock().expect("no panic").len(), 1, "the present vault's");
}

#[test]
fn a_vault_whose_keystore_entry_is_back_is_brought_back_and_what_was_unsent_arrives_once() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    file_dossier(&app);
    app.lock().expect("locked");
    let emptied = std::mem::take(&mut *keystore.secrets.lock().expect("no panic"));
    app.start_over(&start_over(&fixture, NUMBER, PHONE)).expect("signed in");
    app.create_vault(&NEW_PIN.into()).expect("a new vault");
    app.sync().expect("in step");
    let id = app.set_aside().expect("read")[0].id.clone();
    assert_eq!(code(app.bring_back(&id, &PIN.into())), ErrorCode::KeystoreEmptied);
    keystore.secrets.lock().expect("no panic").extend(emptied);
    assert_eq!(code(app.bring_back(&id, &NEW_PIN.into())), ErrorCode::WrongSecret);
    file_dossier(&app);
    assert_eq!(code(app.bring_back(&id, &PIN.into())), ErrorCode::Unsent, "what waits here goes first");
    app.sync().expect("in step");
    app.bring_back(&id, &PIN.into()).expect("brought back");
    assert_eq!(code(app.unlock(&NEW_PIN.into())), ErrorCode::WrongSecret);
    app.unlock(&PIN.into()).expect("the old one opens");
    app.sync().expect("in step");
    app.sync().expect("in step");
    let states: Vec<CommandState> = app.outbox().expect("read").entries.iter().map(|entry| entry.state).collect();
    assert_eq!(states, [CommandState::Received]);
    assert_eq!(fixture.filed_at_office(), 2, "each arrived once");
    assert_eq!(app.set_aside().expect("read").len(), 1, "the other one lies there now");
}

#[test]
fn a_vault_of_an_earlier_version_learns_whose_it_is_when_it_is_opened_or_given_up() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    app.lock().expect("locked");
    let header = fixture.account().join("header");
    let without_owner = || {
        let mut file: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&fs::read(&header).expect("read")).expect("JSON");
        assert!(file.remove("owner").is_some());
        file.remove("sum");
        fs::write(&header, serde_json::to_vec(&file).expect("JSON")).expect("written");
    };
    without_owner();
    app.unlock(&PASSPHRASE.into()).expect("opened");
    app.lock().expect("locked");
    let (number, phone) = ANOTHER;
    assert_eq!(code(app.start_over(&start_over(&fixture, number, phone))), ErrorCode::AnotherCitizen);
    drop(app);
    let app = fixture.app_at(&fixture.home());
    without_owner();
    app.start_over(&start_over(&fixture, NUMBER, PHONE)).expect("nobody knows better");
    app.create_vault(&PASSPHRASE.into()).expect("a new vault");
    assert_eq!(app.set_aside().expect("read").len(), 1, "it is theirs who set it aside");
}
