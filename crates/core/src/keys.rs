//! The vault's key and the box it is kept in.
//!
//! The vault key is 32 random bytes and never changes while the vault lives; what opens it is a wrap in the account's
//! header: XChaCha20-Poly1305 under a key drawn by HKDF from Argon2id(PIN) and the device secret. A thief of the file
//! lacks the device secret, a thief of the device lacks the PIN.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use cds_wire::ipc::SecretKind;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::Error;
use crate::rng::{self, Rng};

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
    /// 64 MiB and three passes: the second recommended choice of RFC 9106 with one lane, for phones with little memory.
    fn default() -> Self {
        Self { m_kib: 64 * 1024, t: 3, p: 1 }
    }
}

impl KdfParams {
    /// The least Argon2 allows, for tests that are not about the lock's strength. They reach a file only by being
    /// stored in its header.
    pub const FOR_TESTS: Self = Self { m_kib: 8, t: 1, p: 1 };

    /// Bounds on what a header may ask for, so that a damaged one cannot take the machine's memory.
    fn params(self) -> Result<Params, Error> {
        if self.m_kib > 1024 * 1024 || self.t > 64 || self.p > 16 {
            return Err(Error::HeaderDamaged);
        }
        Params::new(self.m_kib, self.t, self.p, Some(KEY_LEN)).map_err(|_| Error::HeaderDamaged)
    }
}

/// A vault key in its box, as the header keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wrap {
    /// What opens it.
    pub(crate) kind: SecretKind,
    /// What Argon2id costs.
    pub(crate) kdf: KdfParams,
    /// Argon2id salt, 16 bytes.
    #[serde(with = "crate::base64_bytes")]
    pub(crate) salt: Vec<u8>,
    /// XChaCha20 nonce, 24 bytes.
    #[serde(with = "crate::base64_bytes")]
    pub(crate) nonce: Vec<u8>,
    /// The encrypted key and its tag, 48 bytes.
    #[serde(with = "crate::base64_bytes")]
    pub(crate) sealed: Vec<u8>,
}

/// What the citizen brings to open a wrap.
pub(crate) struct Opener<'a> {
    pub(crate) vault_id: &'a str,
    pub(crate) secret: &'a str,
    /// From the keystore; none with a passphrase.
    pub(crate) device_secret: Option<&'a Key>,
}

impl Wrap {
    /// Puts `vault_key` into a new box.
    pub(crate) fn seal(
        kind: SecretKind,
        kdf: KdfParams,
        opener: &Opener<'_>,
        vault_key: &Key,
        rng: &dyn Rng,
    ) -> Result<Self, Error> {
        let mut wrap = Self {
            kind,
            kdf,
            salt: rng::bytes::<16>(rng)?.to_vec(),
            nonce: rng::bytes::<24>(rng)?.to_vec(),
            sealed: Vec::new(),
        };
        let payload = Payload { msg: vault_key.as_bytes(), aad: &wrap.associated_data(opener.vault_id) };
        let sealed = wrap.cipher(opener)?.encrypt(&wrap.xnonce()?, payload);
        wrap.sealed = sealed.map_err(|_| Error::Internal("sealing the vault key failed"))?;
        Ok(wrap)
    }

    /// Takes the vault key out. A wrong PIN and a wrong device secret cannot be told apart here.
    pub(crate) fn open(&self, opener: &Opener<'_>) -> Result<Key, Error> {
        let payload = Payload { msg: &self.sealed, aad: &self.associated_data(opener.vault_id) };
        let opened = self.cipher(opener)?.decrypt(&self.xnonce()?, payload).map_err(|_| Error::WrongSecret)?;
        Key::from_bytes(&Zeroizing::new(opened)).ok_or(Error::HeaderDamaged)
    }

    fn cipher(&self, opener: &Opener<'_>) -> Result<XChaCha20Poly1305, Error> {
        // Room for both parts from the start: a vector that grows leaves a copy behind.
        let mut material = Zeroizing::new(Vec::with_capacity(2 * KEY_LEN));
        material.resize(KEY_LEN, 0);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.kdf.params()?)
            .hash_password_into(opener.secret.as_bytes(), &self.salt, &mut material)
            .map_err(|_| Error::HeaderDamaged)?;
        if let Some(device_secret) = opener.device_secret {
            material.extend_from_slice(device_secret.as_bytes());
        }
        let key = derive(&material, opener.vault_id.as_bytes(), self.label())?;
        Ok(XChaCha20Poly1305::new(key.as_bytes().into()))
    }

    fn label(&self) -> &'static [u8] {
        match self.kind {
            SecretKind::Pin => b"cds/wrap/pin/1",
            SecretKind::Passphrase => b"cds/wrap/passphrase/1",
        }
    }

    fn associated_data(&self, vault_id: &str) -> Vec<u8> {
        let KdfParams { m_kib, t, p } = self.kdf;
        let mut data = self.label().to_vec();
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

    const PIN: &str = "135790";

    fn sealed(device_secret: &Key) -> (Key, Wrap) {
        let vault_key = Key::random(&OsRng).expect("random");
        let opener = Opener { vault_id: "v1", secret: PIN, device_secret: Some(device_secret) };
        let wrap = Wrap::seal(SecretKind::Pin, KdfParams::FOR_TESTS, &opener, &vault_key, &OsRng).expect("sealed");
        (vault_key, wrap)
    }

    #[test]
    fn pin_device_secret_and_vault_id_are_all_needed() {
        let device_secret = Key::random(&OsRng).expect("random");
        let other = Key::random(&OsRng).expect("random");
        let (vault_key, wrap) = sealed(&device_secret);
        let open = |vault_id, secret, device_secret| wrap.open(&Opener { vault_id, secret, device_secret });

        assert_eq!(open("v1", PIN, Some(&device_secret)).expect("opens"), vault_key);
        for wrong in [
            open("v1", "135791", Some(&device_secret)),
            open("v1", PIN, Some(&other)),
            open("v1", PIN, None),
            open("v2", PIN, Some(&device_secret)),
        ] {
            assert!(matches!(wrong, Err(Error::WrongSecret)));
        }
    }

    #[test]
    fn lowering_the_stored_cost_does_not_open_the_box() {
        let device_secret = Key::random(&OsRng).expect("random");
        let (_, wrap) = sealed(&device_secret);
        let opener = Opener { vault_id: "v1", secret: PIN, device_secret: Some(&device_secret) };
        let cheaper = Wrap { kdf: KdfParams { t: 2, ..wrap.kdf }, ..wrap.clone() };
        assert!(matches!(cheaper.open(&opener), Err(Error::WrongSecret)));
        let absurd = Wrap { kdf: KdfParams { m_kib: u32::MAX, ..wrap.kdf }, ..wrap };
        assert!(matches!(absurd.open(&opener), Err(Error::HeaderDamaged)));
    }

    #[test]
    fn the_cost_that_ships_opens_too() {
        let vault_key = Key::random(&OsRng).expect("random");
        let opener = Opener { vault_id: "v1", secret: "mưa rừng xanh", device_secret: None };
        let wrap = Wrap::seal(SecretKind::Passphrase, KdfParams::default(), &opener, &vault_key, &OsRng);
        assert_eq!(wrap.and_then(|wrap| wrap.open(&opener)).expect("opens"), vault_key);
    }

    #[test]
    fn the_cache_key_is_not_the_vault_key() {
        let key = Key::random(&OsRng).expect("random");
        assert_ne!(key.cache_key().expect("derived"), key);
        assert_eq!(format!("{key:?}"), "Key(…)");
    }
}
