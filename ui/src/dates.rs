//! Days, ages and sizes as people read them here.

use cds_vn::date::format_instant;
use cds_wire::UnixMillis;
use cds_wire::ipc::Language;
use dioxus::prelude::*;

use crate::texts::Texts;

const MINUTE: UnixMillis = 60_000;
const HOUR: UnixMillis = 60 * MINUTE;
const DAY: UnixMillis = 24 * HOUR;
/// Clocks differ by so much without being wrong.
const AHEAD: UnixMillis = 5 * MINUTE;
/// After so long without contact, nothing is said about what there is not.
const STALE: UnixMillis = 6 * HOUR;
/// Vietnam's time all year.
const OFFSET: UnixMillis = 7 * HOUR;

/// `yyyy-MM-dd` as `dd/MM/yyyy`; what is no such day stays as it is.
pub(crate) fn day(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// Days from now until the end of a day written `yyyy-MM-dd`; negative once it has passed.
pub(crate) fn days_until(iso: &str, now: UnixMillis) -> Option<i64> {
    let mut parts = iso.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(day_number(year, month, day) - (now + OFFSET).div_euclid(DAY))
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms").
const fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// About how long something still takes: hours, and minutes in the last one.
pub(crate) fn left(texts: &Texts, left: UnixMillis) -> String {
    if left > HOUR {
        texts.recovery_hours_left((left + HOUR - 1) / HOUR)
    } else {
        texts.recovery_minutes_left(((left + MINUTE - 1) / MINUTE).max(1))
    }
}

/// A size in the citizen's way of writing numbers: `1,2 MB` or `1.2 MB`.
pub(crate) fn bytes(size: u64) -> String {
    let language = consume_context::<Signal<Texts>>().read().language();
    bytes_in(language, size)
}

fn bytes_in(language: Language, size: u64) -> String {
    let (tenths, unit) = match size {
        0..1_000 => return format!("{size} B"),
        1_000..1_000_000 => return format!("{} kB", (size + 500) / 1_000),
        1_000_000..1_000_000_000 => ((size + 50_000) / 100_000, "MB"),
        _ => (size / 100_000_000, "GB"),
    };
    let point = match language {
        Language::Vi => ',',
        Language::En => '.',
    };
    format!("{}{point}{} {unit}", tenths / 10, tenths % 10)
}

/// How long ago something was, in words. What lies ahead, by a clock that was put back, has no age: its date is told.
pub(crate) fn age(texts: &Texts, now: UnixMillis, then: UnixMillis) -> String {
    let passed = now - then;
    let days = (now + OFFSET).div_euclid(DAY) - (then + OFFSET).div_euclid(DAY);
    if passed < -AHEAD {
        format_instant(then)
    } else if passed < MINUTE {
        texts.age_now()
    } else if passed < HOUR {
        texts.age_minutes(passed / MINUTE)
    } else if passed < 6 * HOUR || days == 0 {
        texts.age_hours(passed / HOUR)
    } else if days == 1 {
        texts.age_yesterday(time_of_day(then))
    } else {
        format_instant(then)
    }
}

/// Whether the last contact is too old to say what there is not. It is, too, where the clock was put back and nobody
/// knows how long ago that was.
pub(crate) fn is_stale(now: UnixMillis, then: UnixMillis) -> bool {
    !(-AHEAD..=STALE).contains(&(now - then))
}

/// The hour and minute of an instant.
pub(crate) fn time_of_day(then: UnixMillis) -> String {
    format_instant(then).split(' ').next_back().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_day_month_year() {
        assert_eq!(day("2021-05-20"), "20/05/2021");
        assert_eq!(day("không rõ"), "không rõ");
    }

    #[test]
    fn days_are_counted_in_vietnam() {
        // 2026-10-08 23:59 in Vietnam.
        let now = 1_791_478_740_000;
        assert_eq!(days_until("2026-10-08", now), Some(0));
        assert_eq!(days_until("2026-10-09", now), Some(1));
        assert_eq!(days_until("2026-10-09", now + MINUTE), Some(0));
        assert_eq!(days_until("2027-03-01", now), Some(144));
        assert_eq!(days_until("x", now), None);
    }

    #[test]
    fn a_size_is_written_as_the_language_writes_numbers() {
        assert_eq!(bytes_in(Language::Vi, 1_234_000), "1,2 MB");
        assert_eq!(bytes_in(Language::En, 1_250_000), "1.3 MB");
        assert_eq!(bytes_in(Language::En, 12_400), "12 kB");
        assert_eq!(bytes_in(Language::Vi, 3), "3 B");
    }

    #[test]
    fn what_is_old_or_ahead_is_stale() {
        let now = 1_791_478_740_000;
        assert!(!is_stale(now, now) && !is_stale(now, now - 6 * HOUR) && !is_stale(now, now + MINUTE));
        assert!(is_stale(now, now - 7 * HOUR) && is_stale(now, now + HOUR));
    }

    #[test]
    fn an_age_is_told_in_words_for_a_day_and_then_as_a_date() {
        let texts = Texts::new(Language::En);
        let now = 1_791_478_740_000;
        assert_eq!(age(&texts, now, now + 4 * MINUTE), texts.age_now());
        assert_eq!(age(&texts, now, now + HOUR), "09/10/2026 00:59");
        assert_eq!(age(&texts, now, now - 3 * MINUTE), texts.age_minutes(3));
        assert_eq!(age(&texts, now, now - 20 * HOUR), texts.age_hours(20));
        assert_eq!(age(&texts, now, now - 24 * HOUR), texts.age_yesterday("23:59"));
        assert_eq!(age(&texts, now, now - 3 * DAY), "05/10/2026 23:59");
    }
}
