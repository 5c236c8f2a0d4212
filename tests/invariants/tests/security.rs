//! What `docs/security.md` says is held by a test is held by one that exists.

use std::collections::BTreeSet;

use cds_invariants::{root, sources};

/// Words in code in the document that are long enough to be a test's name.
fn named(document: &str) -> BTreeSet<&str> {
    let words = document.split('`').skip(1).step_by(2);
    words.filter(|word| word.matches('_').count() >= 2 && !word.contains(['/', '.', ' '])).collect()
}

/// Names of functions that stand right after a test's attribute.
fn tests_in(source: &str) -> impl Iterator<Item = &str> {
    source.split("test]\n").skip(1).filter_map(|rest| rest.split_once("fn ")?.1.split_once('(').map(|(name, _)| name))
}

#[test]
fn every_test_that_the_security_document_names_exists() {
    let document = std::fs::read_to_string(root().join("docs/security.md")).expect("the document");
    let folders = ["crates", "tests"].map(|folder| sources(folder).expect("the sources"));
    let tests: BTreeSet<&str> = folders.iter().flatten().flat_map(|source| tests_in(&source.text)).collect();
    let named = named(&document);
    assert!(named.len() > 30, "the document names its tests: {}", named.len());
    let missing: Vec<&&str> = named.iter().filter(|name| !tests.contains(**name)).collect();
    assert!(missing.is_empty(), "no such tests: {missing:?}");
}

#[test]
fn a_name_that_is_no_tests_is_not_taken_for_one() {
    assert_eq!(named("`a_b_c` and `a/b_c_d.rs`, `fn x_y_z` or `x`"), ["a_b_c"].into());
    let source = "#[test]\nfn one_and_two() {}\nfn helper() {}\n#[tokio::test]\nasync fn three_and_four() {}";
    assert_eq!(tests_in(source).collect::<Vec<_>>(), ["one_and_two", "three_and_four"]);
}
