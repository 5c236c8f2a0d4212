//! Numbers as they are written here: a dot between thousands.

/// Digits with a dot between thousands: `1.234.567`.
pub fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_stands_between_thousands() {
        for (digits, expected) in [("", ""), ("0", "0"), ("999", "999"), ("1000", "1.000"), ("1234567", "1.234.567")] {
            assert_eq!(grouped(digits), expected);
        }
    }
}
