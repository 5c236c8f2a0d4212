//! Numbers and sums of money, as people write them here: a dot between thousands, a comma before decimals.

use cds_vn::number::grouped;

/// Most decimals.
pub(crate) const MAX_DECIMALS: u32 = 6;
/// A number in millionths.
const ONE: i128 = 1_000_000;
/// Most digits before the decimals that a typed number may have.
const MAX_DIGITS: usize = 18;

/// A number, in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Decimal(pub(crate) i128);

impl Decimal {
    pub(crate) const fn whole(number: i128) -> Self {
        Self(number.saturating_mul(ONE))
    }

    pub(crate) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// How many decimals it has.
    pub(crate) fn decimals(self) -> u32 {
        (0..MAX_DECIMALS).find(|digits| (self.0 * 10_i128.pow(*digits)) % ONE == 0).unwrap_or(MAX_DECIMALS)
    }

    /// Its one form: no dots, a comma before decimals where there are any.
    pub(crate) fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / ONE.unsigned_abs(), self.0.unsigned_abs() % ONE.unsigned_abs());
        let part = format!("{part:06}");
        let part = part.trim_end_matches('0');
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{part}") }
    }

    /// As a person reads it.
    pub(crate) fn shown(self) -> String {
        let text = self.text();
        let (whole, part) = text.split_once(',').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let grouped = format!("{sign}{}", grouped(digits));
        part.map_or(grouped.clone(), |part| format!("{grouped},{part}"))
    }
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoNumber {
    /// It is none.
    NotANumber,
    /// It has more decimals than any form allows.
    TooManyDecimals,
}

/// Reads a number. A dot before exactly three digits parts thousands, as does a comma that comes more than once; a single
/// comma, and a dot in any other place, begin the decimals. So `1.500` is fifteen hundred, `1,5` and `1.5` one and a half.
pub(crate) fn read(typed: &str) -> Result<Decimal, NoNumber> {
    let compact: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (negative, digits) = compact.strip_prefix('-').map_or((false, compact.as_str()), |digits| (true, digits));
    let (dots, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let (thousands, mark) = match (dots, commas) {
        (0, 0) => (None, None),
        (0, 1) => (None, Some(',')),
        (0, _) => (Some(','), None),
        (1, 0) if !is_grouped(digits, '.') => (None, Some('.')),
        (_, 0) => (Some('.'), None),
        // Both: what comes last begins the decimals.
        (_, 1) if digits.rfind(',') > digits.rfind('.') => (Some('.'), Some(',')),
        (1, _) if digits.rfind('.') > digits.rfind(',') => (Some(','), Some('.')),
        _ => return Err(NoNumber::NotANumber),
    };
    let (whole, part) = match mark {
        Some(mark) => digits.split_once(mark).map_or((digits, ""), |(whole, part)| (whole, part)),
        None => (digits, ""),
    };
    let whole = match thousands {
        Some(separator) if is_grouped(whole, separator) => whole.replace(separator, ""),
        Some(_) => return Err(NoNumber::NotANumber),
        None => whole.to_owned(),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let no_part_where_one_begins = mark.is_some() && part.is_empty();
    if whole.is_empty() || no_part_where_one_begins || !all_digits(&whole) || !all_digits(part) {
        return Err(NoNumber::NotANumber);
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    if whole.len() > MAX_DIGITS {
        return Err(NoNumber::NotANumber);
    }
    if part.len() > MAX_DECIMALS as usize {
        return Err(NoNumber::TooManyDecimals);
    }
    let value = format!("{whole}{part:0<6}").parse::<i128>().map_err(|_| NoNumber::NotANumber)?;
    Ok(Decimal(if negative { -value } else { value }))
}

/// Reads a sum of money, in đồng, with or without the unit's name or sign.
pub(crate) fn read_money(typed: &str) -> Result<Decimal, NoNumber> {
    let folded = typed.trim().to_lowercase();
    let units = ["đồng", "vnđ", "vnd", "đ", "₫", "d"];
    let bare = units.iter().find_map(|unit| folded.strip_suffix(unit)).unwrap_or(&folded);
    read(bare)
}

/// Groups of exactly three digits after a first one of one to three.
fn is_grouped(digits: &str, separator: char) -> bool {
    let mut groups = digits.split(separator);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(read(typed).ok().map(Decimal::text).as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn numbers_are_read_as_people_write_them_here() {
        for typed in ["1234567", "1.234.567", "1 234 567", "1,234,567", "1.234.567,0", "1,234,567.00", "001234567"] {
            check(typed, Some("1234567"));
        }
        check("1.500", Some("1500"));
        check("1,500", Some("1,5"));
        check("1.5", Some("1,5"));
        check("12.34", Some("12,34"));
        check("-0,25", Some("-0,25"));
        check("-0", Some("0"));
        check("1.234.567,891", Some("1234567,891"));
    }

    #[test]
    fn anything_else_is_no_number() {
        for typed in
            ["", "-", "a", "1a", "1..2", "1.2.3", "1,2,3", ",5", "5,", "--1", "1.23,4.5", "１２", "9999999999999999999"]
        {
            check(typed, None);
        }
        assert_eq!(read("0,1234567"), Err(NoNumber::TooManyDecimals));
    }

    #[test]
    fn a_sum_is_read_with_its_unit() {
        for typed in ["1.234.567 đ", "1234567đồng", "1.234.567 VNĐ", "1.234.567₫", "1,234,567 vnd"] {
            assert_eq!(read_money(typed).map(Decimal::text), Ok("1234567".to_owned()), "{typed}");
        }
        assert!(read_money("đ").is_err());
    }

    #[test]
    fn a_number_is_shown_in_thousands() {
        let shown = |typed: &str| read(typed).map(Decimal::shown);
        assert_eq!(shown("1234567,5"), Ok("1.234.567,5".to_owned()));
        assert_eq!(shown("-123456"), Ok("-123.456".to_owned()));
        assert_eq!(shown("0"), Ok("0".to_owned()));
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_as_the_same(typed in "-?[0-9]{1,4}([.,][0-9]{1,4}){0,3}") {
            if let Ok(number) = read(&typed) {
                prop_assert_eq!(read(&number.text()), Ok(number));
            }
        }
    }
}
