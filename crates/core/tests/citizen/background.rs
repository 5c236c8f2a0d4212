//! What an open app does by itself. Its loops are stepped here, by a clock that stands still until it is moved.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cds_core::App;
use cds_core::clock::{Clock, SinceBoot};
use cds_core::keystore::NoKeystore;
use cds_core::transport::{HttpTransport, NoAnswer, Reply, Request, Transport};
use cds_wire::ipc::{Activity, CommandState, DossierState, DraftArgs, ErrorCode, SecretKind, Stage, WatchArgs};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

/// Both clocks, moved by hand: the one that stands still while the device sleeps, and how far the wall clock is ahead.
struct Hands(Mutex<(Duration, Duration)>);

const BEGINNING: i64 = 1_791_478_740_000;

impl Hands {
    fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::default()))
    }

    fn pass(&self, seconds: u64) {
        self.0.lock().expect("no panic").0 += Duration::from_secs(seconds);
    }

    /// The device sleeps.
    fn sleep(&self, seconds: u64) {
        self.0.lock().expect("no panic").1 += Duration::from_secs(seconds);
    }
}

impl Clock for Hands {
    fn now(&self) -> i64 {
        let (passed, slept) = *self.0.lock().expect("no panic");
        BEGINNING + (passed + slept).as_millis() as i64
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().expect("no panic").0
    }

    fn since_boot(&self) -> SinceBoot {
        SinceBoot { boot: Some("one".to_owned()), elapsed: self.monotonic() }
    }
}

/// A link that is there or not.
struct Link(HttpTransport, Arc<AtomicBool>);

impl Transport for Link {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        if self.1.load(Ordering::Relaxed) { self.0.send(request) } else { Err(NoAnswer::NotSent) }
    }
}

/// An app that was just opened over the fixture's account.
fn opened(fixture: &Fixture) -> (App, Arc<Hands>, Arc<AtomicBool>) {
    let (hands, there) = (Hands::new(), Arc::new(AtomicBool::new(true)));
    let link = Link(fixture.transport(), Arc::clone(&there));
    let app = app_with(&fixture.home(), Arc::new(link), Arc::new(NoKeystore), hands.clone());
    app.unlock(&PASSPHRASE.into()).expect("opened");
    (app, hands, there)
}

const LOCKED: Stage = Stage::Locked { secret: SecretKind::Passphrase };

/// Time passes, and the citizen does not leave.
fn pass_while_there(app: &App, hands: &Hands, seconds: u64) {
    for step in (0..seconds).step_by(200) {
        hands.pass((seconds - step).min(200));
        app.stay_open().expect("open");
    }
}

fn in_s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn opening_the_app_asks_for_news_and_then_it_asks_every_quarter_of_an_hour() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, _) = opened(&fixture);
    assert_ne!(app.pulse().expect("a pulse").last_contact, Some(BEGINNING), "that is to come");
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").last_contact, Some(BEGINNING));
    assert_eq!(app.sync_if_due().expect("a step"), in_s(15 * 60));
    pass_while_there(&app, &hands, 15 * 60);
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").last_contact, Some(BEGINNING + 15 * 60 * 1000));
}

#[test]
fn without_a_network_it_tries_again_ever_later_and_at_once_when_asked_to() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, there) = opened(&fixture);
    there.store(false, Ordering::Relaxed);
    for failures in 0..10 {
        app.sync_if_due().expect("a step");
        let pulse = app.pulse().expect("a pulse");
        assert_eq!((pulse.failure, pulse.activity), (Some(ErrorCode::NoNetwork), Activity::Idle));
        let wait = app.sync_if_due().expect("a step");
        let most = in_s(4 << failures).min(in_s(15 * 60));
        assert!(wait >= in_s(1) && wait <= most, "{wait:?} after {failures} failures");
        let shown = pulse.next_try.expect("a next try") - pulse.now;
        assert_eq!(u128::try_from(shown), Ok(wait.as_millis()), "what is shown is what is meant");
        pass_while_there(&app, &hands, wait.as_secs() + 1);
    }
    app.sync_if_due().expect("a step");
    assert!(app.sync_if_due().expect("a step") > Duration::ZERO);
    there.store(true, Ordering::Relaxed);
    app.want_sync().expect("wished");
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").failure, None);
}

#[test]
fn a_device_that_the_portal_no_longer_knows_waits_for_its_citizen() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, _, _) = opened(&fixture);
    fixture.end_session(&app);
    app.sync_if_due().expect("a step");
    let pulse = app.pulse().expect("a pulse");
    assert_eq!((pulse.failure, pulse.next_try), (Some(ErrorCode::SignInNeeded), None));
    app.sign_in_again(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in again");
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").failure, None);
}

#[test]
fn what_is_confirmed_goes_out_by_itself_and_the_pulse_counts_it() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, _, there) = opened(&fixture);
    app.sync_if_due().expect("a step");
    there.store(false, Ordering::Relaxed);
    let before = app.pulse().expect("a pulse");
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    let pulse = app.watch(WatchArgs { seen: before.revision, active: false }).expect("a pulse");
    assert_eq!(pulse.waiting, 1);
    assert!(pulse.data > before.data && pulse.revision > before.revision);
    app.sync_if_due().expect("a step");
    there.store(true, Ordering::Relaxed);
    app.want_sync().expect("wished");
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").waiting, 0);
    assert_eq!(app.outbox().expect("read").entries[0].state, CommandState::Received);
}

#[test]
fn an_idle_app_warns_and_locks_and_whoever_is_there_keeps_it_open() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, _) = opened(&fixture);
    let watch = |active| app.watch(WatchArgs { seen: 0, active }).expect("a pulse");
    hands.pass(239);
    assert_eq!(watch(false).locks_in_s, None);
    hands.pass(1);
    assert_eq!(watch(false).locks_in_s, Some(60));
    assert_eq!(watch(true).locks_in_s, None, "a touch counts");
    hands.pass(290);
    assert_eq!(watch(false).locks_in_s, Some(10));
    app.stay_open().expect("open");
    assert_eq!(app.lock_if_idle().expect("a step"), in_s(300));
    hands.pass(300);
    app.lock_if_idle().expect("a step");
    assert_eq!(app.stage().expect("a stage"), LOCKED);
    assert_eq!(code(app.dossiers()), ErrorCode::NotReady);
    assert_eq!(app.pulse().expect("a pulse").waiting, 0, "a shut vault tells nothing");
    assert!(app.sync_if_due().expect("a step") > in_s(60), "nothing is asked behind the lock screen");
    app.unlock(&PASSPHRASE.into()).expect("opened");
}

#[test]
fn what_waits_is_still_sent_behind_the_lock_screen_and_then_the_key_goes() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, there) = opened(&fixture);
    app.sync_if_due().expect("a step");
    there.store(false, Ordering::Relaxed);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    app.sync_if_due().expect("a step");
    hands.pass(300);
    assert_eq!(app.lock_if_idle().expect("a step"), in_s(30 * 60));
    let pulse = app.pulse().expect("a pulse");
    assert_eq!((pulse.stage, pulse.waiting, pulse.last_contact), (LOCKED, 1, None));
    assert_eq!(code(app.papers()), ErrorCode::NotReady);
    there.store(true, Ordering::Relaxed);
    app.sync_if_due().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").waiting, 0);
    app.lock_if_idle().expect("a step");
    let contact = || fixture.unanswered(NoAnswer::NotSent).pulse().expect("a pulse").last_contact;
    let before = contact();
    hands.pass(15 * 60);
    assert_eq!(app.sync_if_due().expect("a step"), in_s(60 * 60), "nothing is due any more");
    assert_eq!(contact(), before, "nothing more was asked");
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert_eq!(app.outbox().expect("read").entries[0].state, CommandState::Received);
}

#[test]
fn half_an_hour_after_the_lock_the_key_goes_whatever_waits() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, there) = opened(&fixture);
    there.store(false, Ordering::Relaxed);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    hands.pass(300);
    app.lock_if_idle().expect("a step");
    hands.pass(30 * 60 - 1);
    assert_eq!(app.lock_if_idle().expect("a step"), in_s(1));
    assert_eq!(app.pulse().expect("a pulse").waiting, 1);
    hands.pass(1);
    app.lock_if_idle().expect("a step");
    assert_eq!(app.pulse().expect("a pulse").waiting, 0, "the vault is shut");
    app.unlock(&PASSPHRASE.into()).expect("opened");
    assert_eq!(app.pulse().expect("a pulse").waiting, 1, "and lost nothing");
}

#[test]
fn lock_now_and_a_guests_pause_drop_the_key_at_once() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, there) = opened(&fixture);
    there.store(false, Ordering::Relaxed);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    app.lock().expect("locked");
    assert_eq!(app.pulse().expect("a pulse").waiting, 0);

    there.store(true, Ordering::Relaxed);
    let home = fixture.folder.path().join("shared");
    let link = Link(fixture.transport(), there.clone());
    let guest = app_with(&home, Arc::new(link), Arc::new(NoKeystore), hands.clone());
    guest.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    there.store(false, Ordering::Relaxed);
    guest.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    hands.pass(300);
    guest.lock_if_idle().expect("a step");
    assert_eq!(guest.stage().expect("a stage"), Stage::SignedOut);
    assert_eq!(fs::read_dir(home.join("accounts")).expect("read").count(), 0, "nothing is left of it");
}

#[test]
fn what_could_not_leave_this_device_is_a_draft_again_at_once_when_it_is_cancelled() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, _, there) = opened(&fixture);
    app.sync_if_due().expect("a step");
    there.store(false, Ordering::Relaxed);
    let file = || {
        let fields = [("ho_ten".to_owned(), "Lý Thị Mai".into())].into();
        let args = DraftArgs { id: None, procedure: "1.001193".to_owned(), commune: None, fields };
        let draft = app.save_draft(&args).expect("saved").id;
        app.confirm(&draft).expect("confirmed").id
    };
    let (first, second) = (file(), file());
    app.sync_if_due().expect("a step");
    let numbers = || app.outbox().expect("read").entries.iter().map(|entry| entry.seq).collect::<Vec<_>>();
    assert_eq!(numbers(), [None, None], "no number is given for what did not leave");
    app.cancel(&first).expect("cancelled");
    assert_eq!(app.dossier(&first).expect("a draft").summary.state, DossierState::Saved);
    there.store(true, Ordering::Relaxed);
    app.want_sync().expect("wished");
    app.sync_if_due().expect("a step");
    assert_eq!(numbers(), [Some(1)]);
    assert_eq!(app.dossier(&second).expect("read").summary.state, DossierState::Received);
    assert_eq!(fixture.filed_at_office(), 1);
}

#[test]
fn whoever_comes_after_the_time_is_over_finds_it_locked() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    for comes in [|app: &App| app.watch(WatchArgs { seen: 0, active: true }).map(|_| ()), App::stay_open] {
        let (app, hands, _) = opened(&fixture);
        hands.sleep(3_600);
        comes(&app).expect("told how it stands");
        assert_eq!(app.stage().expect("a stage"), LOCKED, "a touch does not come too late and count all the same");
    }
}

#[test]
fn sleep_counts_for_the_key_behind_the_lock_screen_too() {
    let fixture = Fixture::start();
    drop(fixture.in_step());
    let (app, hands, there) = opened(&fixture);
    there.store(false, Ordering::Relaxed);
    app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
    hands.pass(300);
    app.lock_if_idle().expect("a step");
    hands.sleep(30 * 60);
    app.lock_if_idle().expect("a step");
    let again = fixture.app(Arc::new(NoKeystore));
    again.unlock(&PASSPHRASE.into()).expect("the key has left the first app's memory");
}

#[test]
fn whoever_walks_off_before_choosing_a_pin_is_signed_out() {
    let fixture = Fixture::start();
    let hands = Hands::new();
    let home = fixture.folder.path().join("left");
    let app = app_with(&home, Arc::new(fixture.transport()), Arc::new(NoKeystore), hands.clone());
    app.sign_in(&fixture.sign_in_args(NUMBER, PHONE)).expect("signed in");
    hands.pass(300);
    app.lock_if_idle().expect("a step");
    assert_eq!(app.stage().expect("a stage"), Stage::SignedOut);
    assert_eq!(code(app.create_vault(&PASSPHRASE.into())), ErrorCode::NotReady);
}

#[test]
fn the_portal_hears_that_a_guest_has_gone() {
    let fixture = Fixture::start();
    let own = fixture.in_step();
    let home = fixture.folder.path().join("shared");
    let guest = app(&home, Arc::new(fixture.transport()), Arc::new(NoKeystore));
    guest.sign_in_guest(&fixture.sign_in_args(NUMBER, PHONE)).expect("begun");
    guest.lock().expect("ended");
    assert_eq!(fs::read_dir(home.join("accounts")).expect("read").count(), 0);
    guest.sync_if_due().expect("a step");
    own.sync().expect("in step");
    let devices = own.devices().expect("read");
    assert_eq!(devices.iter().filter(|device| device.ended_at.is_some()).count(), 1);
}
