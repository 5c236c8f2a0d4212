//! Every text on a screen comes from the locale files.

use cds_invariants::{own_words, sources};

#[test]
fn no_text_on_any_screen_comes_from_outside_the_locale_files() {
    let mut screens = 0;
    for file in sources("ui/src").expect("the sources") {
        let words = own_words(&file.syntax);
        assert!(words.is_empty(), "{}: words that are in no locale file: {words:?}", file.path);
        screens += file.text.matches("rsx!").count();
    }
    assert!(screens > 20, "the interface is made with rsx!: {screens}");
}

/// The interface is built without the texts of `Debug`: what is written with `{:?}` is empty there.
#[test]
fn nothing_on_any_screen_is_written_by_debug() {
    for file in sources("ui/src").expect("the sources") {
        let shipped = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(
            !shipped.contains(":?}") && !shipped.contains(":#?}"),
            "{}: {{:?}} writes nothing in the interface",
            file.path
        );
    }
}

/// What the finder says about the body of a component.
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
fn check(body: &str, expected: &[&str]) {
    let file = syn::parse_file(&format!("fn screen() -> Element {{ {body} }}")).expect("Rust");
    assert_eq!(own_words(&file), expected, "{body}");
}

#[test]
fn the_finder_finds_what_is_read_or_heard() {
    check(r#"rsx! { "Hello" }"#, &["Hello"]);
    check(r#"rsx! { p { "Hello" } }"#, &["Hello"]);
    check(r#"rsx! { p { class: "quiet", "{count} files" } }"#, &["{count} files"]);
    check(r#"rsx! { if open() { p { "yes" } } else { p { "no" } } }"#, &["yes", "no"]);
    check(r#"rsx! { for row in rows { li { "Row" } } }"#, &["Row"]);
    check(r#"rsx! { match step { Step::One => rsx! { p { "one" } }, _ => rsx! { "two" } } }"#, &["one", "two"]);
    check(r#"rsx! { {rows.iter().map(|row| rsx! { li { id: "row-{row}", "Row" } })} }"#, &["Row"]);
    check(r#"rsx! { {format!("{count} files")} }"#, &["{count} files"]);
    check(r#"rsx! { {if open() { "yes" } else { "-" }} }"#, &["yes"]);
    check(r#"rsx! { img { src: "x", alt: "A picture" } }"#, &["A picture"]);
    check(r#"rsx! { button { aria_label: format!("Open {name}"), r#type: "button" } }"#, &["Open {name}"]);
    check(
        r#"rsx! { components::Field { id: "phone", label: "Phone", hint: Some("Ten".to_owned()) } }"#,
        &["Phone", "Ten"],
    );
    check(r#"rsx! { Split { list: rsx! { p { "Left" } }, detail: None } }"#, &["Left"]);
    check(r#"rsx! { button { onclick: move |_| list.set(rsx! { "Later" }), "-" } }"#, &["Later"]);
    check(r#"rsx! { p { id, "Hello" } }"#, &["Hello"]);
    check(r#"let title = "Hồ sơ"; rsx! { Title { text: title } }"#, &["Hồ sơ"]);
}

#[test]
fn the_finder_leaves_alone_what_nobody_reads() {
    check(r#"rsx! { p { class: "quiet", id: "a-{n}", "data-kind": "note", "{name}" } }"#, &[]);
    check(r#"rsx! { Title { text: texts.sign_in_title() } ": – 12 {{}}" }"#, &[]);
    check(
        r#"rsx! { for (key, row) in rows.iter().filter(|row| row.kind == "a") { li { key: "{key}", {row.name()} } } }"#,
        &[],
    );
    check(r#"rsx! { {rows.iter().map(|row| { let id = format!("row-{row}"); rsx! { li { id } } })} }"#, &[]);
    check(r#"rsx! { button { id, r#type: if send { "submit" } else { "button" }, "{name}" } }"#, &[]);
    check(r#"rsx! { svg { "aria-hidden": "true", path { d: "M 3 4 h 2" } } }"#, &[]);
    check(
        r#"rsx! { form { onsubmit: move |event| field.set("name"), label { r#for: "name", {texts.name()} } } }"#,
        &[],
    );
    check(r#"#[doc = "Tài liệu"] fn inner() {}"#, &[]);
}
