//! Locks between processes.
//!
//! `File::try_lock` of the standard library answers "unsupported" on Android, so there and on every other Unix the lock
//! is taken by `flock` itself.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::Duration;

/// How often a lock that is held is asked for.
const STEP: Duration = Duration::from_millis(50);

/// A lock on a file, given back when this is dropped or its process ends.
#[derive(Debug)]
pub(crate) struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock on `path`, making the file if need be; none where another process, or another part of this one,
    /// holds it.
    pub(crate) fn try_take(path: &Path) -> io::Result<Option<Self>> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        Ok(try_lock(&file)?.then_some(Self { _file: file }))
    }

    /// Takes the lock, asking again until `patience` has passed: a window that was closed a moment ago may still be on
    /// its way out.
    pub(crate) fn take_within(path: &Path, patience: Duration) -> io::Result<Option<Self>> {
        let mut waited = Duration::ZERO;
        loop {
            match Self::try_take(path)? {
                None if waited < patience => {
                    std::thread::sleep(STEP);
                    waited += STEP;
                }
                answer => return Ok(answer),
            }
        }
    }
}

#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "the standard library's lock works on Windows")]
fn try_lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(std::fs::TryLockError::WouldBlock) => Ok(false),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let first = FileLock::try_take(&path).expect("asked").expect("taken");
        assert!(FileLock::try_take(&path).expect("asked").is_none());
        assert!(FileLock::take_within(&path, STEP).expect("asked").is_none());
        let waiting = std::thread::spawn({
            let path = path.clone();
            move || FileLock::take_within(&path, Duration::from_secs(60))
        });
        drop(first);
        drop(waiting.join().expect("no panic").expect("asked").expect("taken once it was free"));
        assert!(FileLock::try_take(&path).expect("asked").is_some());
    }
}
