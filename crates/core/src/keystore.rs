//! The operating system's keystore, where the device secret lives.

mod os;

use std::time::Duration;

pub use os::OsKeystore;

use zeroize::Zeroizing;

/// How long a keystore may take. A desktop's may ask the citizen for their login password first.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// A place for small secrets that the operating system guards.
pub trait Keystore: Send + Sync {
    /// Keeps a secret under a name, replacing an older one.
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeystoreError>;
    /// The secret kept under a name.
    fn get(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, KeystoreError>;
    /// Removes a secret; removing what is not there succeeds.
    fn delete(&self, name: &str) -> Result<(), KeystoreError>;
}

/// Why a keystore did not serve. They are told apart because the citizen must do something else in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeystoreError {
    /// There is none, or it refuses to serve.
    #[error("there is none, or it refuses")]
    Unavailable,
    /// It has not answered in time. It may be asking the citizen something.
    #[error("it does not answer")]
    Hanging,
    /// It is there and locked.
    #[error("it is locked")]
    Locked,
    /// It holds no such secret.
    #[error("it holds no such secret")]
    Missing,
    /// What it holds is not what was put there.
    #[error("what it holds is not what was put there")]
    Corrupt,
}

/// A device without a keystore: a passphrase takes the PIN's place.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeystore;

impl Keystore for NoKeystore {
    fn put(&self, _: &str, _: &[u8]) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn get(&self, _: &str) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        Err(KeystoreError::Unavailable)
    }

    fn delete(&self, _: &str) -> Result<(), KeystoreError> {
        Err(KeystoreError::Unavailable)
    }
}

/// Tries once, while signing in, whether a keystore keeps a secret and gives it back.
pub(crate) fn works(keystore: &dyn Keystore, name: &str) -> Result<(), KeystoreError> {
    let probe = b"probe";
    let kept = keystore.put(name, probe).and_then(|()| keystore.get(name));
    if let Err(error) = keystore.delete(name) {
        tracing::debug!(%error, "the keystore probe could not be removed");
    }
    if kept?.as_slice() == probe { Ok(()) } else { Err(KeystoreError::Corrupt) }
}
