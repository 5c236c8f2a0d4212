//! One running app: the stages from "nobody has signed in" to "the vault is open".

mod codes;
mod filing;
mod leaving;
mod papers;
mod recovery;
mod services;
mod sign_in;

use std::sync::{Arc, Mutex, Weak};

use cds_wire::Sensitive;
use cds_wire::ipc::{AppStatus, Language, SecretKind, Stage, SyncReport};

use crate::account::Account;
use crate::home::Settings;
use crate::mutex::lock;
use crate::store::vault::Enrolment;
use crate::sync::Sync;
use crate::trust::TrustStore;
use crate::{Environment, Error, Home, secret};

pub use leaving::Unsent;

/// The app over one home folder. Calls may come from any thread.
#[derive(Debug)]
pub struct App {
    home: Home,
    environment: Environment,
    /// Held for moments only, so that the app always answers where it stands.
    state: Mutex<State>,
    /// One change of stage at a time; held while network or keystore are waited for.
    changing: Mutex<()>,
}

#[derive(Debug)]
enum State {
    /// The vault is shut. The account is still there while a synchronisation that began before holds it.
    Shut(Weak<Account>),
    /// Signed in at the portal; the vault is yet to be made.
    SignedIn(SecretKind, Arc<Enrolment>),
    Open(Arc<Account>),
}

impl App {
    /// An app over `home`, with its vault shut.
    pub fn new(home: Home, environment: Environment) -> Self {
        Self { home, environment, state: Mutex::new(State::Shut(Weak::new())), changing: Mutex::new(()) }
    }

    /// Where the app stands. Needs neither network nor an open vault.
    pub fn status(&self) -> Result<AppStatus, Error> {
        let stage = match &*lock(&self.state)? {
            State::Open(_) => Stage::Unlocked,
            State::SignedIn(kind, _) => Stage::ChoosingSecret { secret: *kind },
            State::Shut(_) => match self.home.account()? {
                Some(folder) => Stage::Locked { secret: Account::secret_kind(&folder)? },
                None => Stage::SignedOut,
            },
        };
        Ok(AppStatus { language: self.home.settings().language, stage, test_portal: self.environment.test_portal })
    }

    /// Chooses the interface's language and keeps it on the device.
    pub fn set_language(&self, language: Language) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.state)?;
        self.home.set_settings(Settings { language })
    }

    /// Opens the vault. A wrong PIN or passphrase leaves everything as it was.
    pub fn unlock(&self, typed: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let still_held = match &*lock(&self.state)? {
            State::Open(_) => return Ok(()),
            State::Shut(account) => account.clone(),
            State::SignedIn(..) => return Err(Error::NotReady),
        };
        let folder = self.home.account()?.ok_or(Error::NotReady)?;
        let typed = secret::normalise(typed.reveal());
        let key = Account::unwrap_key(&folder, &self.environment, &typed)?;
        let account = match still_held.upgrade() {
            Some(account) => account,
            None => Arc::new(Account::open(&folder, &self.environment, &key)?),
        };
        *lock(&self.state)? = State::Open(account);
        Ok(())
    }

    /// Shuts the vault. A synchronisation under way ends first and then drops its hold on it. A guest's session ends with
    /// it, and nothing of it is left.
    pub fn lock(&self) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if let State::Open(account) = &*state {
            let held = if account.guest { Weak::new() } else { Arc::downgrade(account) };
            *state = State::Shut(held);
        }
        Ok(())
    }

    /// Brings this device and the portal in step. One at a time; the vault may be locked meanwhile, what is under way ends
    /// first.
    pub fn sync(&self) -> Result<SyncReport, Error> {
        let account = self.account()?;
        let _one_at_a_time = lock(&account.syncing)?;
        let trust = self.trust();
        Sync::new(&account, &self.environment, &trust)?.run()
    }

    fn trust(&self) -> TrustStore {
        TrustStore::of(&self.home, self.environment.root)
    }

    fn account(&self) -> Result<Arc<Account>, Error> {
        match &*lock(&self.state)? {
            State::Open(account) => Ok(Arc::clone(account)),
            _ => Err(Error::NotReady),
        }
    }
}
