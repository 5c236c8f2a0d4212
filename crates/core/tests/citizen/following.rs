//! What a citizen sees of a dossier at the office, and asks of it.

use cds_portal::storage::{NewEntity, Tx, audience};
use cds_vn::date::{format_day, parse_to_iso};
use cds_vn::office_hours::DaysOff;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{CommandState, DossierDetail, ErrorCode, TimeLeft};
use cds_wire::portal::command::command_type;
use cds_wire::portal::{Holiday, HolidaysRecord};

use crate::fixture::*;

/// A dossier of the demonstration's that is being worked on, with an appointment.
const PROCESSING: &str = "H14.40.02-261020-0007";
/// One whose office waits for papers.
const WAITS_FOR_PAPERS: &str = "H14.40.02-261102-0011";

/// Replaces the province's table of days off.
fn close_offices(fixture: &Fixture, days: &[String]) {
    let named = |day: &String| Holiday { day: day.clone(), name: "Nghỉ".to_owned() };
    let table = HolidaysRecord { days: days.iter().map(named).collect(), worked: Vec::new() };
    let data = serde_json::to_value(table).expect("JSON");
    let entity = NewEntity { lane: 2, kind: HolidaysRecord::KIND, id: "holidays", data: Some(&data) };
    let put = |tx: &dyn Tx| tx.put(audience::PROVINCE, &entity).map(drop);
    fixture.environment.storage.write(put).expect("published");
}

const DAY_MS: i64 = 86_400_000;

fn waiting(detail: &DossierDetail) -> Vec<(&str, CommandState)> {
    detail.waiting.iter().map(|entry| (entry.command_type.as_str(), entry.state)).collect()
}

#[test]
fn a_withdrawal_asked_for_offline_waits_can_be_taken_back_and_reaches_the_office_once() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let offline = fixture.offline();
    let asked = offline.withdraw(PROCESSING, &"Đã chuyển nơi ở".into()).expect("kept");
    let detail = offline.dossier(PROCESSING).expect("read");
    assert!(!detail.can_withdraw);
    assert_eq!(waiting(&detail), [(command_type::DOSSIER_WITHDRAW, CommandState::Waiting)]);
    assert_eq!(code(offline.withdraw(PROCESSING, &"".into())), ErrorCode::TooLate, "once is enough");
    offline.cancel(&asked.id).expect("taken back");
    let detail = offline.dossier(PROCESSING).expect("read");
    assert!(detail.can_withdraw && detail.waiting.is_empty());
    offline.withdraw(PROCESSING, &"".into()).expect("kept");
    drop(offline);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    let detail = app.dossier(PROCESSING).expect("read");
    assert_eq!(detail.summary.status, Some(DossierStatus::WithdrawalRequested));
    let steps = detail.steps.iter().filter(|step| step.status == DossierStatus::WithdrawalRequested);
    assert_eq!((steps.count(), detail.can_withdraw, detail.waiting.len()), (1, false, 0));
    assert_eq!(code(app.withdraw(PROCESSING, &"".into())), ErrorCode::TooLate);
}

#[test]
fn what_has_ended_or_is_not_there_is_not_withdrawn() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    assert_eq!(code(app.withdraw("H14.40.02-990101-0001", &"".into())), ErrorCode::NotFound);
    assert_eq!(code(app.withdraw(PROCESSING, &"x".repeat(5_000).as_str().into())), ErrorCode::FormTooLarge);
    fixture.advance(PROCESSING, DossierStatus::Returned);
    app.sync().expect("in step");
    assert_eq!(code(app.withdraw(PROCESSING, &"".into())), ErrorCode::TooLate);
    assert_eq!(app.dossier(PROCESSING).expect("read").time_left, None, "nothing is owed any more");
}

#[test]
fn the_time_that_is_left_is_the_offices_working_time_and_stands_still_while_it_waits() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let left = |dossier| app.dossier(dossier).expect("read").time_left;
    assert!(matches!(left(WAITS_FOR_PAPERS), Some(TimeLeft { paused: true, .. })));

    // Of a year whose days off are not known here nothing is said.
    let now = app.dossiers().expect("read").now;
    let day = |days: i64| parse_to_iso(&format_day(now + days * DAY_MS)).expect("a day");
    close_offices(&fixture, &["1999-12-31".to_owned()]);
    app.sync().expect("in step");
    assert_eq!(left(PROCESSING), None);
    // Tomorrow is the one day off of a table that knows this year and the next.
    let table = [day(1), day(200), day(-300)];
    close_offices(&fixture, &table);
    app.sync().expect("in step");
    let due = app.dossier(PROCESSING).expect("read").due_at.expect("an appointment");
    let days_off = DaysOff::new(table.iter().map(String::as_str), []).expect("days");
    let counted = days_off.time_left(now, due).expect("near");
    let shown = left(PROCESSING).map_or(0, |left| left.days * 480 + left.minutes);
    assert!((0..=2).contains(&(counted.days * 480 + counted.minutes - shown)), "{shown} of {counted:?}");
    // Offices that are closed until then have no time left to work.
    let closed: Vec<String> = [day(200), day(-300)].into_iter().chain((0..5).map(day)).collect();
    close_offices(&fixture, &closed);
    app.sync().expect("in step");
    assert_eq!(left(PROCESSING), None, "all of them are days off");
}
