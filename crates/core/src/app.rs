//! One running app: the stages from "nobody has signed in" to "the vault is open".

mod aside;
mod background;
mod checking;
mod codes;
mod devices;
mod drafts;
mod family;
mod fees;
mod filing;
mod following;
mod forms;
mod leaving;
mod pages;
mod papers;
mod person;
mod petitions;
mod recovery;
mod removal;
mod services;
mod sharing;
mod sign_in;
mod staging;

pub use papers::MAX_FILE;

use std::sync::{Arc, Mutex, Weak};

use cds_wire::Sensitive;
use cds_wire::ipc::{Activity, AppStatus, DeviceAbilities, Preferences, SecretKind, Stage, SyncReport};
use cds_wire::portal::ProblemCode;

use crate::account::{Account, RecoveryAsked};
use crate::heart::Heart;
use crate::idle::LastSeen;
use crate::mutex::lock;
use crate::store::Cache;
use crate::store::vault::Enrolment;
use crate::sync::{self, Link, Synchronised};
use crate::trust::TrustStore;
use crate::{Environment, Error, Home, checks, secret};

/// A closing program waits so often, so long, for a step that is under way.
const CLOSING_STEPS: u32 = 100;
const CLOSING_STEP: std::time::Duration = std::time::Duration::from_millis(20);

/// The app over one home folder. Calls may come from any thread.
#[derive(Debug)]
pub struct App {
    home: Home,
    environment: Environment,
    /// Held for moments only, so that the app always answers where it stands.
    state: Mutex<State>,
    /// One change of stage at a time; held while network or keystore are waited for.
    changing: Mutex<()>,
    /// Tokens of sessions that have ended here and not yet at the portal.
    ending: Mutex<Vec<Sensitive>>,
    heart: Arc<Heart>,
    /// What is known of the link to the portal.
    link: Mutex<Link>,
    /// The catalogue that travels inside the app, once somebody has read it with no vault open.
    built_in: Mutex<Option<Cache>>,
}

#[derive(Debug)]
enum State {
    /// The vault is shut. The account is still there while a synchronisation that began before holds it.
    Shut(Weak<Account>),
    /// Signed in at the portal; the vault is yet to be made.
    SignedIn(SecretKind, Arc<Enrolment>),
    Open(Arc<Account>),
    /// The screens are locked, since then; for a while what was confirmed is still sent.
    Sending(Arc<Account>, LastSeen),
}

impl App {
    /// An app over `home`, with its vault shut.
    pub fn new(home: Home, environment: Environment) -> Self {
        if let Err(error) = checks::tidy(&home, environment.lock_patience, environment.clock.now()) {
            tracing::warn!(%error, "what was checked long ago could not be deleted");
        }
        let heart = Arc::new(Heart::new(&*environment.clock));
        let state = Mutex::new(State::Shut(Weak::new()));
        let (changing, ending, link) = (Mutex::new(()), Mutex::new(Vec::new()), Mutex::new(Link::default()));
        Self { home, environment, state, changing, ending, heart, link, built_in: Mutex::new(None) }
    }

    /// Where the app stands. Needs neither network nor an open vault.
    pub fn status(&self, device: DeviceAbilities) -> Result<AppStatus, Error> {
        // Read before the stage, which is then at least as new.
        let revision = self.heart.beat()?.revision;
        let (guest, shut) = match &*lock(&self.state)? {
            State::Open(account) => (account.guest, false),
            State::SignedIn(..) => (false, false),
            State::Shut(_) | State::Sending(..) => (false, true),
        };
        let folder = if guest { None } else { self.home.account()? };
        let asked = folder.as_ref().filter(|_| shut).and_then(|folder| RecoveryAsked::read(folder));
        Ok(AppStatus {
            preferences: self.home.preferences(),
            stage: self.stage()?,
            revision,
            guest,
            secret: folder.and_then(|folder| Account::secret_kind(&folder).ok()),
            recovery_at: asked.map(|asked| asked.release_at),
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
        if let Err(error) = account.tidy_keystore(&self.environment) {
            tracing::warn!(%error, "the keystore is tidied at the next opening");
        }
        self.open(account)
    }

    /// From here on the screens are the citizen's, and the portal is asked for news.
    fn open(&self, account: Arc<Account>) -> Result<(), Error> {
        account.set_let_go(false);
        if let Err(error) = RecoveryAsked::forget(account.folder()) {
            tracing::warn!(%error, "a recovery that is over stays noted");
        }
        *lock(&self.state)? = State::Open(account);
        let clock = &*self.environment.clock;
        let seen = LastSeen::now(clock);
        self.heart.change(|beat| {
            beat.last_seen = seen;
            beat.activity = Activity::Idle;
            beat.failure = None;
            beat.data += 1;
        });
        self.heart.want_sync(clock);
        Ok(())
    }

    /// Shuts the vault and drops its key, once the step of a synchronisation that is under way has ended. A guest's session
    /// ends with it, and nothing of it is left.
    pub fn lock(&self) -> Result<(), Error> {
        let before = {
            let mut state = lock(&self.state)?;
            let held = match &*state {
                State::Open(account) | State::Sending(account, _) if !account.guest => Arc::downgrade(account),
                State::Shut(_) => return Ok(()),
                _ => Weak::new(),
            };
            std::mem::replace(&mut *state, State::Shut(held))
        };
        match before {
            State::Open(account) | State::Sending(account, _) => {
                account.set_let_go(true);
                if account.guest
                    && let Ok(Some(sender)) = account.vault().and_then(|vault| Ok(vault.sender()?))
                {
                    lock(&self.ending)?.push(sender.token);
                }
            }
            State::SignedIn(_, enrolment) => lock(&self.ending)?.push(enrolment.token.clone()),
            State::Shut(_) => {}
        }
        self.heart.data_changed();
        Ok(())
    }

    /// The program ends: a guest's session ends with it. Waits a moment for a step that is under way, so that the folder goes.
    pub fn close(&self) -> Result<(), Error> {
        let guest = match &*lock(&self.state)? {
            State::Open(account) if account.guest => Arc::downgrade(account),
            _ => return Ok(()),
        };
        self.lock()?;
        for _ in 0..CLOSING_STEPS {
            if guest.strong_count() == 0 {
                break;
            }
            std::thread::sleep(CLOSING_STEP);
        }
        Ok(())
    }

    /// Brings this device and the portal in step. One at a time; the vault may be locked meanwhile, what is under way ends
    /// first.
    pub fn sync(&self) -> Result<SyncReport, Error> {
        self.sync_account(&*self.account()?)
    }

    fn sync_account(&self, account: &Account) -> Result<SyncReport, Error> {
        let device = account.vault().and_then(|vault| Ok(vault.device()?.1));
        let result = self.sync_once(account);
        if let (Err(Error::Refused(ProblemCode::DeviceRevoked)), Ok(device)) = (&result, device) {
            self.end_revoked(account, &device)?;
        }
        result
    }

    fn sync_once(&self, account: &Account) -> Result<SyncReport, Error> {
        let _one_at_a_time = lock(&account.syncing)?;
        let trust = self.trust();
        self.heart.doing(Activity::Asking);
        let ran = sync::run(account, &self.environment, &trust, &self.heart, &self.link);
        let (result, retry_after) = match ran {
            Ok(Synchronised { result, retry_after }) => (result, retry_after),
            Err(error) => (Err(error), None),
        };
        if matches!(result, Err(Error::Refused(ProblemCode::Unauthorized))) {
            let device = account.vault()?.device()?.1;
            account.mirror.with(|cache| cache.forget_credential(&device))?;
        }
        // How it went with one account says nothing to the next.
        let current = self.account_to_sync()?.is_some_and(|current| std::ptr::eq(&*current, account));
        self.heart.change(|beat| {
            beat.activity = Activity::Idle;
            beat.data += 1;
            if !current || matches!(result, Err(Error::NotReady)) {
                return;
            }
            beat.failure = result.as_ref().err().map(Error::code);
            beat.failures = if result.is_ok() { 0 } else { beat.failures.saturating_add(1) };
        });
        if current {
            self.plan_next(account, &result, retry_after)?;
        }
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

    /// Which session is open, to tell after a while whether it still is.
    pub fn session(&self) -> Result<Session, Error> {
        Ok(Session(Arc::downgrade(&self.account()?)))
    }

    /// Fails where another session is open than this one, or none.
    pub fn is_still(&self, session: &Session) -> Result<(), Error> {
        let same = session.0.ptr_eq(&Arc::downgrade(&self.account()?));
        if same { Ok(()) } else { Err(Error::NotReady) }
    }
}

/// An open session. It keeps nothing of it alive.
#[derive(Debug, Clone)]
pub struct Session(Weak<Account>);
