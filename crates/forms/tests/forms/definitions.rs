//! A broken definition is refused with the path of each fault.

use cds_forms::{FaultKind, MAX_DEFINITION, read};
use serde_json::{Value, json};

use crate::TEST_FORM;

/// A small form that is good.
fn good() -> Value {
    let words = |text: &str| json!({ "vi": text, "en": text });
    json!({
        "format": 1, "id": "nho", "version": 1, "title": words("Nhỏ"), "procedures": ["1.001193"],
        "sections": [{ "name": "a", "title": words("A"), "fields": [
            { "name": "ten", "kind": "text", "label": words("Tên") },
            { "name": "mau", "kind": "radio", "label": words("Màu"),
              "options": [{ "value": "do", "label": words("Đỏ") }, { "value": "xanh", "label": words("Xanh") }] },
            { "name": "tien", "kind": "money", "label": words("Tiền"), "min": 1, "max": 9 },
            { "name": "ngay", "kind": "date", "label": words("Ngày"), "latest": "today" },
            { "name": "con", "kind": "group", "label": words("Con"), "fields": [
                { "name": "ten", "kind": "text", "label": words("Tên") },
                { "name": "phi", "kind": "money", "label": words("Phí") }
            ] },
            { "name": "tong", "kind": "computed", "label": words("Tổng"), "compute": { "kind": "sum", "of": ["con.phi"] } },
            { "name": "tinh", "kind": "province", "label": words("Tỉnh") },
            { "name": "xa", "kind": "commune", "label": words("Xã"), "parent": "tinh" },
            { "name": "anh", "kind": "file", "label": words("Ảnh"), "paper": "Ảnh" }
        ] }]
    })
}

/// Holds that the good form with `value` at `pointer` (a new property of an object, or in the place of what is there) is
/// refused at `path`.
fn check(pointer: &str, value: Value, path: &str, expected: impl Fn(&FaultKind) -> bool) {
    let mut broken = good();
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = broken.pointer_mut(parent).expect("it is there");
    match parent {
        Value::Array(items) => items[key.parse::<usize>().expect("a position")] = value,
        _ => parent[key] = value,
    }
    let refused = read(&broken.to_string()).expect_err(pointer);
    let found = refused.0.iter().any(|fault| fault.path == path && expected(&fault.kind));
    assert!(found, "{pointer}: {refused}");
}

#[test]
fn the_good_one_is_read() {
    assert!(read(&good().to_string()).is_ok());
    assert!(read(TEST_FORM).is_ok());
}

#[test]
fn what_has_not_the_form_of_a_definition_is_refused_where_it_stands() {
    let form = |kind: &FaultKind| matches!(kind, FaultKind::Form(_));
    check("/sections/0/fields/0/kind", json!("essay"), "/sections/0/fields/0/kind", form);
    check("/sections/0/fields/1/options", json!("do"), "/sections/0/fields/1/options", form);
    check("/sections/0/fields/2/min", json!("1"), "/sections/0/fields/2/min", form);
    check("/sections/0/fields/4/fields/1/label", json!({ "en": "a" }), "/sections/0/fields/4/fields/1/label", form);
    check(
        "/sections/0/fields/4/fields/1/label",
        json!({ "vi": "a" }),
        "/sections/0/fields/4/fields/1/label/en",
        |kind| matches!(kind, FaultKind::NoWords),
    );
    check("/sections/0/fields/0/colour", json!(1), "/sections/0/fields/0/colour", form);
    for text in ["", "{", "[]", "null", "{\"format\":1}"] {
        let refused = read(text).expect_err(text);
        assert!(matches!(refused.0.as_slice(), [fault] if fault.path.is_empty()), "{text}: {refused}");
    }
    let twice = good().to_string().replacen("\"id\":", "\"id\":\"x\",\"id\":", 1);
    assert!(read(&twice).is_err());
}

#[test]
fn a_format_that_this_version_does_not_know_is_refused_as_that() {
    check("/format", json!(2), "/format", |kind| *kind == FaultKind::UnknownFormat);
    // Whatever else it may hold.
    let refused = read(r#"{"format": 7, "pages": []}"#).expect_err("another format");
    assert_eq!(refused.to_string(), "/format: this version does not know the format: it knows 1");
}

#[test]
fn names_and_words_are_held_to_what_they_must_be() {
    let field = "/sections/0/fields/0";
    for name in ["", "1a", "họ", "a.b", "a b", &"a".repeat(65)] {
        check(&format!("{field}/name"), json!(name), &format!("{field}/name"), |kind| *kind == FaultKind::Name);
    }
    check("/id", json!("Khai Sinh"), "/id", |kind| *kind == FaultKind::Name);
    check("/version", json!(0), "/version", |kind| *kind == FaultKind::OutOfRange);
    check("/sections/0/fields/1/name", json!("ten"), "/sections/0/fields/1/name", |kind| *kind == FaultKind::Duplicate);
    check("/title/en", json!(" "), "/title/en", |kind| *kind == FaultKind::NoWords);
    check("/procedures", json!(["a", "a"]), "/procedures/1", |kind| *kind == FaultKind::Duplicate);
    check("/lists", json!({ "sex": [] }), "/lists/sex", |kind| *kind == FaultKind::Duplicate);
    check("/lists", json!({ "a": [] }), "/lists/a", |kind| *kind == FaultKind::Empty);
}

#[test]
fn what_does_not_go_with_a_kind_is_refused() {
    let f = |position: usize, property: &str| format!("/sections/0/fields/{position}/{property}");
    check(&f(0, "min"), json!(1), &f(0, "min"), |kind| *kind == FaultKind::NotOfThisKind);
    check(&f(2, "decimals"), json!(1), &f(2, "decimals"), |kind| *kind == FaultKind::NotOfThisKind);
    check(&f(5, "required"), json!(true), &f(5, "required"), |kind| *kind == FaultKind::NotOfThisKind);
    check(&f(1, "options"), json!(null), "/sections/0/fields/1", |kind| *kind == FaultKind::Needed("options"));
    check(&f(7, "parent"), json!(null), "/sections/0/fields/7", |kind| *kind == FaultKind::Needed("parent"));
    check(&f(8, "paper"), json!(null), "/sections/0/fields/8", |kind| *kind == FaultKind::Needed("paper"));
    let (inner, members) = (f(4, "fields/0/kind"), f(4, "fields"));
    check(&inner, json!("group"), &inner, |kind| *kind == FaultKind::NotOfThisKind);
    check(&members, json!([]), &members, |kind| *kind == FaultKind::Empty);
    check(&f(4, "fields/0/prefill"), json!("name"), &f(4, "fields/0/prefill"), |kind| {
        *kind == FaultKind::NotOfThisKind
    });
}

#[test]
fn lists_and_bounds_make_sense() {
    let f = |position: usize, property: &str| format!("/sections/0/fields/{position}/{property}");
    check(&f(1, "options"), json!([]), &f(1, "options"), |kind| *kind == FaultKind::Empty);
    let again = json!({ "value": "do", "label": { "vi": "a", "en": "a" } });
    check(&f(1, "options/1"), again, &f(1, "options/1/value"), |kind| *kind == FaultKind::Duplicate);
    check(&f(2, "min"), json!(10), &f(2, "min"), |kind| *kind == FaultKind::MinimumAboveMaximum);
    check(&f(4, "max_rows"), json!(0), &f(4, "max_rows"), |kind| *kind == FaultKind::OutOfRange);
    check(&f(4, "max_rows"), json!(101), &f(4, "max_rows"), |kind| *kind == FaultKind::OutOfRange);
    check(&f(0, "max_length"), json!(0), &f(0, "max_length"), |kind| *kind == FaultKind::OutOfRange);
    for day in ["tomorrow", "2026-02-30", "1/1/2026", "ten", ""] {
        check(&f(3, "latest"), json!(day), &f(3, "latest"), |kind| *kind == FaultKind::NotADate);
    }
    check("/sections/0/fields", json!([]), "/sections/0/fields", |kind| *kind == FaultKind::Empty);
    check("/sections", json!([]), "/sections", |kind| *kind == FaultKind::Empty);
}

#[test]
fn what_points_to_nothing_is_refused() {
    let f = |position: usize, property: &str| format!("/sections/0/fields/{position}/{property}");
    let unknown = |kind: &FaultKind| matches!(kind, FaultKind::Unknown(_));
    let wrong = |kind: &FaultKind| matches!(kind, FaultKind::WrongKind(_));
    let when = f(0, "when");
    check(&when, json!({ "field": "x", "filled": true }), &f(0, "when/field"), unknown);
    check(&when, json!({ "not": { "field": "x", "filled": true } }), &f(0, "when/not/field"), unknown);
    check(&when, json!({ "all": [{ "field": "mau", "is": ["nau"] }] }), &f(0, "when/all/0/is/0"), |kind| {
        *kind == FaultKind::NeverSo("nau".to_owned())
    });
    check(&when, json!({ "field": "ngay", "at_least": 1 }), &f(0, "when/field"), wrong);
    // A row is not to be seen from outside.
    check(&when, json!({ "field": "phi", "filled": true }), &f(0, "when/field"), unknown);
    check("/sections/0/when", json!({ "field": "y", "filled": true }), "/sections/0/when/field", unknown);
    check(&f(7, "parent"), json!("y"), &f(7, "parent"), unknown);
    check(&f(7, "parent"), json!("ten"), &f(7, "parent"), wrong);
    check(&f(5, "compute/of"), json!(["con.x"]), &f(5, "compute/of/0"), unknown);
    check(&f(5, "compute/of"), json!(["ten"]), &f(5, "compute/of/0"), wrong);
    check(&f(5, "compute/of"), json!([]), &f(5, "compute/of"), |kind| *kind == FaultKind::Empty);
    check(&f(5, "compute"), json!({ "kind": "age", "of": ["ngay"] }), &f(5, "compute"), |kind| {
        *kind == FaultKind::Needed("at")
    });
}

#[test]
fn a_condition_says_one_thing() {
    let path = "/sections/0/fields/0/when";
    for condition in [
        json!({}),
        json!({ "field": "mau" }),
        json!({ "is": ["do"] }),
        json!({ "field": "mau", "is": ["do"], "filled": true }),
        json!({ "field": "mau", "is": ["do"], "all": [{ "field": "mau", "filled": true }] }),
    ] {
        check(path, condition, path, |kind| *kind == FaultKind::Condition);
    }
}

#[test]
fn what_follows_from_itself_is_refused_with_the_circle() {
    let circle =
        |names: &'static [&'static str]| move |kind: &FaultKind| matches!(kind, FaultKind::Cycle(of) if of == names);
    let when = |field: &str| json!({ "field": field, "filled": true });
    check("/sections/0/fields/0/when", when("ten"), "/sections/0/fields/0", circle(&["ten", "ten"]));
    check("/sections/0/fields/5/compute/of", json!(["tong"]), "/sections/0/fields/5", circle(&["tong", "tong"]));
    // Its section would have to be there before it is, and a group cannot depend on its sum.
    check("/sections/0/when", when("ten"), "/sections/0/fields/0", circle(&["ten", "ten"]));
    check("/sections/0/fields/4/when", when("tong"), "/sections/0/fields/5", |kind| {
        matches!(kind, FaultKind::Cycle(_))
    });
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut broken = good();
    broken["sections"][0]["fields"][0]["name"] = json!("");
    broken["sections"][0]["fields"][1]["options"] = json!([]);
    broken["sections"][0]["fields"][2]["min"] = json!(10);
    let refused = read(&broken.to_string()).expect_err("broken");
    let text = refused.to_string();
    for path in ["/sections/0/fields/0/name: ", "/sections/0/fields/1/options: ", "/sections/0/fields/2/min: "] {
        assert!(text.contains(path), "{text}");
    }
}

#[test]
fn a_definition_that_is_too_large_is_not_read() {
    let large = " ".repeat(MAX_DEFINITION + 1);
    assert_eq!(read(&large).expect_err("too large").0[0].kind, FaultKind::TooLarge);
    let deep = "[".repeat(100_000);
    assert!(read(&deep).is_err());
}
