//! Taking a mutex.

use std::sync::{Mutex, MutexGuard};

use crate::Error;

/// Takes a mutex; where a thread failed while it held it, what it guards is not to be trusted.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> Result<MutexGuard<'_, T>, Error> {
    mutex.lock().map_err(|_| Error::Internal("a thread failed while it held a lock"))
}
