//! The key of one device of a citizen.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Context;

/// Ed25519 key pair of a device. It lives in the vault; its seed is wiped from memory when dropped.
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// Length of the seed, in bytes.
    pub const SEED_LEN: usize = 32;

    /// The key made from 32 random bytes.
    pub fn from_seed(seed: &[u8; Self::SEED_LEN]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed, for storing in the vault.
    pub fn seed(&self) -> Zeroizing<[u8; Self::SEED_LEN]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half, 32 bytes.
    pub fn public_key(&self) -> DevicePublicKey {
        DevicePublicKey(self.0.verifying_key())
    }

    /// Signs `message` for one use. 64 bytes.
    pub fn sign(&self, context: Context, message: &[u8]) -> [u8; 64] {
        self.0.sign(&context.bind(message)).to_bytes()
    }
}

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

/// The public half of a [`DeviceKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevicePublicKey(VerifyingKey);

impl DevicePublicKey {
    /// Reads 32 bytes. Fails where they are no point of the curve, or a weak one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidSignature> {
        let bytes = bytes.try_into().map_err(|_| InvalidSignature)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| InvalidSignature)?;
        if key.is_weak() { Err(InvalidSignature) } else { Ok(Self(key)) }
    }

    /// The 32 bytes.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Checks that this key signed `message` for this use (strict Ed25519: no malleable signatures).
    pub fn verify(&self, context: Context, message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let signature = Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
        self.0.verify_strict(&context.bind(message), &signature).map_err(|_| InvalidSignature)
    }
}

/// The key or signature is malformed, or the signature does not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct InvalidSignature;

/// What a device signs in [`Context::SignIn`]: SHA-256 over personal number and one-time password, each with its length
/// before it. The one-time password makes the proof good once.
pub fn sign_in_message(personal_number: &str, otp: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in [personal_number, otp] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_signature_verifies_for_its_message_and_use_only(
            seed: [u8; 32], message: Vec<u8>, other: Vec<u8>, flip in 0usize..512,
        ) {
            let key = DeviceKey::from_seed(&seed);
            let public = key.public_key();
            let mut signature = key.sign(Context::SignIn, &message);
            prop_assert_eq!(public.verify(Context::SignIn, &message, &signature), Ok(()));
            prop_assert_eq!(public.verify(Context::Command, &message, &signature), Err(InvalidSignature));
            if other != message {
                prop_assert_eq!(public.verify(Context::SignIn, &other, &signature), Err(InvalidSignature));
            }
            if let Some(byte) = signature.get_mut(flip / 8) {
                *byte ^= 1 << (flip % 8);
            }
            prop_assert_eq!(public.verify(Context::SignIn, &message, &signature), Err(InvalidSignature));
        }

        #[test]
        fn a_key_comes_back_from_its_seed_and_its_bytes(seed: [u8; 32]) {
            let key = DeviceKey::from_seed(&seed);
            prop_assert_eq!(*key.seed(), seed);
            prop_assert_eq!(DevicePublicKey::from_bytes(&key.public_key().to_bytes()), Ok(key.public_key()));
        }
    }

    #[test]
    fn moving_a_digit_between_number_and_password_changes_the_message() {
        assert_ne!(sign_in_message("004090000001", "123456"), sign_in_message("00409000000", "1123456"));
    }

    #[test]
    fn debug_output_holds_no_key() {
        let key = DeviceKey::from_seed(&[7; 32]);
        assert_eq!(format!("{key:?}"), "DeviceKey(…)");
    }

    #[test]
    fn the_weak_key_of_all_zeros_is_refused() {
        assert_eq!(DevicePublicKey::from_bytes(&[0; 32]), Err(InvalidSignature));
        assert_eq!(DevicePublicKey::from_bytes(&[1; 31]), Err(InvalidSignature));
    }
}
