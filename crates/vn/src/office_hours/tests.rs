use super::*;
use crate::date::format_instant;
use proptest::prelude::*;

/// Days off around the end of April and New Year 2027, and a Saturday worked for one of them.
fn days_off() -> DaysOff {
    let closed = ["2026-11-24", "2027-01-01", "2027-04-16", "2027-04-30", "2027-05-03"];
    DaysOff::new(closed, ["2027-05-08"]).expect("days of the calendar")
}

/// An instant written `yyyy-MM-dd HH:mm` in Vietnam's time.
fn at(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').expect("a day and a time");
    let (hour, minute) = time.split_once(':').expect("hours and minutes");
    let time = Time::from_hms(hour.parse().expect("hours"), minute.parse().expect("minutes"), 0).expect("a time");
    instant(PrimitiveDateTime::new(read_iso(day).expect("a day"), time))
}

fn check_due(received: &str, value: f64, unit: LimitUnit, expected: &str) {
    let due = days_off().due(at(received), value, unit).expect("a limit");
    assert_eq!(format_instant(due), expected, "{value} {unit:?} from {received}");
}

fn check_left(now: &str, due: &str, late: bool, days: u32, minutes: u32) {
    let left = days_off().time_left(at(now), at(due)).expect("in the calendar");
    assert_eq!(left, TimeLeft { late, days, minutes }, "from {now} to {due}");
}

#[test]
fn working_days_pass_over_weekends_and_days_off() {
    check_due("2026-11-27 09:00", 2.0, LimitUnit::WorkingDay, "01/12/2026 09:00");
    check_due("2026-11-23 08:15", 1.0, LimitUnit::WorkingDay, "25/11/2026 08:15");
    check_due("2027-04-29 16:00", 3.0, LimitUnit::WorkingDay, "06/05/2027 16:00");
    check_due("2027-05-07 10:00", 1.0, LimitUnit::WorkingDay, "08/05/2027 10:00");
    check_due("2026-11-27 09:00", 0.0, LimitUnit::WorkingDay, "27/11/2026 09:00");
}

#[test]
fn the_time_begins_when_the_office_opens() {
    check_due("2026-11-28 10:00", 1.0, LimitUnit::WorkingDay, "01/12/2026 07:00");
    check_due("2026-11-27 12:10", 1.0, LimitUnit::WorkingDay, "30/11/2026 13:30");
    check_due("2026-11-27 17:00", 1.0, LimitUnit::WorkingDay, "01/12/2026 07:00");
    check_due("2026-11-27 05:00", 1.0, LimitUnit::WorkingDay, "30/11/2026 07:00");
}

#[test]
fn hours_and_halves_are_working_time() {
    check_due("2026-11-27 16:20", 1.0, LimitUnit::WorkingHour, "30/11/2026 07:20");
    check_due("2026-11-27 10:30", 2.0, LimitUnit::WorkingHour, "27/11/2026 14:30");
    check_due("2026-11-27 15:00", 2.0, LimitUnit::WorkingHour, "27/11/2026 17:00");
    check_due("2026-11-27 07:00", 0.5, LimitUnit::WorkingDay, "27/11/2026 11:00");
    check_due("2026-11-27 14:00", 1.5, LimitUnit::WorkingDay, "01/12/2026 08:00");
    check_due("2026-11-27 09:00", 20.0, LimitUnit::WorkingHour, "01/12/2026 15:00");
}

#[test]
fn calendar_days_and_months_end_on_a_working_day() {
    check_due("2026-11-20 09:00", 10.0, LimitUnit::Day, "30/11/2026 09:00");
    check_due("2026-11-20 09:00", 4.0, LimitUnit::Day, "25/11/2026 09:00");
    check_due("2026-11-26 22:00", 2.0, LimitUnit::Day, "30/11/2026 22:00");
    check_due("2027-01-31 09:00", 1.0, LimitUnit::Month, "01/03/2027 09:00");
    check_due("2026-10-01 09:00", 3.0, LimitUnit::Month, "04/01/2027 09:00");
}

#[test]
fn what_is_no_limit_is_refused() {
    for value in [-1.0, f64::NAN, f64::INFINITY, MAX_LIMIT + 1.0] {
        assert_eq!(days_off().due(0, value, LimitUnit::Day), Err(NoLimit), "{value}");
    }
    assert_eq!(days_off().due(i64::MAX, 1.0, LimitUnit::Day), Err(NoLimit));
}

#[test]
fn what_is_left_is_counted_in_working_time() {
    check_left("2026-11-27 09:00", "2026-12-01 09:00", false, 2, 0);
    check_left("2026-11-27 16:00", "2026-11-30 08:00", false, 0, 120);
    check_left("2026-11-28 12:00", "2026-11-30 07:00", false, 0, 0);
    check_left("2026-11-23 07:00", "2026-11-25 17:00", false, 2, 0);
    check_left("2026-11-27 11:00", "2026-11-27 14:00", false, 0, 60);
    check_left("2026-12-01 09:00", "2026-11-27 09:00", true, 2, 0);
    check_left("2027-05-07 17:00", "2027-05-10 07:00", false, 1, 0);
}

#[test]
fn a_day_that_does_not_exist_is_named() {
    assert_eq!(DaysOff::new(["2026-02-29"], []), Err("2026-02-29"));
    assert_eq!(DaysOff::new([], ["24/11/2026"]), Err("24/11/2026"));
    assert!(days_off().time_left(0, at("2026-11-27 09:00")).is_none(), "more than ten years");
}

proptest! {
    #[test]
    fn what_is_due_in_working_time_has_as_much_left(minutes in 0_i64..5_000_000, hours in 0_u32..400) {
        let received = at("2026-01-01 00:00") + minutes * 60_000;
        let due = days_off().due(received, f64::from(hours), LimitUnit::WorkingHour).expect("a limit");
        let left = days_off().time_left(received, due).expect("near");
        prop_assert_eq!(left, TimeLeft { late: false, days: hours / 8, minutes: hours % 8 * 60 });
    }

    #[test]
    fn nothing_is_due_on_a_day_off(minutes in 0_i64..1_000_000, days in 0_u32..100) {
        let received = at("2026-01-01 00:00") + minutes * 60_000;
        for unit in [LimitUnit::WorkingDay, LimitUnit::Day] {
            let due = days_off().due(received, f64::from(days), unit).expect("a limit");
            prop_assert!(due >= received);
            prop_assert!(days_off().works(local(due).expect("in the calendar").date()));
        }
    }
}
