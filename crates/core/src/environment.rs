//! What the core takes from outside.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};
use crate::keystore::{self, Keystore, OsKeystore};
use crate::rng::{OsRng, Rng};
use crate::transport::{HttpTransport, PlainHttp, TlsRoots, Transport};
use crate::{Error, IdleLimits, KdfParams, trust};

/// A closing window lets go of the account within moments; whoever waits longer is told of the other one.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// What the core takes from outside.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// The way to the portal.
    pub transport: Arc<dyn Transport>,
    /// The operating system's keystore.
    pub keystore: Arc<dyn Keystore>,
    /// What locking a new vault costs.
    pub kdf: KdfParams,
    /// How long to wait for another process to let go of the account.
    pub lock_patience: Duration,
    /// How long an open app waits for its citizen.
    pub idle: IdleLimits,
    /// The province's root, where this build has one: 32 bytes of an Ed25519 public key.
    pub root: Option<[u8; 32]>,
    /// The portal runs on this machine: a test, and the interface says so.
    pub test_portal: bool,
}

impl Environment {
    /// This system's clock, generator, network and keystore, for the portal at `address`.
    pub fn of_this_system(address: &str, roots: TlsRoots, plain: PlainHttp) -> Result<Self, Error> {
        let transport = HttpTransport::new(address, roots, plain)?;
        Ok(Self {
            clock: Arc::new(SystemClock::default()),
            rng: Arc::new(OsRng),
            test_portal: transport.is_this_machine(),
            transport: Arc::new(transport),
            keystore: Arc::new(OsKeystore::new(keystore::TIMEOUT)),
            kdf: KdfParams::default(),
            lock_patience: LOCK_PATIENCE,
            idle: IdleLimits::default(),
            root: trust::built_in(),
        })
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("kdf", &self.kdf).finish_non_exhaustive()
    }
}
