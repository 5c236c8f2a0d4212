//! Whom this device believes: roots of provinces, and the trust lists signed under them.
//!
//! Lists are public and lie beside the accounts, so that an officer checks codes without one. A build with a root of its
//! own believes that one and what was added by hand; a build without (development, demonstration) learns the portal's
//! at sign-in and says so wherever it shows an answer.

use std::fs;
use std::path::PathBuf;

use cds_identity::TrustList;
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
}

impl TrustLists for TrustStore {
    /// Files that do not verify are left out: they could only lead to "cannot tell".
    fn lists(&self) -> Vec<Trusted> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        let files = paths.iter().filter_map(|path| serde_json::from_slice::<Trust>(&fs::read(path).ok()?).ok());
        files.filter_map(|trust| self.check(&trust).ok()).collect()
    }

    /// A build with a root of its own has one; others believe all that they have learned.
    fn of_province(&self) -> Vec<Trusted> {
        self.lists().into_iter().filter(|trusted| self.built_in.is_none() || !trusted.trial).collect()
    }

    fn renew(&self, list: &Bytes) -> Result<(), Error> {
        for known in self.lists() {
            let trust = Trust { root: Bytes(known.root.to_vec()), list: list.clone() };
            if let Ok(newer) = self.check(&trust)
                && newer.list.serial > known.list.serial
            {
                return self.keep(&newer, &trust);
            }
        }
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

    fn check(&self, trust: &Trust) -> Result<Trusted, Error> {
        let root: [u8; 32] = trust.root.0.as_slice().try_into().map_err(|_| Error::TrustFile)?;
        let list = TrustList::verify(&trust.list.0, &root).map_err(|_| Error::TrustFile)?;
        Ok(Trusted { list, root, trial: self.built_in != Some(root) })
    }

    /// Keeps a list, unless a newer one of its root is here: an older one would bring back keys that were withdrawn.
    fn keep(&self, checked: &Trusted, trust: &Trust) -> Result<(), Error> {
        let known = self.lists().into_iter().find(|known| known.root == checked.root);
        if known.is_some_and(|known| known.list.serial >= checked.list.serial) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        let bytes = serde_json::to_vec(trust).map_err(|_| Error::Internal("a trust file has no JSON form"))?;
        let name: String = checked.root.iter().map(|byte| format!("{byte:02x}")).collect();
        replace_file(&self.folder, &name, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_identity::IssuerKey;

    fn trust(root: u8, serial: u64) -> Trust {
        let root = IssuerKey::from_seed(&[root; 32]);
        let list = TrustList {
            issuer: "VN-04".to_owned(),
            name: "Tỉnh Cao Bằng".to_owned(),
            serial,
            issued_at: 1,
            keys: Vec::new(),
        };
        Trust { root: Bytes(root.public_key().to_vec()), list: Bytes(list.issue(&root)) }
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
        let forged = Trust { root: trust(2, 1).root, list: trust(1, 1).list };
        assert!(matches!(store.learn(&forged), Err(Error::TrustFile)));
        store.learn(&trust(1, 1)).expect("learned");
        fs::write(folder.path().join(FOLDER).join("damaged"), "{").expect("written");
        assert_eq!(serials(&store), [(1, true)]);
    }
}
