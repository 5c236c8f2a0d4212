//! One box of the header.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KEY_LEN, KdfParams, Key, derive};
use crate::Error;
use crate::rng::{self, Rng};

/// Which box it is: what opens it, and what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Slot {
    /// The vault key under Argon2id(PIN) and the device secret.
    Pin,
    /// The vault key under Argon2id(passphrase), where there is no keystore.
    Passphrase,
    /// The key sealed for recovery, under the device secret: the PIN is forgotten.
    RecoveryByDevice,
    /// The key sealed for recovery, under Argon2id(PIN): the keystore was emptied.
    RecoveryByPin,
}

impl Slot {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Pin => b"cds/wrap/pin/1",
            Self::Passphrase => b"cds/wrap/passphrase/1",
            Self::RecoveryByDevice => b"cds/wrap/recovery-device/1",
            Self::RecoveryByPin => b"cds/wrap/recovery-pin/1",
        }
    }

    const fn takes_secret(self) -> bool {
        !matches!(self, Self::RecoveryByDevice)
    }

    const fn takes_device_secret(self) -> bool {
        matches!(self, Self::Pin | Self::RecoveryByDevice)
    }
}

/// A box, as the header keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wrap {
    /// Which box it is.
    pub(crate) slot: Slot,
    /// What Argon2id costs, where a PIN or passphrase is asked for.
    pub(crate) kdf: KdfParams,
    /// Salt of Argon2id and HKDF, 16 bytes.
    #[serde(with = "crate::base64_bytes")]
    salt: Vec<u8>,
    /// XChaCha20 nonce, 24 bytes.
    #[serde(with = "crate::base64_bytes")]
    nonce: Vec<u8>,
    /// The encrypted content and its tag.
    #[serde(with = "crate::base64_bytes")]
    sealed: Vec<u8>,
}

/// What is brought to open a box; each takes what its slot asks for.
pub(crate) struct Opener<'a> {
    pub(crate) vault_id: &'a str,
    pub(crate) secret: &'a str,
    /// From the keystore; none with a passphrase.
    pub(crate) device_secret: Option<&'a Key>,
}

impl Wrap {
    /// Puts `content` into a new box.
    pub(crate) fn seal(
        slot: Slot,
        kdf: KdfParams,
        opener: &Opener<'_>,
        content: &[u8],
        rng: &dyn Rng,
    ) -> Result<Self, Error> {
        let mut wrap = Self {
            slot,
            kdf,
            salt: rng::bytes::<16>(rng)?.to_vec(),
            nonce: rng::bytes::<24>(rng)?.to_vec(),
            sealed: Vec::new(),
        };
        let payload = Payload { msg: content, aad: &wrap.associated_data(opener.vault_id) };
        let sealed = wrap.cipher(opener)?.encrypt(&wrap.xnonce()?, payload);
        wrap.sealed = sealed.map_err(|_| Error::Internal("sealing the vault key failed"))?;
        Ok(wrap)
    }

    /// Takes the content out. A wrong PIN and a wrong device secret cannot be told apart here.
    pub(crate) fn open(&self, opener: &Opener<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
        let payload = Payload { msg: &self.sealed, aad: &self.associated_data(opener.vault_id) };
        let opened = self.cipher(opener)?.decrypt(&self.xnonce()?, payload).map_err(|_| Error::WrongSecret)?;
        Ok(Zeroizing::new(opened))
    }

    fn cipher(&self, opener: &Opener<'_>) -> Result<XChaCha20Poly1305, Error> {
        // Room for both parts from the start: a vector that grows leaves a copy behind.
        let mut material = Zeroizing::new(Vec::with_capacity(2 * KEY_LEN));
        if self.slot.takes_secret() {
            material.resize(KEY_LEN, 0);
            self.kdf.hash(opener.secret, &self.salt, &mut material)?;
        }
        if self.slot.takes_device_secret() {
            let device_secret = opener.device_secret.ok_or(Error::WrongSecret)?;
            material.extend_from_slice(device_secret.as_bytes());
        }
        let key = derive(&material, &[opener.vault_id.as_bytes(), &self.salt].concat(), self.slot.label())?;
        Ok(XChaCha20Poly1305::new(key.as_bytes().into()))
    }

    fn associated_data(&self, vault_id: &str) -> Vec<u8> {
        let KdfParams { m_kib, t, p } = self.kdf;
        let mut data = self.slot.label().to_vec();
        for part in [vault_id.as_bytes(), &m_kib.to_be_bytes(), &t.to_be_bytes(), &p.to_be_bytes(), &self.salt] {
            data.extend_from_slice(&(part.len() as u64).to_be_bytes());
            data.extend_from_slice(part);
        }
        data
    }

    fn xnonce(&self) -> Result<XNonce, Error> {
        let nonce: [u8; 24] = self.nonce.as_slice().try_into().map_err(|_| Error::HeaderDamaged)?;
        Ok(nonce.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::OsRng;

    const PIN: &str = "135790";

    fn sealed(slot: Slot, device_secret: &Key) -> Wrap {
        let opener = Opener { vault_id: "v1", secret: PIN, device_secret: Some(device_secret) };
        Wrap::seal(slot, KdfParams::FOR_TESTS, &opener, b"content", &OsRng).expect("sealed")
    }

    #[test]
    fn each_box_opens_with_all_that_its_slot_asks_for_and_with_nothing_less() {
        let right = Key::random(&OsRng).expect("random");
        let wrong = Key::random(&OsRng).expect("random");
        for (slot, pin, device) in [
            (Slot::Pin, true, true),
            (Slot::Passphrase, true, false),
            (Slot::RecoveryByDevice, false, true),
            (Slot::RecoveryByPin, true, false),
        ] {
            let wrap = sealed(slot, &right);
            let opens = |vault_id, secret, device_secret| {
                wrap.open(&Opener { vault_id, secret, device_secret }).is_ok_and(|content| *content == b"content")
            };
            assert!(opens("v1", PIN, Some(&right)), "{slot:?}");
            assert_eq!(opens("v1", "135791", Some(&right)), !pin, "{slot:?}");
            assert_eq!(opens("v1", PIN, Some(&wrong)), !device, "{slot:?}");
            assert_eq!(opens("v1", PIN, None), !device, "{slot:?}");
            assert!(!opens("v2", PIN, Some(&right)), "{slot:?}");
        }
    }

    #[test]
    fn a_box_does_not_open_as_another_one() {
        let device_secret = Key::random(&OsRng).expect("random");
        let opener = Opener { vault_id: "v1", secret: PIN, device_secret: Some(&device_secret) };
        let moved = Wrap { slot: Slot::RecoveryByPin, ..sealed(Slot::Passphrase, &device_secret) };
        assert!(matches!(moved.open(&opener), Err(Error::WrongSecret)));
    }

    #[test]
    fn lowering_the_stored_cost_does_not_open_the_box() {
        let device_secret = Key::random(&OsRng).expect("random");
        let wrap = sealed(Slot::Pin, &device_secret);
        let opener = Opener { vault_id: "v1", secret: PIN, device_secret: Some(&device_secret) };
        let cheaper = Wrap { kdf: KdfParams { t: 2, ..wrap.kdf }, ..wrap.clone() };
        assert!(matches!(cheaper.open(&opener), Err(Error::WrongSecret)));
        let absurd = Wrap { kdf: KdfParams { m_kib: u32::MAX, ..wrap.kdf }, ..wrap };
        assert!(matches!(absurd.open(&opener), Err(Error::HeaderDamaged)));
    }

    #[test]
    fn the_cost_that_ships_opens_too() {
        let opener = Opener { vault_id: "v1", secret: "mưa rừng xanh", device_secret: None };
        let wrap = Wrap::seal(Slot::Passphrase, KdfParams::default(), &opener, b"content", &OsRng);
        assert_eq!(*wrap.and_then(|wrap| wrap.open(&opener)).expect("opens"), b"content");
    }
}
