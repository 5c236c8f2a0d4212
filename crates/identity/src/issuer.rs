//! The keys of the province.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

/// Ed25519 private key of the province: its root, or one of those that its trust list names. It is wiped from memory when
/// dropped.
pub struct IssuerKey(SigningKey);

impl IssuerKey {
    /// The key made from 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    pub fn public_key(&self) -> [u8; 32] {
        self.0.verifying_key().to_bytes()
    }

    /// By which signed objects name this key: the first 8 bytes of SHA-256 over the public half.
    pub fn kid(&self) -> [u8; 8] {
        kid_of(&self.public_key())
    }

    /// Signs the structure of a COSE object.
    pub(crate) fn sign(&self, structure: &[u8]) -> [u8; 64] {
        self.0.sign(structure).to_bytes()
    }
}

impl fmt::Debug for IssuerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IssuerKey(…)")
    }
}

/// [`IssuerKey::kid`] of a public key.
pub(crate) fn kid_of(public_key: &[u8; 32]) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(public_key).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_key() {
        assert_eq!(format!("{:?}", IssuerKey::from_seed(&[7; 32])), "IssuerKey(…)");
    }

    #[test]
    fn keys_have_names_of_their_own() {
        let (one, other) = (IssuerKey::from_seed(&[1; 32]), IssuerKey::from_seed(&[2; 32]));
        assert_eq!(one.kid(), IssuerKey::from_seed(&[1; 32]).kid());
        assert_ne!(one.kid(), other.kid());
    }
}
