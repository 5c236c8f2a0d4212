//! The catalogue: the essential services that travel inside the app, and what comes from the portal. A newer one comes as
//! what changed in it, and as a whole where that leads nowhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use cds_core::App;
use cds_core::keystore::NoKeystore;
use cds_portal::Storage;
use cds_portal::catalogue::Delta;
use cds_portal::storage::{StorageError, audience};
use cds_wire::ipc::{BeginDraftArgs, ErrorCode, ObstacleCode};
use cds_wire::portal::CatalogueRecord;

use crate::fixture::*;

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

#[test]
fn before_signing_in_and_before_the_first_synchronisation_the_essential_services_are_found_and_read() {
    let fixture = Fixture::start();
    let check = |app: &App| {
        let found = app.search("dang ky khai sinh").expect("searched");
        assert_eq!((found.hits[0].code.as_str(), found.catalogue_version), (CLOSED, None));
        let of_day = app.catalogue().expect("read").built_in.expect("it says of which day it is");
        assert_eq!(of_day.len(), 10);
        assert!(!app.procedure(CLOSED).expect("read").papers.is_empty());
        assert_eq!(app.form("1.014748").expect("that of every dossier").form.id, "chung");
        let text = app.procedure_text(CLOSED).expect("read");
        assert!(text.contains("bản kèm theo ứng dụng, ngày "), "{text}");
        let event = app.life_events().expect("read").into_iter().next().expect("one");
        assert!(!app.procedures_of(&event).expect("read").is_empty());
        assert!(!app.filter_choices().expect("read").fields.is_empty());
        assert!(app.search("").expect("searched").hits.iter().all(|hit| hit.essential.is_some()));
    };
    let app = fixture.app(Arc::new(NoKeystore));
    check(&app);
    assert_eq!(code(app.dossiers()), ErrorCode::NotReady);
    fixture.sign_in(&app);
    check(&app);
    app.create_vault(&PASSPHRASE.into()).expect("the vault is made");
    drop(app);

    // No signal ever since: a form is begun and filled in all the same.
    let app = fixture.offline();
    check(&app);
    let args = BeginDraftArgs { procedure: CLOSED.to_owned(), commune: None, person: None, again: false };
    let draft = app.begin_draft(&args).expect("begun").id;
    assert!(app.draft(&draft).expect("a draft").form.is_some());
    let obstacles = app.preflight(&draft).expect("checked").obstacles;
    assert!(obstacles.iter().all(|one| one.code == ObstacleCode::Answer), "{obstacles:?}");
    drop(app);

    let app = fixture.unlocked();
    app.sync().expect("in step");
    let newest = announced(&fixture).version;
    assert_eq!(app.search("khai sinh").expect("searched").catalogue_version, Some(newest));
    assert_eq!(app.catalogue().expect("read").built_in, None);
    assert!(!app.procedure_text(CLOSED).expect("read").contains("bản kèm theo ứng dụng"));
    app.lock().expect("locked");
    check(&app);
}
