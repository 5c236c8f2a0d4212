//! Signing out, guests, and getting in again.

use std::fs;
use std::sync::Arc;

use cds_core::keystore::NoKeystore;
use cds_wire::ipc::{CommandState, ErrorCode, SecretKind, Stage, Unsent};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

#[test]
fn signing_out_asks_when_something_is_unsent_and_then_removes_everything() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.sign_in(&app);
    app.create_vault(&PIN.into()).expect("the vault is made");
    app.sync().expect("in step");
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    assert_eq!(code(app.sign_out(Unsent::Refuse)), ErrorCode::Unsent);
    app.sync().expect("in step");
    app.sign_out(Unsent::Refuse).expect("signed out");
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);
    assert_eq!(fs::read_dir(fixture.home().join("accounts")).expect("read").count(), 0);
    assert!(keystore.secrets.lock().expect("no panic").is_empty(), "the keystore entry is gone");
    fixture.sign_in(&app);
    app.create_vault(&PIN.into()).expect("the same citizen begins anew");
    app.sync().expect("in step");
    let devices = app.devices().expect("read");
    assert_eq!(devices.iter().filter(|device| device.ended_at.is_some()).count(), 1, "the portal was told");
}

#[test]
fn what_is_kept_sealed_is_sent_after_signing_in_again() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    app.sign_out(Unsent::Keep).expect("signed out");
    assert_eq!(app.stage().expect("a stage"), Stage::Locked { secret: SecretKind::Passphrase });
    assert!(!fixture.account().join("cache.db").exists(), "the cache is gone");
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert!(app.dossiers().expect("read").dossiers.is_empty());
    assert_eq!(code(app.sync()), ErrorCode::SignInNeeded);
    app.sign_in_again(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in again");
    app.sync().expect("in step");
    assert_eq!(app.outbox().expect("read").entries[0].state, CommandState::Received);
    assert_eq!(app.devices().expect("read").len(), 1, "the device is the same");
}

#[test]
fn of_a_guest_nothing_is_left() {
    let fixture = Fixture::start();
    let app = fixture.app(Arc::new(NoKeystore));
    app.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    app.sync().expect("in step");
    assert_eq!(app.stage().expect("a stage"), Stage::Unlocked);
    assert!(!app.dossiers().expect("read").dossiers.is_empty());
    let accounts = fixture.home().join("accounts");
    let left = || fs::read_dir(&accounts).expect("read").count();
    assert_eq!(left(), 1);
    let second = fixture.app(Arc::new(NoKeystore));
    assert_eq!(left(), 1, "another start leaves an open session alone");
    assert_eq!(second.stage().expect("a stage"), Stage::SignedOut);
    app.lock().expect("locked");
    assert_eq!(left(), 0, "locking ends a guest's session");
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);

    app.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    app.sign_out(Unsent::Refuse).expect("signed out");
    assert_eq!(left(), 0);

    // A power cut in the middle of a session.
    app.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    let folder = fs::read_dir(&accounts).expect("read").next().expect("one").expect("an entry").path();
    let copy = accounts.join(".guest-left-behind");
    fs::create_dir(&copy).expect("made");
    fs::copy(folder.join("vault.db"), copy.join("vault.db")).expect("copied");
    drop(app);
    assert_eq!(left(), 1);
    drop(fixture.app(Arc::new(NoKeystore)));
    assert_eq!(left(), 0, "the next start clears it away");
}

#[test]
fn a_guest_on_somebodys_desktop_leaves_their_account_as_it_was() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let guest = fixture.sign_in_args("004090000002", "0900000002");
    assert_eq!(code(app.sign_in_guest(&guest)), ErrorCode::NotReady, "not over an open account");
    app.lock().expect("locked");
    app.sign_in_guest(&guest).expect("begun");
    app.sync().expect("in step");
    let of_guest = app.dossiers().expect("read").dossiers;
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    assert_eq!(code(app.sign_out(Unsent::Refuse)), ErrorCode::Unsent, "a guest is asked as well");
    app.sign_out(Unsent::Discard).expect("signed out");
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert_ne!(app.dossiers().expect("read").dossiers, of_guest);
    assert!(app.outbox().expect("read").entries.is_empty());
}
