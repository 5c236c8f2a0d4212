//! One running app: the stages from "nobody has signed in" to "the vault is open".

mod background;
mod codes;
mod drafts;
mod filing;
mod leaving;
mod pages;
mod papers;
mod person;
mod recovery;
mod services;
mod sign_in;

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use cds_wire::Sensitive;
use cds_wire::ipc::{Activity, AppStatus, DeviceAbilities, Preferences, SecretKind, Stage, SyncReport};

use crate::account::Account;
use crate::heart::Heart;
use crate::idle::LastSeen;
use crate::mutex::lock;
use crate::store::vault::Enrolment;
use crate::sync::Sync;
use crate::trust::TrustStore;
use crate::{Environment, Error, Home, secret};

/// The app over one home folder. Calls may come from any thread.
#[derive(Debug)]
pub struct App {
    home: Home,
    environment: Environment,
    /// Held for moments only, so that the app always answers where it stands.
    state: Mutex<State>,
    /// One change of stage at a time; held while network or keystore are waited for.
    changing: Mutex<()>,
    heart: Heart,
}

#[derive(Debug)]
enum State {
    /// The vault is shut. The account is still there while a synchronisation that began before holds it.
    Shut(Weak<Account>),
    /// Signed in at the portal; the vault is yet to be made.
    SignedIn(SecretKind, Arc<Enrolment>),
    Open(Arc<Account>),
    /// The screens are locked; until then (by the monotonic clock) what was confirmed is still sent.
    Sending(Arc<Account>, Duration),
}

impl App {
    /// An app over `home`, with its vault shut.
    pub fn new(home: Home, environment: Environment) -> Self {
        let heart = Heart::new(&*environment.clock);
        Self { home, environment, state: Mutex::new(State::Shut(Weak::new())), changing: Mutex::new(()), heart }
    }

    /// Where the app stands. Needs neither network nor an open vault.
    pub fn status(&self, device: DeviceAbilities) -> Result<AppStatus, Error> {
        // Read before the stage, which is then at least as new.
        let revision = self.heart.beat()?.revision;
        let guest = matches!(&*lock(&self.state)?, State::Open(account) if account.guest);
        Ok(AppStatus {
            preferences: self.home.preferences(),
            stage: self.stage()?,
            revision,
            guest,
            test_portal: self.environment.test_portal,
            device,
        })
    }

    /// What the citizen can do now.
    pub fn stage(&self) -> Result<Stage, Error> {
        match &*lock(&self.state)? {
            State::Open(_) => Ok(Stage::Unlocked),
            State::SignedIn(kind, _) => Ok(Stage::ChoosingSecret { secret: *kind }),
            State::Shut(_) | State::Sending(..) => self.locked(),
        }
    }

    /// Keeps how the citizen wants the interface.
    pub fn set_preferences(&self, preferences: Preferences) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.state)?;
        self.home.set_preferences(preferences)
    }

    /// Opens the vault. A wrong PIN or passphrase leaves everything as it was.
    pub fn unlock(&self, typed: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let still_held = match &*lock(&self.state)? {
            State::Open(_) => return Ok(()),
            State::Shut(account) => account.clone(),
            State::Sending(account, _) => Arc::downgrade(account),
            State::SignedIn(..) => return Err(Error::NotReady),
        };
        let folder = self.home.account()?.ok_or(Error::NotReady)?;
        let typed = secret::normalise(typed.reveal());
        let key = Account::unwrap_key(&folder, &self.environment, &typed)?;
        let account = match still_held.upgrade() {
            Some(account) => account,
            None => Arc::new(Account::open(&folder, &self.environment, &key)?),
        };
        self.open(account)
    }

    /// From here on the screens are the citizen's, and the portal is asked for news.
    fn open(&self, account: Arc<Account>) -> Result<(), Error> {
        *lock(&self.state)? = State::Open(account);
        let clock = &*self.environment.clock;
        let seen = LastSeen::now(clock);
        self.heart.change(|beat| {
            beat.last_seen = seen;
            beat.failure = None;
            beat.data += 1;
        });
        self.heart.want_sync(clock);
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
        drop(state);
        self.heart.data_changed();
        Ok(())
    }

    /// Brings this device and the portal in step. One at a time; the vault may be locked meanwhile, what is under way ends
    /// first.
    pub fn sync(&self) -> Result<SyncReport, Error> {
        self.sync_account(&*self.account()?)
    }

    fn sync_account(&self, account: &Account) -> Result<SyncReport, Error> {
        let _one_at_a_time = lock(&account.syncing)?;
        let trust = self.trust();
        self.heart.doing(Activity::Asking);
        let result = Sync::new(account, &self.environment, &trust, &self.heart).and_then(Sync::run);
        self.heart.change(|beat| {
            beat.activity = Activity::Idle;
            beat.data += 1;
            beat.failure = result.as_ref().err().map(Error::code);
            beat.failures = if result.is_ok() { 0 } else { beat.failures.saturating_add(1) };
        });
        result
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

    /// The account whose outbox may go out: that of the open vault, or the one that is still sent behind the lock screen.
    fn account_to_sync(&self) -> Result<Option<Arc<Account>>, Error> {
        match &*lock(&self.state)? {
            State::Open(account) | State::Sending(account, _) => Ok(Some(Arc::clone(account))),
            _ => Ok(None),
        }
    }
}
