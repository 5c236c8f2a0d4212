//! What an open app does by itself: synchronises, tells the interface how it goes, and locks when nobody is there.
//!
//! Two loops, each on a thread of its own that the shell starts: a synchronisation may wait for a bad link for minutes,
//! and the screens must lock meanwhile. Each loop is a step that does what is due and says how long nothing will be; the
//! steps are what tests drive.

use std::sync::{Arc, Weak};
use std::time::Duration;

use cds_wire::UnixMillis;
use cds_wire::ipc::{Activity, Pulse, Stage, WatchArgs};

use super::{App, State};
use crate::account::Account;
use crate::heart::NextTry;
use crate::idle::LastSeen;
use crate::mutex::lock;
use crate::{Error, rng};

/// An open app asks the portal for news this often.
const NEWS: Duration = Duration::from_secs(15 * 60);
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

    /// The citizen is there.
    pub fn stay_open(&self) -> Result<(), Error> {
        self.account()?;
        let seen = LastSeen::now(&*self.environment.clock);
        self.heart.change(|beat| beat.last_seen = seen);
        Ok(())
    }

    /// How things stand, once they stand otherwise than the caller knows, or after some seconds.
    pub fn watch(&self, args: WatchArgs) -> Result<Pulse, Error> {
        if args.active {
            // No wake-up: that the citizen is there changes nothing on the screen, except near the lock.
            let near = self.locks_in()?.is_some_and(|left| left <= self.warned_for());
            let seen = LastSeen::now(&*self.environment.clock);
            if near {
                self.heart.change(|beat| beat.last_seen = seen);
            } else {
                self.heart.note_seen(seen);
            }
        }
        let patience = match self.locks_in()? {
            Some(left) if left <= self.warned_for() => SECOND,
            Some(left) => PATIENCE.min(left.saturating_sub(self.warned_for())),
            None => PATIENCE,
        };
        self.heart.wait(args.seen, patience)?;
        self.pulse()
    }

    /// How things stand.
    pub fn pulse(&self) -> Result<Pulse, Error> {
        let beat = self.heart.beat()?;
        let locks_in = self.locks_in()?.filter(|left| *left <= self.warned_for());
        let account = self.account_to_sync()?;
        let open = self.account().is_ok();
        let waiting = match &account {
            Some(account) => account.vault()?.waiting()?,
            None => 0,
        };
        let last_contact = match &account {
            Some(account) if open => account.mirror.with(|cache| cache.contact())?.last,
            _ => None,
        };
        Ok(Pulse {
            revision: beat.revision,
            data: beat.data,
            stage: self.stage()?,
            now: self.environment.clock.now(),
            last_contact,
            activity: if account.is_some() { beat.activity } else { Activity::Idle },
            waiting,
            failure: beat.failure.filter(|_| account.is_some()),
            next_try: beat.next_try.filter(|_| account.is_some()).map(|next| next.wall),
            locks_in_s: locks_in.map(|left| u32::try_from(left.as_secs()).unwrap_or(u32::MAX)),
        })
    }

    /// Synchronises if it is due, and says how long nothing will be.
    pub fn sync_if_due(&self) -> Result<Duration, Error> {
        let (Some(account), Some(next)) = (self.account_to_sync()?, self.heart.beat()?.next_try) else {
            return Ok(NOTHING_DUE);
        };
        let now = self.environment.clock.monotonic();
        if next.monotonic > now {
            return Ok(next.monotonic - now);
        }
        // A wish that comes while this runs is another one.
        self.heart.change(|beat| beat.next_try = None);
        match self.sync_account(&account) {
            Ok(_) => self.plan(NEWS)?,
            // Only the citizen can do something about it.
            Err(Error::Forked | Error::Refused(cds_wire::portal::ProblemCode::Unauthorized)) => {}
            Err(_) => self.plan(self.back_off()?)?,
        }
        Ok(Duration::ZERO)
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
        let (account, until) = match &*lock(&self.state)? {
            State::Sending(account, until) => (Arc::clone(account), *until),
            _ => return Ok(NOTHING_DUE),
        };
        let left = until.saturating_sub(self.environment.clock.monotonic());
        if left.is_zero() || account.vault()?.waiting()? == 0 {
            self.shut(&account)?;
            return Ok(NOTHING_DUE);
        }
        Ok(left)
    }

    /// The screens lock; the key stays for what waits to be sent, unless the session is a guest's.
    fn lock_idle(&self) -> Result<(), Error> {
        let account = self.account()?;
        let waits = !account.guest && account.vault()?.waiting()? > 0;
        if !waits {
            return self.lock();
        }
        let until = self.environment.clock.monotonic() + self.environment.idle.send;
        *lock(&self.state)? = State::Sending(account, until);
        tracing::info!("locked; what waits is still sent");
        self.heart.data_changed();
        Ok(())
    }

    /// Drops the key after sending behind the lock screen, if that is still what goes on.
    fn shut(&self, account: &Arc<Account>) -> Result<(), Error> {
        let mut state = lock(&self.state)?;
        if matches!(&*state, State::Sending(sending, _) if Arc::ptr_eq(sending, account)) {
            *state = State::Shut(Arc::downgrade(account));
        }
        drop(state);
        self.heart.data_changed();
        Ok(())
    }

    /// How long until the screens lock; none where they are not open.
    fn locks_in(&self) -> Result<Option<Duration>, Error> {
        if self.stage_is_open()? {
            let idle = self.heart.beat()?.last_seen.ago(&*self.environment.clock);
            Ok(Some(self.environment.idle.lock.saturating_sub(idle)))
        } else {
            Ok(None)
        }
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

    pub(super) fn stage_is_open(&self) -> Result<bool, Error> {
        Ok(matches!(&*lock(&self.state)?, State::Open(_)))
    }

    /// Whether a stage of the app is the one of the lock screen.
    pub(super) fn locked(&self) -> Result<Stage, Error> {
        match self.home.account()? {
            Some(folder) => Ok(Stage::Locked { secret: Account::secret_kind(&folder)? }),
            None => Ok(Stage::SignedOut),
        }
    }
}

/// Steps until the app is gone. A step that fails is tried again with the next change.
fn run(app: &Weak<App>, step: fn(&App) -> Result<Duration, Error>) {
    while let Some(app) = app.upgrade() {
        let seen = app.heart.beat().map(|beat| beat.revision);
        let wait = step(&app).unwrap_or_else(|error| {
            tracing::warn!(%error, "a background step failed");
            SECOND
        });
        let Ok(seen) = seen else { return };
        if !wait.is_zero() && app.heart.wait(seen, wait.min(PATIENCE)).is_err() {
            return;
        }
    }
}
