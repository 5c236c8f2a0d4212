//! The family, and the services before signing in.

use crate::*;

#[test]
fn somebody_is_added_with_consent_has_papers_and_drafts_and_is_removed() {
    let fixture = Fixture::start();
    check(&fixture.login(), 0);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    let add = ["--json", "family", "add", "--name", "Lý Thị Mai", "--birth", "1/10/2026", "--sex", "female"];
    let add = [&add, ["--relation", "child"].as_slice()].concat();
    check(&fixture.cds(NOWHERE, &add), 3);
    let added = check(&fixture.cds(NOWHERE, &[add.as_slice(), &["--consent"]].concat()), 0);
    let added: serde_json::Value = serde_json::from_str(&added).expect("JSON");
    let id = added["id"].as_str().expect("an id");
    let family = check(&fixture.cds(NOWHERE, &["family"]), 0);
    assert!(family.contains(id) && family.contains("waiting  Lý Thị Mai, 01/10/2026"), "{family}");

    let photo = fixture.path("photo.png");
    image::RgbImage::new(8, 8).save(&photo).expect("written");
    let photo = photo.to_str().expect("text");
    check(&fixture.cds(NOWHERE, &["paper", "add", photo, "--kind", "birth_certificate", "--person", id]), 0);
    check(&fixture.cds(NOWHERE, &["paper", "add", photo, "--kind", "other"]), 0);
    let of_child = check(&fixture.cds(NOWHERE, &["papers", "--person", id]), 0);
    assert!(of_child.lines().count() == 1 && of_child.contains("for Lý Thị Mai"), "{of_child}");
    check(&fixture.cds(NOWHERE, &["draft", "new", "1.001193", "--person", "nobody"]), 9);
    let draft = check(&fixture.cds(NOWHERE, &["--json", "draft", "new", "1.001193", "--person", id]), 0);
    let draft: serde_json::Value = serde_json::from_str(&draft).expect("JSON");
    let shown = check(&fixture.cds(NOWHERE, &["draft", "show", draft["id"].as_str().expect("an id")]), 0);
    assert!(shown.contains("[family]"), "{shown}");

    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    check(&fixture.cds(NOWHERE, &["family", "remove", id]), 0);
    check(&fixture.cds(&fixture.portal.url(), &["sync"]), 0);
    assert_eq!(check(&fixture.cds(NOWHERE, &["family"]), 0), "");
    let of_child = check(&fixture.cds(NOWHERE, &["papers", "--person", id]), 0);
    assert!(of_child.contains("for somebody who was removed"), "{of_child}");
}

#[test]
fn before_signing_in_the_essential_services_are_found_and_read() {
    let fixture = Fixture::start();
    let found = check(&fixture.cds(NOWHERE, &["search", "dang", "ky", "khai", "sinh"]), 0);
    assert!(found.starts_with("The essential services alone, as of ") && found.contains("1.001193"), "{found}");
    let text = check(&fixture.cds(NOWHERE, &["procedure", "1.001193"]), 0);
    assert!(text.contains("bản kèm theo ứng dụng, ngày "), "{text}");
    check(&fixture.cds(NOWHERE, &["procedure", "9.999999"]), 9);
}
