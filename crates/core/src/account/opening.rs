//! What opens an account: its PIN or passphrase, tried and changed, and the key sealed for recovery.

use std::path::Path;

use cds_wire::ipc::SecretKind;

use super::Account;
use crate::header::Header;
use crate::keys::{Key, Opener, Slot, Wrap, recovery};
use crate::keystore::{Keystore, KeystoreError};
use crate::{Environment, Error, rng, tries};

impl Account {
    /// What opens the account in `folder`.
    pub(crate) fn secret_kind(folder: &Path) -> Result<SecretKind, Error> {
        Header::read(folder)?.secret_kind()
    }

    /// The vault key of the account in `folder`, if the PIN or passphrase is right and need not wait. Needs no network.
    pub(crate) fn unwrap_key(folder: &Path, environment: &Environment, secret: &str) -> Result<Key, Error> {
        let header = Header::read(folder)?;
        let (slot, device_secret) = match header.secret_kind()? {
            SecretKind::Pin => {
                let bytes = environment.keystore.get(&header.keystore_entry)?;
                (Slot::Pin, Some(Key::from_bytes(&bytes).ok_or(KeystoreError::Corrupt)?))
            }
            SecretKind::Passphrase => (Slot::Passphrase, None),
        };
        let opener = Opener { vault_id: &header.vault_id, secret, device_secret: device_secret.as_ref() };
        let wrap = header.wrap(slot).ok_or(Error::HeaderDamaged)?;
        // The keystore was asked first: where it does not answer, no try is used up.
        let opened = tries::counted(folder, environment, || wrap.open(&opener))?;
        Key::from_bytes(&opened).ok_or(Error::HeaderDamaged)
    }

    /// The key sealed for recovery, out of its outer box: the one that the device secret opens, or where the keystore has
    /// lost that secret, the one that the old PIN opens.
    pub(crate) fn open_for_recovery(
        folder: &Path,
        environment: &Environment,
        old_pin: Option<&str>,
    ) -> Result<SealedForRecovery, Error> {
        let header = Header::read(folder)?;
        let device_secret = match environment.keystore.get(&header.keystore_entry) {
            Ok(bytes) => Key::from_bytes(&bytes),
            Err(KeystoreError::Missing | KeystoreError::Corrupt) => None,
            Err(error) => return Err(error.into()),
        };
        let slot = if device_secret.is_some() { Slot::RecoveryByDevice } else { Slot::RecoveryByPin };
        let secret = old_pin.unwrap_or_default();
        let opener = Opener { vault_id: &header.vault_id, secret, device_secret: device_secret.as_ref() };
        let sealed = header.wrap(slot).ok_or(Error::HeaderDamaged)?.open(&opener)?;
        Ok(SealedForRecovery { sealed: sealed.to_vec(), vault_id: header.vault_id })
    }

    /// Locks the vault with a new PIN: a new device secret is in the keystore before the header names it, and the old one
    /// goes after.
    pub(crate) fn lock_anew(
        &self,
        environment: &Environment,
        pin: &str,
        vault_key: &Key,
        recovery_key: &[u8],
    ) -> Result<(), Error> {
        let rng = &*environment.rng;
        let _one_writer = self.vault()?;
        let mut header = Header::read(&self.folder)?;
        let device_secret = Key::random(rng)?;
        let entry = rng::hex_id(rng)?;
        let opener = Opener { vault_id: &header.vault_id, secret: pin, device_secret: Some(&device_secret) };
        let wraps = wraps(SecretKind::Pin, environment, &opener, vault_key, recovery_key)?;
        environment.keystore.put(&entry, device_secret.as_bytes())?;
        let old = std::mem::replace(&mut header.keystore_entry, entry);
        header.wraps = wraps;
        header.write(&self.folder)?;
        forget(&*environment.keystore, &old);
        Ok(())
    }

    /// Name of its entry in the keystore; none with a passphrase, or of a guest's.
    pub(crate) fn keystore_entry(&self) -> Option<String> {
        let header = Header::read(&self.folder).ok()?;
        header.wrap(Slot::Pin).is_some().then_some(header.keystore_entry)
    }
}

/// A vault key that the portal's private half opens.
pub(crate) struct SealedForRecovery {
    sealed: Vec<u8>,
    vault_id: String,
}

impl SealedForRecovery {
    pub(crate) fn open(&self, private: &[u8]) -> Result<Key, Error> {
        recovery::open(&self.sealed, &self.vault_id, private)
    }
}

/// The boxes of a new vault. With a passphrase there is one: without a keystore, nothing else on this device could open a
/// recovery.
pub(super) fn wraps(
    kind: SecretKind,
    environment: &Environment,
    opener: &Opener<'_>,
    vault_key: &Key,
    recovery_key: &[u8],
) -> Result<Vec<Wrap>, Error> {
    let (kdf, rng) = (environment.kdf, &*environment.rng);
    match kind {
        SecretKind::Passphrase => Ok(vec![Wrap::seal(Slot::Passphrase, kdf, opener, vault_key.as_bytes(), rng)?]),
        SecretKind::Pin => {
            let sealed = recovery::seal(vault_key, opener.vault_id, recovery_key, rng)?;
            Ok(vec![
                Wrap::seal(Slot::Pin, kdf, opener, vault_key.as_bytes(), rng)?,
                Wrap::seal(Slot::RecoveryByDevice, kdf, opener, &sealed, rng)?,
                Wrap::seal(Slot::RecoveryByPin, kdf, opener, &sealed, rng)?,
            ])
        }
    }
}

/// Removes the secret of an account from the keystore.
pub(crate) fn forget(keystore: &dyn Keystore, id: &str) {
    if let Err(error) = keystore.delete(id) {
        tracing::warn!(%error, "a secret that opens nothing stays in the keystore");
    }
}
