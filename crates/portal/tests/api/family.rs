//! Dependants: kept with consent, named by papers and dossiers, removed.

use cds_wire::Sensitive;
use cds_wire::dossier::DossierRecord;
use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, DependantAdd, DependantRecord, Relation};
use cds_wire::portal::CommandStatus::{Applied, Conflict, Rejected};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;

use crate::fixture::{Fixture, PROCEDURE, command, dossier_stream, id, said};

/// Noon of 27 November 2026.
const AT: i64 = 1_795_755_600_000;

fn child() -> DependantAdd {
    DependantAdd {
        name: "Lý Thị Mai".into(),
        birth_date: "2026-10-01".into(),
        sex: Sensitive::new(Sex::Female),
        personal_number: None,
        relation: Relation::Child,
        consent: Some(Consent { given_by: ConsentBy::Guardian, text: CONSENT_TEXT, at: AT }),
    }
}

fn add(seq: u64, dependant: u64, body: &DependantAdd) -> Command {
    command(seq, command_type::DEPENDANT_ADD, &format!("{}{}", stream::DEPENDANT, id(dependant)), body)
}

fn remove(seq: u64, dependant: u64) -> Command {
    command(seq, command_type::DEPENDANT_REMOVE, &format!("{}{}", stream::DEPENDANT, id(dependant)), &Nothing {})
}

fn file_for(seq: u64, dossier: u64, dependant: u64) -> Command {
    let body = DossierSubmit {
        procedure: PROCEDURE.to_owned(),
        commune: None,
        form: None,
        person: Some(id(dependant)),
        fields: [("ten".to_owned(), "Lý Thị Mai".into())].into(),
        attachments: Vec::new(),
    };
    command(seq, command_type::DOSSIER_SUBMIT, &dossier_stream(dossier), &body)
}

#[test]
fn a_dependant_is_kept_with_the_consent_and_forgotten_once_removed() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let there = |number| device.entity::<DependantRecord>(DependantRecord::KIND, &id(number));
    let result = device.send(&add(1, 7, &child()));
    assert_eq!((said(&result), result.entity), ((Applied, None), Some(id(7))));
    let record = there(7).expect("it is there");
    assert_eq!((record.relation, Some(record.consent)), (Relation::Child, child().consent));
    assert_eq!(said(&device.send(&remove(2, 7))), (Applied, None));
    assert!(there(7).is_none());
    assert_eq!(said(&device.send(&remove(3, 7))), (Rejected, Some(ResultCode::EntityUnknown)));
    device.send(&add(4, 8, &child()));
    assert_eq!(said(&device.send(&add(5, 8, &child()))), (Conflict, Some(ResultCode::VersionConflict)));
}

#[test]
fn without_consent_nobody_is_kept() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let none = DependantAdd { consent: None, ..child() };
    assert_eq!(said(&device.send(&add(1, 7, &none))), (Rejected, Some(ResultCode::ConsentMissing)));
    let adult = DependantAdd { birth_date: "1961".into(), relation: Relation::Parent, ..child() };
    assert_eq!(said(&device.send(&add(2, 8, &adult))), (Rejected, Some(ResultCode::ConsentMissing)));
    assert!(device.entity::<DependantRecord>(DependantRecord::KIND, &id(7)).is_none());
    let own = Some(Consent { given_by: ConsentBy::Person, text: CONSENT_TEXT, at: AT });
    assert_eq!(said(&device.send(&add(3, 9, &DependantAdd { consent: own, ..adult }))), (Applied, None));
}

#[test]
fn a_dossier_is_for_somebody_of_the_family_and_for_nobody_else() {
    let fixture = Fixture::start();
    let device = fixture.device();
    assert_eq!(said(&device.send(&file_for(1, 1, 7))), (Rejected, Some(ResultCode::PersonUnknown)));
    device.send(&add(2, 7, &child()));
    assert_eq!(said(&device.send(&file_for(3, 2, 7))), (Applied, None));
    let dossier = || device.entity::<DossierRecord>(DossierRecord::KIND, &id(2)).expect("it is there");
    assert_eq!(dossier().person, Some(id(7)));
    device.send(&remove(4, 7));
    assert_eq!(dossier().person, Some(id(7)), "whom it was for stays, though nobody is named any more");
}
