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

/// Refuses a PIN that is not six digits, or one that a thief tries first: one digit repeated, or a run up or down. A
/// passphrase only needs its length; without a keystore it alone guards the vault.
pub(crate) fn check_new(kind: SecretKind, secret: &str) -> Result<(), Error> {
    match kind {
        SecretKind::Pin if is_strong_pin(secret) => Ok(()),
        SecretKind::Pin => Err(Error::Field(ErrorCode::PinTooWeak)),
        SecretKind::Passphrase if secret.chars().count() >= PASSPHRASE_MIN_CHARS => Ok(()),
        SecretKind::Passphrase => Err(Error::Field(ErrorCode::PassphraseTooShort)),
    }
}

fn is_strong_pin(pin: &str) -> bool {
    let digits = pin.as_bytes();
    let steps_by =
        |step: i16| digits.windows(2).all(|pair| matches!(pair, &[a, b] if i16::from(b) - i16::from(a) == step));
    digits.len() == PIN_DIGITS && digits.iter().all(u8::is_ascii_digit) && ![-1, 0, 1].into_iter().any(steps_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: SecretKind, secret: &str, expected: Option<ErrorCode>) {
        assert_eq!(check_new(kind, secret).err().map(|error| error.code()), expected, "{secret}");
    }

    #[test]
    fn a_pin_is_six_digits_and_no_run_or_repeat() {
        for strong in ["135790", "112233", "098765", "123465"] {
            check(SecretKind::Pin, strong, None);
        }
        for weak in ["", "12345", "1357901", "13579a", "１３５７９０", "000000", "123456", "654321", "456789"] {
            check(SecretKind::Pin, weak, Some(ErrorCode::PinTooWeak));
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
