//! The account's header: what must be readable before the vault is open.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use cds_wire::ipc::SecretKind;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::keys::Wrap;

const FORMAT: u32 = 1;
const FILE: &str = "header";

/// The header's content. It holds nothing that opens the vault by itself and nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    format: u32,
    /// The vault's random id; also the name of the keystore entry.
    pub(crate) vault_id: String,
    /// The vault key in its box.
    pub(crate) wrap: Wrap,
}

impl Header {
    pub(crate) fn new(vault_id: String, wrap: Wrap) -> Self {
        Self { format: FORMAT, vault_id, wrap }
    }

    pub(crate) fn secret_kind(&self) -> SecretKind {
        self.wrap.kind
    }

    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let bytes = fs::read(folder.join(FILE)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::HeaderDamaged,
            _ => Error::Io(error),
        })?;
        let header: Self = serde_json::from_slice(&bytes).map_err(|_| Error::HeaderDamaged)?;
        if header.format == FORMAT { Ok(header) } else { Err(Error::HeaderDamaged) }
    }

    /// Replaces the header on disk in one step: after a crash it is the old one or the new one.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let bytes = serde_json::to_vec_pretty(self).map_err(|_| Error::Internal("the header has no JSON form"))?;
        replace_file(folder, FILE, &bytes)
    }
}

/// Writes a file beside the one named, fsyncs it, and renames it over: a reader sees the old content or the new.
pub(crate) fn replace_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let beside = folder.join(format!("{name}.new"));
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, folder.join(name))?;
    sync_folder(folder)
}

/// Makes the names in a folder durable. Windows has no such call and needs none: its renames are journalled.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
