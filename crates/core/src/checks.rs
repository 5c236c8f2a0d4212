//! What a checker remembers, in the home folder and without an account: the scan before, where one did not tell, and for
//! 30 days the time, answer and last four digits of each check.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use cds_identity::{FIRST_SCAN_LIFE_S, FirstScan};
use cds_wire::ipc::CodeCheck;
use cds_wire::{Bytes, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::file_lock::FileLock;
use crate::header::replace_file;
use crate::{Error, Home};

/// A line of JSON for each check, the oldest first.
const CHECKS: &str = "checks.jsonl";
const FIRST_SCAN: &str = "first-scan.json";
/// Held by the program that reads or writes the list.
const LOCK: &str = "checks.lock";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a check is remembered.
const KEPT_MS: i64 = 30 * DAY_MS;

/// A [`FirstScan`] as it lies on the disk.
#[derive(Serialize, Deserialize)]
struct Kept {
    device_key: Bytes,
    stamp_s: i64,
    scanned_at_s: i64,
}

/// The scan before, where a second one may follow. One past its life is deleted.
pub(crate) fn first_scan(home: &Home, now: UnixMillis) -> Option<FirstScan> {
    let bytes = fs::read(home.path().join(FIRST_SCAN)).ok()?;
    let kept = serde_json::from_slice::<Kept>(&bytes).ok().and_then(|kept| {
        let Kept { device_key, stamp_s, scanned_at_s } = kept;
        Some(FirstScan { device_key: device_key.0.try_into().ok()?, stamp_s, scanned_at_s })
    });
    let alive = |scan: &FirstScan| (0..=FIRST_SCAN_LIFE_S).contains(&(now.div_euclid(1000) - scan.scanned_at_s));
    let alive = kept.filter(alive);
    if alive.is_none()
        && let Err(error) = forget_first_scan(home)
    {
        tracing::warn!(%error, "a scan past its time could not be deleted");
    }
    alive
}

pub(crate) fn keep_first_scan(home: &Home, scan: &FirstScan) -> Result<(), Error> {
    let FirstScan { device_key, stamp_s, scanned_at_s } = scan.clone();
    let kept = Kept { device_key: Bytes(device_key.to_vec()), stamp_s, scanned_at_s };
    let bytes = serde_json::to_vec(&kept).map_err(|_| Error::Internal("a scan has no JSON form"))?;
    replace_file(home.path(), FIRST_SCAN, &bytes)
}

pub(crate) fn forget_first_scan(home: &Home) -> Result<(), Error> {
    match fs::remove_file(home.path().join(FIRST_SCAN)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Keeps a check. Those older than 30 days are shown no longer, and go once a day.
pub(crate) fn keep(home: &Home, patience: Duration, check: &CodeCheck) -> Result<(), Error> {
    let _one_at_a_time = alone(home, patience)?;
    forget_old(home.path(), check.at)?;
    let mut line = serde_json::to_vec(check).map_err(|_| Error::Internal("a check has no JSON form"))?;
    line.push(b'\n');
    let mut file = OpenOptions::new().create(true).append(true).open(home.path().join(CHECKS))?;
    Ok(file.write_all(&line)?)
}

/// The checks of the 30 days before `now`, the newest first.
pub(crate) fn history(home: &Home, patience: Duration, now: UnixMillis) -> Result<Vec<CodeCheck>, Error> {
    let _one_at_a_time = alone(home, patience)?;
    forget_old(home.path(), now)?;
    let mut checks = read(home.path())?;
    checks.retain(|check| is_kept(check, now));
    checks.reverse();
    Ok(checks)
}

/// What a program that starts finds past its time goes.
pub(crate) fn tidy(home: &Home, patience: Duration, now: UnixMillis) -> Result<(), Error> {
    first_scan(home, now);
    let _one_at_a_time = alone(home, patience)?;
    forget_old(home.path(), now)
}

/// Waits for other programs, and for other parts of this one.
fn alone(home: &Home, patience: Duration) -> Result<FileLock, Error> {
    FileLock::take_within(&home.path().join(LOCK), patience)?.ok_or(Error::AccountInUse)
}

/// One from a time to come was kept while the clock was wrong: it goes when it is as far off as an old one.
fn is_kept(check: &CodeCheck, now: UnixMillis) -> bool {
    away(check, now) <= KEPT_MS
}

fn away(check: &CodeCheck, now: UnixMillis) -> i64 {
    now.saturating_sub(check.at).saturating_abs()
}

/// Rewrites the list where its first line has been past its time for a day: then not again before the next day, however
/// many are checked.
fn forget_old(folder: &Path, now: UnixMillis) -> Result<(), Error> {
    let path = folder.join(CHECKS);
    let mut first = Vec::new();
    match File::open(&path) {
        Ok(file) => BufReader::new(file).read_until(b'\n', &mut first)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if serde_json::from_slice(&first).is_ok_and(|check| away(&check, now) <= KEPT_MS + DAY_MS) {
        return Ok(());
    }
    let mut bytes = Vec::new();
    for check in read(folder)?.iter().filter(|check| is_kept(check, now)) {
        serde_json::to_writer(&mut bytes, check).map_err(|_| Error::Internal("a check has no JSON form"))?;
        bytes.push(b'\n');
    }
    match bytes.is_empty() {
        true => Ok(fs::remove_file(path)?),
        false => replace_file(folder, CHECKS, &bytes),
    }
}

/// Every line that can be read.
fn read(folder: &Path) -> Result<Vec<CodeCheck>, Error> {
    match fs::read(folder.join(CHECKS)) {
        Ok(bytes) => {
            Ok(bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_wire::ipc::CodeResult;

    fn check(at: UnixMillis) -> CodeCheck {
        CodeCheck { at, result: CodeResult::Live, reasons: Vec::new(), last4: None }
    }

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::open(folder.path()).expect("the home opens");
        (folder, home)
    }

    #[test]
    fn the_list_is_rewritten_once_a_day_and_shows_thirty_days() {
        const HOUR_MS: i64 = DAY_MS / 24;
        let (folder, home) = home();
        let lines = || fs::read_to_string(folder.path().join(CHECKS)).expect("read").lines().count();
        let mut rewritten = 0;
        for hour in 0..35 * 24 {
            let before = if hour == 0 { 0 } else { lines() };
            keep(&home, Duration::ZERO, &check(hour * HOUR_MS)).expect("kept");
            rewritten += usize::from(lines() <= before);
        }
        assert_eq!(rewritten, 4);
        let now = 35 * DAY_MS;
        let shown = history(&home, Duration::ZERO, now).expect("read");
        assert_eq!(shown.iter().map(|check| check.at).min(), Some(now - KEPT_MS));
    }

    #[test]
    fn while_another_program_has_the_list_nothing_is_written() {
        let (folder, home) = home();
        let other = FileLock::try_take(&folder.path().join(LOCK)).expect("asked").expect("taken");
        assert!(matches!(keep(&home, Duration::ZERO, &check(1)), Err(Error::AccountInUse)));
        assert!(!folder.path().join(CHECKS).exists());
        drop(other);
        keep(&home, Duration::ZERO, &check(1)).expect("kept");
    }
}
