//! What an open app does by itself: synchronises, tells the interface how it goes, and locks when nobody is there.
//!
//! Two loops, each on a thread of its own that the shell starts: a synchronisation may wait for a bad link for minutes,
//! and the screens must lock meanwhile. Each loop is a step that does what is due and says how long nothing will be; the
//! steps are what tests drive.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use std::time::Duration;

use cds_wire::UnixMillis;
use cds_wire::ipc::{Activity, Pulse, Stage, SyncReport, UnlockTries, WatchArgs};
use cds_wire::portal::ProblemCode;

use super::{App, State};
use crate::account::Account;
use crate::heart::NextTry;
use crate::idle::LastSeen;
use crate::mutex::lock;
use crate::tries::{self, Standing};
use crate::{Error, rng};

/// An open app asks the portal for news this often.
const NEWS: Duration = Duration::from_secs(15 * 60);
/// It asks this often while the portal waits for more of something.
const STILL_WAITING: Duration = Duration::from_secs(60);
/// The first wait after a failure is at most this long, and doubles with each that follows.
const FIRST_BACK_OFF: Duration = Duration::from_secs(4);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(15 * 60);
/// A long poll answers at least this often; near the lock, with every second that is shown.
const PATIENCE: Duration = Duration::from_secs(5);
const SECOND: Duration = Duration::from_secs(1);
/// Nothing is due: a change wakes the loop.
const NOTHING_DUE: Duration = Duration::from_secs(60 * 60);

impl App {
    /// Synchronises whenever it is due, until the app is dropped.
    pub fn run_sync_loop(app: &Weak<Self>) {
        run(app, Self::sync_if_due);
    }

    /// Locks whenever it is due, until the app is dropped.
    pub fn run_idle_loop(app: &Weak<Self>) {
        run(app, Self::lock_if_idle);
    }

    /// Asks for a synchronisation now, whatever failed before.
    pub fn want_sync(&self) -> Result<(), Error> {
        self.account()?;
        self.heart.want_sync(&*self.environment.clock);
        Ok(())
    }

    /// The citizen is there. Who comes after the time is over finds it locked, whichever thread was late.
    pub fn stay_open(&self) -> Result<(), Error> {
        match self.locks_in()? {
            None => Err(Error::NotReady),
            Some(left) if left.is_zero() => self.lock_if_idle().map(|_| ()),
            Some(_) => {
                let seen = LastSeen::now(&*self.environment.clock);
                self.heart.change(|beat| beat.last_seen = seen);
                Ok(())
            }
        }
    }

    /// How things stand, once they stand otherwise than the caller knows, or after some seconds.
    pub fn watch(&self, args: WatchArgs) -> Result<Pulse, Error> {
        match self.locks_in()? {
            Some(left) if args.active && (left.is_zero() || left <= self.warned_for()) => self.stay_open()?,
            // No wake-up: that the citizen is there changes nothing on the screen.
            Some(_) if args.active => self.heart.note_seen(LastSeen::now(&*self.environment.clock)),
            _ => {}
        }
        let patience = match self.locks_in()? {
            Some(left) if left <= self.warned_for() => SECOND,
            Some(left) => PATIENCE.min(left.saturating_sub(self.warned_for())),
            None if self.tries()?.is_some_and(|tries| tries.wait_s > 0) => SECOND,
            None => PATIENCE,
        };
        self.heart.wait(args.seen, patience)?;
        self.pulse()
    }

    /// How things stand.
    pub fn pulse(&self) -> Result<Pulse, Error> {
        let beat = self.heart.beat()?;
        let locks_in = self.locks_in()?.filter(|left| *left <= self.warned_for());
        let stage = self.stage()?;
        let account = self.account_to_sync()?;
        // A database that fails must not keep the page from learning that the screens are locked.
        let waiting = account.as_ref().map_or(0, |account| waiting(account).unwrap_or(0));
        let contact = |account: &Arc<Account>| account.mirror.with(|cache| cache.contact()).ok()?.last;
        let last_contact = account.as_ref().filter(|_| stage == Stage::Unlocked).and_then(contact);
        Ok(Pulse {
            revision: beat.revision,
            data: beat.data,
            stage,
            now: self.environment.clock.now(),
            last_contact,
            activity: if account.is_some() { beat.activity } else { Activity::Idle },
            waiting,
            failure: beat.failure.filter(|_| account.is_some()),
            next_try: beat.next_try.filter(|_| account.is_some()).map(|next| next.wall),
            locks_in_s: locks_in.map(|left| u32::try_from(left.as_secs()).unwrap_or(u32::MAX)),
            tries: self.tries()?,
        })
    }

    /// Synchronises if it is due, and says how long nothing will be.
    pub fn sync_if_due(&self) -> Result<Duration, Error> {
        self.end_sessions()?;
        let Some(next) = self.heart.beat()?.next_try else { return Ok(NOTHING_DUE) };
        let now = self.environment.clock.monotonic();
        if next.monotonic > now {
            return Ok(next.monotonic - now);
        }
        // Before the account is looked at: a wish that comes with another account is that one's.
        self.heart.change(|beat| beat.next_try = None);
        let Some(account) = self.account_to_sync()? else { return Ok(NOTHING_DUE) };
        // How it went is noted there, and when to go on is planned.
        if let Err(error) = self.sync_account(&account) {
            tracing::debug!(%error, "not in step");
        }
        Ok(Duration::ZERO)
    }

    /// When to synchronise again after this.
    pub(super) fn plan_next(
        &self,
        account: &Account,
        result: &Result<SyncReport, Error>,
        retry_after: Option<Duration>,
    ) -> Result<(), Error> {
        // The portal's word counts, as far as it is reasonable. Where all was well, it may have cut a pull short.
        let asked = retry_after.map(|asked| asked.min(LONGEST_BACK_OFF));
        self.plan(match (result, asked) {
            (Ok(_), Some(asked)) => asked.max(SECOND),
            (Ok(_), None) if waiting(account).unwrap_or(0) > 0 => STILL_WAITING,
            (Ok(_), None) => NEWS,
            // Its session has ended, or only the citizen can do something about it.
            (
                Err(
                    Error::NotReady
                    | Error::Forked
                    | Error::Refused(ProblemCode::Unauthorized | ProblemCode::DeviceRevoked),
                ),
                _,
            ) => return Ok(()),
            (Err(_), asked) => self.back_off()?.max(asked.unwrap_or_default()),
        })
    }

    /// Locks the screens if nobody is there, and drops the key once nothing is left to send behind them. Says how long
    /// nothing will be due.
    pub fn lock_if_idle(&self) -> Result<Duration, Error> {
        if let Some(left) = self.locks_in()? {
            if !left.is_zero() {
                return Ok(left);
            }
            self.lock_idle()?;
        }
        let (account, since) = match &*lock(&self.state)? {
            State::Sending(account, since) => (Arc::clone(account), *since),
            _ => return Ok(NOTHING_DUE),
        };
        let left = self.environment.idle.send.saturating_sub(since.ago(&*self.environment.clock));
        if left.is_zero() || waiting(&account).unwrap_or(0) == 0 {
            self.shut(&account)?;
            return Ok(NOTHING_DUE);
        }
        Ok(left)
    }

    /// The screens lock; the key stays for what waits to be sent, unless the session is a guest's. Where it cannot be told
    /// whether something waits, the key goes.
    fn lock_idle(&self) -> Result<(), Error> {
        let open = match &*lock(&self.state)? {
            State::Open(account) if !account.guest => Some(Arc::clone(account)),
            _ => None,
        };
        let Some(account) = open.filter(|account| waiting(account).unwrap_or(0) > 0) else { return self.lock() };
        let mut state = lock(&self.state)?;
        // Locked or signed out a moment ago: then there is nothing more to do.
        if matches!(&*state, State::Open(open) if Arc::ptr_eq(open, &account)) {
            *state = State::Sending(account, LastSeen::now(&*self.environment.clock));
            tracing::info!("locked; what waits is still sent");
        }
        drop(state);
        self.heart.data_changed();
        Ok(())
    }

    /// Drops the key after sending behind the lock screen, if that is still what goes on.
    fn shut(&self, account: &Arc<Account>) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if matches!(&*state, State::Sending(sending, _) if Arc::ptr_eq(sending, account)) {
            account.set_let_go(true);
            *state = State::Shut(Arc::downgrade(account));
        }
        drop(state);
        self.heart.data_changed();
        Ok(())
    }

    /// Tells the portal of sessions that have ended on this device. Where it is not reached, they end when they expire.
    fn end_sessions(&self) -> Result<(), Error> {
        let ended = std::mem::take(&mut *lock(&self.ending)?);
        ended.iter().for_each(|token| self.end_session(token));
        Ok(())
    }

    /// How long until the screens lock; none where there is nothing to lock.
    fn locks_in(&self) -> Result<Option<Duration>, Error> {
        if matches!(&*lock(&self.state)?, State::Open(_) | State::SignedIn(..)) {
            let idle = self.heart.beat()?.last_seen.ago(&*self.environment.clock);
            Ok(Some(self.environment.idle.lock.saturating_sub(idle)))
        } else {
            Ok(None)
        }
    }

    /// How it stands with the tries: at the lock screen, and where the PIN is changed.
    fn tries(&self) -> Result<Option<UnlockTries>, Error> {
        match &*lock(&self.state)? {
            State::Shut(_) | State::Sending(..) => {}
            State::Open(account) if !account.guest => {}
            _ => return Ok(None),
        }
        let Some(folder) = self.home.account()? else { return Ok(None) };
        let Standing { wrong, wait } = tries::standing(&folder, &*self.environment.clock)?;
        let wait_s = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
        Ok((wrong > 0).then_some(UnlockTries { free: tries::FREE.saturating_sub(wrong), wait_s }))
    }

    fn warned_for(&self) -> Duration {
        self.environment.idle.lock.saturating_sub(self.environment.idle.warn)
    }

    fn plan(&self, wait: Duration) -> Result<(), Error> {
        let clock = &*self.environment.clock;
        let wall = clock.now().saturating_add(UnixMillis::try_from(wait.as_millis()).unwrap_or(UnixMillis::MAX));
        let next = NextTry { monotonic: clock.monotonic() + wait, wall };
        self.heart.change(|beat| {
            // A wish that came meanwhile comes first.
            beat.next_try.get_or_insert(next);
        });
        Ok(())
    }

    /// A random wait up to a bound that doubles with each failure, so that many devices do not come back at once.
    fn back_off(&self) -> Result<Duration, Error> {
        let failures = self.heart.beat()?.failures.saturating_sub(1).min(16);
        let most = FIRST_BACK_OFF.saturating_mul(1 << failures).min(LONGEST_BACK_OFF);
        let most = u32::try_from(most.as_millis()).unwrap_or(u32::MAX);
        let part = f64::from(u32::from_le_bytes(rng::bytes(&*self.environment.rng)?)) / f64::from(u32::MAX);
        // At least a second: the link that has just failed is not there at once.
        Ok(SECOND.max(Duration::from_millis((f64::from(most) * part) as u64)))
    }

    /// The stage with a shut vault, or none.
    pub(super) fn locked(&self) -> Result<Stage, Error> {
        match self.home.account()? {
            Some(folder) => Ok(Stage::Locked { secret: Account::secret_kind(&folder)? }),
            None => Ok(Stage::SignedOut),
        }
    }
}

/// How much an account has confirmed that has no answer yet.
fn waiting(account: &Account) -> Result<u64, Error> {
    Ok(account.vault()?.waiting()?)
}

/// Steps until the app is gone. A step that fails, even by a fault of the program, is tried again.
fn run(app: &Weak<App>, step: fn(&App) -> Result<Duration, Error>) {
    while let Some(strong) = app.upgrade() {
        let heart = Arc::clone(&strong.heart);
        let seen = heart.beat().map_or(0, |beat| beat.revision);
        let stepped = catch_unwind(AssertUnwindSafe(|| step(&strong)));
        // Not held while this waits: the app is gone when its window is.
        drop(strong);
        let wait = stepped.unwrap_or(Err(Error::Internal("a background step panicked"))).unwrap_or_else(|error| {
            tracing::warn!(%error, "a background step failed");
            SECOND
        });
        if !wait.is_zero() && heart.wait(seen, wait.min(PATIENCE)).is_err() {
            std::thread::sleep(SECOND);
        }
    }
}
