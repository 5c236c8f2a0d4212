//! What the citizen chooses to lock the vault.

use cds_wire::ipc::{ErrorCode, SecretKind};

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::Error;

/// The form in which a PIN or passphrase counts: composed (NFC) and without spaces around it, since the same words are
/// typed decomposed on one keyboard and composed on another.
pub(crate) fn normalise(typed: &str) -> Zeroizing<String> {
    Zeroizing::new(typed.trim().nfc().collect())
}

const PIN_DIGITS: usize = 6;
const PASSPHRASE_MIN_CHARS: usize = 10;

/// Refuses a PIN that is not six digits, or one that a thief tries first: a run along the keys, or one, two or three digits
/// over and over. A passphrase only needs its length; without a keystore it alone guards the vault.
pub(crate) fn check_new(kind: SecretKind, secret: &str) -> Result<(), Error> {
    let refused = match kind {
        SecretKind::Pin => weakness(secret.as_bytes()),
        SecretKind::Passphrase if secret.chars().count() >= PASSPHRASE_MIN_CHARS => None,
        SecretKind::Passphrase => Some(ErrorCode::PassphraseTooShort),
    };
    refused.map_or(Ok(()), |code| Err(Error::Field(code)))
}

fn weakness(pin: &[u8]) -> Option<ErrorCode> {
    if pin.len() != PIN_DIGITS || !pin.iter().all(u8::is_ascii_digit) {
        return Some(ErrorCode::PinNotSixDigits);
    }
    // The zero stands before the one on some keys and after the nine on others.
    let follows = |a: &u8, b: &u8| (a - b'0' + 1) % 10 == b - b'0';
    let pairs = |apart: usize| pin.iter().zip(pin.iter().skip(apart));
    if pairs(1).all(|(a, b)| follows(a, b)) || pairs(1).all(|(a, b)| follows(b, a)) {
        return Some(ErrorCode::PinIsRun);
    }
    let repeats = |period| pairs(period).all(|(a, b)| a == b);
    (1..=PIN_DIGITS / 2).any(repeats).then_some(ErrorCode::PinIsRepeat)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: SecretKind, secret: &str, expected: Option<ErrorCode>) {
        assert_eq!(check_new(kind, secret).err().map(|error| error.code()), expected, "{secret}");
    }

    #[test]
    fn a_pin_is_six_digits_and_no_run_or_repeat() {
        for strong in ["135790", "246802", "112233", "123465", "121221", "098764", "100001"] {
            check(SecretKind::Pin, strong, None);
        }
        for other in ["", "12345", "1357901", "13579a", "１３５７９０", "-13579"] {
            check(SecretKind::Pin, other, Some(ErrorCode::PinNotSixDigits));
        }
        for run in ["012345", "123456", "456789", "567890", "890123", "654321", "987654", "098765", "210987"] {
            check(SecretKind::Pin, run, Some(ErrorCode::PinIsRun));
        }
        for repeat in ["000000", "999999", "121212", "909090", "123123", "100100"] {
            check(SecretKind::Pin, repeat, Some(ErrorCode::PinIsRepeat));
        }
    }

    #[test]
    fn the_same_words_are_the_same_passphrase_however_they_were_typed() {
        let composed = "mưa rừng xanh á";
        let decomposed: String = composed.nfd().collect();
        assert_ne!(decomposed, composed);
        assert_eq!(*normalise(&decomposed), *normalise(composed));
        assert_eq!(*normalise(" mưa rừng \n"), "mưa rừng");
    }

    #[test]
    fn a_passphrase_is_counted_in_characters() {
        check(SecretKind::Passphrase, "mưa rừng á", None);
        check(SecretKind::Passphrase, "mưa rừng", Some(ErrorCode::PassphraseTooShort));
    }
}
