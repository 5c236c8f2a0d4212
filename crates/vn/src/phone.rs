//! Mobile phone numbers as the province keeps them: ten digits beginning with 0.

/// What was typed is no Vietnamese phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a phone number has 10 digits and begins with 0")]
pub struct NotAPhoneNumber;

/// Reads what a person typed, with or without spaces and the country code, into ten digits beginning with 0.
pub fn parse(typed: &str) -> Result<String, NotAPhoneNumber> {
    let trimmed = typed.trim();
    let national = match trimmed.strip_prefix("+84").or_else(|| trimmed.strip_prefix("0084")) {
        Some(rest) => format!("0{}", crate::digits_only(rest).ok_or(NotAPhoneNumber)?),
        None => crate::digits_only(trimmed).ok_or(NotAPhoneNumber)?,
    };
    if national.len() == 10 && national.starts_with('0') && !national.starts_with("00") {
        Ok(national)
    } else {
        Err(NotAPhoneNumber)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(parse(typed).ok().as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn national_and_international_forms_are_one_number() {
        check("0900000001", Some("0900000001"));
        check("090 000 0001", Some("0900000001"));
        check("+84 900 000 001", Some("0900000001"));
        check("0084900000001", Some("0900000001"));
    }

    #[test]
    fn anything_else_is_refused() {
        for typed in ["", "900000001", "09000000012", "0000000001", "+840900000001", "o900000001", "+84"] {
            check(typed, None);
        }
    }
}
