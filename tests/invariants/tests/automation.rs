//! What drives the window in tests is in nothing that is shipped.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use cds_invariants::root;

/// Compiles the shell's guard alone, as a build of the kind would.
fn compile_guard(automation: bool, debug_assertions: bool) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata", "--out-dir"]).arg(folder.path());
    rustc.arg(format!("-Cdebug-assertions={debug_assertions}"));
    if automation {
        rustc.args(["--cfg", "feature=\"automation\""]);
    }
    rustc.arg(root().join("src-tauri/guard.rs")).output().expect("rustc runs")
}

#[test]
fn a_release_build_with_automation_does_not_compile() {
    let refused = compile_guard(true, false);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("leave it out of a release build"));
    for (automation, debug_assertions) in [(false, false), (false, true), (true, true)] {
        let compiled = compile_guard(automation, debug_assertions);
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    }
}

#[test]
fn no_profile_or_bundle_asks_for_automation() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    assert!(manifest.contains("\nautomation = []\n"), "the feature brings nothing else in");
    assert!(!manifest.contains("default = ["), "it is in no default");
    let release = manifest.split("[profile.release]").nth(1).and_then(|rest| rest.split("\n[").next());
    assert!(!release.expect("a release profile").contains("debug-assertions"), "release builds have no assertions");
    let bundle = std::fs::read_to_string(root().join("tauri.conf.json")).expect("the configuration");
    assert!(!bundle.contains("\"features\""), "bundles are built without features");
    let shell = std::fs::read_to_string(root().join("src-tauri/lib.rs")).expect("the shell");
    assert!(shell.contains("\nmod guard;\n"), "the shell holds its guard, whatever it is built for");
}
