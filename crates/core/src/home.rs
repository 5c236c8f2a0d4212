//! The folder that holds everything of this app on one device.

use std::fs;
use std::path::{Path, PathBuf};

use cds_wire::ipc::Preferences;

use crate::Error;
use crate::file_lock::FileLock;
use crate::header::{Header, replace_file};

const SETTINGS: &str = "settings.json";
const ACCOUNTS: &str = "accounts";
const MAKING_LOCK: &str = "making.lock";
/// Folders of accounts that are still being made begin with this; one left by a crash is removed.
const UNFINISHED: &str = ".new-";
/// Folders of guests begin with this; one that nobody has open is removed.
const GUEST: &str = ".guest-";
/// Folders of accounts that were put out of the way begin with this. They stay until their citizen deletes them or takes
/// them back.
const ASIDE: &str = ".aside-";
/// The lock file in an account's folder.
pub(crate) const LOCK: &str = "lock";

/// An account that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SetAside {
    /// Its random id.
    pub(crate) id: String,
    /// Where it lies.
    pub(crate) folder: PathBuf,
}

/// A home folder: `settings.json` and `accounts/<random id>/`.
#[derive(Debug, Clone)]
pub struct Home(PathBuf);

impl Home {
    /// Opens or makes the folder, readable by its owner only, and clears away what a crash left unfinished.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let accounts = path.join(ACCOUNTS);
        create_private(path)?;
        create_private(&accounts)?;
        let home = Self(path.to_owned());
        // Where another process is making an account just now, what is unfinished is its own.
        if let Some(_making) = FileLock::try_take(&path.join(MAKING_LOCK))? {
            for entry in fs::read_dir(&accounts)? {
                let path = entry?.path();
                if has_prefix(&path, UNFINISHED) {
                    clear_away(&path);
                } else if has_prefix(&path, GUEST)
                    && let Some(lock) = FileLock::try_take(&path.join(LOCK))?
                {
                    // Nobody else opens it any more, and no file in it is to be open while it goes.
                    drop(lock);
                    clear_away(&path);
                }
            }
        }
        Ok(home)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// How the citizen wants the interface; where that cannot be read, as it is at first.
    pub fn preferences(&self) -> Preferences {
        fs::read(self.0.join(SETTINGS)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Keeps how the citizen wants the interface.
    pub fn set_preferences(&self, preferences: Preferences) -> Result<(), Error> {
        let bytes = serde_json::to_vec(&preferences).map_err(|_| Error::Internal("preferences have no JSON form"))?;
        replace_file(&self.0, SETTINGS, &bytes)
    }

    /// The folder of the account on this device, if someone has signed in.
    pub fn account(&self) -> Result<Option<PathBuf>, Error> {
        let mut accounts = fs::read_dir(self.0.join(ACCOUNTS))?
            .map(|entry| entry.map(|entry| entry.path()))
            .filter(|path| path.as_ref().map_or(true, |path| path.is_dir() && !is_hidden(path)))
            .collect::<Result<Vec<_>, _>>()?;
        accounts.sort();
        Ok(accounts.into_iter().next())
    }

    /// A folder in which to make an account; [`finish_account`](Self::finish_account) gives it its name. Until the
    /// lock given with it is dropped, no other process makes an account or clears this one away.
    ///
    /// There is one account in a home: a second is refused.
    pub(crate) fn begin_account(&self, id: &str) -> Result<(PathBuf, FileLock), Error> {
        let making = self.making()?;
        if self.account()?.is_some() {
            return Err(Error::NotReady);
        }
        let folder = self.0.join(ACCOUNTS).join(format!("{UNFINISHED}{id}"));
        create_private(&folder)?;
        Ok((folder, making))
    }

    /// A folder for a guest's session.
    pub(crate) fn begin_guest(&self, id: &str) -> Result<PathBuf, Error> {
        let folder = self.0.join(ACCOUNTS).join(format!("{GUEST}{id}"));
        create_private(&folder)?;
        Ok(folder)
    }

    /// Makes an account disappear: what is left of it after a crash is removed at the next start.
    pub(crate) fn remove_account(&self, folder: &Path) -> Result<(), Error> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let going = self.0.join(ACCOUNTS).join(format!("{UNFINISHED}{name}"));
        fs::rename(folder, &going)?;
        crate::header::sync_folder(&self.0.join(ACCOUNTS))?;
        Ok(fs::remove_dir_all(going)?)
    }

    /// Puts an account out of the way of another one. Its files stay.
    pub(crate) fn set_aside(&self, folder: &Path) -> Result<(), Error> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let accounts = self.0.join(ACCOUNTS);
        fs::rename(folder, accounts.join(format!("{ASIDE}{name}")))?;
        crate::header::sync_folder(&accounts)
    }

    /// Puts an account that was set aside in the place of the present one, which is set aside. Nobody makes another meanwhile;
    /// where it fails, the present one is in its place again.
    pub(crate) fn exchange(&self, present: &Path, set_aside: &SetAside) -> Result<(), Error> {
        let _making = self.making()?;
        let accounts = self.0.join(ACCOUNTS);
        self.set_aside(present)?;
        if let Err(error) = fs::rename(&set_aside.folder, accounts.join(&set_aside.id)) {
            let name = present.file_name().unwrap_or_default().to_string_lossy();
            fs::rename(accounts.join(format!("{ASIDE}{name}")), present)?;
            return Err(error.into());
        }
        crate::header::sync_folder(&accounts)
    }

    /// Until it is dropped, no other process makes an account.
    fn making(&self) -> Result<FileLock, Error> {
        FileLock::try_take(&self.0.join(MAKING_LOCK))?.ok_or(Error::AccountInUse)
    }

    /// What was set aside of the citizen's of this account at the portal. What is another's, or nobody knows whose, is
    /// nobody's business.
    pub(crate) fn set_aside_of(&self, account: &str) -> Result<Vec<SetAside>, Error> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.0.join(ACCOUNTS))? {
            let folder = entry?.path();
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if let Some(id) = name.strip_prefix(ASIDE)
                && Header::read(&folder).is_ok_and(|header| header.is_of(account) == Some(true))
            {
                found.push(SetAside { id: id.to_owned(), folder });
            }
        }
        found.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }

    /// Makes the account appear, whole, in one step.
    pub(crate) fn finish_account(&self, id: &str) -> Result<PathBuf, Error> {
        let accounts = self.0.join(ACCOUNTS);
        let folder = accounts.join(id);
        fs::rename(accounts.join(format!("{UNFINISHED}{id}")), &folder)?;
        crate::header::sync_folder(&accounts)?;
        Ok(folder)
    }
}

/// One that cannot be removed, because a virus scanner reads it, say, must not keep the app shut.
fn clear_away(folder: &Path) {
    if let Err(error) = fs::remove_dir_all(folder) {
        tracing::warn!(kind = %error.kind(), "what a crash left could not be removed; the next start tries again");
    }
}

fn is_hidden(path: &Path) -> bool {
    [UNFINISHED, GUEST, ASIDE].into_iter().any(|prefix| has_prefix(path, prefix))
}

fn has_prefix(path: &Path, prefix: &str) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
}

/// Makes a folder that only its owner may enter, also where it was there before.
fn create_private(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use cds_wire::ipc::{Language, TextSize, Theme};

    use super::*;

    #[test]
    fn an_unfinished_account_is_cleared_away_and_a_finished_one_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::open(folder.path()).expect("the home opens");
        drop(home.begin_account("a1").expect("begun"));
        assert_eq!(home.account().expect("read"), None);
        let making = home.begin_account("b2").expect("begun");
        Home::open(folder.path()).expect("the home opens");
        assert!(folder.path().join("accounts/.new-b2").exists(), "another process leaves it alone");
        assert!(matches!(home.begin_account("c3"), Err(Error::AccountInUse)), "one at a time is made");
        home.finish_account("b2").expect("finished");
        drop(making);

        let again = Home::open(folder.path()).expect("the home opens");
        assert_eq!(again.account().expect("read"), Some(folder.path().join("accounts/b2")));
        assert!(!folder.path().join("accounts/.new-a1").exists());
        assert!(matches!(home.begin_account("d4"), Err(Error::NotReady)), "a home holds one account");
    }

    #[test]
    fn preferences_are_kept_and_damaged_ones_are_those_of_the_beginning() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::open(folder.path()).expect("the home opens");
        assert_eq!(home.preferences(), Preferences::default());
        let chosen =
            Preferences { language: Language::En, theme: Theme::Dark, text_size: TextSize::Largest, introduced: true };
        home.set_preferences(chosen).expect("kept");
        assert_eq!(home.preferences(), chosen);
        fs::write(folder.path().join(SETTINGS), r#"{"language":"en"}"#).expect("as an earlier version wrote it");
        assert_eq!(home.preferences(), Preferences { language: Language::En, ..Preferences::default() });
        fs::write(folder.path().join(SETTINGS), "{").expect("damaged");
        assert_eq!(home.preferences(), Preferences::default());
    }
}
