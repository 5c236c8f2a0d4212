//! The cache as an account holds it: set aside and begun anew whenever it turns out to be damaged.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Cache, StoreError};
use crate::Error;
use crate::keys::Key;
use crate::mutex::lock;

const FILE: &str = "cache.db";
const SET_ASIDE: &str = "cache.damaged";

/// A cache that heals: all of it can be pulled again.
#[derive(Debug)]
pub(crate) struct Mirror {
    folder: PathBuf,
    key: Key,
    cache: Mutex<Option<Cache>>,
}

impl Mirror {
    /// Opens the cache in an account's folder. One that is damaged, or of a newer version of the app, is set aside.
    pub(crate) fn open(folder: &Path, key: Key) -> Result<Self, Error> {
        let mirror = Self { folder: folder.to_owned(), key, cache: Mutex::new(None) };
        *lock(&mirror.cache)? = Some(mirror.open_or_begin()?);
        Ok(mirror)
    }

    /// Reads from the cache. Where it turns out to be damaged, an empty one is read instead.
    pub(crate) fn with<T>(&self, work: impl Fn(&mut Cache) -> Result<T, StoreError>) -> Result<T, Error> {
        match self.write(&work) {
            Err(Error::CacheSetAside) => self.write(&work),
            other => other,
        }
    }

    /// Writes to the cache. Where it turns out to be damaged, it is set aside and the work is not done again: what
    /// followed on the old content has no place in an empty one.
    pub(crate) fn write<T>(&self, work: impl Fn(&mut Cache) -> Result<T, StoreError>) -> Result<T, Error> {
        let mut slot = lock(&self.cache)?;
        let mut cache = match slot.take() {
            Some(cache) => cache,
            None => self.open_or_begin()?,
        };
        match work(&mut cache) {
            Err(StoreError::Damaged) => {
                // Closed before its file is moved.
                drop(cache);
                self.set_aside()?;
                *slot = Some(Cache::open(&self.folder.join(FILE), &self.key)?);
                Err(Error::CacheSetAside)
            }
            result => {
                *slot = Some(cache);
                Ok(result?)
            }
        }
    }

    /// Deletes the cache with all that is in it. It begins anew when it is next worked with.
    pub(crate) fn remove(&self) -> Result<(), Error> {
        drop(lock(&self.cache)?.take());
        for file in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm"), SET_ASIDE.to_owned()] {
            match fs::remove_file(self.folder.join(file)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    fn open_or_begin(&self) -> Result<Cache, Error> {
        let path = self.folder.join(FILE);
        match Cache::open(&path, &self.key) {
            Err(StoreError::Damaged | StoreError::TooNew { .. }) => {
                self.set_aside()?;
                Ok(Cache::open(&path, &self.key)?)
            }
            other => Ok(other?),
        }
    }

    fn set_aside(&self) -> Result<(), Error> {
        tracing::warn!("the cache cannot be read: set aside, to be pulled again");
        fs::rename(self.folder.join(FILE), self.folder.join(SET_ASIDE))?;
        for suffix in ["-wal", "-shm"] {
            match fs::remove_file(self.folder.join(format!("{FILE}{suffix}"))) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}
