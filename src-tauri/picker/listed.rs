//! For driving the window in tests: each choice takes the next line of a list of files.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use cds_core::Error;
use cds_core::pictures::NoPaper;

use super::{Chosen, Picker};

/// A list of files in place of a dialogue.
pub(crate) struct ListedFiles {
    list: PathBuf,
    taken: AtomicUsize,
}

impl ListedFiles {
    /// The list that `CDS_PICK` names, if it does.
    pub(crate) fn from_environment() -> Option<Self> {
        Some(Self { list: std::env::var_os("CDS_PICK")?.into(), taken: AtomicUsize::new(0) })
    }
}

impl Picker for ListedFiles {
    /// At the end of the list the choice is given up.
    fn pick(&self) -> Result<Option<Chosen>, Error> {
        let unreadable = |_| Error::Paper(NoPaper::Unreadable);
        let list = fs::read_to_string(&self.list).map_err(unreadable)?;
        let Some(path) = list.lines().nth(self.taken.fetch_add(1, Ordering::Relaxed)) else { return Ok(None) };
        Chosen::of(None).read(File::open(path).map_err(unreadable)?).map(Some)
    }
}
