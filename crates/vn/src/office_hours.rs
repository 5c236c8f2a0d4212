//! The time in which offices work, and what is due by it.
//!
//! Monday to Friday, 07:00–11:30 and 13:30–17:00 in Vietnam's time: eight hours are a working day. Days off and the days
//! worked for them are the portal's data ([`DaysOff`]). The appointment that the office prints is the only authority; what is
//! counted here explains it and says how much of it is left.

use std::collections::BTreeSet;

use time::{Date, Duration, Month, PrimitiveDateTime, Time, Weekday};

use crate::date::{local, read_iso};

/// Hours of a morning and of an afternoon, in minutes from midnight.
const HALVES: [(u16, u16); 2] = [(7 * 60, 11 * 60 + 30), (13 * 60 + 30, 17 * 60)];
/// Minutes of a working day.
const WORKING_DAY: u32 = 8 * 60;
/// No table of days off has ten years without a working day; what would search longer is refused.
const MAX_SEARCH: usize = 3_660;
/// The longest time limit, in days or hours.
const MAX_LIMIT: f64 = 10_000.0;
/// Seconds between UTC and Vietnam's time, all year.
const ZONE_S: i64 = 7 * 60 * 60;

/// The days on which offices are closed although they are none of a weekend, and the other way round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff {
    closed: BTreeSet<Date>,
    made_up: BTreeSet<Date>,
}

/// In what a time limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitUnit {
    /// Giờ làm việc.
    WorkingHour,
    /// Ngày làm việc.
    WorkingDay,
    /// Ngày: every day counts, and the last is a working day.
    Day,
    /// Tháng; the last day is a working day.
    Month,
}

/// How much working time is left until an appointment, or has passed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLeft {
    /// The appointment has passed.
    pub late: bool,
    /// Whole working days.
    pub days: u32,
    /// What is left beside them, in minutes of working time, less than 480.
    pub minutes: u32,
}

/// What was given is no time limit, or lies outside the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no time limit that can be counted")]
pub struct NoLimit;

impl DaysOff {
    /// From days written `yyyy-MM-dd`: those off, and those of a weekend that are worked for them.
    ///
    /// # Errors
    ///
    /// The day that is none of the calendar.
    pub fn new<'a>(
        closed: impl IntoIterator<Item = &'a str>,
        made_up: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, &'a str> {
        let day = |text: &'a str| read_iso(text).ok_or(text);
        let closed = closed.into_iter().map(day).collect::<Result<_, _>>()?;
        Ok(Self { closed, made_up: made_up.into_iter().map(day).collect::<Result<_, _>>()? })
    }

    fn works(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        !self.closed.contains(&day) && (!weekend || self.made_up.contains(&day))
    }

    /// The first working day from this one on.
    fn next_working(&self, day: Date) -> Option<Date> {
        let mut days = std::iter::successors(Some(day), |day| day.next_day()).take(MAX_SEARCH);
        days.find(|day| self.works(*day))
    }

    /// The first moment from this one on at which an office works.
    fn opens(&self, at: PrimitiveDateTime) -> Option<PrimitiveDateTime> {
        let minute = minute(at.time());
        if self.works(at.date()) {
            for (begin, end) in HALVES {
                if minute < begin {
                    return moment(at.date(), begin);
                }
                if minute < end {
                    return Some(at);
                }
            }
        }
        moment(self.next_working(at.date().next_day()?)?, HALVES[0].0)
    }

    /// When something is due that was received at `received` and may take so long; both in milliseconds since 1970 UTC.
    /// Halves of days and hours count by working time.
    ///
    /// # Errors
    ///
    /// Where the limit is negative, no number, or longer than is counted.
    pub fn due(&self, received: i64, value: f64, unit: LimitUnit) -> Result<i64, NoLimit> {
        if !(0.0..=MAX_LIMIT).contains(&value) {
            return Err(NoLimit);
        }
        let received = local(received).ok_or(NoLimit)?;
        self.due_local(received, value, unit).map(instant).ok_or(NoLimit)
    }

    fn due_local(&self, received: PrimitiveDateTime, value: f64, unit: LimitUnit) -> Option<PrimitiveDateTime> {
        let (whole, rest) = (value.trunc() as i64, value.fract());
        match unit {
            LimitUnit::WorkingHour => self.later(self.opens(received)?, (value * 60.0).round() as u32),
            LimitUnit::WorkingDay => {
                let mut due = self.opens(received)?;
                for _ in 0..whole {
                    due = due.replace_date(self.next_working(due.date().next_day()?)?);
                }
                self.later(due, (rest * f64::from(WORKING_DAY)).round() as u32)
            }
            LimitUnit::Day => {
                let due = received.checked_add(Duration::days(value.ceil() as i64))?;
                Some(due.replace_date(self.next_working(due.date())?))
            }
            LimitUnit::Month => {
                let due =
                    months_later(received.date(), whole)?.checked_add(Duration::days((rest * 30.0).round() as i64))?;
                Some(received.replace_date(self.next_working(due)?))
            }
        }
    }

    /// So many minutes of working time after a moment at which an office works.
    fn later(&self, mut at: PrimitiveDateTime, mut minutes: u32) -> Option<PrimitiveDateTime> {
        while minutes > 0 {
            at = self.opens(at)?;
            let now = minute(at.time());
            let end = HALVES.iter().map(|(_, end)| *end).find(|end| now < *end)?;
            let step = minutes.min(u32::from(end - now));
            at = moment(at.date(), now + step as u16)?;
            minutes -= step;
        }
        Some(at)
    }

    /// How much working time lies between now and an appointment; both in milliseconds since 1970 UTC. None where they lie
    /// outside the calendar or more than ten years apart.
    pub fn time_left(&self, now: i64, due: i64) -> Option<TimeLeft> {
        let (from, to, late) = if now <= due { (now, due, false) } else { (due, now, true) };
        let (from, to) = (local(from)?, local(to)?);
        let days = (to.date() - from.date()).whole_days();
        if days > MAX_SEARCH as i64 {
            return None;
        }
        let mut minutes = 0;
        let mut day = from.date();
        loop {
            if self.works(day) {
                let begin = if day == from.date() { minute(from.time()) } else { 0 };
                let end = if day == to.date() { minute(to.time()) } else { 24 * 60 };
                let worked = |(opens, closes): (u16, u16)| closes.min(end).saturating_sub(opens.max(begin));
                minutes += HALVES.into_iter().map(|half| u32::from(worked(half))).sum::<u32>();
            }
            if day == to.date() {
                return Some(TimeLeft { late, days: minutes / WORKING_DAY, minutes: minutes % WORKING_DAY });
            }
            day = day.next_day()?;
        }
    }
}

fn minute(time: Time) -> u16 {
    u16::from(time.hour()) * 60 + u16::from(time.minute())
}

fn moment(day: Date, minute: u16) -> Option<PrimitiveDateTime> {
    let time = Time::from_hms((minute / 60) as u8, (minute % 60) as u8, 0).ok()?;
    Some(PrimitiveDateTime::new(day, time))
}

fn months_later(day: Date, months: i64) -> Option<Date> {
    let index = i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 + months;
    let year = i32::try_from(index.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(index.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}

fn instant(local: PrimitiveDateTime) -> i64 {
    (local.assume_utc().unix_timestamp() - ZONE_S) * 1000
}

#[cfg(test)]
mod tests;
