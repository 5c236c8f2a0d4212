//! The personal identification number (số định danh cá nhân): twelve digits.
//!
//! Three for the place of birth registration, one for century and sex, two for the year of birth, six random (decree
//! 137/2015/NĐ-CP, article 13). There is no check digit, and people born abroad have prefixes outside the list of
//! provinces, so nothing but the count of digits may be refused.

/// A personal number: exactly twelve digits.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalNumber(String);

/// What was typed is not twelve digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a personal number has exactly 12 digits")]
pub struct NotTwelveDigits;

impl PersonalNumber {
    /// Reads what a person typed: spaces, dots and dashes between the digits are left out.
    pub fn parse(typed: &str) -> Result<Self, NotTwelveDigits> {
        match crate::digits_only(typed) {
            Some(digits) if digits.len() == 12 => Ok(Self(digits)),
            _ => Err(NotTwelveDigits),
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(PersonalNumber::parse(typed).ok().as_ref().map(PersonalNumber::as_str), expected, "{typed:?}");
    }

    #[test]
    fn twelve_digits_are_read_however_they_are_spaced() {
        check("004090000001", Some("004090000001"));
        check(" 004 090 000 001\n", Some("004090000001"));
        check("004.090-000\u{a0}001", Some("004090000001"));
    }

    #[test]
    fn anything_else_is_refused() {
        check("", None);
        check("00409000000", None);
        check("0040900000012", None);
        check("00409000000a", None);
        check("٠٠٤٠٩٠٠٠٠٠٠١", None);
    }

    #[test]
    fn debug_output_holds_no_digit() {
        let number = PersonalNumber::parse("004090000001");
        assert_eq!(format!("{number:?}"), "Ok(PersonalNumber(…))");
    }
}
