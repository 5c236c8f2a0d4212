//! Short forms of the texts in a credential: a QR code has room for 240 bytes, 64 of which are the signature.
//!
//! A text of the expected form becomes a number or bytes; any other stays as it is, so that nothing is ever lost. The short
//! form is taken only where the same text comes back from it.

use crate::cbor::Value;

/// A date `yyyy-MM-dd` as days since 1970-01-01.
pub(crate) fn date(text: &str) -> Value {
    match days_of(text) {
        Some(days) => Value::int(days),
        None => Value::text(text),
    }
}

/// Reads what [`date`] wrote.
pub(crate) fn read_date(value: &Value) -> Option<String> {
    read(value, |value| iso_of(value.as_number()?))
}

/// A text of so many decimal digits as a number.
pub(crate) fn digits(text: &str, count: usize) -> Value {
    let number = text.parse().ok().filter(|number| of_digits(*number, count).as_deref() == Some(text));
    number.map_or_else(|| Value::text(text), Value::int)
}

/// Reads what [`digits`] wrote.
pub(crate) fn read_digits(value: &Value, count: usize) -> Option<String> {
    read(value, |value| of_digits(value.as_number()?, count))
}

/// A UUID, hyphenated and in small letters, as its 16 bytes.
pub(crate) fn uuid(text: &str) -> Value {
    let number = u128::from_str_radix(&text.replace('-', ""), 16).ok();
    match number.map(u128::to_be_bytes).filter(|bytes| of_uuid(*bytes) == text) {
        Some(bytes) => Value::bytes(&bytes),
        None => Value::text(text),
    }
}

/// Reads what [`uuid`] wrote.
pub(crate) fn read_uuid(value: &Value) -> Option<String> {
    read(value, |value| Some(of_uuid(value.as_bytes()?.try_into().ok()?)))
}

fn read(value: &Value, short: impl FnOnce(&Value) -> Option<String>) -> Option<String> {
    value.as_text().map_or_else(|| short(value), |text| Some(text.to_owned()))
}

fn of_digits(number: u32, count: usize) -> Option<String> {
    let text = format!("{number:0count$}");
    (text.len() == count).then_some(text)
}

fn of_uuid(bytes: [u8; 16]) -> String {
    let number = u128::from_be_bytes(bytes);
    let part = |from: u32, bits: u32| number >> from & ((1 << bits) - 1);
    format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", part(96, 32), part(80, 16), part(64, 16), part(48, 16), part(0, 48))
}

fn days_of(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March put the leap day at their end; an era is 400 of them, 146,097 days.
    let shifted = year - i64::from(month <= 2);
    let (era, year_of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    (iso_of(days).as_deref() == Some(text)).then_some(days)
}

fn iso_of(days: i64) -> Option<String> {
    let days = days.checked_add(719_468)?;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check_date(text: &str, days: Option<i64>) {
        assert!(date(text) == days.map_or_else(|| Value::text(text), Value::int), "{text}");
        assert_eq!(read_date(&date(text)).as_deref(), Some(text));
    }

    #[test]
    fn dates_of_the_calendar_are_days_and_others_stay_text() {
        check_date("1970-01-01", Some(0));
        check_date("1969-12-31", Some(-1));
        check_date("2000-02-29", Some(11_016));
        check_date("2026-10-08", Some(20_734));
        check_date("0000-01-01", Some(-719_528));
        check_date("9999-12-31", Some(2_932_896));
        for text in ["1900-02-29", "2025-04-31", "1945", "1945-00-00", "1990-1-2", "+990-01-02", "1990-01-02-3", ""] {
            check_date(text, None);
        }
    }

    #[test]
    fn digits_keep_their_zeros() {
        for text in ["0000", "0012", "9999"] {
            assert!(digits(text, 4) == Value::int(text.parse::<u32>().expect("a number")), "{text}");
            assert_eq!(read_digits(&digits(text, 4), 4).as_deref(), Some(text));
        }
        for text in ["", "12", "12345", "+123", "12a4", "٠١٢٣"] {
            assert!(digits(text, 4) == Value::text(text), "{text}");
        }
        assert_eq!(read_digits(&Value::int(10_000u32), 4), None);
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text: String, number: u128) {
            prop_assert_eq!(read_date(&date(&text)), Some(text.clone()));
            prop_assert_eq!(read_digits(&digits(&text, 4), 4), Some(text.clone()));
            prop_assert_eq!(read_uuid(&uuid(&text)), Some(text.clone()));
            let id = of_uuid(number.to_be_bytes());
            prop_assert!(uuid(&id) == Value::bytes(&number.to_be_bytes()));
            prop_assert_eq!(read_uuid(&uuid(&id)), Some(id));
        }

        #[test]
        fn every_day_comes_back(days in -719_528i64..=2_932_896) {
            let text = iso_of(days).expect("within the years 0 to 9999");
            prop_assert!(date(&text) == Value::int(days));
        }

        #[test]
        fn no_number_is_too_large_to_refuse(days: i64, number: u32) {
            let _ = iso_of(days);
            prop_assert_eq!(of_digits(number, 5).is_some(), number < 100_000);
        }
    }
}
