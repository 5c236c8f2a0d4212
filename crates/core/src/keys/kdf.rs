//! What it costs to try a PIN.

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::KEY_LEN;
use crate::Error;

/// What Argon2id costs, stored beside each wrap so that it can rise later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfParams {
    /// Memory, in KiB.
    pub m_kib: u32,
    /// Passes over the memory.
    pub t: u32,
    /// Lanes.
    pub p: u32,
}

impl Default for KdfParams {
    /// 64 MiB, which phones with little memory can spare, one lane, and as many passes as bring a try to 250 to 500 ms of
    /// one core: decision 21 says how that was measured.
    fn default() -> Self {
        Self { m_kib: 64 * 1024, t: 7, p: 1 }
    }
}

impl KdfParams {
    /// The least Argon2 allows, for tests that are not about the lock's strength. They reach a file only by being
    /// stored in its header.
    pub const FOR_TESTS: Self = Self { m_kib: 8, t: 1, p: 1 };

    /// Argon2id over a PIN or passphrase, into `out`.
    pub(super) fn hash(self, secret: &str, salt: &[u8], out: &mut [u8]) -> Result<(), Error> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params()?)
            .hash_password_into(secret.as_bytes(), salt, out)
            .map_err(|_| Error::HeaderDamaged)
    }

    /// Bounds on what a header may ask for, so that a damaged one cannot take the machine's memory.
    fn params(self) -> Result<Params, Error> {
        if self.m_kib > 1024 * 1024 || self.t > 64 || self.p > 16 {
            return Err(Error::HeaderDamaged);
        }
        Params::new(self.m_kib, self.t, self.p, Some(KEY_LEN)).map_err(|_| Error::HeaderDamaged)
    }
}
