//! One citizen's account on this device: made once, then opened with a PIN or passphrase.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use cds_wire::Sensitive;
use cds_wire::ipc::{DossierList, SecretKind, SyncReport};

use crate::file_lock::FileLock;
use crate::header::Header;
use crate::keys::{Key, Opener, Wrap};
use crate::keystore::{Keystore, KeystoreError};
use crate::mutex::lock;
use crate::store::Vault;
use crate::store::mirror::Mirror;
use crate::store::vault::Enrolment;
use crate::{Environment, Error, Home, rng, sync};

const VAULT: &str = "vault.db";
const LOCK: &str = "lock";

/// An open account. Dropping it shuts the databases and lets another process open them.
#[derive(Debug)]
pub struct Account {
    token: Sensitive,
    mirror: Mirror,
    /// One synchronisation at a time.
    syncing: Mutex<()>,
    _vault: Mutex<Vault>,
    _lock: FileLock,
}

impl Account {
    /// Makes the account's folder with its vault and opens it. Until the last step nothing of it is visible, so a crash
    /// leaves either no account or a whole one; at worst a secret stays in the keystore that opens nothing.
    pub(crate) fn create(
        home: &Home,
        environment: &Environment,
        kind: SecretKind,
        secret: &str,
        enrolment: &Enrolment,
    ) -> Result<Self, Error> {
        let id = rng::hex_id(&*environment.rng)?;
        let made = make(home, environment, &id, kind, secret, enrolment);
        // Never while an account stands: where only the last step's fsync failed, this secret is what opens it.
        if made.is_err() && kind == SecretKind::Pin && home.account().is_ok_and(|account| account.is_none()) {
            forget(&*environment.keystore, &id);
        }
        let (folder, vault_key) = made?;
        tracing::info!(?kind, "account created");
        Self::open(&folder, environment, &vault_key)
    }

    /// What opens the account in `folder`.
    pub(crate) fn secret_kind(folder: &Path) -> Result<SecretKind, Error> {
        Header::read(folder).map(|header| header.secret_kind())
    }

    /// The vault key of the account in `folder`, if the PIN or passphrase is right. Needs no network.
    pub(crate) fn unwrap_key(folder: &Path, environment: &Environment, secret: &str) -> Result<Key, Error> {
        let header = Header::read(folder)?;
        let device_secret = match header.secret_kind() {
            SecretKind::Pin => {
                let bytes = environment.keystore.get(&header.vault_id)?;
                Some(Key::from_bytes(&bytes).ok_or(KeystoreError::Corrupt)?)
            }
            SecretKind::Passphrase => None,
        };
        let opener = Opener { vault_id: &header.vault_id, secret, device_secret: device_secret.as_ref() };
        header.wrap.open(&opener)
    }

    /// Opens the account in `folder`.
    pub(crate) fn open(folder: &Path, environment: &Environment, vault_key: &Key) -> Result<Self, Error> {
        // One process per account: two would each believe their own memory of it.
        let lock = FileLock::take_within(&folder.join(LOCK), environment.lock_patience)?.ok_or(Error::AccountInUse)?;
        let vault = Vault::open(&folder.join(VAULT), vault_key)?;
        let mirror = Mirror::open(folder, vault_key.cache_key()?)?;
        let token = vault.token()?;
        Ok(Self { token, mirror, syncing: Mutex::new(()), _vault: Mutex::new(vault), _lock: lock })
    }

    /// The citizen's dossiers, from the cache.
    pub(crate) fn dossiers(&self, environment: &Environment) -> Result<DossierList, Error> {
        let now = environment.clock.now();
        self.mirror.with(|cache| cache.dossiers(now))
    }

    /// Brings the cache in step with the portal.
    pub(crate) fn sync(&self, environment: &Environment) -> Result<SyncReport, Error> {
        let _one_at_a_time = lock(&self.syncing)?;
        sync::pull(&self.mirror, &self.token, &*environment.transport, &*environment.clock)
    }
}

fn make(
    home: &Home,
    environment: &Environment,
    id: &str,
    kind: SecretKind,
    secret: &str,
    enrolment: &Enrolment,
) -> Result<(PathBuf, Key), Error> {
    let rng = &*environment.rng;
    let (folder, _making) = home.begin_account(id)?;
    let vault_key = Key::random(rng)?;
    let device_secret = match kind {
        SecretKind::Pin => Some(Key::random(rng)?),
        SecretKind::Passphrase => None,
    };
    let opener = Opener { vault_id: id, secret, device_secret: device_secret.as_ref() };
    let wrap = Wrap::seal(kind, environment.kdf, &opener, &vault_key, rng)?;
    Vault::open(&folder.join(VAULT), &vault_key)?.set_enrolment(enrolment)?;
    if let Some(device_secret) = &device_secret {
        environment.keystore.put(id, device_secret.as_bytes())?;
    }
    Header::new(id.to_owned(), wrap).write(&folder)?;
    Ok((home.finish_account(id)?, vault_key))
}

fn forget(keystore: &dyn Keystore, id: &str) {
    if let Err(error) = keystore.delete(id) {
        tracing::warn!(%error, "a secret that opens nothing stays in the keystore");
    }
}
