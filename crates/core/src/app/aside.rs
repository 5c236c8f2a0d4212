//! Vaults that were put out of the way, by beginning anew or for another: only their own citizen hears of them.

use std::fs;
use std::path::Path;

use cds_wire::Sensitive;
use cds_wire::ipc::SetAsideVault;

use super::App;
use crate::account::{self, Account};
use crate::home::SetAside;
use crate::mutex::lock;
use crate::{Error, secret};

impl App {
    /// What was set aside of this citizen's.
    pub fn set_aside(&self) -> Result<Vec<SetAsideVault>, Error> {
        let found = self.own_set_aside(&*self.account()?)?;
        Ok(found.into_iter().map(|SetAside { id, folder }| SetAsideVault { id, bytes: size(&folder) }).collect())
    }

    /// Deletes a vault of this citizen's that was set aside, with what it has in the keystore.
    pub fn drop_set_aside(&self, id: &str) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let folder = self.one_set_aside(&*self.account()?, id)?.folder;
        let entries = account::keystore_entries(&folder);
        self.home.remove_account(&folder)?;
        for entry in entries {
            account::forget(&*self.environment.keystore, &entry);
        }
        self.heart.data_changed();
        Ok(())
    }

    /// Puts a vault that was set aside back in the place of the present one, which is set aside in turn. The keystore must
    /// have its entry again, and `typed` be its PIN, or its passphrase. Refused where something of the present one is
    /// unsent. Afterwards the vault is shut.
    pub fn bring_back(&self, id: &str, typed: &Sensitive) -> Result<(), Error> {
        let _one_at_a_time = lock(&self.changing)?;
        let present = self.account()?;
        let set_aside = self.one_set_aside(&present, id)?;
        if present.vault()?.holds_only_copies()? {
            return Err(Error::Unsent);
        }
        Account::unwrap_key(&set_aside.folder, &self.environment, &secret::normalise(typed.reveal()))?;
        let folder = present.folder().to_owned();
        drop(present);
        self.lock()?;
        // Until nobody has it open any more.
        drop(Account::take_lock(&folder, &self.environment)?);
        self.home.exchange(&folder, &set_aside)?;
        self.heart.data_changed();
        Ok(())
    }

    fn one_set_aside(&self, account: &Account, id: &str) -> Result<SetAside, Error> {
        self.own_set_aside(account)?.into_iter().find(|set_aside| set_aside.id == id).ok_or(Error::NotFound)
    }

    /// A guest's session sees nothing of what is on the device.
    fn own_set_aside(&self, account: &Account) -> Result<Vec<SetAside>, Error> {
        if account.guest {
            return Ok(Vec::new());
        }
        let pseudonym = account.vault()?.device()?.0;
        self.home.set_aside_of(&pseudonym)
    }
}

/// Bytes of the files in a folder.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}
