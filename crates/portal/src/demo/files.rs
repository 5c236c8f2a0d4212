//! The demonstration's files, as they lie in the folder `demo` and travel inside the program.

use cds_wire::Sensitive;
use cds_wire::dossier::DossierStatus;
use cds_wire::paper::{PaperKind, PaperSource};
use cds_wire::portal::Sex;
use serde::Deserialize;

/// `citizens.json`.
pub(super) const CITIZENS: &str = include_str!("../../demo/citizens.json");
/// `units.json`.
pub(super) const UNITS: &str = include_str!("../../demo/units.json");
/// `alerts.json`.
pub(super) const ALERTS: &str = include_str!("../../demo/alerts.json");
/// `holidays.json`: a record as it travels.
pub(super) const HOLIDAYS: &str = include_str!("../../demo/holidays.json");
/// `procedures.json`: records of the catalogue.
pub(super) const PROCEDURES: &str = include_str!("../../demo/procedures.json");
/// The day on which they were taken from the national portal.
pub(super) const PROCEDURES_AS_OF: &str = "2026-07-18";

/// The contents of a paper.
pub(super) fn paper(file: &str) -> Option<&'static [u8]> {
    PAPERS.iter().find(|(name, _)| *name == file).map(|(_, content)| *content)
}

const PAPERS: &[(&str, &[u8])] = &[
    ("1-can-cuoc.jpg", include_bytes!("../../demo/papers/1-can-cuoc.jpg")),
    ("1-giay-chung-sinh.jpg", include_bytes!("../../demo/papers/1-giay-chung-sinh.jpg")),
    ("1-the-bhyt.png", include_bytes!("../../demo/papers/1-the-bhyt.png")),
    ("1-xac-nhan-cu-tru.pdf", include_bytes!("../../demo/papers/1-xac-nhan-cu-tru.pdf")),
    ("2-can-cuoc.jpg", include_bytes!("../../demo/papers/2-can-cuoc.jpg")),
    ("2-tinh-trang-hon-nhan.pdf", include_bytes!("../../demo/papers/2-tinh-trang-hon-nhan.pdf")),
    ("3-giay-chung-nhan-dat.jpg", include_bytes!("../../demo/papers/3-giay-chung-nhan-dat.jpg")),
    ("3-giay-phep-lai-xe.jpg", include_bytes!("../../demo/papers/3-giay-phep-lai-xe.jpg")),
    ("4-can-cuoc.jpg", include_bytes!("../../demo/papers/4-can-cuoc.jpg")),
    ("5-giay-khai-sinh.jpg", include_bytes!("../../demo/papers/5-giay-khai-sinh.jpg")),
    ("6-bang-tot-nghiep.jpg", include_bytes!("../../demo/papers/6-bang-tot-nghiep.jpg")),
];

#[derive(Deserialize)]
pub(super) struct Units {
    pub(super) province: Province,
    pub(super) communes: Vec<Commune>,
}

#[derive(Deserialize)]
pub(super) struct Province {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) agency_prefix: String,
}

#[derive(Deserialize)]
pub(super) struct Commune {
    pub(super) code: String,
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct DemoCitizen {
    pub(super) personal_number: Sensitive,
    pub(super) phone: Sensitive,
    pub(super) card_issue_date: Sensitive,
    pub(super) name: Sensitive,
    pub(super) birth_date: Sensitive,
    pub(super) sex: Sensitive<Sex>,
    pub(super) commune: String,
    pub(super) commune_name: String,
    pub(super) dossiers: Vec<DemoDossier>,
    pub(super) papers: Vec<DemoPaper>,
}

#[derive(Deserialize)]
pub(super) struct DemoDossier {
    pub(super) code: Option<Sensitive>,
    pub(super) procedure_code: String,
    pub(super) procedure_name: Sensitive,
    pub(super) status: DossierStatus,
    pub(super) note: Option<Sensitive>,
    pub(super) agency: Option<String>,
    pub(super) filed_days_ago: i64,
    pub(super) days_ago: i64,
    pub(super) due_in_days: Option<i64>,
    pub(super) steps: Vec<DemoStep>,
    #[serde(default)]
    pub(super) wanted: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct DemoStep {
    pub(super) status: DossierStatus,
    pub(super) days_ago: i64,
    pub(super) note: Option<Sensitive>,
}

#[derive(Deserialize)]
pub(super) struct DemoPaper {
    pub(super) file: String,
    pub(super) kind: PaperKind,
    pub(super) title: Sensitive,
    pub(super) source: PaperSource,
    pub(super) expires_on: Option<String>,
    pub(super) days_ago: i64,
}

#[derive(Deserialize)]
pub(super) struct DemoAlert {
    pub(super) id: String,
    pub(super) audience: String,
    pub(super) level: Option<u8>,
    pub(super) event: String,
    pub(super) headline: String,
    pub(super) description: String,
    pub(super) instruction: Option<String>,
    pub(super) area: String,
    pub(super) sender: String,
    pub(super) sent_hours_ago: i64,
    pub(super) expires_in_hours: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_demonstration_shows_every_status_and_has_every_paper() {
        let citizens: Vec<DemoCitizen> = serde_json::from_str(CITIZENS).expect("the file is read");
        let dossiers = citizens.iter().flat_map(|citizen| &citizen.dossiers);
        let shown: BTreeSet<u8> = dossiers.map(|dossier| dossier.status.number()).collect();
        assert_eq!(shown, (1..=10).collect());
        assert_eq!(citizens.len(), 6);
        let named: BTreeSet<&str> =
            citizens.iter().flat_map(|citizen| &citizen.papers).map(|paper| paper.file.as_str()).collect();
        assert_eq!(named, PAPERS.iter().map(|(name, _)| *name).collect());
    }
}
