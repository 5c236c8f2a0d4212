//! A newer catalogue comes as what changed in it, and as a whole where that leads nowhere.

use std::collections::BTreeSet;

use cds_portal::Storage;
use cds_portal::catalogue::Delta;
use cds_portal::storage::{StorageError, audience};
use cds_wire::portal::CatalogueRecord;

use crate::fixture::Fixture;

const CLOSED: &str = "1.001193";

fn announced(fixture: &Fixture) -> CatalogueRecord {
    let storage: &dyn Storage = &*fixture.environment.storage;
    let found = storage.read(|tx| tx.entity(audience::PROVINCE, CatalogueRecord::KIND, "catalogue"));
    serde_json::from_value(found.expect("read").expect("announced").data.into_inner()).expect("a record")
}

#[test]
fn a_newer_catalogue_comes_as_what_changed() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    assert!(app.procedure(CLOSED).is_ok());
    fixture.close_procedure(CLOSED);
    let newer = announced(&fixture);
    assert!(newer.deltas.iter().any(|delta| delta.from + 1 == newer.version && delta.size < newer.size));
    let report = app.sync().expect("in step");
    assert!(report.bytes_down < newer.size, "{} bytes, the pack has {}", report.bytes_down, newer.size);
    assert!(app.procedure(CLOSED).is_err());
    assert_eq!(app.search("khai sinh").expect("searched").catalogue_version, Some(newer.version));
}

#[test]
fn where_the_delta_is_damaged_the_whole_pack_comes_in_the_same_synchronisation() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.close_procedure(CLOSED);
    let newer = announced(&fixture);
    let damaged = newer.deltas.iter().map(|delta| {
        let bytes = vec![7; usize::try_from(delta.size).expect("small")];
        Delta { from: delta.from, sha256: delta.sha256, bytes }
    });
    let damaged: Vec<Delta> = damaged.collect();
    assert!(!damaged.is_empty());
    let storage: &dyn Storage = &*fixture.environment.storage;
    storage
        .write(|tx| -> Result<(), StorageError> { tx.keep_deltas(newer.version, &BTreeSet::new(), &damaged) })
        .expect("damaged");
    app.sync().expect("in step");
    assert!(app.procedure(CLOSED).is_err());
    assert_eq!(app.search("khai sinh").expect("searched").catalogue_version, Some(newer.version));
}

#[test]
fn who_was_away_for_several_versions_comes_to_the_newest_in_one_step() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    let before = announced(&fixture);
    for code in [CLOSED, "1.000894", "1.004194"] {
        assert!(app.procedure(code).is_ok(), "{code}");
        fixture.close_procedure(code);
    }
    let newer = announced(&fixture);
    assert_eq!(newer.version, before.version + 3);
    assert!(newer.deltas.iter().any(|delta| delta.from == before.version), "{:?}", newer.deltas);
    let report = app.sync().expect("in step");
    assert!(report.bytes_down < newer.size, "{} bytes, the pack has {}", report.bytes_down, newer.size);
    for code in [CLOSED, "1.000894", "1.004194"] {
        assert!(app.procedure(code).is_err(), "{code}");
    }
    assert_eq!(app.search("khai sinh").expect("searched").catalogue_version, Some(newer.version));
}

#[test]
fn where_the_delta_has_gone_the_whole_pack_comes_in_the_same_synchronisation() {
    let fixture = Fixture::start();
    let app = fixture.in_step();
    fixture.close_procedure(CLOSED);
    let newer = announced(&fixture);
    let storage: &dyn Storage = &*fixture.environment.storage;
    storage
        .write(|tx| -> Result<(), StorageError> { tx.keep_deltas(newer.version, &BTreeSet::new(), &[]) })
        .expect("forgotten");
    app.sync().expect("in step");
    assert!(app.procedure(CLOSED).is_err());
    assert_eq!(app.search("khai sinh").expect("searched").catalogue_version, Some(newer.version));
}
