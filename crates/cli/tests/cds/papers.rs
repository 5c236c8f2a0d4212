//! Papers as a script keeps, shows and deletes them.

use serde_json::Value;

use crate::{Fixture, NOWHERE, check};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_paper_is_shown_with_all_that_is_known_of_it_and_deleted_once_that_was_said_twice() {
    let fixture = Fixture::start();
    let url = fixture.portal.url();
    check(&fixture.login(), 0);
    let icon = concat!(env!("CARGO_MANIFEST_DIR"), "/../../icons/128x128.png");
    let about = ["--kind", "passport", "--title", "Hộ chiếu", "--number", "B1234567", "--expires", "31/01/2020"];
    let add = [&["--json", "paper", "add", icon], &about[..]].concat();
    let saved = json(&check(&fixture.cds(NOWHERE, &add), 0));
    let id = saved["id"].as_str().expect("an id");

    let text = check(&fixture.cds(NOWHERE, &["paper", "show", id]), 0);
    for said in ["Hộ chiếu", "passport", "B1234567", "2020-01-31 (expired)", "own_upload", "waiting", "image/png"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    check(&fixture.cds(NOWHERE, &["paper", "show", "nothing"]), 9);
    // Nobody answers the question.
    check(&fixture.cds(NOWHERE, &["paper", "delete", id]), 3);
    check(&fixture.cds(&url, &["sync"]), 0);

    let asked = json(&check(&fixture.cds(NOWHERE, &["--json", "paper", "delete", id, "--yes"]), 0));
    let shown = json(&check(&fixture.cds(NOWHERE, &["--json", "paper", "show", id]), 0));
    assert_eq!((&shown["state"], &shown["cancellable"]), (&Value::from("deleting"), &asked["id"]));
    check(&fixture.cds(&url, &["sync"]), 0);
    check(&fixture.cds(NOWHERE, &["paper", "show", id]), 9);
    check(&fixture.cds(NOWHERE, &["paper", "delete", id, "--yes"]), 9);
}
