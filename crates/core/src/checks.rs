//! What a checker remembers, in the home folder and without an account: the scan before, where one did not tell, and for
//! 30 days the time, answer and last four digits of each check.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::sync::Mutex;

use cds_identity::{FIRST_SCAN_LIFE_S, FirstScan};
use cds_wire::ipc::CodeCheck;
use cds_wire::{Bytes, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::header::replace_file;
use crate::mutex::lock;
use crate::{Error, Home};

/// A line of JSON for each check, the oldest first.
const CHECKS: &str = "checks.jsonl";
const FIRST_SCAN: &str = "first-scan.json";
/// How long a check is remembered.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// One at a time writes to the list.
static WRITING: Mutex<()> = Mutex::new(());

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

/// Keeps a check. Those older than 30 days go once a day.
pub(crate) fn keep(home: &Home, check: &CodeCheck) -> Result<(), Error> {
    let _one_at_a_time = lock(&WRITING)?;
    forget_old(home.path(), check.at)?;
    let mut line = serde_json::to_vec(check).map_err(|_| Error::Internal("a check has no JSON form"))?;
    line.push(b'\n');
    let mut file = OpenOptions::new().create(true).append(true).open(home.path().join(CHECKS))?;
    Ok(file.write_all(&line)?)
}

/// The checks of the 30 days before `now`, the newest first.
pub(crate) fn history(home: &Home, now: UnixMillis) -> Result<Vec<CodeCheck>, Error> {
    let _one_at_a_time = lock(&WRITING)?;
    forget_old(home.path(), now)?;
    let mut checks = read(home.path())?;
    checks.retain(|check| is_kept(check, now));
    checks.reverse();
    Ok(checks)
}

/// What a program that starts finds past its time goes.
pub(crate) fn tidy(home: &Home, now: UnixMillis) -> Result<(), Error> {
    first_scan(home, now);
    let _one_at_a_time = lock(&WRITING)?;
    forget_old(home.path(), now)
}

/// One from a time to come was kept while the clock was wrong: it goes when it is as far off as an old one.
fn is_kept(check: &CodeCheck, now: UnixMillis) -> bool {
    now.saturating_sub(check.at).saturating_abs() <= KEPT_MS
}

/// Rewrites the list where its first line is past its time.
fn forget_old(folder: &Path, now: UnixMillis) -> Result<(), Error> {
    let path = folder.join(CHECKS);
    let mut first = Vec::new();
    match File::open(&path) {
        Ok(file) => BufReader::new(file).read_until(b'\n', &mut first)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if serde_json::from_slice(&first).is_ok_and(|check| is_kept(&check, now)) {
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
