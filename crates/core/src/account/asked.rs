//! That a recovery was asked for, and when the portal gives its half: a file beside the header, so that whoever comes back
//! a day later sees how it stands. It holds a time and nothing of the person.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use cds_wire::UnixMillis;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::header::replace_file;

const FILE: &str = "recovery";

/// A recovery that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecoveryAsked {
    /// When the portal gives its half, Unix milliseconds by its clock.
    pub(crate) release_at: UnixMillis,
}

impl RecoveryAsked {
    /// What the account in `folder` has asked for. What cannot be read says nothing: asking again tells it anew.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(FILE)).ok()?).ok()
    }

    pub(crate) fn write(self, folder: &Path) -> Result<(), Error> {
        let bytes = serde_json::to_vec(&self).map_err(|_| Error::Internal("a recovery has no JSON form"))?;
        replace_file(folder, FILE, &bytes)
    }

    /// The vault is open: nothing is waited for any more.
    pub(crate) fn forget(folder: &Path) -> Result<(), Error> {
        match fs::remove_file(folder.join(FILE)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}
