//! One citizen's account on this device: made once, then opened with a PIN or passphrase.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Mutex;

use cds_wire::Sensitive;
use cds_wire::ipc::{DossierList, SecretKind, SyncReport};

use crate::app::Environment;
use crate::header::Header;
use crate::keys::{Key, Opener, Wrap};
use crate::store::vault::Enrolment;
use crate::store::{Cache, StoreError, Vault};
use crate::{Error, Home, rng, sync};

const VAULT: &str = "vault.db";
const CACHE: &str = "cache.db";
const LOCK: &str = "lock";

/// An open account. Dropping it shuts the databases and lets another process open them.
#[derive(Debug)]
pub struct Account {
    token: Sensitive,
    cache: Mutex<Cache>,
    /// One synchronisation at a time.
    syncing: Mutex<()>,
    _vault: Mutex<Vault>,
    _lock: File,
}

impl Account {
    /// Makes the account's folder with its vault and opens it. Until the last step nothing of it is visible, so a crash
    /// leaves either no account or a whole one.
    pub(crate) fn create(
        home: &Home,
        environment: &Environment,
        kind: SecretKind,
        secret: &str,
        enrolment: &Enrolment,
    ) -> Result<Self, Error> {
        let rng = &*environment.rng;
        let id = rng::hex_id(rng)?;
        let (folder, _making) = home.begin_account(&id)?;
        let vault_key = Key::random(rng)?;
        let device_secret = match kind {
            SecretKind::Pin => Some(Key::random(rng)?),
            SecretKind::Passphrase => None,
        };
        let opener = Opener { vault_id: &id, secret, device_secret: device_secret.as_ref() };
        let wrap = Wrap::seal(kind, environment.kdf, &opener, &vault_key, rng)?;
        Vault::open(&folder.join(VAULT), &vault_key)?.set_enrolment(enrolment)?;
        if let Some(device_secret) = &device_secret {
            environment.keystore.put(&id, device_secret.as_bytes())?;
        }
        Header::new(id.clone(), wrap).write(&folder)?;
        let folder = home.finish_account(&id)?;
        tracing::info!(?kind, "account created");
        Self::open_with(&folder, &vault_key)
    }

    /// What opens the account in `folder`.
    pub(crate) fn secret_kind(folder: &Path) -> Result<SecretKind, Error> {
        Header::read(folder).map(|header| header.secret_kind())
    }

    /// Opens the account with the citizen's PIN or passphrase. Needs no network.
    pub(crate) fn unlock(folder: &Path, environment: &Environment, secret: &str) -> Result<Self, Error> {
        let header = Header::read(folder)?;
        let device_secret = match header.secret_kind() {
            SecretKind::Pin => {
                let bytes = environment.keystore.get(&header.vault_id)?;
                Some(Key::from_bytes(&bytes).ok_or(crate::keystore::KeystoreError::Corrupt)?)
            }
            SecretKind::Passphrase => None,
        };
        let opener = Opener { vault_id: &header.vault_id, secret, device_secret: device_secret.as_ref() };
        let vault_key = header.wrap.open(&opener)?;
        Self::open_with(folder, &vault_key)
    }

    fn open_with(folder: &Path, vault_key: &Key) -> Result<Self, Error> {
        let lock = take_lock(folder)?;
        let vault = Vault::open(&folder.join(VAULT), vault_key)?;
        let cache = open_cache(folder, &vault_key.cache_key()?)?;
        let token = vault.enrolment()?.token;
        Ok(Self { token, cache: Mutex::new(cache), syncing: Mutex::new(()), _vault: Mutex::new(vault), _lock: lock })
    }

    /// The citizen's dossiers, from the cache.
    pub(crate) fn dossiers(&self, environment: &Environment) -> Result<DossierList, Error> {
        Ok(sync::lock(&self.cache)?.dossiers(environment.clock.now())?)
    }

    /// Brings the cache in step with the portal.
    pub(crate) fn sync(&self, environment: &Environment) -> Result<SyncReport, Error> {
        let _one_at_a_time = sync::lock(&self.syncing)?;
        sync::pull(&self.cache, &self.token, &*environment.transport, &*environment.clock)
    }
}

/// One process per account: two would each believe their own memory of it.
fn take_lock(folder: &Path) -> Result<File, Error> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::AccountInUse),
        Err(TryLockError::Error(error)) => Err(Error::Io(error)),
    }
}

/// Opens the cache; one that does not open is set aside and begun anew, since all of it can be pulled again.
fn open_cache(folder: &Path, key: &Key) -> Result<Cache, Error> {
    let path = folder.join(CACHE);
    match Cache::open(&path, key) {
        Err(StoreError::Damaged) => {
            tracing::warn!("the cache is damaged: set aside, to be pulled again");
            fs::rename(&path, folder.join("cache.damaged"))?;
            for suffix in ["-wal", "-shm"] {
                match fs::remove_file(folder.join(format!("{CACHE}{suffix}"))) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
            }
            Ok(Cache::open(&path, key)?)
        }
        other => Ok(other?),
    }
}
