//! A citizen's path through the core, against the real portal over HTTP and real SQLCipher files.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cds_core::clock::SystemClock;
use cds_core::keystore::{Keystore, KeystoreError, NoKeystore};
use cds_core::rng::OsRng;
use cds_core::transport::{HttpTransport, NoAnswer, Reply, Request, TlsRoots, Transport};
use cds_core::{App, Environment, Error, Home, KdfParams};
use cds_portal::local::LocalPortal;
use cds_wire::ipc::{ErrorCode, RequestOtpArgs, SecretKind, SignInArgs, Stage};
use cds_wire::portal::{SYNC_PATH, SyncRequest};

const NUMBER: &str = "004090000001";
const PHONE: &str = "0900000001";
const PASSPHRASE: &str = "mưa rừng xanh";
const PIN: &str = "135790";

struct Fixture {
    folder: tempfile::TempDir,
    portal: LocalPortal,
}

impl Fixture {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(&folder.path().join("portal")).expect("the portal starts");
        Self { folder, portal }
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn app(&self, keystore: Arc<dyn Keystore>) -> App {
        let transport = HttpTransport::new(&self.portal.url(), TlsRoots::default()).expect("a transport");
        app(&self.home(), Arc::new(transport), keystore)
    }

    fn sign_in(&self, app: &App) -> SecretKind {
        let (personal_number, phone) = (NUMBER.into(), PHONE.into());
        app.request_otp(&RequestOtpArgs { personal_number, phone }).expect("a password is sent");
        let otp = self.portal.last_otp(PHONE).expect("a password was sent");
        let args = SignInArgs {
            personal_number: "004 090 000 001".into(),
            phone: "+84 900000001".into(),
            card_issue_date: "20/5/2021".into(),
            otp: otp.as_str().into(),
        };
        app.sign_in(&args).expect("signed in").secret
    }

    /// An app with a passphrase, in step with the portal.
    fn in_step(&self) -> App {
        let app = self.app(Arc::new(NoKeystore));
        assert_eq!(self.sign_in(&app), SecretKind::Passphrase);
        app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
        app.sync().expect("in step");
        app
    }

    fn account(&self) -> PathBuf {
        let accounts = fs::read_dir(self.home().join("accounts")).expect("accounts");
        accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account")
    }
}

fn app(home: &Path, transport: Arc<dyn Transport>, keystore: Arc<dyn Keystore>) -> App {
    let environment = Environment {
        clock: Arc::new(SystemClock::default()),
        rng: Arc::new(OsRng),
        transport,
        keystore,
        kdf: KdfParams::FOR_TESTS,
        test_portal: true,
    };
    App::new(Home::open(home).expect("the home opens"), environment)
}

/// A keystore in memory, whose answers can be spoiled. The operating system's is driven by `tests/e2e`.
#[derive(Default)]
struct MemoryKeystore {
    secrets: Mutex<HashMap<String, Vec<u8>>>,
    failure: Mutex<Option<KeystoreError>>,
}

impl MemoryKeystore {
    fn fail(&self, failure: Option<KeystoreError>) {
        *self.failure.lock().expect("no panic") = failure;
    }

    fn check(&self) -> Result<(), KeystoreError> {
        self.failure.lock().expect("no panic").map_or(Ok(()), Err)
    }
}

impl Keystore for MemoryKeystore {
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeystoreError> {
        self.check()?;
        self.secrets.lock().expect("no panic").insert(name.to_owned(), secret.to_vec());
        Ok(())
    }

    fn get(&self, name: &str) -> Result<zeroize::Zeroizing<Vec<u8>>, KeystoreError> {
        self.check()?;
        let secrets = self.secrets.lock().expect("no panic");
        secrets.get(name).cloned().map(zeroize::Zeroizing::new).ok_or(KeystoreError::Missing)
    }

    fn delete(&self, name: &str) -> Result<(), KeystoreError> {
        self.secrets.lock().expect("no panic").remove(name);
        Ok(())
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorCode {
    result.expect_err("an error").code()
}

#[test]
fn a_citizen_signs_in_once_and_reads_without_a_portal_ever_after() {
    let fixture = Fixture::start();
    let app = fixture.app(Arc::new(NoKeystore));
    assert_eq!(app.status().expect("a status").stage, Stage::SignedOut);
    let secret = fixture.sign_in(&app);
    assert_eq!(app.status().expect("a status").stage, Stage::ChoosingSecret { secret });
    app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    let before = app.dossiers().expect("read");
    assert_eq!((before.dossiers.len(), before.complete, before.last_contact), (0, false, None));
    let report = app.sync().expect("in step");
    assert_eq!((report.pulled, report.requests, report.complete), (3, 1, true));
    let again = app.sync().expect("in step");
    assert_eq!((again.pulled, again.requests), (0, 1));
    drop(app);

    let Fixture { folder, portal } = fixture;
    let home = folder.path().join("home");
    let nowhere = HttpTransport::new(&portal.url(), TlsRoots::default()).expect("a transport");
    drop(portal);
    let app = self::app(&home, Arc::new(nowhere), Arc::new(NoKeystore));
    assert_eq!(app.status().expect("a status").stage, Stage::Locked { secret });
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
    for wrong in ["", "mưa rừng xanH", "mưa rừng xanh "] {
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
    assert_eq!(code(app.create_vault(&"123456".into())), ErrorCode::PinTooWeak);
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
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::WrongSecret);
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
fn a_damaged_cache_is_set_aside_and_pulled_again() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let cache = fixture.account().join("cache.db");
    let mut bytes = fs::read(&cache).expect("read");
    bytes[100] ^= 1;
    fs::write(&cache, &bytes).expect("damaged");
    let app = fixture.app(Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("the vault is untouched");
    assert!(app.dossiers().expect("read").dossiers.is_empty());
    assert_eq!(app.sync().expect("in step").pulled, 3);
    assert_eq!(fs::read(fixture.account().join("cache.damaged")).expect("kept"), bytes);
}

#[test]
fn a_damaged_vault_or_header_is_named_and_left_as_it_is() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let account = fixture.account();
    for name in ["vault.db", "header"] {
        let whole = fs::read(account.join(name)).expect("read");
        let mut damaged = whole.clone();
        damaged.truncate(whole.len() / 2);
        damaged[5] ^= 1;
        fs::write(account.join(name), &damaged).expect("damaged");
        let app = fixture.app(Arc::new(NoKeystore));
        assert_eq!(code(app.unlock(&PASSPHRASE.into())), ErrorCode::VaultDamaged, "{name}");
        assert_eq!(fs::read(account.join(name)).expect("read"), damaged, "{name}");
        fs::write(account.join(name), &whole).expect("mended");
    }
    fixture.app(Arc::new(NoKeystore)).unlock(&PASSPHRASE.into()).expect("whole again");
}

#[test]
fn what_is_typed_wrongly_is_named_before_anything_is_sent() {
    struct Unused;
    impl Transport for Unused {
        fn post(&self, request: Request<'_>) -> Result<Reply, NoAnswer> {
            panic!("{} was asked", request.path)
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let app = app(folder.path(), Arc::new(Unused), Arc::new(NoKeystore));
    let sign_in = |number: &str, phone: &str, date: &str, otp: &str| {
        code(app.sign_in(&SignInArgs {
            personal_number: number.into(),
            phone: phone.into(),
            card_issue_date: date.into(),
            otp: otp.into(),
        }))
    };
    assert_eq!(sign_in("12", PHONE, "20/05/2021", "123456"), ErrorCode::PersonalNumberInvalid);
    assert_eq!(sign_in(NUMBER, "12", "20/05/2021", "123456"), ErrorCode::PhoneInvalid);
    assert_eq!(sign_in(NUMBER, PHONE, "31/02/2021", "123456"), ErrorCode::DateInvalid);
    assert_eq!(sign_in(NUMBER, PHONE, "20/05/2021", "12345"), ErrorCode::OtpInvalid);
    assert_eq!(code(app.create_vault(&PASSPHRASE.into())), ErrorCode::NotReady);
    assert_eq!(code(app.unlock(&PASSPHRASE.into())), ErrorCode::NotReady);
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

#[test]
fn a_cursor_the_portal_does_not_know_means_pulling_from_the_beginning() {
    /// Spoils the cursor of each request that has one.
    struct Spoiler(HttpTransport);
    impl Transport for Spoiler {
        fn post(&self, mut request: Request<'_>) -> Result<Reply, NoAnswer> {
            if request.path == SYNC_PATH {
                let mut sync: SyncRequest = serde_json::from_slice(&request.body).expect("a sync request");
                sync.cursor = sync.cursor.map(|cursor| cursor.chars().rev().collect());
                request.body = serde_json::to_vec(&sync).expect("JSON");
            }
            self.0.post(request)
        }
    }
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let transport = HttpTransport::new(&fixture.portal.url(), TlsRoots::default()).expect("a transport");
    let app = app(&fixture.home(), Arc::new(Spoiler(transport)), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    let report = app.sync().expect("in step");
    assert_eq!((report.pulled, report.requests), (3, 2));
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
}

#[test]
fn a_hotspots_page_is_no_network() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let answers = [
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>x",
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<p>x",
        "HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\n\r\n",
    ];
    let hotspot = std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a caller");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("a request");
            stream.write_all(answer.as_bytes()).expect("answered");
        }
    });
    let transport = HttpTransport::new(&format!("http://{address}"), TlsRoots::default()).expect("a transport");
    let app = app(&fixture.home(), Arc::new(transport), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    for _ in answers {
        assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    }
    hotspot.join().expect("the hotspot answered");
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
}
