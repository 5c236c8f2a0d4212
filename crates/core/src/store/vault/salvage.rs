//! A damaged vault: what can be read of it goes into a new file, which takes its place; the damaged one stays beside it,
//! as it is, and is never written to again.
//!
//! Every page carries a MAC, so a damaged one is never taken for a good one: SQLCipher gives the connection up with it.
//! Damage is looked for at each opening in what names things (drafts, commands, papers) and, in a vault of usual size, in
//! every page; and once more whenever a read has met some. The key is known to be right by then: the header's box opened,
//! and so did the first page. Where the first page, the schema or the account's own row cannot be read, there is nothing
//! to go on from: the vault stays shut and untouched, with an error that says so.
//!
//! The switch is safe at any point: the new file is whole and on the disk before the damaged one is renamed, and one that
//! stands alone after a crash is the vault.

mod consequences;
mod reader;
mod tables;
#[cfg(test)]
mod tests;
mod unread;

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::Vault;
use crate::Error;
use crate::header::sync_folder;
use crate::keys::Key;
use crate::store::{StoreError, is_damage};
use reader::Damaged;

const VAULT: &str = "vault.db";
/// The new file until it takes the damaged one's place.
const NEW: &str = "vault.new";
/// The damaged one afterwards; a second one gets a number behind it.
const SET_ASIDE: &str = "vault.damaged";
/// What SQLite keeps beside a database.
const BESIDE: [&str; 2] = ["-wal", "-shm"];
/// A vault of up to so many pages (2 MB) is looked through in full at each opening. Measured at 12 to 18 ms for each
/// megabyte, so larger ones, whose pages are nearly all contents, are looked at where they are read.
const LOOKED_THROUGH: i64 = 512;
/// Tables that say what there is.
const NAMING: [&str; 10] = [
    "account",
    "draft",
    "draft_attachment",
    "command",
    "command_blob",
    "paper",
    "dependant",
    "staged_page",
    "lost",
    "blob",
];

/// Opens the vault in an account's folder. Where it is damaged, what can be read of it is salvaged first.
pub(crate) fn open(folder: &Path, key: &Key) -> Result<Vault, Error> {
    finish_switch(folder)?;
    let path = folder.join(VAULT);
    match Vault::open(&path, key) {
        Ok(vault) if !vault.is_damaged()? => return Ok(vault),
        Ok(_) | Err(StoreError::Damaged) => {}
        Err(error) => return Err(error.into()),
    }
    salvage(folder, key)?;
    Ok(Vault::open(&path, key)?)
}

/// Puts a new vault with what can be read of the damaged one in its place. Nobody has it open meanwhile.
pub(crate) fn salvage(folder: &Path, key: &Key) -> Result<(), Error> {
    let path = folder.join(VAULT);
    let mut damaged = Damaged::open(&path, key)?;
    tracing::error!("the vault is damaged: what can be read goes into a new one");
    remove(folder, NEW)?;
    let new = folder.join(NEW);
    let mut vault = Vault::open(&new, key)?;
    let lost = tables::copy(&mut damaged, &mut vault)?;
    vault.checkpoint()?;
    drop((damaged, vault));
    File::open(&new)?.sync_all()?;
    sync_folder(folder)?;
    fs::rename(&path, folder.join(free_name(folder)))?;
    sync_folder(folder)?;
    finish_switch(folder)?;
    tracing::warn!(lost, "the new vault is in its place, and the damaged one beside it");
    Ok(())
}

/// Lets the new file take its place, where the damaged one has left it.
fn finish_switch(folder: &Path) -> Result<(), Error> {
    let (path, new) = (folder.join(VAULT), folder.join(NEW));
    if path.try_exists()? {
        // One that was not finished.
        return remove(folder, NEW);
    }
    if !new.try_exists()? {
        return Ok(());
    }
    // What lies beside belongs to the damaged one, whose name is the newest of its kind.
    let log = folder.join(format!("{VAULT}-wal"));
    if fs::metadata(&log).is_ok_and(|log| log.len() == 0) {
        remove_file(&log)?;
    } else if log.try_exists()? {
        let mut damaged = SET_ASIDE.to_owned();
        for number in 2.. {
            let next = format!("{SET_ASIDE}.{number}");
            if !folder.join(&next).try_exists()? {
                break;
            }
            damaged = next;
        }
        fs::rename(&log, folder.join(format!("{damaged}-wal")))?;
    }
    remove_file(&folder.join(format!("{VAULT}-shm")))?;
    fs::rename(&new, &path)?;
    sync_folder(folder)
}

fn free_name(folder: &Path) -> String {
    let numbered = (2..).map(|number| format!("{SET_ASIDE}.{number}"));
    let mut names = std::iter::once(SET_ASIDE.to_owned()).chain(numbered);
    names.find(|name| !folder.join(name).exists()).unwrap_or_else(|| SET_ASIDE.to_owned())
}

fn remove(folder: &Path, name: &str) -> Result<(), Error> {
    remove_file(&folder.join(name))?;
    BESIDE.iter().try_for_each(|suffix| remove_file(&folder.join(format!("{name}{suffix}"))))
}

fn remove_file(path: &PathBuf) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

impl Vault {
    /// Looks for damage: in the tables that say what there is, and in a vault of usual size in every page.
    pub(crate) fn is_damaged(&self) -> Result<bool, StoreError> {
        // What is in memory says nothing of the file; and a connection that SQLCipher has given up reads no page more.
        self.0.execute_batch("PRAGMA shrink_memory")?;
        for table in NAMING {
            let answer = self.0.query_row(&format!("PRAGMA quick_check('{table}')"), [], |row| row.get::<_, String>(0));
            match answer {
                Ok(answer) if answer == "ok" => {}
                Ok(_) => return Ok(true),
                Err(error) if is_damage(&error) => return Ok(true),
                Err(error) => return Err(error.into()),
            }
        }
        let pages: i64 = self.0.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        // Pages are looked at in the file, so what is newer must be there too; on a full disk they are looked at next time.
        if pages > LOOKED_THROUGH || self.checkpoint().is_err() {
            return Ok(false);
        }
        let mut statement = self.0.prepare("PRAGMA cipher_integrity_check")?;
        let found = statement.query([])?.next()?.is_some();
        Ok(found)
    }
}
