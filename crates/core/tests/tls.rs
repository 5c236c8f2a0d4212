//! The portal's certificate: only the right one is spoken to.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cds_core::keystore::NoKeystore;
use cds_core::transport::{PlainHttp, TlsRoots};
use cds_core::{App, Environment, Home, KdfParams};
use cds_portal::local::LocalPortal;
use cds_portal::serve::TlsFiles;
use cds_wire::ipc::{ErrorCode, RequestOtpArgs};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};

type Root = CertifiedIssuer<'static, KeyPair>;

fn root() -> Root {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("signed")
}

/// A portal whose certificate `root` signs for `name`, good until the beginning of `until`.
fn portal(folder: &Path, root: &Root, name: &str, until: i32) -> LocalPortal {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(until, 1, 1);
    let signed = params.signed_by(&key, root).expect("signed");
    let files = TlsFiles { certificate: folder.join("cert.pem"), key: folder.join("key.pem") };
    fs::write(&files.certificate, signed.pem()).expect("written");
    fs::write(&files.key, key.serialize_pem()).expect("written");
    LocalPortal::start_with(&folder.join("portal"), Some(files)).expect("the portal starts")
}

/// What comes of asking the portal for a one-time password with these roots.
fn ask(folder: &Path, portal: &LocalPortal, roots: &str) -> Result<(), ErrorCode> {
    let roots = TlsRoots::from_pem(roots.as_bytes()).expect("roots");
    let environment =
        Environment::of_this_system(&portal.url(), roots, PlainHttp::ThisMachine).expect("an environment");
    let environment = Environment { keystore: Arc::new(NoKeystore), kdf: KdfParams::FOR_TESTS, ..environment };
    let app = App::new(Home::open(&folder.join("home")).expect("the home opens"), environment);
    let args = RequestOtpArgs { personal_number: "004090000001".into(), phone: "0900000001".into() };
    app.request_otp(&args).map(|_| ()).map_err(|error| error.code())
}

fn check(name: &str, until: i32, known_root: bool, expected: Result<(), ErrorCode>) {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, other) = (root(), root());
    let portal = portal(folder.path(), &root, name, until);
    let roots = if known_root { root.pem() } else { other.pem() };
    assert_eq!(ask(folder.path(), &portal, &roots), expected, "{name}, until {until}, known root: {known_root}");
    let sent = portal.last_otp("0900000001");
    assert_eq!(sent.is_some(), expected.is_ok(), "nothing reaches what is not the portal");
}

#[test]
fn the_portals_own_certificate_is_spoken_to() {
    check("127.0.0.1", 2100, true, Ok(()));
}

#[test]
fn an_expired_certificate_is_refused() {
    check("127.0.0.1", 2021, true, Err(ErrorCode::CertificateRefused));
}

#[test]
fn a_certificate_of_another_name_is_refused() {
    check("portal.example", 2100, true, Err(ErrorCode::CertificateRefused));
}

#[test]
fn a_certificate_of_an_unknown_root_is_refused() {
    check("127.0.0.1", 2100, false, Err(ErrorCode::CertificateRefused));
}

#[test]
fn a_spare_root_beside_the_one_in_use_serves_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let (root, spare) = (root(), root());
    let portal = portal(folder.path(), &spare, "127.0.0.1", 2100);
    assert_eq!(ask(folder.path(), &portal, &format!("{}{}", root.pem(), spare.pem())), Ok(()));
}
