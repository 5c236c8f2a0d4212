//! Dependants.

use cds_wire::Sensitive;
use cds_wire::family::{Consent, ConsentBy, DependantAdd, DependantRecord, Relation};
use cds_wire::ipc::*;
use cds_wire::portal::Sex;

use crate::check;
use crate::samples::AT;

#[test]
fn types_of_the_family() {
    let consent = Consent { given_by: ConsentBy::Guardian, text: 1, at: AT };
    let sex = Sensitive::new(Sex::Female);
    check! {
        Relation: Relation::ALL.to_vec();
        ConsentBy: ConsentBy::ALL.to_vec();
        Consent: consent;
        DependantAdd: DependantAdd {
            name: "Lý A Thí".into(),
            birth_date: "2021-05".into(),
            sex: sex.clone(),
            personal_number: Some("004090000001".into()),
            relation: Relation::Child,
            consent: Some(consent),
        };
        DependantRecord: DependantRecord {
            name: "Lý A Thí".into(),
            birth_date: "2021-05-20".into(),
            sex: sex.clone(),
            personal_number: None,
            relation: Relation::Ward,
            consent,
            added_at: AT + 1,
        };
        DependantState: DependantState::ALL.to_vec();
        DependantSummary: DependantSummary {
            id: "0195".to_owned(),
            name: "Lý A Thí".into(),
            birth_date: "2021-05-20".into(),
            sex: sex.clone(),
            personal_number: None,
            relation: Relation::Child,
            consent_by: ConsentBy::Guardian,
            consent_at: AT,
            state: DependantState::Returned,
            reason: Some("consent_missing".to_owned()),
        };
        AddDependantArgs: AddDependantArgs {
            name: "Lý A Thí".into(),
            birth_date: "20/05/2021".into(),
            sex,
            personal_number: Some("004090000001".into()),
            relation: Relation::Child,
            consent: true,
        };
        PersonShown: vec![
            PersonShown { id: "0195".to_owned(), name: Some("Lý A Thí".into()) },
            PersonShown { id: "0196".to_owned(), name: None },
        ];
    }
}
