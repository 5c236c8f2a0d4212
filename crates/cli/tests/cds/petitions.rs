//! A petition by `cds` alone, from its first word to the office's answer.

use cds_portal::environment::SystemClock;
use cds_portal::{DATABASE, SqliteStorage, office};
use cds_wire::petition::PetitionStatus;

use crate::*;

#[test]
fn a_petition_is_written_checked_filed_and_answered() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    check(&fixture.login(), 0);
    check(&fixture.cds(&url, &["sync"]), 0);
    let begun = check(&fixture.cds(NOWHERE, &["--json", "petition", "new"]), 0);
    let begun: serde_json::Value = serde_json::from_str(&begun).expect("JSON");
    let id = begun["id"].as_str().expect("an id");
    check(&fixture.cds(NOWHERE, &["submit", "--draft", id]), 3);
    let photo = fixture.path("photo.png");
    image::RgbImage::new(8, 8).save(&photo).expect("written");
    let photo = format!("Ảnh 1={}", photo.to_str().expect("text"));
    let answers = ["linh_vuc=traffic", "dia_diem=Ngã ba chợ", "noi_dung=Biển báo bị gãy."];
    let set =
        check(&fixture.cds(NOWHERE, &[&["draft", "set", id, "--attach", &photo], answers.as_slice()].concat()), 0);
    assert!(set.contains("Giao thông, đường sá") && set.contains("Xã Quảng Uyên"), "{set}");
    assert!(check(&fixture.cds(NOWHERE, &["draft", "list"]), 0).contains("Phản ánh, kiến nghị"));
    check(&fixture.cds(NOWHERE, &["preflight", id]), 0);
    check(&fixture.cds(NOWHERE, &["submit", "--draft", id]), 0);
    let waiting = check(&fixture.cds(NOWHERE, &["petitions"]), 0);
    assert!(waiting.contains("waiting") && waiting.contains(id) && waiting.contains("Ngã ba chợ"), "{waiting}");
    check(&fixture.cds(&url, &["sync"]), 0);

    let shown = check(&fixture.cds(NOWHERE, &["--json", "petition", "show", id]), 0);
    let shown: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    let code = shown["summary"]["code"].as_str().expect("a code");
    let storage = SqliteStorage::open(&fixture.path("portal").join(DATABASE)).expect("the portal's database");
    let answer = Some("Đã thay biển.".into());
    office::advance_petition(&storage, &SystemClock, code, PetitionStatus::Answered, answer).expect("answered");
    check(&fixture.cds(&url, &["sync"]), 0);
    let answered = check(&fixture.cds(NOWHERE, &["petition", "show", code]), 0);
    for said in [
        "answered",
        "Đã thay biển.",
        "Biển báo bị gãy.",
        "+ Ảnh 1",
        "Trung tâm Phục vụ hành chính công xã Quảng Uyên",
        "receipt verified",
    ] {
        assert!(answered.contains(said), "{said} in {answered}");
    }
    assert!(!check(&fixture.cds(NOWHERE, &["dossiers"]), 0).contains("PA-"), "petitions are listed apart");
    check(&fixture.cds(NOWHERE, &["petition", "show", "PA-H14-0"]), 9);
}
