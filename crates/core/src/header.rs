//! The account's header: what must be readable before the vault is open.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use cds_wire::Digest;
use cds_wire::ipc::SecretKind;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::keys::{Slot, Wrap};
use crate::mutex::lock;

const FORMAT: u32 = 2;
const FILE: &str = "header";

/// The header's content. It holds nothing that opens the vault by itself and nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    format: u32,
    /// The vault's random id.
    pub(crate) vault_id: String,
    /// Name of the keystore entry that holds the device secret; a new one with each new PIN.
    pub(crate) keystore_entry: String,
    /// The boxes that hold the vault key.
    pub(crate) wraps: Vec<Wrap>,
    /// How many commands were ever confirmed in this vault: an older vault put in its place is noticed by it.
    pub(crate) confirmed: u64,
    /// How many confirmed commands were found missing, ever.
    pub(crate) missing: u64,
    /// SHA-256 of all the rest: a damaged box would else pass for a wrong PIN. None in older headers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sum: Option<Digest>,
}

impl Header {
    pub(crate) fn new(vault_id: String, wraps: Vec<Wrap>) -> Self {
        Self { format: FORMAT, keystore_entry: vault_id.clone(), vault_id, wraps, confirmed: 0, missing: 0, sum: None }
    }

    /// What opens the vault day by day.
    pub(crate) fn secret_kind(&self) -> Result<SecretKind, Error> {
        if self.wrap(Slot::Pin).is_some() {
            Ok(SecretKind::Pin)
        } else if self.wrap(Slot::Passphrase).is_some() {
            Ok(SecretKind::Passphrase)
        } else {
            Err(Error::HeaderDamaged)
        }
    }

    /// The box of a slot.
    pub(crate) fn wrap(&self, slot: Slot) -> Option<&Wrap> {
        self.wraps.iter().find(|wrap| wrap.slot == slot)
    }

    pub(crate) fn read(folder: &Path) -> Result<Self, Error> {
        let bytes = fs::read(folder.join(FILE)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Error::HeaderDamaged,
            _ => Error::Io(error),
        })?;
        let mut header: Self = serde_json::from_slice(&bytes).map_err(|_| Error::HeaderDamaged)?;
        let sum = header.sum.take();
        let whole = sum.is_none_or(|sum| header.text().is_ok_and(|text| sum_of(&text) == sum));
        if header.format == FORMAT && whole { Ok(header) } else { Err(Error::HeaderDamaged) }
    }

    fn text(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec_pretty(self).map_err(|_| Error::Internal("the header has no JSON form"))
    }

    /// Replaces the header on disk in one step: after a crash it is the old one or the new one.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        let bare = Self { sum: None, ..self.clone() };
        let summed = Self { sum: Some(sum_of(&bare.text()?)), ..bare };
        replace_file(folder, FILE, &summed.text()?)
    }
}

fn sum_of(text: &[u8]) -> Digest {
    Digest(Sha256::digest(text).into())
}

/// One file at a time is replaced, since all of one name share the place beside it.
static REPLACING: Mutex<()> = Mutex::new(());

/// Writes a file beside the one named, fsyncs it, and renames it over: a reader sees the old content or the new.
pub(crate) fn replace_file(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let _one_at_a_time = lock(&REPLACING)?;
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
