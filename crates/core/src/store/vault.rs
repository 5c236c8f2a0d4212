//! The vault: what the citizen made, and what speaks for them. Never rebuilt, never dropped.
//!
//! A confirmed command lives here from the moment it is confirmed: first in the outbox, then in the sent log, until the
//! portal's own backup holds it. Every change that the citizen confirmed is one transaction, on the disk before the call
//! returns.

mod account;
mod content;
mod drafts;
mod family;
mod fees;
mod followed;
#[cfg(test)]
mod halfway;
mod lost;
mod outbox;
mod papers;
pub(crate) mod petitions;
mod removal;
mod results;
pub(crate) mod salvage;
mod sending;
pub(crate) mod simulated;
mod staged;

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::{Durability, StoreError, cipher, code_text, migrate, signed};
use crate::keys::Key;

pub use account::Enrolment;
pub(crate) use account::Sender;
pub(crate) use content::{Content, submission};
pub(crate) use drafts::{Attached, Draft, DraftAttachment};
pub(crate) use family::OwnDependant;
pub(crate) use fees::{FeePayment, FeeSeen};
pub(crate) use outbox::{Confirmed, Filed, FiledDossier, NotCancelled};
pub(crate) use papers::NewPaper;
pub use papers::OwnPaper;
pub(crate) use removal::{Removal, Removed, Removing};
pub(crate) use sending::Outgoing;
pub(crate) use staged::{NewPage, StagedPage};

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/vault/0001_account.sql"),
    include_str!("../../migrations/vault/0002_outbox.sql"),
    include_str!("../../migrations/vault/0003_draft_note.sql"),
    include_str!("../../migrations/vault/0004_lost.sql"),
    include_str!("../../migrations/vault/0005_received_as.sql"),
    include_str!("../../migrations/vault/0006_draft_form.sql"),
    include_str!("../../migrations/vault/0007_services.sql"),
];

/// The open vault.
#[derive(Debug)]
pub struct Vault(Connection);

impl Vault {
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        let mut connection = cipher::open(path, key.as_bytes(), Durability::Full)?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection))
    }

    /// An empty vault that is never on a disk, for simulations.
    pub(crate) fn in_memory() -> Result<Self, StoreError> {
        let mut connection = cipher::in_memory()?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection))
    }

    fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.0.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }

    /// Moves what was committed out of the write-ahead log into the file.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        Ok(self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }
}

/// Id of the cancellation that stands in a command's place, under its number: always the same, so that it is made once.
fn cancel_id(command: &str) -> String {
    made_id(&format!("cancel {command}"))
}

/// The same id for the same text, each time.
fn made_id(text: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use cds_wire::Sensitive;
    use cds_wire::form::{FormRef, ValueSource};
    use cds_wire::ipc::CommandState;

    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn open(bytes: &[u8]) -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vault.db");
        fs::write(&path, bytes).expect("written");
        let vault = Vault::open(&path, &Key::from_bytes(&KEY).expect("a key")).expect("it opens");
        (folder, vault)
    }

    #[test]
    fn a_vault_of_the_first_schema_opens_and_files() {
        let (_folder, mut vault) = open(include_bytes!("../../tests/fixtures/vault-1.db"));
        let sender = vault.sender().expect("read").expect("signed in");
        assert_eq!((sender.account.as_str(), sender.device.as_str()), ("account", "device"));
        assert_eq!(sender.token.reveal(), "token");
        assert_eq!(sender.key.seed().as_slice(), [5; 32]);
        assert_eq!(vault.name().expect("read").reveal(), "Lý A Thí");
        vault.add_draft(&draft("d1")).expect("saved");
        assert!(vault.confirm_draft("d1", "c1", 1).expect("confirmed"));
        assert_eq!(vault.confirmed().expect("read"), 1);
    }

    #[test]
    fn a_vault_of_the_second_schema_opens_with_its_draft_and_its_unsent_dossiers() {
        let (_folder, mut vault) = open(include_bytes!("../../tests/fixtures/vault-2.db"));
        let drafts = vault.drafts().expect("read");
        assert_eq!(drafts.len(), 1);
        assert_eq!(drafts[0].fields["ho_ten"].reveal(), "Lý Thị Mai");
        let states: Vec<_> =
            vault.outbox().expect("read").into_iter().map(|entry| (entry.id, entry.state, entry.seq)).collect();
        let expected = [("c1", CommandState::Sent, Some(1)), ("c2", CommandState::Waiting, None)];
        assert_eq!(states, expected.map(|(id, state, seq)| (id.to_owned(), state, seq)));
        let sender = vault.sender().expect("read").expect("signed in");
        let outgoing = vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        assert_eq!(outgoing.commands.iter().map(|command| command.seq).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(outgoing.offers.len(), 1);
        let content = vault.content(&outgoing.offers[0].sha256).expect("read");
        assert_eq!(content.as_deref(), Some(b"giay chung sinh".as_slice()));
    }

    #[test]
    fn a_vault_of_the_third_schema_opens_with_what_the_office_wrote_and_its_unsent_dossier() {
        let (_folder, mut vault) = open(include_bytes!("../../tests/fixtures/vault-3.db"));
        let draft = vault.draft("d3").expect("read").expect("a draft");
        assert_eq!(draft.note.expect("a note").reveal(), "Ảnh mờ, xin chụp lại.");
        assert_eq!(vault.waiting().expect("read"), 1);
        let sender = vault.sender().expect("read").expect("signed in");
        let outgoing = vault.outgoing(&sender, &BTreeSet::new(), 4096).expect("frozen");
        assert_eq!(outgoing.commands.iter().map(|command| command.id.as_str()).collect::<Vec<_>>(), ["c1"]);
    }

    #[test]
    fn a_vault_of_the_fifth_schema_opens_with_drafts_of_no_form() {
        let (_folder, vault) = open(include_bytes!("../../tests/fixtures/vault-5.db"));
        let drafts = vault.drafts().expect("read");
        assert!(!drafts.is_empty() && drafts.iter().all(|draft| draft.form.is_none() && draft.sources.is_empty()));
    }

    #[test]
    fn a_vault_of_the_sixth_schema_opens_with_a_draft_in_its_form_and_its_unsent_dossier() {
        let (_folder, vault) = open(include_bytes!("../../tests/fixtures/vault-6.db"));
        let draft = vault.draft("d6").expect("read").expect("a draft");
        assert_eq!(draft.form, Some(FormRef { id: "khai-sinh".to_owned(), version: 1 }));
        assert_eq!(draft.fields["HoVaTenC"].reveal(), "Lý Thị Mai");
        assert_eq!(draft.sources["HoVaTenC"], ValueSource::Profile);
        assert!(vault.waiting().expect("read") > 0);
    }

    #[test]
    fn a_vault_of_the_seventh_schema_opens_with_a_supplement_a_childs_paper_and_a_page_that_waits() {
        let (_folder, vault) = open(include_bytes!("../../tests/fixtures/vault-7.db"));
        let draft = vault.draft("d7").expect("read").expect("a draft");
        assert_eq!((draft.supplements.as_deref(), draft.person.as_deref()), (Some("dossier"), Some("child")));
        let paper = vault.paper("p7").expect("read").expect("a paper");
        let stands_on_it = (paper.number.map(Sensitive::into_inner), paper.expires_on, paper.person);
        let expected = ("B1234567".to_owned(), "2030-01-31".to_owned(), "child".to_owned());
        assert_eq!(stands_on_it, (Some(expected.0), Some(expected.1), Some(expected.2)));
        assert_eq!(vault.content(&paper.sha256).expect("read").as_deref(), Some(b"ho chieu".as_slice()));
        let staged = vault.staged().expect("read");
        assert_eq!(staged.len(), 1);
        assert_eq!(vault.content(&staged[0].sha256).expect("read").as_deref(), Some(b"mot trang".as_slice()));
        assert!(vault.draft("d6").expect("read").is_some() && vault.waiting().expect("read") > 1);
    }

    pub(crate) fn enrolment(device: &str) -> Enrolment {
        Enrolment {
            account: "account".to_owned(),
            device: device.to_owned(),
            token: "token".into(),
            name: "Lý A Thí".into(),
            personal_number: "004090000001".into(),
            province: "Tỉnh Cao Bằng".to_owned(),
            device_key: cds_identity::DeviceKey::from_seed(&[5; 32]),
            recovery_key: cds_wire::Bytes::default(),
        }
    }

    pub(crate) fn draft(id: &str) -> Draft {
        Draft {
            procedure_code: "1.001193".to_owned(),
            procedure_name: "Thủ tục đăng ký khai sinh".to_owned(),
            fields: [("ho_ten".to_owned(), Sensitive::from("Lý Thị Mai"))].into(),
            ..Draft::new(id, 1)
        }
    }
}
