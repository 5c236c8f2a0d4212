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

type Opened = Result<Arc<CredentialStore>, PlatformError>;
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
        Self::over(timeout, platform_store)
    }

    fn over(timeout: Duration, mut open: impl FnMut() -> Opened + Send + 'static) -> Self {
        let (calls, inbox) = mpsc::channel::<Call>();
        let thread = std::thread::Builder::new().name("keystore".to_owned()).spawn(move || {
            let mut store = None;
            while let Ok(call) = inbox.recv() {
                if call.abandoned.load(Ordering::Relaxed) {
                    continue;
                }
                let answer = serve(&mut open, &mut store, &call.name, call.request);
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
            Err(KeystoreError::Hanging)
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

fn serve(
    open: &mut impl FnMut() -> Opened,
    store: &mut Option<Arc<CredentialStore>>,
    name: &str,
    request: Request,
) -> Answer {
    let store = match store {
        Some(store) => store,
        None => store.insert(open().map_err(answer)?),
    };
    let entry = store.build(SERVICE, name, None::<&HashMap<&str, &str>>).map_err(answer)?;
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
fn platform_store() -> Opened {
    dbus_secret_service_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "windows")]
fn platform_store() -> Opened {
    windows_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "macos")]
fn platform_store() -> Opened {
    apple_native_keyring_store::keychain::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "ios")]
fn platform_store() -> Opened {
    apple_native_keyring_store::protected::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(target_os = "android")]
fn platform_store() -> Opened {
    android_native_keyring_store::Store::new().map(|store| store as Arc<CredentialStore>)
}

#[cfg(test)]
mod tests {
    use keyring_core::mock;

    use super::*;

    /// Long enough for an answer that comes.
    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn what_is_kept_is_given_back_until_it_is_removed() {
        let keystore = OsKeystore::over(PATIENCE, || mock::Store::new().map(|store| store as Arc<CredentialStore>));
        assert_eq!(keystore.get("a").expect_err("nothing yet"), KeystoreError::Missing);
        keystore.put("a", &[7; 32]).expect("kept");
        assert_eq!(*keystore.get("a").expect("given back"), [7; 32]);
        assert_eq!(keystore.get("b").expect_err("another's"), KeystoreError::Missing);
        keystore.delete("a").expect("removed");
        keystore.delete("a").expect("removed before");
        assert_eq!(keystore.get("a").expect_err("gone"), KeystoreError::Missing);
    }

    #[test]
    fn one_that_hangs_is_told_from_one_that_is_not_there_and_what_was_given_up_is_not_done_later() {
        let (go_on, hangs) = mpsc::channel::<()>();
        let keystore = OsKeystore::over(Duration::from_millis(20), move || {
            // Answers nothing until the test lets it go.
            let _ = hangs.recv();
            mock::Store::new().map(|store| store as Arc<CredentialStore>)
        });
        assert_eq!(keystore.get("a").expect_err("it hangs"), KeystoreError::Hanging);
        assert_eq!(keystore.put("a", &[7; 32]).expect_err("it hangs"), KeystoreError::Hanging);
        drop(go_on);
        let patient = OsKeystore { calls: keystore.calls.clone(), timeout: PATIENCE };
        assert_eq!(patient.get("a").expect_err("the put was given up before it began"), KeystoreError::Missing);
    }

    #[test]
    fn each_of_a_stores_errors_is_one_of_our_answers() {
        let check = |error: PlatformError, expected: KeystoreError| assert_eq!(answer(error), expected);
        let inner = || Box::new(std::io::Error::other("secret path")) as Box<dyn std::error::Error + Send + Sync>;
        check(PlatformError::NoEntry, KeystoreError::Missing);
        check(PlatformError::NoStorageAccess(inner()), KeystoreError::Locked);
        check(PlatformError::BadEncoding(vec![255]), KeystoreError::Corrupt);
        check(PlatformError::PlatformFailure(inner()), KeystoreError::Unavailable);
        let absent = OsKeystore::over(PATIENCE, || Err(PlatformError::NoDefaultStore));
        assert_eq!(absent.get("a").expect_err("there is none"), KeystoreError::Unavailable);
    }
}
