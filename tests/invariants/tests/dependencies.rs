//! Dependencies point down only.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each part may use of the workspace, for building and running. What is not named here may use nothing.
const MAY_USE: &[(&str, &[&str])] = &[
    ("cds-codec", &["cds-wire"]),
    ("cds-forms", &["cds-vn", "cds-wire"]),
    // `cds-seeded` only where bugs are put in on purpose.
    ("cds-core", &["cds-codec", "cds-forms", "cds-identity", "cds-scan", "cds-seeded", "cds-vn", "cds-wire"]),
    ("cds-portal", &["cds-codec", "cds-identity", "cds-seeded", "cds-vn", "cds-wire"]),
    ("cds-sim", &["cds-core", "cds-identity", "cds-portal", "cds-wire"]),
    ("cds-cli", &["cds-core", "cds-vn", "cds-wire"]),
    ("congdanso", &["cds-core", "cds-wire"]),
    ("cds-ui", &["cds-scan", "cds-vn", "cds-wire"]),
    // A program that tells a citizen's story over a disk that fails, for tests.
    ("cds-faults", &["cds-core", "cds-vfs", "cds-wire"]),
];

/// The pure parts with all that they may use from elsewhere: nothing that knows a clock, a network or a disk.
const PURE: &[(&str, &str, &[&str])] = &[
    // `utoipa` only where the portal asks for schemas.
    ("cds-wire", "crates/wire/src", &["base64", "serde", "serde_json", "utoipa"]),
    ("cds-vn", "crates/vn/src", &["thiserror", "time", "unicode-normalization"]),
    (
        "cds-forms",
        "crates/forms/src",
        &["cds-vn", "cds-wire", "serde", "serde_json", "serde_path_to_error", "thiserror", "unicode-normalization"],
    ),
    ("cds-identity", "crates/identity/src", &["ed25519-dalek", "minicbor", "sha2", "thiserror", "zeroize"]),
    ("cds-scan", "crates/scan/src", &["thiserror"]),
];

/// Ways out of a pure part that need no dependency.
const WAYS_OUT: &[&str] = &["env", "fs", "io", "net", "process", "thread"];

/// Each workspace member with the names of what it depends on to build and run (tests may use more).
fn members() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(cds_invariants::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned).expect("text");
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().expect("dependencies").iter();
            let used = dependencies.filter(|dependency| dependency["kind"] != "dev");
            (text(&package["name"]), used.map(|dependency| text(&dependency["name"])).collect())
        })
        .collect()
}

#[test]
fn each_part_uses_only_what_lies_below_it() {
    let members = members();
    for (name, _) in MAY_USE {
        assert!(members.contains_key(*name), "{name} is not in the workspace");
    }
    for (name, used) in &members {
        let allowed = MAY_USE.iter().find(|(part, _)| part == name).map_or(&[][..], |(_, allowed)| *allowed);
        for dependency in used.iter().filter(|dependency| members.contains_key(*dependency)) {
            // The window's tests drive programs and share nothing with them but their names.
            assert!(allowed.contains(&dependency.as_str()), "{name} may not use {dependency}");
        }
    }
}

#[test]
fn the_pure_parts_reach_for_nothing() {
    let members = members();
    for (name, folder, allowed) in PURE {
        for dependency in &members[*name] {
            assert!(allowed.contains(&dependency.as_str()), "{name} may not use {dependency}");
        }
        for file in cds_invariants::sources(folder).expect("the sources") {
            for way in WAYS_OUT {
                assert!(!file.text.contains(&format!("std::{way}")), "{} reaches for std::{way}", file.path);
            }
        }
    }
}

#[test]
fn plain_cargo_test_links_no_webkit() {
    let manifest = std::fs::read_to_string(cds_invariants::root().join("Cargo.toml")).expect("the manifest");
    let defaults = manifest.split("default-members = [").nth(1).and_then(|rest| rest.split(']').next());
    let defaults = defaults.expect("there are default members");
    for shell in ["\".\"", "\"ui\"", "\"tests/e2e\"", "\"tests/faults\""] {
        assert!(!defaults.contains(shell), "{shell} is a default member");
    }
}
