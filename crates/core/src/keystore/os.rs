//! The keystore of this operating system, by `keyring-core` and one store for each platform.
//!
//! The crate `keyring` itself only carries samples and returns errors on phones; its authors ask applications to take
//! `keyring-core` with the stores they need. Stores block, some start a conversation with the citizen, and Android's
//! wants one thread: so all calls go to one thread of their own, and a caller waits no longer than the time-out.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use keyring_core::{CredentialStore, Error as PlatformError};
use zeroize::Zeroizing;

use super::{Keystore, KeystoreError};

/// The name under which the citizen finds our entries in their keystore.
const SERVICE: &str = "vn.congdanso";

type Answer = Result<Option<Zeroizing<Vec<u8>>>, KeystoreError>;

enum Request {
    Put(Zeroizing<Vec<u8>>),
    Get,
    Delete,
}

struct Call {
    name: String,
    /// Set once the caller has stopped waiting: what was not begun by then is not done at all.
    abandoned: Arc<AtomicBool>,
    request: Request,
    answer: Sender<Answer>,
}

/// The operating system's keystore behind one thread.
#[derive(Debug)]
pub struct OsKeystore {
    calls: Option<Sender<Call>>,
    timeout: Duration,
}

impl OsKeystore {
    /// Starts the thread. Reaching the keystore itself waits for the first call.
    pub fn new(timeout: Duration) -> Self {
        let (calls, inbox) = mpsc::channel::<Call>();
        let thread = std::thread::Builder::new().name("keystore".to_owned()).spawn(move || {
            let mut store = None;
            while let Ok(call) = inbox.recv() {
                if call.abandoned.load(Ordering::Relaxed) {
                    continue;
                }
                let answer = serve(&mut store, &call.name, call.request);
                // The caller may have stopped waiting; then nobody wants the answer.
                let _ = call.answer.send(answer);
            }
        });
        Self { calls: thread.is_ok().then_some(calls), timeout }
    }

    fn call(&self, name: &str, request: Request) -> Answer {
        let (answer, result) = mpsc::channel();
        let calls = self.calls.as_ref().ok_or(KeystoreError::Unavailable)?;
        let abandoned = Arc::new(AtomicBool::new(false));
        let call = Call { name: name.to_owned(), abandoned: Arc::clone(&abandoned), request, answer };
        calls.send(call).map_err(|_| KeystoreError::Unavailable)?;
        result.recv_timeout(self.timeout).unwrap_or_else(|_| {
            abandoned.store(true, Ordering::Relaxed);
            Err(KeystoreError::Unavailable)
        })
    }
}

impl Keystore for OsKeystore {
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeystoreError> {
        self.call(name, Request::Put(Zeroizing::new(secret.to_vec()))).map(|_| ())
    }

    fn get(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        self.call(name, Request::Get)?.ok_or(KeystoreError::Missing)
    }

    fn delete(&self, name: &str) -> Result<(), KeystoreError> {
        match self.call(name, Request::Delete) {
            Ok(_) | Err(KeystoreError::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn serve(store: &mut Option<Arc<CredentialStore>>, name: &str, request: Request) -> Answer {
    let open = match store {
        Some(open) => open,
        None => store.insert(platform_store().map_err(answer)?),
    };
    let entry = open.build(SERVICE, name, None::<&HashMap<&str, &str>>).map_err(answer)?;
    match request {
        Request::Put(secret) => entry.set_secret(&secret).map(|()| None),
        Request::Get => entry.get_secret().map(|secret| Some(Zeroizing::new(secret))),
        Request::Delete => entry.delete_credential().map(|()| None),
    }
    .map_err(answer)
}

/// Which of our four answers a store's error is. Its text may name entries and paths, so it goes no further.
#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn answer(error: PlatformError) -> KeystoreError {
    match error {
        PlatformError::NoEntry => KeystoreError::Missing,
        PlatformError::NoStorageAccess(_) => KeystoreError::Locked,
        PlatformError::BadEncoding(_)
        | PlatformError::BadDataFormat(..)
        | PlatformError::BadStoreFormat(_)
        | PlatformError::Ambiguous(_) => KeystoreError::Corrupt,
        _ => KeystoreError::Unavailable,
    }
}

#[cfg(target_os = "linux")]
fn platform_store() -> Result<Arc<CredentialStore>, PlatformError> {
    dbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "windows")]
fn platform_store() -> Result<Arc<CredentialStore>, PlatformError> {
    windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "macos")]
fn platform_store() -> Result<Arc<CredentialStore>, PlatformError> {
    apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "ios")]
fn platform_store() -> Result<Arc<CredentialStore>, PlatformError> {
    apple_native_keyring_store::protected::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "android")]
fn platform_store() -> Result<Arc<CredentialStore>, PlatformError> {
    android_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}
