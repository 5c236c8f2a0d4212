//! Dates, whole or not: old papers may say a year alone.

use cds_vn::date::parse_to_iso;
use cds_vn::text::fold;

/// A day, or the first and last day of what was said instead: a month, a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// Its one form: `yyyy-MM-dd`, `yyyy-MM` or `yyyy`.
    pub(crate) text: String,
    /// First day, `yyyy-MM-dd`.
    pub(crate) first: String,
    /// Last day, `yyyy-MM-dd`.
    pub(crate) last: String,
}

/// Reads a day.
pub(crate) fn read(typed: &str) -> Option<Span> {
    let numbers = numbers(typed)?;
    let eight = numbers.len() == 8 && numbers.bytes().all(|byte| byte.is_ascii_digit());
    let iso = match (eight, numbers.get(..2), numbers.get(2..4), numbers.get(4..)) {
        (true, Some(day), Some(month), Some(year)) => parse_to_iso(&format!("{day}/{month}/{year}")).ok()?,
        _ => parse_to_iso(&numbers).ok()?,
    };
    is_of_our_time(&iso).then(|| Span { text: iso.clone(), first: iso.clone(), last: iso })
}

/// Reads a day, a month with its year, or a year alone.
pub(crate) fn read_partial(typed: &str) -> Option<Span> {
    if let Some(day) = read(typed) {
        return Some(day);
    }
    let numbers = numbers(typed)?;
    let parts: Vec<&str> = numbers.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let (year, month) = match *parts.as_slice() {
        [year] => (year, None),
        [year, month] if year.len() == 4 => (year, Some(month)),
        [month, year] => (year, Some(month)),
        _ => return None,
    };
    if year.len() != 4 || month.is_some_and(|month| month.len() > 2) {
        return None;
    }
    let Some(month) = month else {
        let first = parse_to_iso(&format!("1/1/{year}")).ok().filter(|day| is_of_our_time(day))?;
        return Some(Span { text: year.to_owned(), first, last: format!("{year}-12-31") });
    };
    let first = parse_to_iso(&format!("1/{month}/{year}")).ok().filter(|day| is_of_our_time(day))?;
    let last = (28..=31).rev().find_map(|day| parse_to_iso(&format!("{day}/{month}/{year}")).ok())?;
    let text = first.get(..7)?.to_owned();
    Some(Span { text, first, last })
}

/// Whole years from a date to a day; of a month or a year, as few as they can be. None where the day comes before.
pub(crate) fn years(from: &Span, to: &str) -> Option<u32> {
    let year = |iso: &str| iso.get(..4)?.parse::<u32>().ok();
    let passed = to.get(4..)? >= from.last.get(4..)?;
    year(to)?.checked_sub(year(&from.last)?)?.checked_sub(u32::from(!passed))
}

/// "ngày 2 tháng 9 năm 1990" as `2/9/1990`; anything but digits and what parts them is none.
fn numbers(typed: &str) -> Option<String> {
    let mut text = fold(typed);
    for word in ["ngay", "mung", "thang", "nam"] {
        text = text.replace(word, "/");
    }
    let text = text.trim_matches([' ', '/']).to_owned();
    let fits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ' '));
    fits.then_some(text)
}

/// Nobody files papers of other years; it is a slip of the finger.
fn is_of_our_time(iso: &str) -> bool {
    iso.get(..4).is_some_and(|year| ("1800".."2200").contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(read_partial(typed).map(|span| span.text).as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn days_months_and_years_are_read_as_people_write_them() {
        for typed in ["02/09/1990", "2-9-1990", "02091990", "ngày 2 tháng 9 năm 1990", "1990-09-02", "2. 9. 1990"] {
            check(typed, Some("1990-09-02"));
            assert!(read(typed).is_some(), "{typed}");
        }
        for typed in ["9/1990", "tháng 9 năm 1990", "1990-09", "09.1990"] {
            check(typed, Some("1990-09"));
            assert_eq!(read(typed), None, "{typed}");
        }
        for typed in ["1990", "năm 1990"] {
            check(typed, Some("1990"));
        }
    }

    #[test]
    fn what_the_calendar_does_not_have_is_none() {
        for typed in ["", "31/02/1990", "13/1990", "90", "0/1990", "1/2/90", "hôm qua", "1/1/0990", "1/1/9999", "1//2"]
        {
            check(typed, None);
        }
    }

    #[test]
    fn a_span_reaches_from_its_first_day_to_its_last() {
        let span = read_partial("2/2024").expect("a month");
        assert_eq!((span.first.as_str(), span.last.as_str()), ("2024-02-01", "2024-02-29"));
    }

    #[test]
    fn years_are_whole_and_as_few_as_they_can_be() {
        let check = |from: &str, to: &str, expected| {
            assert_eq!(years(&read_partial(from).expect("a date"), to), expected, "{from} {to}");
        };
        check("2/9/1990", "2026-09-02", Some(36));
        check("2/9/1990", "2026-09-01", Some(35));
        check("9/1990", "2026-09-29", Some(35));
        check("1990", "2026-12-30", Some(35));
        check("29/2/2024", "2025-02-28", Some(0));
        check("2/9/2026", "2026-09-01", None);
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_as_the_same(typed in "[0-9]{1,4}([/ .-][0-9]{1,4}){0,2}") {
            if let Some(span) = read_partial(&typed) {
                prop_assert_eq!(read_partial(&span.text), Some(span.clone()));
                prop_assert_eq!(read_partial(&cds_vn::date::show_iso(&span.text)), Some(span));
            }
        }
    }
}
