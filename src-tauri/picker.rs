//! How the citizen chooses a file of this device, or a place for one.
//!
//! The shell opens what was chosen, by path or by content URI: only the core sees its bytes, the webview never does.

mod system;

#[cfg(feature = "automation")]
mod listed;

use std::io::Read;
use std::path::PathBuf;

use cds_core::pictures::NoPaper;
use cds_core::{Error, MAX_FILE};

#[cfg(feature = "automation")]
pub(crate) use listed::ListedFiles;
pub(crate) use system::SystemPicker;

/// Makes what is saved.
pub(crate) type Make<'a> = &'a dyn Fn() -> Result<Vec<u8>, Error>;

/// Lets the citizen choose a file.
pub(crate) trait Picker: Send + Sync {
    /// What was chosen; none where the choice was given up. Waits for the citizen, so never on the main thread.
    fn pick(&self) -> Result<Option<Chosen>, Error>;

    /// Lets a place be chosen, proposes `name`, whose ending says what kind of file it is, and writes there what `make` makes
    /// then. False where the choice was given up. Waits for the citizen, too. What is written lies outside the vault.
    fn save(&self, name: &str, make: Make<'_>) -> Result<bool, Error>;
}

/// A chosen file.
pub(crate) struct Chosen {
    content: Vec<u8>,
    /// Some systems hand out a copy of the file rather than the file.
    copy: Option<PathBuf>,
}

impl Chosen {
    /// What was chosen, not read yet: made first, so that a copy goes also where it cannot be opened.
    fn of(copy: Option<PathBuf>) -> Self {
        Self { content: Vec::new(), copy }
    }

    /// Reads it, but no more than a photograph has.
    fn read(mut self, file: impl Read) -> Result<Self, Error> {
        let read = file.take(MAX_FILE + 1).read_to_end(&mut self.content);
        read.map_err(|_| Error::Paper(NoPaper::Unreadable))?;
        if self.content.len() as u64 > MAX_FILE { Err(Error::FileTooLarge) } else { Ok(self) }
    }

    /// Its bytes. The system's copy goes with this value: by then they are in the vault, or were refused.
    pub(crate) fn content(&self) -> &[u8] {
        &self.content
    }
}

impl Drop for Chosen {
    fn drop(&mut self) {
        if let Some(copy) = &self.copy
            && let Err(error) = std::fs::remove_file(copy)
        {
            tracing::warn!(kind = %error.kind(), "the system's copy of a chosen file could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_copy_goes_also_where_the_file_is_refused() {
        let folder = std::env::temp_dir().join(format!("cds-picker-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let copy = folder.join("copy");
        for (content, fits) in [(vec![1; 10], true), (vec![1; MAX_FILE as usize + 1], false)] {
            std::fs::write(&copy, &content).expect("written");
            let chosen = Chosen::of(Some(copy.clone())).read(content.as_slice());
            assert_eq!(chosen.is_ok(), fits);
            if let Ok(chosen) = chosen {
                assert!(copy.exists(), "it stays until its bytes are kept");
                assert_eq!(chosen.content(), content);
            }
            assert!(!copy.exists(), "it goes");
        }
        std::fs::remove_dir(folder).expect("empty");
    }
}
