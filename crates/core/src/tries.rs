//! How often the PIN or passphrase was tried wrongly, and how long its next try must wait.
//!
//! A try is on the disk before it is checked: whoever kills the app before the answer has used it up all the same. Five
//! are free; each one that follows waits, by the boot clock, which neither a restart of the app nor the wall clock moves.
//! After a reboot the wait begins again. Only the right PIN sets the count back, and no count deletes anything.
//!
//! The record is overwritten in its place, within one sector: a full disk must not keep the citizen out.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{Clock, SinceBoot};
use crate::file_lock::FileLock;
use crate::header::replace_file;
use crate::{Environment, Error};

const FILE: &str = "tries";
/// Held from before a try is counted until its answer is known: two programs do not share one try.
const LOCK: &str = "tries.lock";
/// Length of the file; what the record does not fill are spaces.
const LEN: usize = 256;

/// Wrong tries before the first wait.
pub(crate) const FREE: u32 = 5;
/// The waits after the fifth wrong try and those that follow; the last one stays.
const WAITS: [Duration; 4] = [minutes(1), minutes(5), minutes(15), minutes(60)];

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    /// Tries since the last right one.
    wrong: u32,
    /// The start of the machine in which the last of them was made.
    boot: Option<String>,
    /// When, in milliseconds since that start.
    at_ms: u64,
}

/// How it stands with the tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Tries since the last right one.
    pub(crate) wrong: u32,
    /// How long until the next one is looked at.
    pub(crate) wait: Duration,
}

/// Lets `check` look at a PIN or passphrase, unless it must wait, and counts it.
pub(crate) fn counted<T>(
    folder: &Path,
    environment: &Environment,
    check: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    let _one_at_a_time =
        FileLock::take_within(&folder.join(LOCK), environment.lock_patience)?.ok_or(Error::AccountInUse)?;
    let before = read(folder)?;
    let now = environment.clock.since_boot();
    let wait = before.wait(&now);
    if !wait.is_zero() {
        return Err(Error::UnlockWaiting { wait });
    }
    before.one_more(now).write(folder)?;
    let checked = check();
    let after = match &checked {
        Ok(_) => Record::default(),
        Err(Error::WrongSecret) => return checked,
        // Nothing was learned of the secret.
        Err(_) => before,
    };
    if let Err(error) = after.write(folder) {
        tracing::warn!(%error, "a try that was right stays counted");
    }
    checked
}

/// How it stands.
pub(crate) fn standing(folder: &Path, clock: &dyn Clock) -> Result<Standing, Error> {
    let record = read(folder)?;
    Ok(Standing { wrong: record.wrong, wait: record.wait(&clock.since_boot()) })
}

/// The vault was locked anew: what was tried on the old lock says nothing about the new one.
pub(crate) fn forget(folder: &Path) -> Result<(), Error> {
    Record::default().write(folder)
}

impl Record {
    /// A count that cannot be read: as if all tries had been used just now, by the longest wait.
    fn damaged() -> Self {
        Self { wrong: FREE + WAITS.len() as u32, boot: None, at_ms: u64::MAX }
    }

    fn one_more(&self, now: SinceBoot) -> Self {
        let at_ms = u64::try_from(now.elapsed.as_millis()).unwrap_or(u64::MAX);
        Self { wrong: self.wrong.saturating_add(1), boot: now.boot, at_ms }
    }

    /// How much of the wait is left. After a reboot it counts from the machine's start; where the system does not name
    /// its starts, a clock that is behind the record tells one; one that has passed it again may ask for up to a whole wait.
    fn wait(&self, now: &SinceBoot) -> Duration {
        let Some(step) = self.wrong.checked_sub(FREE) else { return Duration::ZERO };
        let last = WAITS.len() - 1;
        let whole = WAITS.get((step as usize).min(last)).copied().unwrap_or_default();
        let at = Duration::from_millis(self.at_ms);
        let since = if self.boot == now.boot && at <= now.elapsed { now.elapsed - at } else { now.elapsed };
        whole.saturating_sub(since)
    }

    fn write(&self, folder: &Path) -> Result<(), Error> {
        let mut bytes = serde_json::to_vec(self).map_err(|_| Error::Internal("the count of tries has no JSON form"))?;
        bytes.resize(LEN.max(bytes.len()), b' ');
        match File::options().write(true).open(folder.join(FILE)) {
            Ok(mut file) => {
                file.write_all(&bytes)?;
                // What damage has made longer would stay unreadable.
                file.set_len(bytes.len() as u64)?;
                Ok(file.sync_data()?)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => replace_file(folder, FILE, &bytes),
            Err(error) => Err(error.into()),
        }
    }
}

fn read(folder: &Path) -> Result<Record, Error> {
    match fs::read(folder.join(FILE)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| Record::damaged())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Record::default()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{PlainHttp, TlsRoots};

    fn now(boot: Option<&str>, seconds: u64) -> SinceBoot {
        SinceBoot { boot: boot.map(str::to_owned), elapsed: Duration::from_secs(seconds) }
    }

    /// A record whose last try was made 10,000 s after the start named "one".
    fn record(wrong: u32, boot: Option<&str>) -> Record {
        Record { wrong: wrong - 1, ..Record::default() }.one_more(now(boot, 10_000))
    }

    #[test]
    fn five_tries_are_free_and_then_each_waits_longer_than_the_one_before() {
        for (wrong, minutes) in [(1, 0), (4, 0), (5, 1), (6, 5), (7, 15), (8, 60), (9, 60), (1000, 60)] {
            let wait = record(wrong, Some("one")).wait(&now(Some("one"), 10_000));
            assert_eq!(wait, Duration::from_secs(minutes * 60), "after {wrong}");
        }
        assert_eq!(Record { wrong: u32::MAX, ..Record::default() }.one_more(now(None, 1)).wrong, u32::MAX);
    }

    #[test]
    fn only_the_boot_clock_makes_the_wait_shorter_and_a_reboot_begins_it_again() {
        let check = |boot: Option<&str>, now: SinceBoot, left_s: u64| {
            assert_eq!(record(8, boot).wait(&now), Duration::from_secs(left_s), "{now:?}");
        };
        check(Some("one"), now(Some("one"), 10_600), 3_000);
        check(Some("one"), now(Some("one"), 13_600), 0);
        check(Some("one"), now(Some("two"), 60), 3_540);
        check(Some("one"), now(Some("two"), 10_600), 0);
        // Where starts have no names.
        check(None, now(None, 10_600), 3_000);
        check(None, now(None, 60), 3_540);
        // A clock that does not do what it must.
        check(Some("one"), now(Some("one"), 60), 3_540);
    }

    #[test]
    fn a_count_that_cannot_be_read_waits_the_longest_from_the_start_of_the_machine() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(read(folder.path()).expect("none is none"), Record::default());
        for damaged in ["", "{", r#"{"wrong":-1}"#] {
            fs::write(folder.path().join(FILE), damaged).expect("damaged");
            let record = read(folder.path()).expect("read");
            assert_eq!(record.wait(&now(Some("one"), 600)), Duration::from_secs(3_000), "{damaged}");
        }
    }

    #[test]
    fn the_record_is_overwritten_in_its_place_and_never_grows() {
        let folder = tempfile::tempdir().expect("a folder");
        let largest = Record { wrong: u32::MAX, boot: Some("0".repeat(36)), at_ms: u64::MAX };
        for record in [Record::default(), largest, record(5, Some("one")), Record::default()] {
            record.write(folder.path()).expect("written");
            assert_eq!(read(folder.path()).expect("read"), record);
            assert_eq!(fs::metadata(folder.path().join(FILE)).expect("there").len(), LEN as u64);
        }
        fs::write(folder.path().join(FILE), "x".repeat(2 * LEN)).expect("damaged");
        Record::default().write(folder.path()).expect("written");
        assert_eq!(read(folder.path()).expect("read"), Record::default());
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
    }

    #[test]
    fn a_try_is_on_the_disk_before_it_is_checked() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut environment =
            Environment::of_this_system("http://127.0.0.1:1", TlsRoots::default(), PlainHttp::ThisMachine)
                .expect("an environment");
        environment.lock_patience = Duration::ZERO;
        let wrong = || read(folder.path()).expect("read").wrong;
        let killed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            counted::<()>(folder.path(), &environment, || panic!("killed with {} on the disk", wrong()))
        }));
        assert_eq!(killed.expect_err("killed").downcast_ref::<String>().expect("a text"), "killed with 1 on the disk");
        assert_eq!(wrong(), 1);
        counted(folder.path(), &environment, || Err::<(), _>(Error::WrongSecret)).expect_err("wrong");
        assert_eq!(wrong(), 2);
        counted(folder.path(), &environment, || Err::<(), _>(Error::HeaderDamaged)).expect_err("damaged");
        assert_eq!(wrong(), 2, "nothing was learned of the secret");
        counted(folder.path(), &environment, || Ok(())).expect("right");
        assert_eq!(wrong(), 0);
    }
}
