//! The account's header: what must be readable before the vault is open.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

use cds_wire::Digest;
use cds_wire::ipc::SecretKind;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::keys::{Slot, Wrap};
use crate::mutex::lock;

const FORMAT: u32 = 2;
const FILE: &str = "header";
/// Its field in the file.
const SUM: &str = "sum";

/// The header's content. It holds nothing that opens the vault by itself and nothing about the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    format: u32,
    /// The vault's random id.
    pub(crate) vault_id: String,
    /// Name of the keystore entry that holds the device secret; a new one with each new PIN.
    pub(crate) keystore_entry: String,
    /// Whose vault it is: a digest over the vault's id and the account's pseudonym, of which only the portal knows the
    /// person. None in headers of the first versions, until the vault is opened again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<Digest>,
    /// The boxes that hold the vault key.
    pub(crate) wraps: Vec<Wrap>,
    /// Keystore entries that may be there and open nothing: a change of the PIN was cut short. They go at the next opening.
    #[serde(default)]
    pub(crate) retired: Vec<String>,
    /// How many commands were ever confirmed in this vault: an older vault put in its place is noticed by it.
    pub(crate) confirmed: u64,
    /// How many confirmed commands were found missing, ever.
    pub(crate) missing: u64,
}

impl Header {
    pub(crate) fn new(vault_id: String, wraps: Vec<Wrap>, account: &str) -> Self {
        let (keystore_entry, retired) = (vault_id.clone(), Vec::new());
        let owner = Some(owner(&vault_id, account));
        Self { format: FORMAT, keystore_entry, vault_id, owner, wraps, retired, confirmed: 0, missing: 0 }
    }

    /// Whether the vault is the citizen's of this account at the portal; none where the header does not tell.
    pub(crate) fn is_of(&self, account: &str) -> Option<bool> {
        self.owner.as_ref().map(|known| *known == owner(&self.vault_id, account))
    }

    /// Notes whose vault it is, where that is not known. Says whether anything changed.
    pub(crate) fn note_owner(&mut self, account: &str) -> bool {
        let unknown = self.owner.is_none();
        self.owner.get_or_insert_with(|| owner(&self.vault_id, account));
        unknown
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
        let mut file: Map<String, Value> = serde_json::from_slice(&bytes).map_err(|_| Error::HeaderDamaged)?;
        let sum = file.remove(SUM);
        if sum.is_some_and(|sum| sum != sum_of(&file)) {
            return Err(Error::HeaderDamaged);
        }
        let header = Self::deserialize(Value::Object(file)).map_err(|_| Error::HeaderDamaged)?;
        if header.format == FORMAT { Ok(header) } else { Err(Error::HeaderDamaged) }
    }

    /// Replaces the header on disk in one step: after a crash it is the old one or the new one.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        const NO_FORM: Error = Error::Internal("the header has no JSON form");
        let Ok(Value::Object(mut file)) = serde_json::to_value(self) else { return Err(NO_FORM) };
        file.insert(SUM.to_owned(), sum_of(&file));
        replace_file(folder, FILE, &serde_json::to_vec_pretty(&file).map_err(|_| NO_FORM)?)
    }
}

/// The account's pseudonym is random, so that nothing of the person can be guessed from this; with the vault's id, so that
/// two vaults of one citizen do not show that they belong together.
fn owner(vault_id: &str, account: &str) -> Digest {
    let parts = ["cds/vault-owner/1", "\0", vault_id, "\0", account];
    Digest(parts.into_iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into())
}

/// SHA-256 of all that stands in the file, fields of other versions too, by name: a damaged box would else pass for a wrong
/// PIN. Headers of the first versions have none.
fn sum_of(file: &Map<String, Value>) -> Value {
    let sorted: BTreeMap<&String, &Value> = file.iter().collect();
    let text = serde_json::to_vec(&sorted).unwrap_or_default();
    Value::String(Digest(Sha256::digest(text).into()).to_string())
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
