//! A portal, a home folder, and an app over both.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cds_core::clock::{Clock, SystemClock};
use cds_core::keystore::{Keystore, KeystoreError, NoKeystore};
use cds_core::rng::OsRng;
use cds_core::transport::{HttpTransport, NoAnswer, PlainHttp, Reply, Request, TlsRoots, Transport};
use cds_core::{App, Environment, Error, Home, IdleLimits, KdfParams};
use cds_identity::{IssuerKey, KeyUse, StatusList};
use cds_portal::backup::backup;
use cds_portal::catalogue::{self, build_pack};
use cds_portal::local::LocalPortal;
use cds_portal::storage::{IssuedCredential, NewEntity, StorageError, StoredStatus, Tx, audience};
use cds_portal::{Environment as PortalEnvironment, demo, office, status};
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{DraftArgs, ErrorCode, RequestOtpArgs, SecretKind, SignInArgs};
use cds_wire::portal::{StatusRecord, Trust};
use cds_wire::{Bytes, Digest};
use sha2::{Digest as _, Sha256};

pub(crate) const NUMBER: &str = "004090000001";
pub(crate) const PHONE: &str = "0900000001";
pub(crate) const PASSPHRASE: &str = "mưa rừng xanh";
pub(crate) const PIN: &str = "135790";

/// Dossiers that the demonstration's citizens have from the beginning.
const OF_THE_DEMONSTRATION: usize = 11;
/// Changes of a first pull.
pub(crate) const FIRST_PULL: u64 = 19;

pub(crate) struct Fixture {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) portal: LocalPortal,
    pub(crate) environment: PortalEnvironment,
    /// The portal's clock.
    pub(crate) clock: Arc<MovableClock>,
    /// The portal's data folder.
    data: PathBuf,
}

impl Fixture {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("portal");
        Self::over(folder, data)
    }

    fn over(folder: tempfile::TempDir, data: PathBuf) -> Self {
        let mut environment = demo::open(&data).expect("the demonstration opens");
        let clock = Arc::new(MovableClock::default());
        environment.clock = clock.clone();
        let portal = LocalPortal::serve(environment.clone(), &data, None).expect("the portal starts");
        Self { folder, portal, environment, clock, data }
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn transport(&self) -> HttpTransport {
        HttpTransport::new(&self.portal.url(), TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport")
    }

    pub(crate) fn app(&self, keystore: Arc<dyn Keystore>) -> App {
        app(&self.home(), Arc::new(self.transport()), keystore)
    }

    pub(crate) fn app_at(&self, home: &Path) -> App {
        app(home, Arc::new(self.transport()), Arc::new(NoKeystore))
    }

    pub(crate) fn sign_in(&self, app: &App) -> SecretKind {
        app.sign_in(&self.sign_in_args(NUMBER, PHONE)).expect("signed in").secret
    }

    /// What a citizen types after having received a one-time password.
    pub(crate) fn sign_in_args(&self, number: &str, phone: &str) -> SignInArgs {
        let asked = RequestOtpArgs { personal_number: number.into(), phone: phone.into() };
        self.app_at(&self.folder.path().join("asking")).request_otp(&asked).expect("a password is sent");
        let otp = self.portal.last_otp(phone).expect("a password was sent");
        SignInArgs {
            personal_number: format!(" {number}").as_str().into(),
            phone: phone.replacen('0', "+84 ", 1).as_str().into(),
            card_issue_date: "20/5/2021".into(),
            otp: otp.as_str().into(),
        }
    }

    /// A vault under a PIN, in step with the portal.
    pub(crate) fn make_vault_with_pin(&self, app: &App) {
        assert_eq!(self.sign_in(app), SecretKind::Pin);
        app.create_vault(&PIN.into()).expect("the vault is made");
        app.sync().expect("in step");
    }

    /// An app with a passphrase, in step with the portal.
    pub(crate) fn in_step(&self) -> App {
        let app = self.app(Arc::new(NoKeystore));
        assert_eq!(self.sign_in(&app), SecretKind::Passphrase);
        app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
        app.sync().expect("in step");
        app
    }

    /// Another citizen with an app of their own, in step with the portal.
    pub(crate) fn another(&self, number: &str, phone: &str) -> App {
        let app = self.app_at(&self.folder.path().join(phone));
        app.sign_in(&self.sign_in_args(number, phone)).expect("signed in");
        app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
        app.sync().expect("in step");
        app
    }

    /// The same account, opened again.
    pub(crate) fn unlocked(&self) -> App {
        let app = self.app(Arc::new(NoKeystore));
        app.unlock(&PASSPHRASE.into()).expect("opened");
        app
    }

    /// The same account, opened where no connection can be made.
    pub(crate) fn offline(&self) -> App {
        self.unanswered(NoAnswer::NotSent)
    }

    /// The same account, opened where every request ends so.
    pub(crate) fn unanswered(&self, no_answer: NoAnswer) -> App {
        struct Nowhere(NoAnswer);
        impl Transport for Nowhere {
            fn send(&self, _: Request) -> Result<Reply, NoAnswer> {
                Err(self.0)
            }
        }
        let app = app(&self.home(), Arc::new(Nowhere(no_answer)), Arc::new(NoKeystore));
        app.unlock(&PASSPHRASE.into()).expect("opened");
        app
    }

    /// The same account with its cache deleted, opened where no portal answers.
    pub(crate) fn without_cache(&self) -> App {
        for file in ["cache.db", "cache.db-wal", "cache.db-shm"] {
            // The last two are there only after a crash.
            let _ = fs::remove_file(self.account().join(file));
        }
        self.offline()
    }

    pub(crate) fn account(&self) -> PathBuf {
        let accounts = fs::read_dir(self.home().join("accounts")).expect("accounts");
        accounts.map(|entry| entry.expect("an entry").path()).next().expect("an account")
    }

    /// Acts at the office.
    pub(crate) fn advance(&self, code: &str, status: DossierStatus) {
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        office::advance(&**storage, &**clock, code, status, None).expect("moved");
    }

    /// Refuses a dossier at the office.
    pub(crate) fn refuse(&self, code: &str, note: &str) {
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        let note = Some(note.into());
        office::advance(&**storage, &**clock, code, DossierStatus::Refused, note).expect("refused");
    }

    /// Dossiers of all citizens that were filed since the demonstration began.
    pub(crate) fn filed_at_office(&self) -> usize {
        office::dossiers(&*self.environment.storage).expect("read").len() - OF_THE_DEMONSTRATION
    }

    /// Takes a procedure out of the catalogue, as the province does.
    pub(crate) fn close_procedure(&self, code: &str) {
        catalogue::close(&*self.environment.storage, &self.environment.keys, code).expect("closed");
    }

    /// The catalogue without a procedure, or with it again.
    pub(crate) fn keep_procedure(&self, code: &str, kept: bool) {
        self.environment
            .storage
            .write(|tx| {
                let (version, mut procedures) = tx.procedures()?;
                for procedure in &mut procedures {
                    let plain = procedure.code.trim_end_matches(" closed").to_owned();
                    if plain == code {
                        procedure.code = if kept { plain } else { format!("{plain} closed") };
                    }
                }
                let pack = build_pack(version + 1, &procedures).expect("packed");
                tx.replace_procedures(version, &procedures, &pack).map(|_| ())
            })
            .map_err(|error: StorageError| error.to_string())
            .expect("changed");
    }

    pub(crate) fn backup(&self, name: &str) {
        backup(&*self.environment.storage, &self.folder.path().join(name)).expect("backed up");
    }

    /// The portal restored from a backup, at another address.
    pub(crate) fn restored(self, name: &str) -> Self {
        let Self { folder, portal, environment, data, .. } = self;
        drop((portal, environment, data));
        let data = folder.path().join("restored");
        fs::create_dir(&data).expect("a folder");
        fs::copy(folder.path().join(name).join("portal.db"), data.join("portal.db")).expect("restored");
        Self::over(folder, data)
    }

    /// Ends the session of this device at the portal.
    pub(crate) fn end_session(&self, app: &App) {
        let devices = app.devices().expect("read");
        let this = devices.iter().find(|device| device.this).expect("this device");
        self.environment
            .storage
            .write(|tx| tx.drop_tokens(&this.id))
            .map_err(|error: StorageError| error.to_string())
            .expect("ended");
    }

    pub(crate) fn release_recovery(&self, number: &str) {
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        office::release(&**storage, &**clock, number).expect("released");
    }

    /// The file that `cds-portal trust export` writes.
    pub(crate) fn trust_file(&self) -> Vec<u8> {
        let PortalEnvironment { storage, rng, clock, keys, .. } = &self.environment;
        let trust = keys.newest_trust(&**storage, &**rng, &**clock).expect("a trust list");
        let list = status::newest(&**storage, keys, &**clock).expect("a status list").list;
        serde_json::to_vec(&Trust { status: Some(Bytes(list)), ..trust }).expect("JSON")
    }

    /// Makes a new key for a use, as the province does.
    pub(crate) fn rotate(&self, key_use: KeyUse) {
        let PortalEnvironment { storage, rng, clock, keys, .. } = &self.environment;
        keys.rotate(&**storage, &**rng, &**clock, key_use).expect("rotated");
    }

    /// Withdraws all credentials of a citizen.
    pub(crate) fn revoke_credentials(&self, number: &str) {
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        assert!(office::revoke_credentials(&**storage, &**clock, number).expect("withdrawn") > 0);
    }

    /// Withdraws so many credentials of nobody's.
    pub(crate) fn withdraw_many(&self, number: u32) {
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        let now = clock.now().div_euclid(1000);
        let withdraw = |tx: &dyn Tx| {
            (0..number).map(|one| 1_000_000 + one * 2).try_for_each(|status_index| {
                let (account, expires_at) = ("nobody".to_owned(), now + 86_400);
                tx.add_credential(&IssuedCredential { status_index, account, device: None, expires_at })?;
                tx.revoke_credential(status_index, now).map(|_| ())
            })
        };
        storage.write(withdraw).map_err(|error: StorageError| error.to_string()).expect("withdrawn");
    }

    /// Publishes a status list of so many bytes and more, signed by a key of nobody's.
    pub(crate) fn list_by_a_stranger(&self, bytes: u32) {
        let PortalEnvironment { storage, clock, keys, .. } = &self.environment;
        let issued_at = clock.now().div_euclid(1000);
        let publish = |tx: &dyn Tx| {
            let before = tx.status_list()?.ok_or(StorageError::Damaged("status list"))?;
            let (issuer, serial) = (keys.issuer.id.clone(), before.serial + 1);
            let list = StatusList { issuer, serial, issued_at, revoked: (0..bytes).collect() };
            let list = list.issue(&IssuerKey::from_seed(&[99; 32]));
            let record = StatusRecord {
                serial,
                sha256: Digest(Sha256::digest(&list).into()),
                size: list.len() as u64,
                list: None,
            };
            tx.put_status_list(&StoredStatus { serial, issued_at, stale: false, list })?;
            let data = serde_json::to_value(record).map_err(|_| StorageError::Damaged("status list"))?;
            let entity = NewEntity { lane: 2, kind: StatusRecord::KIND, id: "status", data: Some(&data) };
            tx.put(audience::PROVINCE, &entity).map(|_| ())
        };
        storage.write(publish).map_err(|error: StorageError| error.to_string()).expect("published");
    }

    /// Ends this app's device for good at the office.
    pub(crate) fn revoke_device(&self, app: &App) {
        let devices = app.devices().expect("read");
        let this = devices.iter().find(|device| device.this).expect("this device");
        let PortalEnvironment { storage, clock, .. } = &self.environment;
        office::revoke_device(&**storage, &**clock, &this.id).expect("revoked");
    }
}

/// Confirms a dossier with a photo.
pub(crate) fn file_dossier(app: &App) {
    let fields = [("ho_ten".to_owned(), "Lý Thị Mai".into())].into();
    let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
    let draft = app.save_draft(&args).expect("saved").id;
    app.attach(&draft, "giay_chung_sinh", &photo(1)).expect("attached");
    app.confirm(&draft).expect("confirmed");
}

/// The machine's clock, moved ahead.
#[derive(Default)]
pub(crate) struct MovableClock(AtomicI64);

impl MovableClock {
    pub(crate) fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::Relaxed);
    }
}

impl cds_portal::Clock for MovableClock {
    fn now(&self) -> i64 {
        cds_portal::environment::SystemClock.now() + self.0.load(Ordering::Relaxed)
    }
}

/// A JPEG picture, a different one for each number.
pub(crate) fn photo(number: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(640, 480, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ u32::from(number) << 7) >> 11;
        image::Rgb([(noise % 256) as u8, number, (noise >> 8) as u8])
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).expect("encoded");
    bytes
}

pub(crate) fn app(home: &Path, transport: Arc<dyn Transport>, keystore: Arc<dyn Keystore>) -> App {
    app_with(home, transport, keystore, Arc::new(SystemClock::default()))
}

pub(crate) fn app_with(
    home: &Path,
    transport: Arc<dyn Transport>,
    keystore: Arc<dyn Keystore>,
    clock: Arc<dyn Clock>,
) -> App {
    let environment = Environment {
        clock,
        rng: Arc::new(OsRng),
        transport,
        keystore,
        kdf: KdfParams::FOR_TESTS,
        lock_patience: Duration::ZERO,
        idle: IdleLimits::default(),
        root: None,
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
