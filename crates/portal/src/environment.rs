//! What the portal takes from outside.

use std::sync::Arc;

use cds_wire::UnixMillis;

use crate::otp::OtpSender;
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
    /// The portal's own secret, from the storage.
    pub secret: [u8; 32],
    /// Name of the province.
    pub province: String,
    /// The portal serves synthetic citizens.
    pub demo: bool,
}

impl Environment {
    /// The machine's clock and generator over `storage`.
    pub fn on_this_machine(
        storage: Arc<dyn Storage>,
        otp_sender: Arc<dyn OtpSender>,
        province: String,
        demo: bool,
    ) -> Result<Self, StorageError> {
        let rng = Arc::new(OsRng);
        let secret = storage.portal_secret(&*rng)?;
        Ok(Self { clock: Arc::new(SystemClock), rng, storage, otp_sender, secret, province, demo })
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
pub(crate) fn random_id(rng: &dyn Rng) -> Result<String, NoRandomness> {
    Ok(uuid::Builder::from_random_bytes(random(rng)?).into_uuid().to_string())
}
