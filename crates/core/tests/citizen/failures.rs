//! What goes wrong, and what it must not take along.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, NoAnswer, PlainHttp, Reply, Request, Timing, TlsRoots, Transport};
use cds_wire::ipc::{ErrorCode, SignInArgs, Stage};
use cds_wire::portal::{MEDIA_TYPE, PROBLEM_MEDIA_TYPE, SYNC_PATH, SyncRequest};

use crate::fixture::*;

#[test]
fn a_cache_damaged_further_in_is_set_aside_as_well() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let cache = fixture.account().join("cache.db");
    let mut bytes = fs::read(&cache).expect("read");
    for page in bytes.chunks_mut(4096).skip(1) {
        page[2000] ^= 1;
    }
    fs::write(&cache, &bytes).expect("damaged");
    let app = fixture.app(Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("the vault is untouched");
    assert!(app.dossiers().expect("an empty cache is read").dossiers.is_empty());
    assert_eq!(app.sync().expect("in step").pulled, FIRST_PULL);
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
}

#[test]
fn an_error_text_names_no_file() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let vault = fixture.account().join("vault.db");
    fs::remove_file(&vault).expect("removed");
    fs::create_dir(&vault).expect("a folder in its place");
    let app = fixture.app(Arc::new(NoKeystore));
    let error = app.unlock(&PASSPHRASE.into()).expect_err("a folder is no database");
    assert!(!error.to_string().contains('/'), "{error}");
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
    assert_eq!(app.sync().expect("in step").pulled, FIRST_PULL);
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
        fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
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
fn a_cursor_the_portal_does_not_know_means_pulling_from_the_beginning() {
    /// Spoils the cursor of each request that has one.
    struct Spoiler(HttpTransport);
    impl Transport for Spoiler {
        fn send(&self, mut request: Request) -> Result<Reply, NoAnswer> {
            if request.path == SYNC_PATH {
                let mut sync: SyncRequest = serde_json::from_slice(&request.body).expect("a sync request");
                sync.cursor = sync.cursor.map(|cursor| cursor.chars().rev().collect());
                request.body = serde_json::to_vec(&sync).expect("JSON");
            }
            self.0.send(request)
        }
    }
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let transport =
        HttpTransport::new(&fixture.portal.url(), TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    let app = app(&fixture.home(), Arc::new(Spoiler(transport)), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    let report = app.sync().expect("in step");
    assert_eq!((report.pulled, report.requests), (FIRST_PULL, 2));
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
}

#[test]
fn a_portal_that_knows_no_cursor_at_all_is_not_asked_for_ever() {
    struct Forgetful;
    impl Transport for Forgetful {
        fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
            let sync: SyncRequest = serde_json::from_slice(&request.body).expect("a sync request");
            let (status, media_type, body) = match sync.cursor {
                None => (
                    200,
                    MEDIA_TYPE,
                    r#"{"now":0,"cursor":"c","has_more":true,"last_seq":0,"changes":[{"lane":0,"kind":"x","id":"y","ver":1,"op":"put","data":1}]}"#,
                ),
                Some(_) => (400, PROBLEM_MEDIA_TYPE, r#"{"code":"cursor_invalid","status":400,"title":""}"#),
            };
            let (media_type, body) = (media_type.to_owned(), body.as_bytes().to_vec());
            Ok(Reply { status, media_type, upload_offset: None, retry_after: None, body, timing: Timing::default() })
        }
    }
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let app = app(&fixture.home(), Arc::new(Forgetful), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert_eq!(code(app.sync()), ErrorCode::PortalFailed);
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3, "what was there stays");
}

#[test]
fn a_hotspots_page_is_no_network() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let answers = [
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<p>x",
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<p>x",
        "HTTP/1.1 511 Network Authentication Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ];
    let hotspot = std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a caller");
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).expect("a request");
            stream.write_all(answer.as_bytes()).expect("answered");
        }
    });
    let transport = HttpTransport::new(&format!("http://{address}"), TlsRoots::default(), PlainHttp::ThisMachine)
        .expect("a transport");
    let app = app(&fixture.home(), Arc::new(transport), Arc::new(NoKeystore));
    app.unlock(&PASSPHRASE.into()).expect("opened");
    for _ in answers {
        assert_eq!(code(app.sync()), ErrorCode::NoNetwork);
    }
    hotspot.join().expect("the hotspot answered");
    assert_eq!(app.dossiers().expect("read").dossiers.len(), 3);
}

#[test]
fn a_wrong_expired_or_foreign_one_time_password_is_refused_and_nothing_is_kept() {
    let fixture = Fixture::start();
    let app = fixture.app(Arc::new(NoKeystore));
    let args = fixture.sign_in_args(NUMBER, PHONE);
    let with = |otp: &str| SignInArgs { otp: otp.into(), ..args.clone() };
    let foreign = fixture.sign_in_args("004090000002", "0900000002").otp;
    let wrong = if args.otp.reveal() == "000000" { "111111" } else { "000000" };
    for otp in [wrong, foreign.reveal()] {
        assert_eq!(code(app.sign_in(&with(otp))), ErrorCode::SignInRefused, "{otp}");
    }
    fixture.clock.advance(6 * 60 * 1000);
    assert_eq!(code(app.sign_in(&args)), ErrorCode::SignInRefused, "after six minutes");
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);
    app.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("a new one serves");
}
