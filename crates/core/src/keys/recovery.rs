//! The vault key sealed to the portal's recovery key: HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and
//! ChaCha20-Poly1305.

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use zeroize::Zeroizing;

use super::Key;
use crate::Error;
use crate::rng::Rng;

const INFO: &[u8] = b"cds/recovery/1";
/// Length of the encapsulated key that stands before the sealed bytes.
const ENCAPSULATED: usize = 32;

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// Seals the vault key to the portal's public key, bound to the vault's id.
pub(crate) fn seal(vault_key: &Key, vault_id: &str, recipient: &[u8], rng: &dyn Rng) -> Result<Vec<u8>, Error> {
    let recipient = Public::from_bytes(recipient).map_err(|_| Error::NotUnderstood)?;
    let mut randomness = Drawn { rng, failed: None };
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &recipient,
        INFO,
        vault_key.as_bytes(),
        vault_id.as_bytes(),
        &mut randomness,
    )
    .map_err(|_| Error::Internal("sealing for recovery failed"))?;
    if let Some(error) = randomness.failed {
        return Err(error);
    }
    Ok([encapsulated.to_bytes().as_slice(), &sealed].concat())
}

/// Opens what was sealed, with the private half that the portal has released.
pub(crate) fn open(sealed: &[u8], vault_id: &str, private: &[u8]) -> Result<Key, Error> {
    let private = Private::from_bytes(private).map_err(|_| Error::NotUnderstood)?;
    let (encapsulated, sealed) = sealed.split_at_checked(ENCAPSULATED).ok_or(Error::HeaderDamaged)?;
    let encapsulated = Encapsulated::from_bytes(encapsulated).map_err(|_| Error::HeaderDamaged)?;
    let opened = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        INFO,
        sealed,
        vault_id.as_bytes(),
    );
    Key::from_bytes(&Zeroizing::new(opened.map_err(|_| Error::WrongSecret)?)).ok_or(Error::HeaderDamaged)
}

/// Our generator in the form that `hpke` takes, which cannot fail: a failure is kept and looked at afterwards.
struct Drawn<'a> {
    rng: &'a dyn Rng,
    failed: Option<Error>,
}

impl TryRng for Drawn<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if let Err(error) = self.rng.fill(bytes) {
            self.failed = Some(error);
        }
        Ok(())
    }
}

impl TryCryptoRng for Drawn<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::OsRng;

    struct Broken;

    impl Rng for Broken {
        fn fill(&self, _: &mut [u8]) -> Result<(), Error> {
            Err(Error::Internal("the system's random generator failed"))
        }
    }

    fn pair(seed: u8) -> (Vec<u8>, Vec<u8>) {
        let (private, public) = X25519HkdfSha256::derive_keypair(&[seed; 32]);
        (private.to_bytes().to_vec(), public.to_bytes().to_vec())
    }

    #[test]
    fn the_private_half_opens_it_for_its_vault_only() {
        let (private, public) = pair(1);
        let key = Key::random(&OsRng).expect("random");
        let sealed = seal(&key, "v1", &public, &OsRng).expect("sealed");
        assert_eq!(open(&sealed, "v1", &private).expect("opens"), key);
        assert!(matches!(open(&sealed, "v2", &private), Err(Error::WrongSecret)));
        assert!(matches!(open(&sealed, "v1", &pair(2).0), Err(Error::WrongSecret)));
        assert!(matches!(open(&sealed[..10], "v1", &private), Err(Error::HeaderDamaged)));
        assert!(matches!(seal(&key, "v1", &public[1..], &OsRng), Err(Error::NotUnderstood)));
    }

    #[test]
    fn without_randomness_nothing_is_sealed() {
        let key = Key::random(&OsRng).expect("random");
        assert!(matches!(seal(&key, "v1", &pair(1).1, &Broken), Err(Error::Internal(_))));
    }
}
