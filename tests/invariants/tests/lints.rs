//! The lints that hold an invariant are there and cover every crate.

use cds_invariants::{root, sources};

#[test]
fn every_member_takes_the_workspaces_lints() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let members = manifest.split("members = [").nth(1).and_then(|rest| rest.split(']').next()).expect("members");
    let mut checked = 0;
    for member in members.split(',').map(|member| member.trim().trim_matches('"')).filter(|member| !member.is_empty()) {
        let manifest = std::fs::read_to_string(root().join(member).join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member} has lints of its own");
        checked += 1;
    }
    assert!(checked > 10);
}

/// Clippy refuses these calls everywhere; a file that needs one says so with a reason.
#[test]
fn time_randomness_network_and_databases_are_disallowed_but_where_they_enter() {
    let clippy = std::fs::read_to_string(root().join("clippy.toml")).expect("clippy.toml");
    for call in
        ["SystemTime::now", "Instant::now", "getrandom::fill", "Connection::open\"", "Client::builder", "TcpStream"]
    {
        assert!(clippy.contains(call), "clippy.toml no longer disallows {call}");
    }
    let entrances = [
        "crates/core/src/clock.rs",
        "crates/core/src/rng.rs",
        "crates/core/src/store/cipher.rs",
        "crates/core/src/transport/http.rs",
        "crates/portal/src/environment.rs",
        "crates/portal/src/storage/sqlite.rs",
    ];
    let mut used = Vec::new();
    for folder in ["crates/core/src", "crates/identity/src", "crates/portal/src", "crates/scan/src", "crates/vn/src"] {
        for file in sources(folder).expect("the sources") {
            if file.text.contains("clippy::disallowed_methods") || file.text.contains("clippy::disallowed_types") {
                used.push(file.path);
            }
        }
    }
    used.sort();
    assert_eq!(used, entrances, "an exception was added or is no longer needed");
}

#[test]
fn no_source_file_grows_past_400_lines() {
    for folder in ["crates", "src-tauri", "tests", "ui", "xtask", "bench"] {
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
    for part in parts.iter().map(String::as_str).chain(["src-tauri", "ui", "assets", "icons", "bench", "xtask", "docs"])
    {
        assert!(map.contains(part), "docs/ARCHITECTURE.md does not name {part}");
    }
    for word in
        map.split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.contains([' ', '*', '<', '{']))
    {
        assert!(root().join(word).exists(), "docs/ARCHITECTURE.md names {word}, which is not there");
    }
}
