//! What a citizen sees of a dossier at the office, and asks of it.

use cds_portal::storage::{NewEntity, Tx, audience};
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
    let now = app.dossiers().expect("read").now;
    let detail = app.dossier(PROCESSING).expect("read");
    let due = detail.due_at.expect("an appointment");
    let weekends_alone = DaysOff::default().time_left(now, due).expect("near");
    let left = detail.time_left.expect("something is owed");
    assert!(!left.late && !left.paused && left.minutes < 480);
    assert!(left.days <= weekends_alone.days, "{left:?} of {weekends_alone:?}");
    let left = app.dossier(WAITS_FOR_PAPERS).expect("read").time_left;
    assert!(matches!(left, Some(TimeLeft { paused: true, .. })), "{left:?}");

    // Offices that are closed on every day until then have no time left to work; of a year without days off nothing is said.
    let days: Vec<String> = (0..9).map(|day| cds_vn::date::format_day(now + (day - 2) * 86_400_000)).collect();
    let days: Vec<String> = days.iter().map(|day| cds_vn::date::parse_to_iso(day).expect("a day")).collect();
    close_offices(&fixture, &days);
    app.sync().expect("in step");
    assert_eq!(app.dossier(PROCESSING).expect("read").time_left, None, "all of them are days off");
    close_offices(&fixture, &["1999-12-31".to_owned()]);
    app.sync().expect("in step");
    assert_eq!(app.dossier(PROCESSING).expect("read").time_left, None, "this year's are not known");
}
