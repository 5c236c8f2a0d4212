//! One citizen's account on this device: made once, then opened with a PIN or passphrase.

mod asked;
mod opening;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

use cds_wire::ipc::SecretKind;

use crate::file_lock::FileLock;
use crate::header::Header;
use crate::keys::{Key, Opener, recovery};
use crate::mutex::lock;
use crate::store::mirror::Mirror;
use crate::store::vault::{Enrolment, salvage};
use crate::store::{self, StoreError, Vault};
use crate::sync::{Line, Stores};
use crate::trust::TrustLists;
use crate::{Environment, Error, Home, home, rng, tries};

pub(crate) use asked::RecoveryAsked;
use opening::wraps;
pub(crate) use opening::{forget, keystore_entries};

const VAULT: &str = "vault.db";

/// An open account. Dropping it shuts the databases and lets another process open them.
#[derive(Debug)]
pub struct Account {
    folder: PathBuf,
    /// Nothing of a guest's outlives the session: no header, no keystore entry, and the folder goes.
    pub(crate) guest: bool,
    /// Confirmed commands that the header knows of and the vault does not.
    pub(crate) missing: u64,
    pub(crate) mirror: Mirror,
    /// One synchronisation at a time.
    pub(crate) syncing: Mutex<()>,
    /// One exchange with the portal at a time.
    pub(crate) line: Line,
    /// Its session has ended: what goes on with it stops at the next step, and the key with it.
    let_go: AtomicBool,
    vault: Mutex<Vault>,
    /// What opens the vault, to salvage it where it turns out to be damaged. Nothing of a guest's is worth it.
    vault_key: Option<Key>,
    /// [`store::damages_met`] when the vault was last looked at.
    damages_seen: AtomicU64,
    /// The vault turned out to be damaged, and could not be salvaged.
    unreadable: AtomicBool,
    _lock: FileLock,
    /// The last field: a folder goes when nothing in it is open any more.
    _removal: Option<Removal>,
}

/// Removes a folder when it is dropped.
#[derive(Debug)]
struct Removal(PathBuf);

impl Drop for Removal {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(kind = %error.kind(), "a guest's folder could not be removed; the next start removes it");
        }
    }
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

    /// Makes an account for one session: its key is in memory only, and its folder goes with it or at the next start.
    pub(crate) fn create_guest(home: &Home, environment: &Environment, enrolment: &Enrolment) -> Result<Self, Error> {
        let folder = home.begin_guest(&rng::hex_id(&*environment.rng)?)?;
        let removal = Removal(folder.clone());
        let lock = FileLock::try_take(&folder.join(home::LOCK))?.ok_or(Error::AccountInUse)?;
        let vault_key = Key::random(&*environment.rng)?;
        let mut vault = Vault::open(&folder.join(VAULT), &vault_key)?;
        vault.set_enrolment(enrolment)?;
        let mirror = Mirror::open(&folder, vault_key.cache_key()?)?;
        tracing::info!("guest session begun");
        Ok(Self {
            folder,
            guest: true,
            missing: 0,
            mirror,
            syncing: Mutex::new(()),
            line: Line::default(),
            let_go: AtomicBool::new(false),
            vault: Mutex::new(vault),
            vault_key: None,
            damages_seen: AtomicU64::new(store::damages_met()),
            unreadable: AtomicBool::new(false),
            _lock: lock,
            _removal: Some(removal),
        })
    }

    /// Makes sure that nobody else has the account in `folder` open. One process per account: two would each believe
    /// their own memory of it.
    pub(crate) fn take_lock(folder: &Path, environment: &Environment) -> Result<FileLock, Error> {
        FileLock::take_within(&folder.join(home::LOCK), environment.lock_patience)?.ok_or(Error::AccountInUse)
    }

    /// Opens the account in `folder`.
    pub(crate) fn open(folder: &Path, environment: &Environment, vault_key: &Key) -> Result<Self, Error> {
        Self::open_locked(folder, vault_key, Self::take_lock(folder, environment)?)
    }

    /// Opens the account in `folder`, whose lock is taken.
    pub(crate) fn open_locked(folder: &Path, vault_key: &Key, lock: FileLock) -> Result<Self, Error> {
        let vault = salvage::open(folder, vault_key)?;
        let mirror = Mirror::open(folder, vault_key.cache_key()?)?;
        let mut account = Self {
            folder: folder.to_owned(),
            guest: false,
            missing: 0,
            mirror,
            syncing: Mutex::new(()),
            line: Line::default(),
            let_go: AtomicBool::new(false),
            vault: Mutex::new(vault),
            vault_key: Key::from_bytes(vault_key.as_bytes()),
            damages_seen: AtomicU64::new(store::damages_met()),
            unreadable: AtomicBool::new(false),
            _lock: lock,
            _removal: None,
        };
        account.missing = account.settle_confirmed()?;
        if account.missing > 0 {
            tracing::error!(account.missing, "the vault lacks commands that were confirmed: an older copy of it");
        }
        Ok(account)
    }

    /// Lets what goes on with the account stop at its next step, so that the key leaves memory soon, or go on again.
    pub(crate) fn set_let_go(&self, let_go: bool) {
        self.let_go.store(let_go, Ordering::Relaxed);
    }

    /// Fails once the session has ended. Asked between steps of what takes long, never within one.
    pub(crate) fn still_wanted(&self) -> Result<(), Error> {
        if self.let_go.load(Ordering::Relaxed) { Err(Error::NotReady) } else { Ok(()) }
    }

    /// The vault. Where a read has met damage since it was last taken, it is looked at, and salvaged first.
    pub(crate) fn vault(&self) -> Result<MutexGuard<'_, Vault>, Error> {
        let mut vault = lock(&self.vault)?;
        if self.damages_seen.load(Ordering::Relaxed) != store::damages_met() {
            self.salvage_if_damaged(&mut vault)?;
            self.damages_seen.store(store::damages_met(), Ordering::Relaxed);
        }
        if self.unreadable.load(Ordering::Relaxed) { Err(StoreError::Damaged.into()) } else { Ok(vault) }
    }

    fn salvage_if_damaged(&self, vault: &mut Vault) -> Result<(), Error> {
        let Some(key) = &self.vault_key else { return Ok(()) };
        if self.unreadable.load(Ordering::Relaxed) || !vault.is_damaged()? {
            return Ok(());
        }
        self.unreadable.store(true, Ordering::Relaxed);
        // Closed before its file is moved.
        *vault = Vault::in_memory()?;
        salvage::salvage(&self.folder, key)?;
        *vault = salvage::open(&self.folder, key)?;
        self.unreadable.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// What a step of a synchronisation reads and writes, the vault looked at first where a read has met damage.
    pub(crate) fn stores<'a>(&'a self, trust: &'a dyn TrustLists) -> Result<Stores<'a>, Error> {
        drop(self.vault()?);
        Ok(Stores { vault: &self.vault, mirror: &self.mirror, trust })
    }

    /// After a confirmation, which is on the disk already: brings the header's count in step. Where that fails, opening
    /// the account does it.
    pub(crate) fn note_confirmed(&self) {
        if let Err(error) = self.settle_confirmed() {
            tracing::warn!(%error, "the count of confirmed commands waits for the next start");
        }
    }

    /// Brings the header's count of confirmed commands in step with the vault's, and says how many the vault has lacked
    /// since that was first seen.
    fn settle_confirmed(&self) -> Result<u64, Error> {
        if self.guest {
            return Ok(0);
        }
        // Held to the end: the header also holds the boxes of the key, and is written by one at a time.
        let vault = self.vault()?;
        let confirmed = vault.confirmed()?;
        let mut header = Header::read(&self.folder)?;
        let owner_noted = header.note_owner(&vault.device()?.0);
        if confirmed != header.confirmed || owner_noted {
            header.missing += header.confirmed.saturating_sub(confirmed);
            header.confirmed = confirmed;
            header.write(&self.folder)?;
        }
        Ok(header.missing)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
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
    let for_recovery = match kind {
        SecretKind::Pin => recovery::seal(&vault_key, id, &enrolment.recovery_key.0, rng)?,
        SecretKind::Passphrase => Vec::new(),
    };
    let wraps = wraps(kind, environment, &opener, &vault_key, &for_recovery)?;
    let mut vault = Vault::open(&folder.join(VAULT), &vault_key)?;
    vault.set_enrolment(enrolment)?;
    if !home.set_aside_of(&enrolment.account)?.is_empty() {
        vault.note_set_aside()?;
    }
    drop(vault);
    if let Some(device_secret) = &device_secret {
        environment.keystore.put(id, device_secret.as_bytes())?;
    }
    Header::new(id.to_owned(), wraps, &enrolment.account).write(&folder)?;
    // Its room is taken now, and counting tries needs none on a full disk.
    tries::forget(&folder)?;
    Ok((home.finish_account(id)?, vault_key))
}
