//! What the portal takes from outside.

use std::sync::Arc;
use std::time::Duration;

use cds_wire::UnixMillis;

use crate::keys::{Issuer, ProvinceKeys};
use crate::otp::OtpSender;
use crate::payment::Payments;
use crate::storage::{Storage, StorageError};

/// Where the portal gets time from.
pub trait Clock: Send + Sync {
    /// The wall clock.
    fn now(&self) -> UnixMillis;
}

/// Where the portal gets random bytes from.
pub trait Rng: Send + Sync {
    /// Fills the buffer, or fails where the source does.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The system's random generator failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system's random generator failed")]
pub struct NoRandomness;

/// Everything a handler needs. Cloning shares it.
#[derive(Clone)]
pub struct Environment {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// What lasts.
    pub storage: Arc<dyn Storage>,
    /// How one-time passwords reach people.
    pub otp_sender: Arc<dyn OtpSender>,
    /// The province's signing keys.
    pub keys: Arc<ProvinceKeys>,
    /// The portal's own secret, from the storage.
    pub secret: [u8; 32],
    /// Generation of the portal's history, from the storage.
    pub generation: u64,
    /// What is limited.
    pub limits: Limits,
    /// How fees are paid; none where they cannot be.
    pub payments: Option<Payments>,
    /// The portal serves synthetic citizens.
    pub demo: bool,
}

/// How often a stranger may try, and how much and how long an account may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// One-time passwords for one personal number with one phone, in an hour.
    pub otp_per_subject: u32,
    /// One-time passwords asked for from one address, in an hour. Communes share an address behind their gateway.
    pub otp_per_address: u32,
    /// Wrong card dates for one personal number, in a day.
    pub card_dates: u32,
    /// Bytes of one account's blobs that no paper and no submission keeps.
    pub unattached_bytes: u64,
    /// How long an upload may be silent before its connection is let go.
    pub upload_stall: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            otp_per_subject: 5,
            otp_per_address: 30,
            card_dates: 5,
            unattached_bytes: 200 * 1024 * 1024,
            upload_stall: Duration::from_secs(60),
        }
    }
}

impl Limits {
    /// For a demonstration, in which everyone signs in from one machine, over and over.
    pub fn demonstration() -> Self {
        Self { otp_per_subject: 10_000, otp_per_address: 100_000, ..Self::default() }
    }
}

impl Environment {
    /// The machine's clock and generator over `storage`.
    pub fn on_this_machine(
        storage: Arc<dyn Storage>,
        otp_sender: Arc<dyn OtpSender>,
        issuer: Issuer,
        demo: bool,
    ) -> Result<Self, StorageError> {
        let rng = Arc::new(OsRng);
        let clock = Arc::new(SystemClock);
        let (secret, generation) = storage.write(|tx| tx.portal(&*rng))?;
        let keys = Arc::new(ProvinceKeys::load(&*storage, &*rng, &*clock, issuer)?);
        let limits = if demo { Limits::demonstration() } else { Limits::default() };
        Ok(Self { clock, rng, storage, otp_sender, keys, secret, generation, limits, payments: None, demo })
    }
}

/// The machine's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the portal's clock is the machine's")]
    fn now(&self) -> UnixMillis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        UnixMillis::try_from(since.as_millis()).unwrap_or(UnixMillis::MAX)
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRng;

impl Rng for OsRng {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place where the portal's randomness is the system's"
    )]
    fn fill(&self, buffer: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(buffer).map_err(|_| NoRandomness)
    }
}

/// `N` random bytes.
pub(crate) fn random<const N: usize>(rng: &dyn Rng) -> Result<[u8; N], NoRandomness> {
    let mut buffer = [0; N];
    rng.fill(&mut buffer)?;
    Ok(buffer)
}

/// A random UUID (version 4).
pub fn random_id(rng: &dyn Rng) -> Result<String, NoRandomness> {
    Ok(uuid::Builder::from_random_bytes(random(rng)?).into_uuid().to_string())
}
