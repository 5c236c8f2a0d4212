//! A dossier at the office: what is added to it, its result, its rating.

use cds_portal::environment::{OsRng, SystemClock};
use cds_portal::office::{self, NewResult};
use cds_portal::{DATABASE, SqliteStorage};
use cds_wire::dossier::DossierStatus;
use cds_wire::paper::PaperKind;

use crate::*;

/// The demonstration's dossier that waits for a paper.
const DOSSIER: &str = "H14.40.02-261102-0011";
const PAPER: &str = "Giấy chứng sinh";

#[test]
fn what_is_asked_for_is_added_and_the_result_read_and_rated() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    check(&fixture.login(), 0);
    check(&fixture.cds(&url, &["sync"]), 0);
    let shown = check(&fixture.cds(NOWHERE, &["dossier", DOSSIER]), 0);
    assert!(shown.contains(&format!("wanted: {PAPER}")), "{shown}");

    let photo = fixture.path("photo.png");
    image::RgbImage::new(8, 8).save(&photo).expect("written");
    let photo = photo.to_str().expect("text");
    let kept = check(&fixture.cds(NOWHERE, &["--json", "paper", "add", photo, "--kind", "other"]), 0);
    let kept: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    let kept = format!("Sổ hộ khẩu={}", kept["id"].as_str().expect("an id"));
    let attach = format!("{PAPER}={photo}");
    check(&fixture.cds(NOWHERE, &["supplement", DOSSIER]), 3);
    let both = ["supplement", DOSSIER, "--attach", &attach, "--paper", &attach];
    check(&fixture.cds(NOWHERE, &both), 3);
    let draft = ["--json", "supplement", DOSSIER, "--draft-only", "--attach", &attach, "--note", "Đã chụp lại"];
    let draft = check(&fixture.cds(NOWHERE, &draft), 0);
    let draft: serde_json::Value = serde_json::from_str(&draft).expect("JSON");
    let draft = draft["id"].as_str().expect("an id");
    let listed = check(&fixture.cds(NOWHERE, &["draft", "list"]), 0);
    assert!(listed.contains(draft) && listed.contains("supplement"), "{listed}");
    let set = check(&fixture.cds(NOWHERE, &["draft", "set", draft, "--paper", &kept]), 0);
    assert!(set.contains("← Sổ hộ khẩu") && set.contains("Đã chụp lại"), "{set}");
    check(&fixture.cds(NOWHERE, &["supplement", DOSSIER]), 0);
    check(&fixture.cds(NOWHERE, &["supplement", DOSSIER]), 9);
    check(&fixture.cds(&url, &["sync"]), 0);
    let shown = check(&fixture.cds(NOWHERE, &["dossier", DOSSIER]), 0);
    assert!(shown.contains("status 4") && !shown.contains("wanted:") && shown.contains("+ Sổ hộ khẩu"), "{shown}");

    let storage = SqliteStorage::open(&fixture.path("portal").join(DATABASE)).expect("the database opens beside it");
    let result = NewResult {
        kind: PaperKind::BirthCertificate,
        title: "Giấy khai sinh".into(),
        number: None,
        expires_on: None,
        content: std::fs::read(photo).expect("read"),
    };
    let paper = office::deliver(&storage, &SystemClock, &OsRng, DOSSIER, &result).expect("handed over");
    office::advance(&storage, &SystemClock, DOSSIER, DossierStatus::Returned, None).expect("moved");
    check(&fixture.cds(NOWHERE, &["rate", DOSSIER, "--stars", "5"]), 9);
    check(&fixture.cds(&url, &["sync"]), 0);
    let shown = check(&fixture.cds(NOWHERE, &["dossier", DOSSIER]), 0);
    assert!(shown.contains(&format!("result: {paper}  Giấy khai sinh")), "{shown}");
    check(&fixture.cds(NOWHERE, &["rate", DOSSIER, "--stars", "6"]), 2);
    check(&fixture.cds(NOWHERE, &["rate", DOSSIER, "--stars", "5", "--comment", "Nhanh"]), 0);
    check(&fixture.cds(NOWHERE, &["rate", DOSSIER, "--stars", "4"]), 9);
    check(&fixture.cds(&url, &["sync"]), 0);
    let shown = check(&fixture.cds(NOWHERE, &["dossier", DOSSIER]), 0);
    assert!(shown.contains("rated 5 of 5: Nhanh"), "{shown}");
}
