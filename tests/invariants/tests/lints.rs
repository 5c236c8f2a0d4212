//! The lints that hold an invariant are there and cover every crate.

use cds_invariants::{root, sources};

/// The one member with unsafe code: a layer between SQLite and the disk, for tests.
const UNSAFE: &str = "tests/vfs";

/// The lines of the tables of lints, without the tables' own prefix.
fn lint_lines<'a>(manifest: &'a str, prefix: &str) -> Vec<&'a str> {
    let tables = manifest.split("\n[").filter_map(|table| table.strip_prefix(prefix));
    tables.flat_map(|table| table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))).collect()
}

#[test]
fn every_member_takes_the_workspaces_lints() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let members = manifest.split("members = [").nth(1).and_then(|rest| rest.split(']').next()).expect("members");
    let mut checked = 0;
    for member in members.split(',').map(|member| member.trim().trim_matches('"')).filter(|member| !member.is_empty()) {
        let own = std::fs::read_to_string(root().join(member).join("Cargo.toml")).expect("a manifest");
        if member == UNSAFE {
            let allowed =
                |lines: Vec<&str>| lines.join("\n").replace("unsafe_code = \"deny\"", "unsafe_code = \"allow\"");
            let expected = allowed(lint_lines(&manifest, "workspace.lints."));
            assert_eq!(lint_lines(&own, "lints.").join("\n"), expected, "{member} allows more than it must");
        } else {
            assert!(own.contains("[lints]\nworkspace = true"), "{member} has lints of its own");
        }
        checked += 1;
    }
    assert!(checked > 10);
}

/// The lints that hold an invariant, as they stand in the workspace's manifest.
const DENIED: &[&str] = &[
    "unsafe_code = \"deny\"",
    "unwrap_used = \"deny\"",
    "expect_used = \"deny\"",
    "panic = \"deny\"",
    "indexing_slicing = \"deny\"",
    "string_slice = \"deny\"",
    "print_stdout = \"deny\"",
    "print_stderr = \"deny\"",
    "disallowed_methods = \"deny\"",
    "disallowed_types = \"deny\"",
    "allow_attributes = \"deny\"",
    "allow_attributes_without_reason = \"deny\"",
];

/// Files in which something disallowed enters, with how often: the clock, the generator, the network, the databases.
const ENTRANCES: &[(&str, usize)] = &[
    ("crates/core/src/clock.rs", 1),
    ("crates/core/src/file_lock.rs", 1),
    ("crates/core/src/rng.rs", 1),
    ("crates/core/src/store/cipher.rs", 2),
    ("crates/core/src/transport/http/dial.rs", 2),
    ("crates/portal/src/backup.rs", 1),
    ("crates/portal/src/environment.rs", 2),
    ("crates/portal/src/payment/notify.rs", 1),
    ("crates/portal/src/storage/sqlite.rs", 1),
];

/// Clippy refuses these calls everywhere; a file that needs one says so with a reason.
#[test]
fn time_randomness_network_and_databases_are_disallowed_but_where_they_enter() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    for lint in DENIED {
        assert!(manifest.lines().any(|line| line == *lint), "Cargo.toml no longer says {lint}");
    }
    let clippy = std::fs::read_to_string(root().join("clippy.toml")).expect("clippy.toml");
    let paths: Vec<&str> = clippy.lines().filter_map(|line| line.trim().strip_prefix("{ path = \"")).collect();
    for call in [
        "std::time::SystemTime::now\"",
        "std::time::Instant::now\"",
        "getrandom::fill\"",
        "rusqlite::Connection::open\"",
        "rusqlite::Connection::open_with_flags\"",
        "reqwest::blocking::Client::builder\"",
        "std::net::TcpStream\"",
        "tokio::net::TcpStream\"",
        "tokio::net::TcpSocket\"",
        "tokio::net::lookup_host\"",
    ] {
        assert!(paths.iter().any(|path| path.starts_with(call)), "clippy.toml no longer disallows {call}");
    }
    let mut used = Vec::new();
    for folder in [
        "crates/cli/src",
        "crates/codec/src",
        "crates/core/src",
        "crates/identity/src",
        "crates/portal/src",
        "crates/scan/src",
        "crates/vn/src",
        "crates/wire/src",
        "src-tauri",
        "ui/src",
    ] {
        for file in sources(folder).expect("the sources") {
            for group in ["all", "style", "restriction", "pedantic", "nursery", "complexity", "correctness"] {
                assert!(!file.text.contains(&format!("clippy::{group}")), "{} expects a group of lints", file.path);
            }
            let exceptions = file.text.matches("clippy::disallowed_").count();
            if exceptions > 0 {
                used.push((file.path, exceptions));
            }
        }
    }
    used.sort();
    let used: Vec<(&str, usize)> = used.iter().map(|(path, exceptions)| (path.as_str(), *exceptions)).collect();
    assert_eq!(used, ENTRANCES, "an exception was added or is no longer needed");
}

#[test]
fn no_source_file_grows_past_400_lines() {
    for folder in ["crates", "src-tauri", "tests", "ui", "xtask", "bench", "fuzz"] {
        for file in sources(folder).expect("the sources") {
            let lines = file.text.lines().count();
            assert!(lines <= 400, "{} has {lines} lines: split it", file.path);
        }
    }
}

#[test]
fn the_map_of_the_code_names_every_part() {
    let map = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
    let mut parts = Vec::new();
    for folder in ["crates", "tests"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("a folder") {
            parts.push(format!("{folder}/{}", entry.expect("an entry").file_name().to_string_lossy()));
        }
    }
    for part in
        parts.iter().map(String::as_str).chain(["src-tauri", "ui", "assets", "icons", "bench", "fuzz", "xtask", "docs"])
    {
        assert!(map.contains(part), "docs/ARCHITECTURE.md does not name {part}");
    }
    for word in
        map.split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains([' ', '*', '<', '{']))
    {
        assert!(root().join(word).exists(), "docs/ARCHITECTURE.md names {word}, which is not there");
    }
}
