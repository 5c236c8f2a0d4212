//! Live codes: shown on one device, checked on another that was only given the province's trust file.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use cds_core::App;
use cds_core::clock::{Clock, SinceBoot, SystemClock};
use cds_core::codes::read_codes;
use cds_core::keystore::NoKeystore;
use cds_identity::KeyUse;
use cds_wire::ipc::{CodeChecked, CodeResult, ErrorCode};

use crate::fixture::*;

const SECOND: i64 = 1000;
const DAY: i64 = 24 * 60 * 60 * SECOND;
const OTHER: (&str, &str) = ("004090000002", "0900000002");

/// A clock that can be moved.
#[derive(Default)]
struct Moved {
    by: AtomicI64,
    system: SystemClock,
}

impl Moved {
    fn advance(&self, millis: i64) {
        self.by.fetch_add(millis, Ordering::Relaxed);
    }
}

impl Clock for Moved {
    fn now(&self) -> i64 {
        self.system.now() + self.by.load(Ordering::Relaxed)
    }

    fn monotonic(&self) -> Duration {
        self.system.monotonic()
    }

    fn since_boot(&self) -> SinceBoot {
        self.system.since_boot()
    }
}

struct Scene {
    fixture: Fixture,
    /// In step with the portal.
    holder: App,
    holders_clock: Arc<Moved>,
    /// Without an account.
    checker: App,
    checkers_clock: Arc<Moved>,
}

impl Scene {
    fn begin() -> Self {
        let fixture = Fixture::start();
        let (holders_clock, checkers_clock) = (Arc::new(Moved::default()), Arc::new(Moved::default()));
        let holder = at(&fixture, fixture.home(), &holders_clock);
        fixture.sign_in(&holder);
        holder.create_vault(&PASSPHRASE.into()).expect("the vault is made");
        assert_eq!(code(holder.live_code()), ErrorCode::NotFound, "it has not come yet, which is not withdrawn");
        assert_eq!(code(holder.show_code()), ErrorCode::NotFound);
        holder.sync().expect("in step");
        let checker = at(&fixture, fixture.folder.path().join("checker"), &checkers_clock);
        Self { fixture, holder, holders_clock, checker, checkers_clock }
    }

    /// The same, where the checker was given the trust file.
    fn with_trust() -> Self {
        let scene = Self::begin();
        scene.give_trust();
        scene
    }

    fn give_trust(&self) {
        assert_eq!(self.checker.add_trust(&self.fixture.trust_file()).expect("added"), "Tỉnh Cao Bằng");
    }

    fn checkers_home(&self) -> PathBuf {
        self.fixture.folder.path().join("checker")
    }

    fn text(&self) -> String {
        self.holder.live_code().expect("shown").text.into_inner()
    }

    fn both_advance(&self, millis: i64) {
        self.holders_clock.advance(millis);
        self.checkers_clock.advance(millis);
    }

    /// Checks, and gives answer and reasons.
    fn check(&self, text: &str) -> (CodeResult, Vec<String>) {
        answer(&self.checker.check_code(text))
    }
}

fn at(fixture: &Fixture, home: PathBuf, clock: &Arc<Moved>) -> App {
    app_with(&home, Arc::new(fixture.transport()), Arc::new(NoKeystore), clock.clone())
}

fn answer(checked: &CodeChecked) -> (CodeResult, Vec<String>) {
    (checked.result, checked.reasons.clone())
}

fn is(result: CodeResult, reasons: &[&str]) -> (CodeResult, Vec<String>) {
    (result, reasons.iter().map(|reason| (*reason).to_owned()).collect())
}

#[test]
fn a_live_code_is_known_to_whoever_has_the_trust_file_and_to_nobody_else() {
    let scene = Scene::begin();
    let shown = scene.holder.live_code().expect("shown");
    assert_eq!(read_codes(&shown.picture.0).expect("a picture"), [shown.text.reveal().as_str()]);
    assert_eq!(shown.renew_at - shown.stamped_at, 20 * SECOND);
    assert!(shown.trial && shown.last_contact.is_some() && shown.issued_at < shown.expires_at);
    assert_eq!(scene.check(shown.text.reveal()), is(CodeResult::CannotTell, &["no_trust_list"]));
    scene.give_trust();
    let checked = scene.checker.check_code(shown.text.reveal());
    assert_eq!(answer(&checked), is(CodeResult::Live, &[]));
    assert_eq!((checked.name, checked.last4), (Some(shown.name), Some(shown.last4)));
    assert_eq!((checked.issuer.as_deref(), checked.trial), (Some("Tỉnh Cao Bằng"), true));
    assert!(checked.list_issued_at.is_some() && checked.status_issued_at.is_some());
    assert_eq!((checked.clock_off_s, checked.wait_s, checked.status_days), (None, None, None));
    let paper = scene.holder.show_code().expect("shown").text;
    assert_eq!(scene.check(paper.reveal()), is(CodeResult::GenuinePaper, &["holder_not_checked"]));
    // Each code is another.
    scene.both_advance(20 * SECOND);
    assert_ne!(scene.text(), *shown.text.reveal());
}

#[test]
fn a_picture_is_told_by_two_scans_also_where_the_program_begins_anew_between_them() {
    let scene = Scene::with_trust();
    let text = scene.text();
    assert_eq!(scene.check(&text), is(CodeResult::Live, &[]));
    scene.checkers_clock.advance(180 * SECOND);
    let first = scene.checker.check_code(&text);
    assert_eq!(answer(&first), is(CodeResult::CannotTell, &["scan_again"]));
    assert!(first.wait_s.is_some_and(|wait| (1..=25).contains(&wait)));
    assert!(scene.checkers_home().join("first-scan.json").exists());

    scene.checkers_clock.advance(30 * SECOND);
    let again = at(&scene.fixture, scene.checkers_home(), &scene.checkers_clock);
    assert_eq!(answer(&again.check_code(&text)), is(CodeResult::Invalid, &["picture"]));
    assert_eq!(answer(&again.check_code(&text)), is(CodeResult::Invalid, &["picture"]), "it stays one");
    // Nothing of the scan is left once it can tell nothing more.
    scene.checkers_clock.advance(601 * SECOND);
    drop(at(&scene.fixture, scene.checkers_home(), &scene.checkers_clock));
    assert!(!scene.checkers_home().join("first-scan.json").exists());
    assert_eq!(answer(&again.check_code(&text)), is(CodeResult::CannotTell, &["scan_again"]));
}

#[test]
fn a_slow_clock_is_told_from_a_picture_and_by_how_much_it_is_off() {
    let scene = Scene::with_trust();
    scene.checkers_clock.advance(600 * SECOND);
    assert_eq!(scene.check(&scene.text()), is(CodeResult::CannotTell, &["scan_again"]));
    scene.both_advance(20 * SECOND);
    let checked = scene.checker.check_code(&scene.text());
    assert_eq!(answer(&checked), is(CodeResult::Live, &["clock_off"]));
    assert!(checked.clock_off_s.is_some_and(|off| (-640..=-599).contains(&off)), "{:?}", checked.clock_off_s);
    assert!(!scene.checkers_home().join("first-scan.json").exists());
}

#[test]
fn months_without_a_network_the_code_is_live_and_the_age_of_what_is_known_is_told() {
    let scene = Scene::with_trust();
    let contact = scene.holder.live_code().expect("shown").last_contact;
    scene.both_advance(180 * DAY);
    let shown = scene.holder.live_code().expect("shown");
    assert_eq!(shown.last_contact, contact);
    let checked = scene.checker.check_code(shown.text.reveal());
    assert_eq!(answer(&checked), is(CodeResult::LiveStatusOld, &["status_old"]));
    assert_eq!(checked.status_days, Some(180));
    scene.both_advance(221 * DAY);
    assert_eq!(scene.check(&scene.text()), is(CodeResult::Invalid, &["expired"]));
}

#[test]
fn what_was_withdrawn_is_invalid_for_whoever_has_heard_of_it_and_comes_anew_with_a_sign_in() {
    let scene = Scene::with_trust();
    let (live, paper) = (scene.text(), scene.holder.show_code().expect("shown").text.into_inner());
    scene.fixture.revoke_credentials(NUMBER);
    assert_eq!(scene.check(&live), is(CodeResult::Live, &[]), "the checker has not heard of it");
    scene.give_trust();
    for text in [&live, &paper] {
        assert_eq!(scene.check(text), is(CodeResult::Invalid, &["revoked"]));
    }
    scene.holder.sync().expect("in step");
    assert_eq!(code(scene.holder.live_code()), ErrorCode::CodeWithdrawn);
    assert_eq!(code(scene.holder.show_code()), ErrorCode::CodeWithdrawn);
    // The day's first request, which renews what is due, brings nothing back.
    scene.fixture.clock.advance(2 * DAY);
    scene.holder.sync().expect("in step");
    assert_eq!(code(scene.holder.live_code()), ErrorCode::CodeWithdrawn);
    scene.fixture.clock.advance(-2 * DAY);

    scene.holder.sign_in_again(&scene.fixture.sign_in_args(NUMBER, PHONE)).expect("signed in again");
    scene.holder.sync().expect("in step");
    assert_eq!(scene.check(&scene.text()), is(CodeResult::Live, &[]));
    assert_eq!(scene.check(&live), is(CodeResult::Invalid, &["revoked"]));
}

#[test]
fn a_revoked_device_shows_no_live_code_once_it_has_heard_of_it() {
    let scene = Scene::with_trust();
    let (live, paper) = (scene.text(), scene.holder.show_code().expect("shown").text.into_inner());
    scene.fixture.revoke_device(&scene.holder);
    scene.give_trust();
    assert_eq!(scene.check(&live), is(CodeResult::Invalid, &["revoked"]));
    assert_eq!(scene.check(&paper), is(CodeResult::GenuinePaper, &["holder_not_checked"]));
    assert_eq!(code(scene.holder.sync()), ErrorCode::SignInNeeded);
    assert_eq!(code(scene.holder.live_code()), ErrorCode::NotReady, "it has locked");
    scene.holder.unlock(&PASSPHRASE.into()).expect("opened");
    assert_eq!(code(scene.holder.live_code()), ErrorCode::SignInNeeded);
    assert_eq!(code(scene.holder.show_code()), ErrorCode::SignInNeeded);
}

#[test]
fn a_device_that_the_portal_refuses_shows_no_live_code_until_it_has_signed_in_anew() {
    let scene = Scene::with_trust();
    let live = scene.text();
    scene.fixture.end_session(&scene.holder);
    assert_eq!(code(scene.holder.sync()), ErrorCode::SignInNeeded);
    assert_eq!(code(scene.holder.live_code()), ErrorCode::CodeWithdrawn);
    scene.holder.sign_in_again(&scene.fixture.sign_in_args(NUMBER, PHONE)).expect("signed in again");
    scene.holder.sync().expect("in step");
    for text in [&live, &scene.text()] {
        assert_eq!(scene.check(text), is(CodeResult::Live, &[]));
    }
}

#[test]
fn a_rotated_key_is_known_to_whoever_has_the_newer_list_and_the_one_before_stays_good() {
    let scene = Scene::with_trust();
    // Another citizen has a credential by the new key.
    scene.fixture.rotate(KeyUse::Credential);
    let other = scene.fixture.another(OTHER.0, OTHER.1);
    let new = other.live_code().expect("shown").text.into_inner();
    assert_eq!(scene.check(&new), is(CodeResult::CannotTell, &["unknown_key"]));
    assert_eq!(scene.check(&scene.text()), is(CodeResult::Live, &[]));
    scene.give_trust();
    for text in [&new, &scene.text()] {
        assert_eq!(scene.check(text), is(CodeResult::Live, &[]));
    }
    // A device hears of it by itself.
    assert_eq!(answer(&scene.holder.check_code(&new)), is(CodeResult::CannotTell, &["unknown_key"]));
    scene.holder.sync().expect("in step");
    assert_eq!(answer(&scene.holder.check_code(&new)), is(CodeResult::Live, &[]));
}

#[test]
fn the_status_list_reaches_devices_daily_and_also_under_a_new_key_and_when_it_is_large() {
    let scene = Scene::begin();
    let clocks = |millis: i64| {
        scene.fixture.clock.advance(millis);
        scene.both_advance(millis);
    };
    let status = || {
        let checked = scene.holder.check_code(&scene.text());
        assert_eq!(answer(&checked), is(CodeResult::Live, &[]));
        checked.status_issued_at.expect("a status list")
    };
    let first = status();
    scene.holder.sync().expect("in step");
    assert_eq!(status(), first, "nothing was withdrawn, and no day has passed");
    clocks(DAY);
    scene.holder.sync().expect("in step");
    let second = status();
    assert!(second - first >= DAY, "{first} {second}");

    clocks(60 * SECOND);
    scene.fixture.rotate(KeyUse::Status);
    scene.holder.sync().expect("in step");
    let third = status();
    assert!(third > second, "{second} {third}");

    clocks(60 * SECOND);
    scene.fixture.withdraw_many(2000);
    let asked = scene.holder.sync().expect("in step");
    let fourth = status();
    assert!(fourth > third && asked.bytes_down > 2000, "{third} {fourth} {asked:?}");
    let quiet = scene.holder.sync().expect("in step");
    assert!(quiet.bytes_down < 1500, "it is fetched once: {quiet:?}");

    // Another list, by a key that no trust list here names.
    scene.fixture.list_by_a_stranger(3000);
    let asked = scene.holder.sync().expect("in step");
    assert!(asked.bytes_down > 3000, "{asked:?}");
    let quiet = scene.holder.sync().expect("in step");
    assert!(quiet.bytes_down < 1500, "in vain once: {quiet:?}");
    assert_eq!(status(), fourth);
    // With a newer trust list it is looked at again.
    scene.fixture.rotate(KeyUse::Receipt);
    let again = scene.holder.sync().expect("in step");
    assert!(again.bytes_down > 3000, "{again:?}");
}

#[test]
fn checks_and_showings_are_remembered_for_thirty_days() {
    let scene = Scene::with_trust();
    let text = scene.text();
    scene.check("https://example.vn");
    scene.check(&text);
    scene.check(&format!("{text}A"));
    let kept = |app: &App| app.code_history().expect("read");
    let history = kept(&scene.checker);
    let seen: Vec<_> = history.checked.iter().map(|check| (check.result, check.last4.clone())).collect();
    assert_eq!(seen, [(CodeResult::CannotTell, None), (CodeResult::Live, Some("0001".into()))]);
    assert!(history.shown.is_empty());

    scene.both_advance(20 * SECOND);
    scene.text();
    let first = kept(&scene.holder).shown;
    assert_eq!(first.len(), 1);
    assert!(first.iter().all(|showing| showing.until - showing.from >= 20 * SECOND));
    scene.both_advance(3600 * SECOND);
    scene.text();
    assert_eq!(kept(&scene.holder).shown.len(), 2);
    scene.holder.lock().expect("locked");
    assert!(kept(&scene.holder).shown.is_empty(), "the vault is shut");

    scene.both_advance(31 * DAY);
    assert!(kept(&scene.checker).checked.is_empty());
    assert!(!scene.checkers_home().join("checks.jsonl").exists());
    scene.holder.unlock(&PASSPHRASE.into()).expect("opened");
    assert!(kept(&scene.holder).shown.is_empty());
}
