//! A disk for tests that fails as real ones do: it loses power, fills up, or the program that writes to it is killed.
//!
//! It is a layer between SQLite and the system's own files, in place before a database opens, so that the code under test
//! knows nothing of it. Everything is written through to the real disk at once, and what was not yet synced is remembered
//! beside what the disk surely holds. A power cut then writes to the real disk what a disk may hold afterwards: of each
//! file all that was synced, and of the rest, by a seed, each write whole, not at all, or some of its sectors. A new file
//! or a deletion that nothing has synced may have happened or not. From then on every call fails, until the power is back.
//!
//! Only calls that change a file count as steps: write, truncation, sync, deletion. Files that programs write past SQLite
//! are not seen here.

mod chance;
mod image;
mod shim;
mod state;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use state::State;

/// Why there is no such disk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoDisk {
    /// SQLite did not take the layer.
    #[error("SQLite did not take the layer: code {0}")]
    Refused(i32),
    /// The folder, or a file in it, could not be read or written.
    #[error("the folder: {0}")]
    Io(#[from] std::io::Error),
}

/// What is to go wrong, and with which step from now on, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The power goes in the middle of the step.
    PowerCut {
        /// The step.
        at: u64,
        /// Decides what of the unsynced remains: nothing where it is divisible by 4, everything where it leaves 1, else
        /// each write by its own lot.
        seed: u64,
    },
    /// No write finds room from this step on.
    Full {
        /// The step.
        at: u64,
    },
    /// The program ends before the step, as if killed: no destructor runs.
    Kill {
        /// The step.
        at: u64,
    },
}

/// The disk under one folder.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    state: Arc<Mutex<State>>,
}

impl Disk {
    /// Watches all databases below `folder` that are opened from now on.
    pub fn below(folder: &Path) -> Result<Self, NoDisk> {
        shim::install()?;
        let folder = folder.canonicalize()?;
        let state = Arc::new(Mutex::new(State::default()));
        shim::watch(folder.clone(), Arc::clone(&state));
        Ok(Self { folder, state })
    }

    /// Forgets the steps counted so far, and lets this go wrong.
    pub fn fail(&self, fault: Fault) {
        let mut state = lock(&self.state);
        (state.steps, state.fault, state.failed) = (0, Some(fault), false);
    }

    /// Power is back, or room: nothing goes wrong any more. Returns whether anything did.
    pub fn mend(&self) -> bool {
        let mut state = lock(&self.state);
        state.fault = None;
        state.off = false;
        std::mem::take(&mut state.failed)
    }

    /// Steps since they were last forgotten.
    pub fn steps(&self) -> u64 {
        lock(&self.state).steps
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        shim::unwatch(&self.folder);
    }
}

/// Changes one byte of a file, as a failing disk does.
pub fn flip(path: &Path, offset: u64) -> std::io::Result<()> {
    use std::io::{Read, Seek, SeekFrom, Write};

    let mut file = std::fs::File::options().read(true).write(true).open(path)?;
    let mut byte = [0];
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(&mut byte)?;
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(&byte.map(|byte| byte ^ 0x55))
}

/// A test that failed while it held this has nothing left to protect.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
