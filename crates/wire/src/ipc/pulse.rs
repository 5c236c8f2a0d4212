//! What goes on behind the screens: how old the data is, what waits, what is being sent, when the screens lock.

use serde::{Deserialize, Serialize};

use super::{ErrorCode, Stage};
use crate::UnixMillis;

/// Arguments of [`Watch`](super::Watch).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchArgs {
    /// Revision of the pulse that the interface knows; the answer comes when there is another, or after some seconds.
    pub seen: u64,
    /// The citizen has touched or typed something since the last call: the time to the lock begins anew.
    pub active: bool,
}

/// Output of [`Watch`](super::Watch).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pulse {
    /// Changes with anything below but [`now`](Self::now).
    pub revision: u64,
    /// Changes when lists may show something else than before: they are then read again.
    pub data: u64,
    /// What the citizen can do now.
    pub stage: Stage,
    /// This device's clock, so that the interface can tell ages.
    pub now: UnixMillis,
    /// When the portal last answered; none before the first time, and while the vault is shut.
    pub last_contact: Option<UnixMillis>,
    /// What is being done with the network.
    pub activity: Activity,
    /// Confirmed commands that the portal has not acknowledged; also shown on the lock screen while they are still sent.
    pub waiting: u64,
    /// Why the last synchronisation failed; none after one that did not.
    pub failure: Option<ErrorCode>,
    /// When the next one is tried by itself; none where nothing is planned.
    pub next_try: Option<UnixMillis>,
    /// Seconds until the screens lock, once that is near.
    pub locks_in_s: Option<u32>,
    /// How it stands with the PIN or passphrase; none where nothing was tried wrongly since it was last right.
    pub tries: Option<UnlockTries>,
}

/// Wrong tries at the lock screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnlockTries {
    /// How many more may be wrong before the next wait; 0 where each one is followed by a wait.
    pub free: u32,
    /// Seconds until the next one is looked at; 0 where it is at once.
    pub wait_s: u32,
}

/// What is being done with the network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "activity", rename_all = "snake_case")]
pub enum Activity {
    /// Nothing.
    #[default]
    Idle,
    /// The portal is being asked, and told what waits.
    Asking,
    /// Contents are on their way to the portal.
    Sending {
        /// Bytes that have arrived.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Contents are coming from the portal.
    Fetching,
}
