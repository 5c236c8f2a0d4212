//! Another PIN; and getting in again where the PIN is forgotten, the keystore was emptied, or both are lost.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cds_core::App;
use cds_core::clock::SystemClock;
use cds_core::keystore::{Keystore, KeystoreError};
use cds_core::transport::{HttpTransport, NoAnswer, Reply, Request, Transport};
use cds_wire::ipc::{CommandState, ErrorCode, Stage, WayIn};
use cds_wire::portal::{RECOVERY_PATH, SYNC_PATH};

use crate::fixture::*;

const NEW_PIN: &str = "975310";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The portal does its work, and its answer to requests of one kind is lost, so often.
struct Lossy(HttpTransport, &'static str, Mutex<u32>);

impl Transport for Lossy {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        let mut left = self.2.lock().expect("no panic");
        let lost = request.path == self.1 && *left > 0;
        *left -= u32::from(lost);
        let reply = self.0.send(request);
        if lost { Err(NoAnswer::Unreachable) } else { reply }
    }
}

fn lossy(fixture: &Fixture, keystore: &Arc<MemoryKeystore>, path: &'static str, times: u32) -> App {
    let transport = Lossy(fixture.transport(), path, Mutex::new(times));
    app_with(&fixture.home(), Arc::new(transport), keystore.clone(), Arc::new(SystemClock::default()))
}

/// The citizen's other device.
fn other_device(fixture: &Fixture) -> App {
    let app = fixture.app_at(&fixture.folder.path().join("other"));
    app.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    app
}

/// What a device is told about the account's safety.
fn warnings(app: &App) -> Vec<String> {
    app.sync().expect("in step");
    let alerts = app.alerts().expect("read").alerts;
    let own = alerts.into_iter().filter(|shown| shown.alert.event == "Bảo mật tài khoản");
    own.map(|shown| shown.alert.headline).collect()
}

fn state(app: &App) -> CommandState {
    app.outbox().expect("read").entries.first().expect("an entry").state
}

/// An unsent dossier, or one that the portal has and this device does not know of, behind a lock that lost one of its two
/// keys; it arrives once after the new sign-in.
fn check_recovery(emptied: bool, at_the_counter: bool, answer_lost: bool) {
    let case = format!("emptied: {emptied}, at the counter: {at_the_counter}, answer lost: {answer_lost}");
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    fixture.make_vault_with_pin(&fixture.app(keystore.clone()));
    let app = lossy(&fixture, &keystore, SYNC_PATH, u32::MAX);
    app.unlock(&PIN.into()).expect("opened");
    file_dossier(&app);
    if answer_lost {
        assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    }
    app.lock().expect("locked");
    let app = fixture.app(keystore.clone());
    if emptied {
        keystore.secrets.lock().expect("no panic").clear();
        assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::KeystoreEmptied);
        let without = app.recover(&fixture.sign_in_args(NUMBER, PHONE), None, &NEW_PIN.into());
        assert_eq!(code(without), ErrorCode::KeystoreEmptied, "the old PIN is needed");
    }
    let old_pin = emptied.then(|| PIN.into());
    let recover = || app.recover(&fixture.sign_in_args(NUMBER, PHONE), old_pin.as_ref(), &NEW_PIN.into());
    let other = other_device(&fixture);
    assert_eq!(warnings(&other), [""; 0], "{case}");
    assert_eq!(code(recover()), ErrorCode::RecoveryWaiting, "{case}: the portal waits a day");
    assert_eq!(warnings(&other), ["Có thiết bị xin khóa khôi phục của bạn"], "{case}");
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }));
    if at_the_counter {
        fixture.release_recovery(NUMBER);
    } else {
        fixture.clock.advance(DAY_MS - 60_000);
        assert_eq!(code(recover()), ErrorCode::RecoveryWaiting, "{case}: asking again does not begin the day anew");
        fixture.clock.advance(60_000);
    }
    if emptied {
        let wrong = app.recover(&fixture.sign_in_args(NUMBER, PHONE), Some(&"111222".into()), &NEW_PIN.into());
        assert_eq!(code(wrong), ErrorCode::WrongSecret, "the old PIN is looked at before the portal is asked");
        assert_eq!(app.pulse().expect("a pulse").tries.expect("tries").free, 4, "and counted");
    }
    recover().expect("the vault is open");
    assert_eq!(warnings(&other), ["Khóa khôi phục của bạn đã được giao cho một thiết bị"], "{case}");
    app.sync().expect("in step");
    assert_eq!(state(&app), CommandState::Received, "{case}");
    app.sync().expect("in step");
    assert_eq!(fixture.filed_at_office(), 1, "{case}: it arrived once");
    let signed_in = app.devices().expect("read").into_iter().filter(|device| device.ended_at.is_none());
    assert_eq!(signed_in.count(), 2, "{case}: this one and the other");
    app.lock().expect("locked");
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::WrongSecret);
    app.unlock(&NEW_PIN.into()).expect("the new PIN opens it");
    assert_eq!(keystore.secrets.lock().expect("no panic").len(), 1, "the old device secret is gone");
}

#[test]
fn who_forgot_the_pin_gets_in_with_the_portals_help_and_the_unsent_dossier_arrives_once() {
    check_recovery(false, true, false);
    check_recovery(false, false, true);
}

#[test]
fn whose_keystore_was_emptied_gets_in_with_the_old_pin_and_the_unsent_dossier_arrives_once() {
    check_recovery(true, true, true);
    check_recovery(true, false, false);
}

#[test]
fn that_a_recovery_was_asked_for_is_known_after_a_restart_until_the_vault_is_open() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    let recovery_at = |app: &App| app.status(Default::default()).expect("a status").recovery_at;
    app.lock().expect("locked");
    assert_eq!(app.way_in().expect("the keystore answers"), WayIn::Recovery);
    assert_eq!(recovery_at(&app), None);
    let asked = app.recover(&fixture.sign_in_args(NUMBER, PHONE), None, &NEW_PIN.into());
    let Err(cds_core::Error::RecoveryWaiting { release_at }) = asked else { panic!("{asked:?}") };
    drop(app);
    let app = fixture.app(keystore);
    assert_eq!(recovery_at(&app), Some(release_at));
    app.unlock(&PIN.into()).expect("it came back to mind");
    app.lock().expect("locked");
    assert_eq!(recovery_at(&app), None);
}

#[test]
fn a_released_key_that_is_lost_on_the_way_is_given_again() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    file_dossier(&app);
    app.lock().expect("locked");
    fixture.release_recovery(NUMBER);
    let app = lossy(&fixture, &keystore, RECOVERY_PATH, 1);
    let recover = || app.recover(&fixture.sign_in_args(NUMBER, PHONE), None, &NEW_PIN.into());
    assert_eq!(code(recover()), ErrorCode::NoNetwork);
    recover().expect("the vault is open");
    app.sync().expect("in step");
    assert_eq!(fixture.filed_at_office(), 1);
}

#[test]
fn another_citizens_key_does_not_open_the_vault_and_leaves_it_as_it_was() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    app.lock().expect("locked");
    let another = "004090000002";
    fixture.release_recovery(another);
    let error = app.recover(&fixture.sign_in_args(another, "0900000002"), None, &NEW_PIN.into());
    assert_eq!(code(error), ErrorCode::AnotherCitizen);
    assert_eq!(app.status(Default::default()).expect("a status").recovery_at, None, "nothing was asked for");
    app.unlock(&PIN.into()).expect("it opens as before");
}

/// What a keystore holds, by name.
type Secrets = HashMap<String, Vec<u8>>;

/// A keystore that keeps a copy of everything on the device before and after each change: what a crash there would leave.
#[derive(Default)]
struct Photographer {
    inner: MemoryKeystore,
    home: Mutex<Option<(PathBuf, PathBuf)>>,
    taken: Mutex<Vec<(PathBuf, Secrets)>>,
}

impl Photographer {
    fn take(&self) {
        let Some((home, into)) = self.home.lock().expect("no panic").clone() else { return };
        let mut taken = self.taken.lock().expect("no panic");
        let copy = into.join(taken.len().to_string());
        copy_folder(&home, &copy);
        taken.push((copy, self.inner.secrets.lock().expect("no panic").clone()));
    }
}

impl Keystore for Photographer {
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeystoreError> {
        self.take();
        self.inner.put(name, secret)?;
        self.take();
        Ok(())
    }

    fn get(&self, name: &str) -> Result<zeroize::Zeroizing<Vec<u8>>, KeystoreError> {
        self.inner.get(name)
    }

    fn delete(&self, name: &str) -> Result<(), KeystoreError> {
        self.take();
        self.inner.delete(name)?;
        self.take();
        Ok(())
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("read") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            fs::copy(&path, &copy).expect("copied");
        }
    }
}

#[test]
fn wherever_a_change_of_the_pin_is_cut_short_the_vault_opens_with_the_old_pin_or_the_new_one() {
    let fixture = Fixture::start();
    let keystore = Arc::new(Photographer::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    file_dossier(&app);
    *keystore.home.lock().expect("no panic") = Some((fixture.home(), fixture.folder.path().join("taken")));
    app.change_secret(&PIN.into(), &NEW_PIN.into()).expect("changed");
    drop(app);
    keystore.take();
    let taken = std::mem::take(&mut *keystore.taken.lock().expect("no panic"));
    // Around the new secret's coming and the old one's going, and at the end.
    assert_eq!(taken.len(), 5);
    let mut opened_by = Vec::new();
    for (number, (home, secrets)) in taken.into_iter().enumerate() {
        // The header's next form may lie half-written beside it.
        let accounts = fs::read_dir(home.join("accounts")).expect("read");
        let account = accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account");
        fs::write(account.join("header.new"), b"{\"format\":").expect("torn");
        let keystore = Arc::new(MemoryKeystore::default());
        *keystore.secrets.lock().expect("no panic") = secrets;
        let app = crate::fixture::app(&home, Arc::new(fixture.transport()), keystore.clone());
        let pin = [PIN, NEW_PIN].into_iter().find(|pin| app.unlock(&(*pin).into()).is_ok()).expect("one opens it");
        opened_by.push(pin);
        assert_eq!(state(&app), CommandState::Waiting, "{number}");
        assert_eq!(keystore.secrets.lock().expect("no panic").len(), 1, "{number}: the rest is tidied away");
        app.lock().expect("locked");
        let other = if pin == PIN { NEW_PIN } else { PIN };
        assert_eq!(code(app.unlock(&other.into())), ErrorCode::WrongSecret, "{number}: and never both");
        app.unlock(&pin.into()).expect("opened again");
        app.change_secret(&pin.into(), &"864209".into()).expect("what was cut short can be done again");
    }
    assert_eq!(opened_by, [PIN, PIN, NEW_PIN, NEW_PIN, NEW_PIN]);
}

#[test]
fn a_pin_is_changed_only_by_who_knows_it_and_a_wrong_one_is_counted() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    fixture.make_vault_with_pin(&app);
    assert_eq!(code(app.change_secret(&"246802".into(), &NEW_PIN.into())), ErrorCode::WrongSecret);
    assert_eq!(code(app.change_secret(&PIN.into(), &"123456".into())), ErrorCode::PinIsRun);
    keystore.fail(Some(KeystoreError::Unavailable));
    assert_eq!(code(app.change_secret(&PIN.into(), &NEW_PIN.into())), ErrorCode::KeystoreUnavailable);
    keystore.fail(None);
    app.lock().expect("locked");
    assert_eq!(app.pulse().expect("a pulse").tries.expect("tries").free, 4);
    app.unlock(&PIN.into()).expect("the old one still opens it");
    assert_eq!(keystore.secrets.lock().expect("no panic").len(), 1);
}

#[test]
fn a_passphrase_is_changed_too_and_recovered_by_nobody() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    assert_eq!(code(app.change_secret(&PASSPHRASE.into(), &NEW_PIN.into())), ErrorCode::PassphraseTooShort);
    app.change_secret(&PASSPHRASE.into(), &"suối trong vắt".into()).expect("changed");
    app.lock().expect("locked");
    assert_eq!(code(app.unlock(&PASSPHRASE.into())), ErrorCode::WrongSecret);
    let recovered = app.recover(&fixture.sign_in_args(NUMBER, PHONE), None, &NEW_PIN.into());
    assert_eq!(code(recovered), ErrorCode::NotReady);
    app.unlock(&"suối trong vắt".into()).expect("opened");
}
