//! A portal, a home folder, and an app over both.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cds_core::clock::SystemClock;
use cds_core::keystore::{Keystore, KeystoreError, NoKeystore};
use cds_core::rng::OsRng;
use cds_core::transport::{HttpTransport, TlsRoots, Transport};
use cds_core::{App, Environment, Error, Home, KdfParams};
use cds_portal::local::LocalPortal;
use cds_wire::ipc::{ErrorCode, RequestOtpArgs, SecretKind, SignInArgs};

pub(crate) const NUMBER: &str = "004090000001";
pub(crate) const PHONE: &str = "0900000001";
pub(crate) const PASSPHRASE: &str = "mưa rừng xanh";
pub(crate) const PIN: &str = "135790";

pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) portal: LocalPortal,
}

impl Fixture {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(&folder.path().join("portal")).expect("the portal starts");
        Self { folder, portal }
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn app(&self, keystore: Arc<dyn Keystore>) -> App {
        let transport = HttpTransport::new(&self.portal.url(), TlsRoots::default()).expect("a transport");
        app(&self.home(), Arc::new(transport), keystore)
    }

    pub(crate) fn sign_in(&self, app: &App) -> SecretKind {
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
    pub(crate) fn in_step(&self) -> App {
        let app = self.app(Arc::new(NoKeystore));
        assert_eq!(self.sign_in(&app), SecretKind::Passphrase);
        app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
        app.sync().expect("in step");
        app
    }

    pub(crate) fn account(&self) -> PathBuf {
        let accounts = fs::read_dir(self.home().join("accounts")).expect("accounts");
        accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account")
    }
}

pub(crate) fn app(home: &Path, transport: Arc<dyn Transport>, keystore: Arc<dyn Keystore>) -> App {
    let environment = Environment {
        clock: Arc::new(SystemClock::default()),
        rng: Arc::new(OsRng),
        transport,
        keystore,
        kdf: KdfParams::FOR_TESTS,
        lock_patience: Duration::ZERO,
        test_portal: true,
    };
    App::new(Home::open(home).expect("the home opens"), environment)
}

/// A keystore in memory, whose answers can be spoiled. The operating system's is driven by `tests/e2e`.
#[derive(Default)]
pub(crate) struct MemoryKeystore {
    pub(crate) secrets: Mutex<HashMap<String, Vec<u8>>>,
    failure: Mutex<Option<KeystoreError>>,
}

impl MemoryKeystore {
    /// From now on every call but removing fails, or none does.
    pub(crate) fn fail(&self, failure: Option<KeystoreError>) {
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

pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorCode {
    result.expect_err("an error").code()
}
