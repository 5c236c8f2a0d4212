//! For driving the window in tests: each choice takes the next line of a list of files, and what is saved goes into one.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use cds_core::Error;
use cds_core::pictures::NoPaper;

use super::{Chosen, Make, Picker};

/// A list of files in place of a dialogue.
pub(crate) struct ListedFiles {
    list: Option<PathBuf>,
    taken: AtomicUsize,
    save: Option<PathBuf>,
}

impl ListedFiles {
    /// The list that `CDS_PICK` names and the file that `CDS_SAVE` does, if either does.
    pub(crate) fn from_environment() -> Option<Self> {
        let path = |name| std::env::var_os(name).map(PathBuf::from);
        let (list, save) = (path("CDS_PICK"), path("CDS_SAVE"));
        (list.is_some() || save.is_some()).then_some(Self { list, taken: AtomicUsize::new(0), save })
    }
}

impl Picker for ListedFiles {
    /// At the end of the list the choice is given up.
    fn pick(&self) -> Result<Option<Chosen>, Error> {
        let unreadable = |_| Error::Paper(NoPaper::Unreadable);
        let Some(list) = &self.list else { return Ok(None) };
        let list = fs::read_to_string(list).map_err(unreadable)?;
        let Some(path) = list.lines().nth(self.taken.fetch_add(1, Ordering::Relaxed)) else { return Ok(None) };
        Chosen::of(None).read(File::open(path).map_err(unreadable)?).map(Some)
    }

    fn save(&self, _name: &str, make: Make<'_>) -> Result<bool, Error> {
        let Some(save) = &self.save else { return Ok(false) };
        fs::write(save, make()?)?;
        Ok(true)
    }
}
