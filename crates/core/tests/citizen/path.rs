//! What a citizen does, and what protects them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use cds_core::keystore::{KeystoreError, NoKeystore};
use cds_core::transport::{HttpTransport, NoAnswer, PlainHttp, Reply, Request, TlsRoots, Transport};
use cds_wire::ipc::{ErrorCode, RequestOtpArgs, SecretKind, SignInArgs, Stage};

use crate::fixture::*;

#[test]
fn a_citizen_signs_in_once_and_reads_without_a_portal_ever_after() {
    let fixture = Fixture::start();
    let app = fixture.app(Arc::new(NoKeystore));
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);
    let secret = fixture.sign_in(&app);
    assert_eq!(app.stage().expect("a stage"), Stage::ChoosingSecret { secret });
    app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    let before = app.dossiers().expect("read");
    assert_eq!((before.dossiers.len(), before.complete, before.last_contact), (0, false, None));
    let report = app.sync().expect("in step");
    assert_eq!((report.pulled, report.requests, report.complete), (FIRST_PULL, 1, true));
    let again = app.sync().expect("in step");
    assert_eq!((again.pulled, again.requests), (0, 1));
    drop(app);

    let Fixture { folder, portal, .. } = fixture;
    let home = folder.path().join("home");
    let nowhere = HttpTransport::new(&portal.url(), TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    drop(portal);
    let app = self::app(&home, Arc::new(nowhere), Arc::new(NoKeystore));
    assert_eq!(app.stage().expect("a stage"), Stage::Locked { secret });
    assert_eq!(code(app.dossiers()), ErrorCode::NotReady);
    app.unlock(&PASSPHRASE.into()).expect("unlocking needs no network");
    let list = app.dossiers().expect("read");
    assert!(list.complete && list.last_contact.is_some());
    let titles: Vec<&str> = list.dossiers.iter().map(|dossier| dossier.procedure.reveal().as_str()).collect();
    assert_eq!(titles, ["Đăng ký khai sinh", "Đăng ký thường trú", "Cấp lại giấy phép lái xe"]);
    assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    assert_eq!(app.dossiers().expect("read").dossiers, list.dossiers);
}

#[test]
fn with_a_wrong_secret_the_databases_stay_shut_and_untouched() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let account = fixture.account();
    let read = |name: &str| fs::read(account.join(name)).expect("read");
    let before = (read("vault.db"), read("cache.db"), read("header"));
    let app = fixture.app(Arc::new(NoKeystore));
    for wrong in ["", "mưa rừng xanH", "mưa rừng"] {
        assert_eq!(code(app.unlock(&wrong.into())), ErrorCode::WrongSecret, "{wrong:?}");
        assert_eq!(code(app.dossiers()), ErrorCode::NotReady);
    }
    assert_eq!((read("vault.db"), read("cache.db"), read("header")), before);
    app.unlock(&PASSPHRASE.into()).expect("the right one still opens it");
}

#[test]
fn nothing_readable_lies_in_the_home_folder() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let enrolled = ["Đăng ký khai sinh", "Lý A Thí", "H14.40.02", "chứng sinh", NUMBER, PHONE, PASSPHRASE];
    for open in [true, false] {
        if !open {
            app.lock().expect("locked");
        }
        let mut files = 0;
        for path in files_below(&fixture.home()) {
            let bytes = fs::read(&path).expect("read");
            let name = path.to_string_lossy();
            assert!(!bytes.starts_with(b"SQLite format 3"), "{name} is a plain database");
            for canary in enrolled {
                assert!(!bytes.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary} in {name}");
                assert!(!name.contains(canary), "{canary} in a file name");
            }
            files += 1;
        }
        assert!(files >= 4, "{files} files");
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn a_pin_needs_the_device_secret_too() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    assert_eq!(fixture.sign_in(&app), SecretKind::Pin);
    assert_eq!(code(app.create_vault(&"123456".into())), ErrorCode::PinIsRun);
    app.create_vault(&PIN.into()).expect("the vault is made");
    app.lock().expect("locked");

    for (failure, expected) in [
        (KeystoreError::Unavailable, ErrorCode::KeystoreUnavailable),
        (KeystoreError::Locked, ErrorCode::KeystoreLocked),
        (KeystoreError::Missing, ErrorCode::KeystoreEmptied),
        (KeystoreError::Corrupt, ErrorCode::KeystoreEmptied),
    ] {
        keystore.fail(Some(failure));
        assert_eq!(code(app.unlock(&PIN.into())), expected);
    }
    keystore.fail(None);
    for secret in keystore.secrets.lock().expect("no panic").values_mut() {
        secret[0] ^= 1;
    }
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::KeystoreEmptied, "not for a wrong PIN");
    for secret in keystore.secrets.lock().expect("no panic").values_mut() {
        secret[0] ^= 1;
    }
    app.unlock(&PIN.into()).expect("the right secret opens it");
}

#[test]
fn one_process_at_a_time_has_an_account_open() {
    let fixture = Fixture::start();
    let first = fixture.in_step();
    let second = fixture.app(Arc::new(NoKeystore));
    assert_eq!(code(second.unlock(&PASSPHRASE.into())), ErrorCode::AccountInUse);
    first.lock().expect("locked");
    second.unlock(&PASSPHRASE.into()).expect("now it is free");
}

#[test]
fn locking_and_unlocking_while_a_synchronisation_waits_works_at_once() {
    /// Lets the portal's answer through only when told to.
    struct Gate(HttpTransport, Mutex<Receiver<()>>, Sender<()>);
    impl Transport for Gate {
        fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
            self.2.send(()).expect("the test listens");
            self.1.lock().expect("no panic").recv().expect("the test opens the gate");
            self.0.send(request)
        }
    }
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (open_gate, gate) = channel();
    let (asked, asking) = channel();
    let transport =
        HttpTransport::new(&fixture.portal.url(), TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    let gate = Gate(transport, Mutex::new(gate), asked);
    let app = Arc::new(app(&fixture.home(), Arc::new(gate), Arc::new(NoKeystore)));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    let syncing = std::thread::spawn({
        let app = Arc::clone(&app);
        move || app.sync()
    });
    asking.recv().expect("the synchronisation waits for the network");
    app.lock().expect("locked");
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }));
    assert_eq!(code(app.dossiers()), ErrorCode::NotReady);
    assert_eq!(code(app.unlock(&"không phải".into())), ErrorCode::WrongSecret);
    app.unlock(&PASSPHRASE.into()).expect("opened again while the synchronisation holds the account");
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
    open_gate.send(()).expect("the gate opens");
    assert!(syncing.join().expect("no panic").expect("in step").complete);
}

#[test]
fn a_locked_keystore_is_told_before_the_one_time_password_is_spent() {
    let fixture = Fixture::start();
    let keystore = Arc::new(MemoryKeystore::default());
    let app = fixture.app(keystore.clone());
    let (personal_number, phone) = (NUMBER.into(), PHONE.into());
    app.request_otp(&RequestOtpArgs { personal_number, phone }).expect("a password is sent");
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    let args = SignInArgs {
        personal_number: NUMBER.into(),
        phone: PHONE.into(),
        card_issue_date: "20/05/2021".into(),
        otp: otp.as_str().into(),
    };
    keystore.fail(Some(KeystoreError::Locked));
    assert_eq!(code(app.sign_in(&args)), ErrorCode::KeystoreLocked);
    keystore.fail(None);
    assert_eq!(app.sign_in(&args).expect("the same password still serves").secret, SecretKind::Pin);
    keystore.fail(Some(KeystoreError::Unavailable));
    assert_eq!(code(app.create_vault(&PIN.into())), ErrorCode::KeystoreUnavailable);
    keystore.fail(None);
    app.create_vault(&PIN.into()).expect("the vault is made at the second try");
    assert_eq!(keystore.secrets.lock().expect("no panic").len(), 1, "nothing is left over in the keystore");
}

#[test]
fn a_second_person_cannot_sign_in_over_an_account() {
    let fixture = Fixture::start();
    fixture.in_step().lock().expect("locked");
    let app = fixture.app(Arc::new(NoKeystore));
    let args = SignInArgs {
        personal_number: "004090000002".into(),
        phone: "0900000002".into(),
        card_issue_date: "20/05/2021".into(),
        otp: "123456".into(),
    };
    assert_eq!(code(app.sign_in(&args)), ErrorCode::NotReady);
}
