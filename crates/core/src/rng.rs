//! Randomness as an argument.

use crate::Error;

/// Where the core gets random bytes from: keys, nonces and ids.
pub trait Rng: Send + Sync {
    /// Fills the buffer, or fails where the source does.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Error>;
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRng;

impl Rng for OsRng {
    #[expect(clippy::disallowed_methods, reason = "this is the one place where the core's randomness is the system's")]
    fn fill(&self, buffer: &mut [u8]) -> Result<(), Error> {
        getrandom::fill(buffer).map_err(|_| Error::Internal("the system's random generator failed"))
    }
}

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>(rng: &dyn Rng) -> Result<[u8; N], Error> {
    let mut buffer = [0; N];
    rng.fill(&mut buffer)?;
    Ok(buffer)
}

/// A random id: 16 bytes as 32 hexadecimal digits.
pub(crate) fn hex_id(rng: &dyn Rng) -> Result<String, Error> {
    Ok(bytes::<16>(rng)?.iter().map(|byte| format!("{byte:02x}")).collect())
}
