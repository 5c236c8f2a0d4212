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
pub struct Mirror {
    place: Option<Place>,
    cache: Mutex<Option<Cache>>,
}

/// Where the cache lies, and what opens it.
#[derive(Debug)]
struct Place {
    folder: PathBuf,
    key: Key,
}

impl Mirror {
    /// A mirror that is never on a disk, for simulations. Where it is set aside, it begins anew.
    pub(crate) fn in_memory() -> Result<Self, Error> {
        Ok(Self { place: None, cache: Mutex::new(Some(Cache::in_memory()?)) })
    }

    /// A mirror over a cache in memory.
    pub(crate) fn over(cache: Cache) -> Self {
        Self { place: None, cache: Mutex::new(Some(cache)) }
    }

    /// Opens the cache in an account's folder. One that is damaged, or of a newer version of the app, is set aside.
    pub(crate) fn open(folder: &Path, key: Key) -> Result<Self, Error> {
        let place = Some(Place { folder: folder.to_owned(), key });
        let mirror = Self { place, cache: Mutex::new(None) };
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
                *slot = Some(self.open_or_begin()?);
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
        let Some(Place { folder, .. }) = &self.place else { return Ok(()) };
        for file in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm"), SET_ASIDE.to_owned()] {
            match fs::remove_file(folder.join(file)) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    fn open_or_begin(&self) -> Result<Cache, Error> {
        let Some(Place { folder, key }) = &self.place else { return Ok(Cache::in_memory()?) };
        let path = folder.join(FILE);
        match Cache::open(&path, key) {
            Err(StoreError::Damaged | StoreError::TooNew { .. }) => {
                self.set_aside()?;
                Ok(Cache::open(&path, key)?)
            }
            other => Ok(other?),
        }
    }

    fn set_aside(&self) -> Result<(), Error> {
        tracing::warn!("the cache cannot be read: set aside, to be pulled again");
        let Some(Place { folder, .. }) = &self.place else { return Ok(()) };
        fs::rename(folder.join(FILE), folder.join(SET_ASIDE))?;
        for suffix in ["-wal", "-shm"] {
            match fs::remove_file(folder.join(format!("{FILE}{suffix}"))) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}
