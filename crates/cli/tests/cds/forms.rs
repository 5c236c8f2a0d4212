//! A draft by its form.

use crate::*;

#[test]
fn a_draft_is_filled_in_by_its_form_and_checked_before_it_is_filed() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    let form = check(&fixture.cds(NOWHERE, &["form", "1.004194"]), 0);
    assert!(form.contains("tienthue") || form.contains("hoten"), "{form}");
    check(&fixture.cds(NOWHERE, &["form", "9.999999"]), 9);

    let begun = check(&fixture.cds(NOWHERE, &["--json", "draft", "new", "1.004194"]), 0);
    let begun: serde_json::Value = serde_json::from_str(&begun).expect("JSON");
    let id = begun["id"].as_str().expect("an id");
    let shown = check(&fixture.cds(NOWHERE, &["draft", "show", id]), 0);
    assert!(shown.contains("[profile]") && shown.contains("! missing"), "{shown}");
    let refused = check(&fixture.cds(NOWHERE, &["preflight", id]), 3);
    assert!(refused.contains("refused: answer: tungay missing"), "{refused}");
    check(&fixture.cds(NOWHERE, &["submit", "--draft", id]), 3);

    let photo = fixture.path("photo.png");
    image::RgbImage::new(8, 8).save(&photo).expect("written");
    let photo = format!("Giấy tờ chứng minh chỗ ở hợp pháp={}", photo.to_str().expect("text"));
    let answers = [
        "tinhTT=Cao Bằng",
        "xaTT=01273",
        "diachiTT=Tổ 3",
        "tungay=1/12/2026",
        "denngay=1/12/2027",
        "loaicho=thue",
        "tienthue=1.500.000 đ",
        "laChuHo=YES",
    ];
    let set = [&["draft", "set", id, "--attach", &photo], answers.as_slice()].concat();
    let set = check(&fixture.cds(NOWHERE, &set), 0);
    assert!(set.contains("1.500.000 đ") && set.contains("Phường Thục Phán"), "{set}");
    let ready = check(&fixture.cds(NOWHERE, &["preflight", id]), 0);
    assert!(ready.contains("nothing stands in the way"), "{ready}");

    let copy = check(&fixture.cds(NOWHERE, &["--json", "draft", "copy", id]), 0);
    let copy: serde_json::Value = serde_json::from_str(&copy).expect("JSON");
    let copy = copy["id"].as_str().expect("an id");
    let drafts = check(&fixture.cds(NOWHERE, &["draft", "list"]), 0);
    assert!(drafts.contains(id) && drafts.contains(copy), "{drafts}");
    check(&fixture.cds(NOWHERE, &["draft", "delete", copy]), 0);
    check(&fixture.cds(NOWHERE, &["draft", "show", copy]), 9);
    check(&fixture.cds(NOWHERE, &["submit", "--draft", id]), 0);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    let filed = check(&fixture.cds(NOWHERE, &["--json", "dossier", id]), 0);
    let filed: serde_json::Value = serde_json::from_str(&filed).expect("JSON");
    assert_eq!(filed["fields"]["tienthue"], "1500000");
    assert_eq!(filed["summary"]["state"], "received");
}
