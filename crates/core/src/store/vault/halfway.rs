//! Migrations that the power ends half-way.

use std::fs;
use std::path::Path;

use cds_vfs::{Disk, Fault};

use super::*;

const KEY: [u8; 32] = [7; 32];
const FIXTURES: [(u32, &[u8]); 7] = [
    (1, include_bytes!("../../../tests/fixtures/vault-1.db")),
    (2, include_bytes!("../../../tests/fixtures/vault-2.db")),
    (3, include_bytes!("../../../tests/fixtures/vault-3.db")),
    (4, include_bytes!("../../../tests/fixtures/vault-4.db")),
    (5, include_bytes!("../../../tests/fixtures/vault-5.db")),
    (6, include_bytes!("../../../tests/fixtures/vault-6.db")),
    (7, include_bytes!("../../../tests/fixtures/vault-7.db")),
];

fn open(path: &Path) -> Result<Vault, StoreError> {
    Vault::open(path, &Key::from_bytes(&KEY).expect("a key"))
}

/// All that the citizen would miss.
fn held(vault: &Vault) -> String {
    let sender = vault.sender().expect("read").expect("signed in");
    let drafts = vault.drafts().expect("read");
    let fields: Vec<_> =
        drafts.iter().map(|draft| draft.fields.values().map(|field| field.reveal()).collect::<Vec<_>>()).collect();
    let contents: Vec<_> = drafts
        .iter()
        .flat_map(|draft| &draft.attachments)
        .map(|attachment| vault.content(&attachment.sha256).expect("read"))
        .collect();
    format!("{} {:?} {fields:?} {contents:?}", sender.device, vault.outbox().expect("read"))
}

#[test]
fn a_migration_ended_half_way_leaves_a_whole_schema_and_the_unsent_dossier() {
    let newest = u32::try_from(MIGRATIONS.len()).expect("few");
    assert_eq!(FIXTURES.last().map(|(schema, _)| *schema), Some(newest), "every schema has a fixture");
    let mut points = 0;
    for (schema, fixture) in FIXTURES {
        let whole = tempfile::tempdir().expect("a folder");
        fs::write(whole.path().join("vault.db"), fixture).expect("written");
        let expected = held(&open(&whole.path().join("vault.db")).expect("it opens"));
        for at in 1.. {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("vault.db");
            fs::write(&path, fixture).expect("written");
            let disk = Disk::below(folder.path()).expect("a disk");
            disk.fail(Fault::PowerCut { at, seed: at });
            drop(open(&path));
            if !disk.mend() {
                break;
            }
            points += 1;
            let raw = cipher::open(&path, &KEY, Durability::Full).expect("it opens");
            let found: u32 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("read");
            let check: String = raw.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("read");
            assert!(
                found >= schema && found <= newest && check == "ok",
                "schema {schema}, step {at}: {found}, {check}"
            );
            drop(raw);
            assert_eq!(held(&open(&path).expect("it opens")), expected, "schema {schema}, step {at}");
        }
    }
    assert!(points >= 60, "{points} power cuts");
}
