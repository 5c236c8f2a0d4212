//! Dates as people write them here: day, month, year.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

/// What was typed is no date of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date of the calendar, written day/month/year")]
pub struct NotADate;

/// Reads `dd/MM/yyyy` (also with dots, dashes or spaces, and one-digit days and months) or `yyyy-MM-dd`, and gives
/// `yyyy-MM-dd`.
pub fn parse_to_iso(typed: &str) -> Result<String, NotADate> {
    let typed = typed.trim();
    let parts: Vec<&str> = typed.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let &[first, month, last] = parts.as_slice() else { return Err(NotADate) };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if year.len() != 4 || !typed.bytes().all(|b| b.is_ascii_digit() || b"/-. ".contains(&b)) {
        return Err(NotADate);
    }
    let month: u8 = month.parse().map_err(|_| NotADate)?;
    let month = Month::try_from(month).map_err(|_| NotADate)?;
    let year: i32 = year.parse().map_err(|_| NotADate)?;
    let date = Date::from_calendar_date(year, month, day.parse().map_err(|_| NotADate)?).map_err(|_| NotADate)?;
    Ok(to_iso(date))
}

/// Writes an instant (milliseconds since 1970 UTC) as `dd/MM/yyyy HH:mm` in Vietnam's time, UTC+7 all year.
///
/// An instant outside the calendar's range gives an empty text.
pub fn format_instant(unix_millis: i64) -> String {
    let Some(local) = local(unix_millis) else { return String::new() };
    let (day, month, year) = (local.day(), u8::from(local.month()), local.year());
    format!("{day:02}/{month:02}/{year:04} {:02}:{:02}", local.hour(), local.minute())
}

/// Vietnam's time at an instant; none outside the calendar's range.
pub(crate) fn local(unix_millis: i64) -> Option<PrimitiveDateTime> {
    let instant = OffsetDateTime::from_unix_timestamp(unix_millis.div_euclid(1000)).ok()?;
    let local = instant.checked_to_offset(UtcOffset::from_hms(7, 0, 0).ok()?)?;
    Some(PrimitiveDateTime::new(local.date(), local.time()))
}

/// The day alone, `dd/MM/yyyy`.
pub fn format_day(unix_millis: i64) -> String {
    format_instant(unix_millis).split(' ').next().unwrap_or_default().to_owned()
}

/// Days from an instant's day in Vietnam to a day `yyyy-MM-dd`: 0 on that day, negative after it. None where it is no day.
pub fn days_until(iso: &str, unix_millis: i64) -> Option<i64> {
    if !iso.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let until = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    let instant = OffsetDateTime::from_unix_timestamp(unix_millis.div_euclid(1000)).ok()?;
    let today = instant.checked_to_offset(UtcOffset::from_hms(7, 0, 0).ok()?)?.date();
    Some(i64::from(until.to_julian_day()) - i64::from(today.to_julian_day()))
}

/// The day in Vietnam at an instant, `yyyy-MM-dd`; empty outside the calendar's range.
pub fn iso_day(unix_millis: i64) -> String {
    local(unix_millis).map(|local| to_iso(local.date())).unwrap_or_default()
}

/// `dd/MM/yyyy`, `MM/yyyy` or `yyyy` of `yyyy-MM-dd`, `yyyy-MM` or `yyyy`.
pub fn show_iso(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').rev().collect();
    parts.join("/")
}

/// The day of `yyyy-MM-dd`, written exactly so.
pub(crate) fn read_iso(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    (to_iso(date) == text).then_some(date)
}

fn to_iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Option<&str>) {
        assert_eq!(parse_to_iso(typed).ok().as_deref(), expected, "{typed:?}");
    }

    #[test]
    fn day_month_year_is_read_in_the_forms_people_use() {
        for typed in ["20/05/2021", "20-5-2021", " 20.05.2021\n", "20 05 2021", "2021-05-20"] {
            check(typed, Some("2021-05-20"));
        }
        check("29/02/2024", Some("2024-02-29"));
    }

    #[test]
    fn what_the_calendar_does_not_have_is_refused() {
        for typed in [
            "",
            "29/02/2023",
            "31/04/2024",
            "00/01/2024",
            "1/13/2024",
            "20/05/21",
            "20/05",
            "20/05/2021/1",
            "hai/05/2021",
        ] {
            check(typed, None);
        }
    }

    #[test]
    fn days_are_counted_from_the_day_in_vietnam() {
        // 23:59 on 8 October, and a minute later.
        for (now, left) in [(1_791_478_740_000, 1), (1_791_478_800_000, 0)] {
            assert_eq!(days_until("2026-10-09", now), Some(left));
        }
        assert_eq!(days_until("2026-10-08", 1_791_478_800_000), Some(-1));
        assert_eq!(days_until("2027-03-01", 1_791_478_740_000), Some(144));
        for wrong in ["", "2026-02-30", "9/10/2026", "2026-10", "+2026-10-09"] {
            assert_eq!(days_until(wrong, 0), None, "{wrong}");
        }
    }

    #[test]
    fn an_instant_is_shown_in_vietnam_time() {
        assert_eq!(format_instant(0), "01/01/1970 07:00");
        assert_eq!(format_instant(1_791_478_740_000), "08/10/2026 23:59");
        assert_eq!(format_day(1_791_478_740_000), "08/10/2026");
        assert_eq!(format_instant(-1), "01/01/1970 06:59");
        assert_eq!(format_instant(i64::MAX), "");
        assert_eq!(iso_day(1_791_478_740_000), "2026-10-08");
        assert_eq!(iso_day(1_791_478_740_000 + 60_000), "2026-10-09");
        assert_eq!(iso_day(i64::MAX), "");
    }

    #[test]
    fn whole_and_partial_days_are_shown_as_people_write_them() {
        for (iso, shown) in [("2026-10-08", "08/10/2026"), ("2026-10", "10/2026"), ("2026", "2026"), ("?", "?")] {
            assert_eq!(show_iso(iso), shown);
        }
    }
}
