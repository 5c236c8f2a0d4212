//! What goes on behind the screens, for the threads that wait for it: the interface's long poll, and the loops that
//! synchronise and lock.

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use cds_wire::UnixMillis;
use cds_wire::ipc::{Activity, ErrorCode};

use crate::Error;
use crate::clock::Clock;
use crate::idle::LastSeen;
use crate::mutex::lock;

/// Shared by the threads of one app.
#[derive(Debug)]
pub(crate) struct Heart {
    beat: Mutex<Beat>,
    changed: Condvar,
}

/// What the threads tell one another.
#[derive(Debug, Clone)]
pub(crate) struct Beat {
    /// Rises with every change; from 1.
    pub(crate) revision: u64,
    /// Rises when lists may show something else.
    pub(crate) data: u64,
    pub(crate) activity: Activity,
    /// Why the last synchronisation failed.
    pub(crate) failure: Option<ErrorCode>,
    /// Synchronisations that failed one after another.
    pub(crate) failures: u32,
    /// When the next one begins by itself.
    pub(crate) next_try: Option<NextTry>,
    pub(crate) last_seen: LastSeen,
}

/// A moment by both clocks: one to wait for, one to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NextTry {
    pub(crate) monotonic: Duration,
    pub(crate) wall: UnixMillis,
}

impl Heart {
    pub(crate) fn new(clock: &dyn Clock) -> Self {
        let beat = Beat {
            revision: 1,
            data: 1,
            activity: Activity::Idle,
            failure: None,
            failures: 0,
            next_try: None,
            last_seen: LastSeen::now(clock),
        };
        Self { beat: Mutex::new(beat), changed: Condvar::new() }
    }

    /// How things stand.
    pub(crate) fn beat(&self) -> Result<Beat, Error> {
        Ok(lock(&self.beat)?.clone())
    }

    /// Changes something and wakes whoever waits.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Beat)) {
        // Where a thread failed while it held this, screens grow stale and nothing is lost.
        if let Ok(mut beat) = self.beat.lock() {
            change(&mut beat);
            beat.revision += 1;
            drop(beat);
            self.changed.notify_all();
        }
    }

    /// The citizen was there, which changes nothing that anyone waits for.
    pub(crate) fn note_seen(&self, seen: LastSeen) {
        if let Ok(mut beat) = self.beat.lock() {
            beat.last_seen = seen;
        }
    }

    /// Lists may show something else now.
    pub(crate) fn data_changed(&self) {
        self.change(|beat| beat.data += 1);
    }

    /// The network is used for something else now.
    pub(crate) fn doing(&self, activity: Activity) {
        self.change(|beat| beat.activity = activity);
    }

    /// A synchronisation is wanted now, whatever failed before.
    pub(crate) fn want_sync(&self, clock: &dyn Clock) {
        let now = NextTry { monotonic: clock.monotonic(), wall: clock.now() };
        self.change(|beat| {
            beat.failures = 0;
            beat.next_try = Some(now);
        });
    }

    /// Whether a synchronisation was asked for that has not begun.
    pub(crate) fn is_sync_wanted(&self, clock: &dyn Clock) -> bool {
        let now = clock.monotonic();
        self.beat.lock().is_ok_and(|beat| beat.next_try.is_some_and(|next| next.monotonic <= now))
    }

    /// What goes out now serves the wish for a synchronisation.
    pub(crate) fn taken_up(&self, clock: &dyn Clock) {
        if self.is_sync_wanted(clock) {
            self.change(|beat| beat.next_try = None);
        }
    }

    /// Waits until the revision is not `seen` any more, but no longer than `patience`.
    pub(crate) fn wait(&self, seen: u64, patience: Duration) -> Result<(), Error> {
        let beat = lock(&self.beat)?;
        let unchanged = |beat: &mut Beat| beat.revision == seen;
        let waited: Result<(MutexGuard<'_, Beat>, _), _> = self.changed.wait_timeout_while(beat, patience, unchanged);
        waited.map(|_| ()).map_err(|_| Error::Internal("a thread failed while it held a lock"))
    }
}
