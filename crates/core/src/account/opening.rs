//! What opens an account: its PIN or passphrase, tried and changed, and the key sealed for recovery.

use std::path::Path;

use cds_wire::ipc::{SecretKind, WayIn};
use zeroize::Zeroizing;

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
        // The keystore is asked first: where it does not answer, no try is used up.
        let (slot, on_device) = match header.secret_kind()? {
            SecretKind::Pin => (Slot::Pin, Some(OnDevice::of(&header, environment)?)),
            SecretKind::Passphrase => (Slot::Passphrase, None),
        };
        let device_secret = on_device.as_ref().map(|on_device| &on_device.secret);
        let opener = Opener { vault_id: &header.vault_id, secret, device_secret };
        let wrap = header.wrap(slot).ok_or(Error::HeaderDamaged)?;
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
        let sealed = match (OnDevice::of(&header, environment), old_pin) {
            (Ok(on_device), _) => on_device.for_recovery,
            (Err(Error::Keystore(KeystoreError::Missing | KeystoreError::Corrupt)), Some(secret)) => {
                let opener = Opener { vault_id: &header.vault_id, secret, device_secret: None };
                let wrap = header.wrap(Slot::RecoveryByPin).ok_or(Error::HeaderDamaged)?;
                tries::counted(folder, environment, || wrap.open(&opener))?
            }
            (Err(error), _) => return Err(error),
        };
        Ok(SealedForRecovery { sealed: sealed.to_vec(), vault_id: header.vault_id })
    }

    /// What helps who cannot open the account in `folder`. Fails where the keystore may still give back what opens the
    /// vault, and does not now.
    pub(crate) fn way_in(folder: &Path, environment: &Environment) -> Result<WayIn, Error> {
        let header = Header::read(folder)?;
        if header.secret_kind()? == SecretKind::Passphrase {
            return Ok(WayIn::StartOver);
        }
        match OnDevice::of(&header, environment) {
            Ok(_) => Ok(WayIn::Recovery),
            Err(Error::Keystore(KeystoreError::Missing | KeystoreError::Corrupt)) => Ok(WayIn::RecoveryWithOldPin),
            Err(error) => Err(error),
        }
    }

    /// Locks the vault with another PIN or passphrase. With a PIN the device secret is a new one too: it is in the keystore
    /// before the header names it, and the old one goes after. Whenever this is cut short, the header's boxes open with the
    /// old PIN or with the new one, and what is left over in the keystore stands in it.
    pub(crate) fn lock_anew(
        &self,
        environment: &Environment,
        chosen: &str,
        vault_key: &Key,
        new_recovery_key: Option<&[u8]>,
    ) -> Result<(), Error> {
        let rng = &*environment.rng;
        let vault = self.vault()?;
        let mut header = Header::read(&self.folder)?;
        let kind = header.secret_kind()?;
        let for_recovery = match (kind, new_recovery_key) {
            (SecretKind::Passphrase, _) => Zeroizing::default(),
            (SecretKind::Pin, Some(recipient)) => {
                Zeroizing::new(recovery::seal(vault_key, &header.vault_id, recipient, rng)?)
            }
            (SecretKind::Pin, None) => OnDevice::of(&header, environment)?.for_recovery,
        };
        let device_secret = Key::random(rng)?;
        let device_secret = (kind == SecretKind::Pin).then_some(&device_secret);
        let vault_id = header.vault_id.clone();
        let opener = Opener { vault_id: &vault_id, secret: chosen, device_secret };
        let wraps = wraps(kind, environment, &opener, vault_key, &for_recovery)?;
        if let Some(device_secret) = device_secret {
            let entry = rng::hex_id(rng)?;
            header.retired.push(entry.clone());
            header.write(&self.folder)?;
            environment.keystore.put(&entry, device_secret.as_bytes())?;
            header.retired.retain(|retired| *retired != entry);
            header.retired.push(std::mem::replace(&mut header.keystore_entry, entry));
        }
        header.wraps = wraps;
        header.write(&self.folder)?;
        // From here on the new one counts: what fails now must not say that it does not.
        if let Err(error) = tries::forget(&self.folder) {
            tracing::warn!(%error, "the count of tries stays");
        }
        drop(vault);
        if let Err(error) = self.tidy_keystore(environment) {
            tracing::warn!(%error, "the keystore is tidied at the next opening");
        }
        Ok(())
    }

    /// Removes from the keystore what opens nothing any more. What cannot be removed now waits for the next opening.
    pub(crate) fn tidy_keystore(&self, environment: &Environment) -> Result<(), Error> {
        if self.guest {
            return Ok(());
        }
        let _one_writer = self.vault()?;
        let mut header = Header::read(&self.folder)?;
        if header.retired.is_empty() {
            return Ok(());
        }
        header.retired.retain(|entry| !forget(&*environment.keystore, entry));
        header.write(&self.folder)
    }

    /// Names of all that it may have in the keystore; none with a passphrase, or of a guest's.
    pub(crate) fn keystore_entries(&self) -> Vec<String> {
        if self.guest { Vec::new() } else { keystore_entries(&self.folder) }
    }
}

/// Names of all that the account in `folder` may have in the keystore; none where its header cannot be read.
pub(crate) fn keystore_entries(folder: &Path) -> Vec<String> {
    match Header::read(folder) {
        Ok(Header { keystore_entry, retired, .. }) => [vec![keystore_entry], retired].concat(),
        Err(_) => Vec::new(),
    }
}

/// What the keystore holds, which has shown to be this account's: the box for a forgotten PIN opens with it. A secret that
/// was swapped or spoiled would else pass for a wrong PIN, try after try.
struct OnDevice {
    secret: Key,
    for_recovery: Zeroizing<Vec<u8>>,
}

impl OnDevice {
    fn of(header: &Header, environment: &Environment) -> Result<Self, Error> {
        let bytes = environment.keystore.get(&header.keystore_entry)?;
        let secret = Key::from_bytes(&bytes).ok_or(KeystoreError::Corrupt)?;
        let opener = Opener { vault_id: &header.vault_id, secret: "", device_secret: Some(&secret) };
        let for_recovery = match header.wrap(Slot::RecoveryByDevice).ok_or(Error::HeaderDamaged)?.open(&opener) {
            Err(Error::WrongSecret) => return Err(KeystoreError::Corrupt.into()),
            opened => opened?,
        };
        Ok(Self { secret, for_recovery })
    }
}

/// A vault key that the portal's private half opens.
pub(crate) struct SealedForRecovery {
    sealed: Vec<u8>,
    vault_id: String,
}

impl SealedForRecovery {
    pub(crate) fn open(&self, private: &[u8]) -> Result<Key, Error> {
        match recovery::open(&self.sealed, &self.vault_id, private) {
            // Another citizen's key, or one that has been replaced since.
            Err(Error::WrongSecret) => Err(Error::RecoveryUnfit),
            opened => opened,
        }
    }
}

/// The boxes of a vault, with what is sealed for recovery in two of them. With a passphrase there is one: without a
/// keystore, nothing else on this device could open a recovery.
pub(super) fn wraps(
    kind: SecretKind,
    environment: &Environment,
    opener: &Opener<'_>,
    vault_key: &Key,
    for_recovery: &[u8],
) -> Result<Vec<Wrap>, Error> {
    let seal = |slot, content| Wrap::seal(slot, environment.kdf, opener, content, &*environment.rng);
    match kind {
        SecretKind::Passphrase => Ok(vec![seal(Slot::Passphrase, vault_key.as_bytes())?]),
        SecretKind::Pin => Ok(vec![
            seal(Slot::Pin, vault_key.as_bytes())?,
            seal(Slot::RecoveryByDevice, for_recovery)?,
            seal(Slot::RecoveryByPin, for_recovery)?,
        ]),
    }
}

/// Removes a secret from the keystore, and says whether it is gone.
pub(crate) fn forget(keystore: &dyn Keystore, id: &str) -> bool {
    let gone = keystore.delete(id);
    if let Err(error) = &gone {
        tracing::warn!(%error, "a secret that opens nothing stays in the keystore");
    }
    gone.is_ok()
}
