//! `docs/identity-code-vectors.json`: what other implementations are tested with.
//!
//! With `CDS_WRITE_VECTORS` set, the file is written anew.

mod codes;
mod file;
mod lists;
mod live;

use std::collections::BTreeSet;
use std::path::Path;

use cds_identity::{CannotTell, Checker, Invalid, StatusList, TrustList, Verdict, verify};

use file::{Answer, Code, File, bytes};

const ABOUT: &str = "Vectors for docs/identity-code.md, made by crates/identity/tests/signed/vectors.rs. Bytes are in \
                     hexadecimal, times in seconds since 1970. The keys are for tests alone.";

fn path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/identity-code-vectors.json")
}

fn made() -> File {
    File {
        about: ABOUT.to_owned(),
        keys: lists::keys(),
        trust_lists: lists::trust_lists(),
        status_lists: lists::status_lists(),
        codes: [codes::codes(), live::codes()].concat(),
    }
}

fn read() -> File {
    let text = std::fs::read_to_string(path()).expect("the vectors are in the repository");
    serde_json::from_str(&text).expect("the vectors' form")
}

#[test]
fn the_vectors_are_those_that_are_made() {
    let made = serde_json::to_string_pretty(&made()).expect("JSON") + "\n";
    if std::env::var_os("CDS_WRITE_VECTORS").is_some() {
        std::fs::write(path(), &made).expect("written");
    }
    let kept = std::fs::read_to_string(path()).expect("the vectors are in the repository");
    assert!(made == kept, "docs/identity-code-vectors.json differs: set CDS_WRITE_VECTORS, run this test, then look");
}

#[test]
fn every_vectors_trust_list_is_judged_as_it_says() {
    for vector in read().trust_lists {
        let root = bytes(&vector.root).try_into().expect("32 bytes");
        let (answer, content) = match TrustList::verify(&bytes(&vector.list), &root) {
            Ok(list) => ("taken", Some(file::TrustContent::from(&list))),
            Err(error) => (lists::trust_reason(error), None),
        };
        assert_eq!((answer, content), (vector.answer.as_str(), vector.content), "{}", vector.name);
    }
}

#[test]
fn every_vectors_status_list_is_judged_as_it_says() {
    let file = read();
    for vector in &file.status_lists {
        let (answer, content) = match StatusList::verify(&bytes(&vector.list), &file.trust(&vector.trust)) {
            Ok(status) => ("taken", Some(file::StatusContent::from(&status))),
            Err(error) => (lists::status_reason(error), None),
        };
        assert_eq!((answer, &content), (vector.answer.as_str(), &vector.content), "{}", vector.name);
    }
}

fn judge(file: &File, vector: &Code) -> Verdict {
    let trust: Vec<TrustList> = vector.trust.iter().map(|name| file.trust(name)).collect();
    let status: Vec<StatusList> = vector.status.iter().map(|name| file.status(name)).collect();
    let first = vector.first.as_ref().map(file::First::scan);
    verify(&vector.text, &Checker { trust: &trust, status: &status, first: first.as_ref() }, vector.now)
}

#[test]
fn every_vectors_code_is_judged_as_it_says() {
    let file = read();
    for vector in &file.codes {
        assert_eq!(Answer::from(&judge(&file, vector)), vector.answer, "{}", vector.name);
    }
}

#[test]
fn the_vectors_hold_every_answer_and_every_reason() {
    let file = read();
    let said = file.codes.iter().flat_map(|code| [Some(code.answer.answer.clone()), code.answer.reason.clone()]);
    let said: BTreeSet<String> = said.flatten().collect();
    let answers = ["live", "live_status_old", "genuine_paper", "cannot_tell", "invalid", "scan_again"];
    let reasons = CannotTell::ALL.map(CannotTell::code).into_iter().chain(Invalid::ALL.map(Invalid::code));
    let expected: BTreeSet<String> = answers.into_iter().chain(reasons).map(str::to_owned).collect();
    assert_eq!(said, expected);
    let mut names: Vec<&str> = file.codes.iter().map(|code| code.name.as_str()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a name is there twice");
}
