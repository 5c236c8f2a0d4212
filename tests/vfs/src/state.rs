//! A disk: what its files hold, and what is to go wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Fault;
use crate::chance::Chance;
use crate::image::Image;

/// A disk as its files see it.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) steps: u64,
    pub(crate) fault: Option<Fault>,
    /// The power is off.
    pub(crate) off: bool,
    /// Something has gone wrong.
    pub(crate) failed: bool,
    pub(crate) files: BTreeMap<PathBuf, Image>,
}

/// What a step may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Goes,
    /// There is no room for a write.
    NoRoom,
    /// The power goes, or is off already.
    Dark,
}

impl State {
    /// Counts a step. The power goes at its end: what it changes is to be noted first.
    pub(crate) fn step(&mut self) -> Step {
        if self.off {
            return Step::Dark;
        }
        self.steps += 1;
        match self.fault {
            Some(Fault::PowerCut { at, .. }) if self.steps >= at => Step::Dark,
            Some(Fault::Full { at }) if self.steps >= at => Step::NoRoom,
            Some(Fault::Kill { at }) if self.steps >= at => std::process::abort(),
            _ => Step::Goes,
        }
    }

    pub(crate) fn image(&mut self, path: &Path) -> &mut Image {
        self.files.entry(path.to_owned()).or_default()
    }

    /// Makes sure of a file; of a new one SQLite's own layer syncs the folder with it.
    pub(crate) fn sync(&mut self, path: &Path) {
        let image = self.image(path);
        let is_new = image.is_new();
        image.sync();
        for (_, beside) in self.files.iter_mut().filter(|(beside, _)| is_new && beside.parent() == path.parent()) {
            beside.sync_name();
        }
    }

    /// Lets the power go, and writes to the real disk what is there afterwards.
    pub(crate) fn go_dark(&mut self) {
        let Some(Fault::PowerCut { seed, .. }) = self.fault else { return };
        if self.off {
            return;
        }
        (self.off, self.failed) = (true, true);
        let mut chance = Chance::new(seed);
        for (path, image) in self.files.iter_mut().filter(|(_, image)| image.is_unsure()) {
            // Where the real disk fails the test, what it finds afterwards says so.
            let _ = match image.cut(&mut chance) {
                Some(content) => std::fs::write(path, content),
                None => std::fs::remove_file(path),
            };
        }
    }
}
