//! The vault's key and the boxes it is kept in.
//!
//! The vault key is 32 random bytes and never changes while the vault lives; what opens it are the wraps in the
//! account's header. The daily one is under Argon2id(PIN) and the device secret together: a thief of the file lacks the
//! device secret, a thief of the device lacks the PIN. The other two hold the key sealed to the portal's recovery key
//! (HPKE), once under the device secret for who forgets the PIN, once under the PIN for whose keystore is emptied: the
//! portal alone opens nothing, and neither does the device alone.

mod kdf;
pub(crate) mod recovery;
mod wrap;

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::Error;
use crate::rng::{self, Rng};

pub use kdf::KdfParams;
pub(crate) use wrap::{Opener, Slot, Wrap};

pub(crate) const KEY_LEN: usize = 32;

/// A 32-byte secret key that wipes itself and never prints.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; KEY_LEN]);

impl Key {
    pub(crate) fn random(rng: &dyn Rng) -> Result<Self, Error> {
        rng::bytes(rng).map(Self)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn as_bytes(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The key of the account's cache, drawn from the vault key: whoever opens the vault opens the cache.
    pub(crate) fn cache_key(&self) -> Result<Self, Error> {
        derive(&self.0, b"", b"cds/cache/1")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

fn derive(material: &[u8], salt: &[u8], label: &[u8]) -> Result<Key, Error> {
    let mut key = Key([0; KEY_LEN]);
    Hkdf::<Sha256>::new(Some(salt), material)
        .expand(label, &mut key.0)
        .map_err(|_| Error::Internal("key derivation failed"))?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::OsRng;

    #[test]
    fn the_cache_key_is_not_the_vault_key() {
        let key = Key::random(&OsRng).expect("random");
        assert_ne!(key.cache_key().expect("derived"), key);
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
