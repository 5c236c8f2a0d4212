//! A backup while the portal serves, and what devices may forget after it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use crate::DATABASE;
use crate::storage::{Storage, StorageError};

/// What a backup holds in its folder while it runs.
const LOCK: &str = "backup.lock";

/// Copies the database into `folder`, then says to each device up to which number the copy holds its commands.
///
/// The numbers are read first: the copy, taken after that, holds at least as much. They count once the copy is whole and
/// on the disk under its own name. A second backup into the folder is refused while one runs. Only its owner may enter
/// the folder afterwards.
#[expect(clippy::disallowed_methods, reason = "the portal runs on no system without file locks")]
pub fn backup(storage: &dyn Storage, folder: &Path) -> Result<(), StorageError> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    let lock = File::create(folder.join(LOCK))?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::ErrorKind::ResourceBusy.into(),
        TryLockError::Error(error) => error,
    })?;
    let held = storage.read(|tx| tx.last_seqs())?;
    let unfinished = folder.join(format!("{DATABASE}.unfinished"));
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    storage.copy_to(&unfinished)?;
    fs::rename(&unfinished, folder.join(DATABASE))?;
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    storage.write(|tx| tx.complete_backup(&held))
}
