//! The lock: wrong PINs, and the waits between them.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cds_core::App;
use cds_core::clock::{Clock, SinceBoot};
use cds_core::keystore::KeystoreError;
use cds_wire::ipc::{ErrorCode, Stage, UnlockTries, WatchArgs};
use cds_wire::paper::PaperKind;

use crate::fixture::*;

const WRONG: &str = "246802";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A machine whose clocks are set by hand.
struct Machine(Mutex<Clocks>);

#[derive(Clone, Copy)]
struct Clocks {
    starts: u32,
    up: Duration,
    wall: Duration,
}

impl Machine {
    fn new() -> Arc<Self> {
        let wall = Duration::from_millis(1_791_478_740_000);
        Arc::new(Self(Mutex::new(Clocks { starts: 1, up: Duration::from_secs(7_000), wall })))
    }

    fn pass(&self, seconds: u64) {
        let mut clocks = self.0.lock().expect("no panic");
        clocks.up += Duration::from_secs(seconds);
        clocks.wall += Duration::from_secs(seconds);
    }

    fn set_wall_clock(&self, ahead: Duration) {
        self.0.lock().expect("no panic").wall += ahead;
    }

    fn reboot(&self) {
        let mut clocks = self.0.lock().expect("no panic");
        clocks.starts += 1;
        clocks.up = Duration::from_secs(20);
    }
}

impl Clock for Machine {
    fn now(&self) -> i64 {
        self.0.lock().expect("no panic").wall.as_millis() as i64
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().expect("no panic").up
    }

    fn since_boot(&self) -> SinceBoot {
        let clocks = *self.0.lock().expect("no panic");
        SinceBoot { boot: Some(clocks.starts.to_string()), elapsed: clocks.up }
    }
}

struct Locked {
    fixture: Fixture,
    machine: Arc<Machine>,
    keystore: Arc<MemoryKeystore>,
}

impl Locked {
    /// A shut vault with something unsent in it.
    fn new() -> Self {
        let locked =
            Self { fixture: Fixture::start(), machine: Machine::new(), keystore: Arc::new(MemoryKeystore::default()) };
        let app = locked.started();
        locked.fixture.sign_in(&app);
        app.create_vault(&PIN.into()).expect("the vault is made");
        app.add_paper(PaperKind::Other, &"Giấy".into(), &photo(1)).expect("kept");
        locked
    }

    /// The program, started anew.
    fn started(&self) -> App {
        let transport = Arc::new(self.fixture.transport());
        app_with(&self.fixture.home(), transport, self.keystore.clone(), self.machine.clone())
    }

    /// All that the account is, but the count of tries.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(self.fixture.account()).expect("read").map(|entry| entry.expect("an entry").path());
        let named = files.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
        named
            .filter(|(name, _)| !name.starts_with("tries"))
            .map(|(name, path)| (name, fs::read(path).expect("read")))
            .collect()
    }
}

fn wait_of(app: &App) -> u32 {
    app.pulse().expect("a pulse").tries.expect("tries").wait_s
}

#[test]
fn after_five_wrong_pins_neither_a_restart_nor_the_wall_clock_shortens_the_wait_and_nothing_is_deleted() {
    let locked = Locked::new();
    let (files, secrets) = (locked.files(), locked.keystore.secrets.lock().expect("no panic").clone());
    let app = locked.started();
    assert_eq!(app.pulse().expect("a pulse").tries, None);
    for left in (0..5).rev() {
        assert_eq!(code(app.unlock(&WRONG.into())), ErrorCode::WrongSecret);
        assert_eq!(app.pulse().expect("a pulse").tries.expect("tries").free, left);
    }
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::UnlockWaiting, "the right one waits as well");
    locked.machine.pass(20);
    drop(app);
    locked.machine.set_wall_clock(DAY);
    let app = locked.started();
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::UnlockWaiting);
    assert_eq!(app.pulse().expect("a pulse").tries, Some(UnlockTries { free: 0, wait_s: 40 }));
    let shown = app.watch(WatchArgs::default()).expect("a pulse");
    assert_eq!(shown.tries.expect("tries").wait_s, 40);
    locked.machine.pass(39);
    assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::UnlockWaiting);
    assert_eq!(locked.files(), files);
    assert_eq!(*locked.keystore.secrets.lock().expect("no panic"), secrets);
    locked.machine.pass(1);
    app.unlock(&PIN.into()).expect("opened");
    assert_eq!(app.outbox().expect("read").entries.len(), 1);
    app.lock().expect("locked");
    assert_eq!(app.pulse().expect("a pulse").tries, None, "the right one sets the count back");
}

#[test]
fn the_waits_grow_to_an_hour_and_begin_again_with_the_machine() {
    let locked = Locked::new();
    for _ in 0..5 {
        assert_eq!(code(locked.started().unlock(&WRONG.into())), ErrorCode::WrongSecret);
    }
    for minutes in [1, 5, 15, 60, 60] {
        let app = locked.started();
        assert_eq!(wait_of(&app), minutes * 60);
        locked.machine.pass(u64::from(minutes) * 60 - 1);
        assert_eq!(code(app.unlock(&WRONG.into())), ErrorCode::UnlockWaiting, "which costs no try");
        locked.machine.pass(1);
        assert_eq!(code(app.unlock(&WRONG.into())), ErrorCode::WrongSecret);
    }
    locked.machine.pass(3_000);
    assert_eq!(wait_of(&locked.started()), 600);
    locked.machine.reboot();
    assert_eq!(wait_of(&locked.started()), 3_580, "20 s after the start");
    locked.machine.pass(3_580);
    locked.started().unlock(&PIN.into()).expect("opened");
}

#[test]
fn a_keystore_that_does_not_serve_says_why_and_uses_up_no_try() {
    let locked = Locked::new();
    let app = locked.started();
    for (failure, expected) in [
        (KeystoreError::Unavailable, ErrorCode::KeystoreUnavailable),
        (KeystoreError::Hanging, ErrorCode::KeystoreHangs),
        (KeystoreError::Locked, ErrorCode::KeystoreLocked),
        (KeystoreError::Missing, ErrorCode::KeystoreEmptied),
        (KeystoreError::Corrupt, ErrorCode::KeystoreEmptied),
    ] {
        locked.keystore.fail(Some(failure));
        for _ in 0..6 {
            assert_eq!(code(app.unlock(&WRONG.into())), expected, "{failure:?}");
        }
    }
    locked.keystore.fail(None);
    let whole = locked.keystore.secrets.lock().expect("no panic").clone();
    for spoiled in [vec![7; 32], vec![7; 31], Vec::new()] {
        locked.keystore.secrets.lock().expect("no panic").values_mut().for_each(|secret| secret.clone_from(&spoiled));
        for _ in 0..6 {
            assert_eq!(code(app.unlock(&PIN.into())), ErrorCode::KeystoreEmptied, "a secret that is not ours");
        }
    }
    *locked.keystore.secrets.lock().expect("no panic") = whole;
    assert_eq!(app.pulse().expect("a pulse").tries, None);
    assert!(matches!(app.stage().expect("a stage"), Stage::Locked { .. }));
    app.unlock(&PIN.into()).expect("opened");
}
