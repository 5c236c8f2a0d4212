//! Whom this device believes: roots of provinces, and the trust lists signed under them, each with the newest status list.
//!
//! Lists are public and lie beside the accounts, so that an officer checks codes without one. A build with a root of its
//! own believes that one and what was added by hand; a build without (development, demonstration) learns the portal's
//! at sign-in and says so wherever it shows an answer.

use std::fs;
use std::path::PathBuf;

use cds_identity::{StatusList, TrustList};
use cds_wire::portal::Trust;
use cds_wire::{Bytes, Digest};

use crate::header::replace_file;
use crate::{Error, Home};

const FOLDER: &str = "trust";

/// The province's root that this build carries: 43 characters of base64url, as `cds-portal trust export` writes it, on the
/// first line that is no remark; none in a development build.
pub(crate) fn built_in() -> Option<[u8; 32]> {
    let text = include_str!("../../../assets/trust/province-root.txt");
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    Digest::parse(line).map(|root| root.0)
}

/// A list whose signature was found right.
#[derive(Debug, Clone)]
pub struct Trusted {
    /// The list.
    pub list: TrustList,
    /// Its root.
    pub root: [u8; 32],
    /// The root was not built in: learned at sign-in or added by hand.
    pub trial: bool,
    /// What the province has withdrawn, as far as this device has heard.
    pub status: Option<StatusList>,
}

/// The trust lists of a device, as far as a synchronisation needs them.
pub trait TrustLists {
    /// Every list that verifies.
    fn lists(&self) -> Vec<Trusted>;
    /// The lists that speak for this app's province: receipts are taken from them.
    fn of_province(&self) -> Vec<Trusted>;
    /// A newer list from the portal, under a root that is believed already. An older one, or one of another root, changes
    /// nothing.
    fn renew(&self, list: &Bytes) -> Result<(), Error>;
    /// A newer status list from the portal, by a key of a trust list that is here. An older one, or one that no such key
    /// signed, changes nothing.
    fn renew_status(&self, list: &Bytes) -> Result<(), Error>;
}

impl TrustLists for TrustStore {
    fn lists(&self) -> Vec<Trusted> {
        self.files().into_iter().map(|(trusted, _)| trusted).collect()
    }

    /// A build with a root of its own has one; others believe all that they have learned.
    fn of_province(&self) -> Vec<Trusted> {
        self.lists().into_iter().filter(|trusted| self.built_in.is_none() || !trusted.trial).collect()
    }

    fn renew(&self, list: &Bytes) -> Result<(), Error> {
        for known in self.lists() {
            let trust = Trust { root: Bytes(known.root.to_vec()), list: list.clone(), status: None };
            if let Ok(newer) = self.check(&trust)
                && newer.list.serial > known.list.serial
            {
                return self.keep(&newer, &trust);
            }
        }
        Ok(())
    }

    fn renew_status(&self, list: &Bytes) -> Result<(), Error> {
        for (known, kept) in self.files() {
            if StatusList::verify(&list.0, &known.list).is_ok() {
                let trust = Trust { status: Some(list.clone()), ..kept };
                return self.keep(&self.check(&trust)?, &trust);
            }
        }
        tracing::warn!("the status list is not signed by a key this device trusts");
        Ok(())
    }
}

/// The roots and lists of one home folder.
#[derive(Debug, Clone)]
pub(crate) struct TrustStore {
    folder: PathBuf,
    /// The root that was built in.
    built_in: Option<[u8; 32]>,
}

impl TrustStore {
    pub(crate) fn of(home: &Home, built_in: Option<[u8; 32]>) -> Self {
        Self { folder: home.path().join(FOLDER), built_in }
    }

    /// At sign-in: takes the portal's root and list over, unless this build has a root of its own.
    pub(crate) fn learn(&self, trust: &Trust) -> Result<(), Error> {
        let checked = self.check(trust)?;
        match self.built_in {
            Some(root) if root != checked.root => Ok(()),
            _ => self.keep(&checked, trust),
        }
    }

    /// Adds a trust file by hand.
    pub(crate) fn add(&self, file: &[u8]) -> Result<Trusted, Error> {
        let trust: Trust = serde_json::from_slice(file).map_err(|_| Error::TrustFile)?;
        let checked = self.check(&trust)?;
        self.keep(&checked, &trust)?;
        Ok(checked)
    }

    /// Files that do not verify are left out: they could only lead to "cannot tell".
    fn files(&self) -> Vec<(Trusted, Trust)> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        let files = paths.iter().filter_map(|path| serde_json::from_slice::<Trust>(&fs::read(path).ok()?).ok());
        files.filter_map(|trust| Some((self.check(&trust).ok()?, trust))).collect()
    }

    /// A status list that does not verify is left out.
    fn check(&self, trust: &Trust) -> Result<Trusted, Error> {
        let root: [u8; 32] = trust.root.0.as_slice().try_into().map_err(|_| Error::TrustFile)?;
        let list = TrustList::verify(&trust.list.0, &root).map_err(|_| Error::TrustFile)?;
        let status = trust.status.as_ref().and_then(|status| StatusList::verify(&status.0, &list).ok());
        Ok(Trusted { list, root, trial: self.built_in != Some(root), status })
    }

    /// Keeps the newer of each list that is given and here: an older one would bring back what was withdrawn.
    fn keep(&self, checked: &Trusted, trust: &Trust) -> Result<(), Error> {
        let mut newest = trust.clone();
        if let Some((known, kept)) = self.files().into_iter().find(|(known, _)| known.root == checked.root) {
            if known.list.serial >= checked.list.serial {
                newest.list = kept.list.clone();
            }
            let serial = |trusted: &Trusted| trusted.status.as_ref().map(|status| status.serial);
            // Either is judged by the newer trust list.
            let given = serial(&self.check(&newest)?);
            let with_kept = Trust { status: kept.status.clone(), ..newest.clone() };
            if serial(&self.check(&with_kept)?) >= given {
                newest = with_kept;
            }
            if newest == kept {
                return Ok(());
            }
        }
        fs::create_dir_all(&self.folder)?;
        let bytes = serde_json::to_vec(&newest).map_err(|_| Error::Internal("a trust file has no JSON form"))?;
        let name: String = checked.root.iter().map(|byte| format!("{byte:02x}")).collect();
        replace_file(&self.folder, &name, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_identity::{IssuerKey, KeyUse, TrustedKey};

    fn trust(root: u8, serial: u64) -> Trust {
        let root = IssuerKey::from_seed(&[root; 32]);
        let list = TrustList {
            issuer: "VN-04".to_owned(),
            name: "Tỉnh Cao Bằng".to_owned(),
            serial,
            issued_at: 1,
            keys: Vec::new(),
        };
        Trust { root: Bytes(root.public_key().to_vec()), list: Bytes(list.issue(&root)), status: None }
    }

    fn store(folder: &tempfile::TempDir, built_in: Option<u8>) -> TrustStore {
        let home = Home::open(folder.path()).expect("the home opens");
        TrustStore::of(&home, built_in.map(|seed| IssuerKey::from_seed(&[seed; 32]).public_key()))
    }

    fn serials(store: &TrustStore) -> Vec<(u64, bool)> {
        store.lists().iter().map(|trusted| (trusted.list.serial, trusted.trial)).collect()
    }

    #[test]
    fn an_older_list_never_replaces_a_newer_one_of_its_root() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder, None);
        store.learn(&trust(1, 5)).expect("learned");
        for serial in [4, 5, 7, 6] {
            store.learn(&trust(1, serial)).expect("learned");
            store.renew(&trust(1, serial).list).expect("renewed");
        }
        assert_eq!(serials(&store), [(7, true)]);
        store.renew(&trust(2, 9).list).expect("another root's list changes nothing");
        assert_eq!(serials(&store), [(7, true)]);
    }

    #[test]
    fn a_build_with_a_root_of_its_own_learns_no_other_and_takes_receipts_from_it_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder, Some(1));
        store.learn(&trust(2, 1)).expect("asked");
        assert_eq!(serials(&store), []);
        store.learn(&trust(1, 3)).expect("learned");
        let file = serde_json::to_vec(&trust(2, 8)).expect("JSON");
        store.add(&file).expect("added by hand");
        let mut both = serials(&store);
        both.sort_unstable();
        assert_eq!(both, [(3, false), (8, true)]);
        assert_eq!(store.of_province().iter().map(|trusted| trusted.list.serial).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_list_that_its_root_has_not_signed_is_refused_and_a_damaged_file_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder, None);
        let forged = Trust { root: trust(2, 1).root, list: trust(1, 1).list, status: None };
        assert!(matches!(store.learn(&forged), Err(Error::TrustFile)));
        store.learn(&trust(1, 1)).expect("learned");
        fs::write(folder.path().join(FOLDER).join("damaged"), "{").expect("written");
        assert_eq!(serials(&store), [(1, true)]);
    }

    /// A trust file whose status key is `status_key`, with a status list of this serial.
    fn with_status(serial: u64, status_key: u8, status: u64) -> Trust {
        let (root, key) = (IssuerKey::from_seed(&[1; 32]), IssuerKey::from_seed(&[status_key; 32]));
        let public_key = key.public_key();
        let named = TrustedKey { key_use: KeyUse::Status, public_key, not_before: 0, not_after: 10 };
        let (issuer, name) = ("VN-04".to_owned(), "Tỉnh Cao Bằng".to_owned());
        let list = TrustList { issuer: issuer.clone(), name, serial, issued_at: 1, keys: vec![named] };
        let status = StatusList { issuer, serial: status, issued_at: 1, revoked: [7].into() };
        let (list, status) = (Bytes(list.issue(&root)), Some(Bytes(status.issue(&key))));
        Trust { root: Bytes(root.public_key().to_vec()), list, status }
    }

    fn status_serials(store: &TrustStore) -> Vec<(u64, Option<u64>)> {
        let serials = |trusted: &Trusted| (trusted.list.serial, trusted.status.as_ref().map(|status| status.serial));
        store.lists().iter().map(serials).collect()
    }

    #[test]
    fn of_two_status_lists_the_newer_stays_whichever_trust_list_comes() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = store(&folder, None);
        let learn = |trust: &Trust| store.learn(trust).expect("learned");
        let renew = |status: u64| {
            let list = with_status(1, 5, status).status.expect("a list");
            store.renew_status(&list).expect("renewed");
        };
        renew(9);
        assert_eq!(status_serials(&store), [], "no key of a trust list signed it");
        learn(&trust(1, 1));
        assert_eq!(status_serials(&store), [(1, None)]);
        learn(&with_status(2, 5, 3));
        for (status, expected) in [(2, 3), (3, 3), (6, 6), (5, 6)] {
            renew(status);
            assert_eq!(status_serials(&store), [(2, Some(expected))]);
        }
        // An older file brings back neither list; one with the newer status list alone brings that.
        learn(&with_status(1, 5, 4));
        assert_eq!(status_serials(&store), [(2, Some(6))]);
        learn(&with_status(2, 5, 8));
        assert_eq!(status_serials(&store), [(2, Some(8))]);
        store.renew(&with_status(3, 5, 1).list).expect("renewed");
        assert_eq!(status_serials(&store), [(3, Some(8))]);
        // A trust list that no longer names the key takes what it signed with it.
        store.renew(&with_status(4, 6, 1).list).expect("renewed");
        assert_eq!(status_serials(&store), [(4, None)]);
    }
}
