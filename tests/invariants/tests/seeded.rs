//! Bugs that were put in on purpose reach nothing that is shipped.

use std::collections::BTreeSet;

use cds_invariants::{root, sources};

/// Programs that people run.
const PROGRAMS: &[&str] = &["crates/cli/src/main.rs", "crates/portal/src/main.rs", "src-tauri/lib.rs"];

#[test]
fn no_program_compiles_with_bugs_that_were_put_in_on_purpose() {
    for program in PROGRAMS {
        let text = std::fs::read_to_string(root().join(program)).expect("a program");
        assert!(text.contains("#[cfg(seeded_bugs)]\ncompile_error!"), "{program} compiles with them");
    }
}

#[test]
fn every_bug_is_there_and_every_bug_that_is_there_is_tried() {
    let mut there = BTreeSet::new();
    for folder in ["crates/core/src", "crates/portal/src"] {
        for file in sources(folder).expect("the sources") {
            let lines: Vec<&str> = file.text.lines().collect();
            for (number, line) in lines.iter().enumerate() {
                let Some((_, rest)) = line.split_once("cds_seeded::bug(\"") else { continue };
                let near = lines.iter().take(number + 1).rev().take(4);
                assert!(near.clone().any(|line| line.contains("cfg(seeded_bugs)")), "{}: {line}", file.path);
                let name = rest.split('"').next().expect("a name");
                there.insert(name.to_owned());
            }
        }
    }
    assert!(there.len() >= 12, "{} bugs", there.len());
    assert_eq!(there, tried());
    assert_eq!(there, told());
}

/// The bugs in the list of `cargo xtask mutants`.
fn tried() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("xtask/src/mutants.rs")).unwrap_or_default();
    let list = text.split("const BUGS: ").nth(1).and_then(|rest| rest.split("\n];").next()).unwrap_or_default();
    // A name is what follows a parenthesis and is followed by a comma.
    let names = list.split('(').skip(1).filter_map(|entry| entry.trim_start().strip_prefix('"')?.split_once("\","));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// The bugs in the document: those of the table, and that which lies outside the simulation.
fn told() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/testing.md")).unwrap_or_default();
    let section = text.split("\n## Bugs put in on purpose\n").nth(1).and_then(|rest| rest.split("\n## ").next());
    let names = section.unwrap_or_default().lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("| `").or_else(|| line.strip_prefix('`'))?.split_once('`')?;
        (rest.starts_with(" |") || rest.starts_with(" lies outside the simulation")).then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn the_crates_know_of_bugs_only_where_they_are_put_in() {
    for manifest in ["crates/core/Cargo.toml", "crates/portal/Cargo.toml"] {
        let text = std::fs::read_to_string(root().join(manifest)).expect("a manifest");
        let mut table = "";
        let mut named = 0;
        for line in text.lines() {
            if line.starts_with('[') {
                table = line;
            }
            if !line.starts_with('#') && line.contains("cds-seeded") {
                assert_eq!(table, "[target.'cfg(seeded_bugs)'.dependencies]", "{manifest}: {line}");
                named += 1;
            }
        }
        assert_eq!(named, 1, "{manifest}");
    }
}
