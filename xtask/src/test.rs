//! Everything that CI runs, the quick refusals first.

use std::process::Command;

use anyhow::Result;

use crate::run::DRIVEN;
use crate::setup::{self, tool};
use crate::shell::{cargo, minutes, now, run, step, target_dir};
use crate::{run as app, targets, ui};

/// A workspace of its own: the vault's opening against a SQLite without encryption.
const PLAIN_SQLITE: &str = "tests/plain-sqlite/Cargo.toml";

/// Runs it all; the first failure ends it.
pub(crate) fn test() -> Result<()> {
    let started = now();
    setup::everything()?;
    step("formatting", || {
        run(cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`")?;
        for manifest in ["bench/Cargo.toml", "fuzz/Cargo.toml", PLAIN_SQLITE] {
            let mut format = cargo();
            format.args(["fmt", "--manifest-path", manifest, "--check"]);
            run(&mut format, &format!("run `cargo fmt --manifest-path {manifest}`"))?;
        }
        Ok(())
    })?;
    step("licences, bans and sources", || {
        let mut deny = Command::new(tool("cargo-deny"));
        deny.args(["--workspace", "--all-features", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"]);
        run(&mut deny, "where a licence or source is new to the project, deny.toml says what may be there")
    })?;
    ui::build()?;
    step("clippy", || {
        let mut clippy = cargo();
        clippy.args(["clippy", "--workspace", "--all-targets"]).args(DRIVEN).args(["--", "--deny", "warnings"]);
        run(&mut clippy, "mend what clippy names, or expect it with a reason")
    })?;
    step("benches: a workspace that no test builds", || {
        let mut check = cargo();
        check.args(["check", "--quiet", "--manifest-path", "bench/Cargo.toml", "--all-targets", "--target-dir"]);
        run(check.arg(target_dir()), "mend what no longer compiles in bench")
    })?;
    step("documentation", || {
        let mut doc = cargo();
        doc.args(["doc", "--workspace", "--no-deps", "--quiet"]).args(DRIVEN).env("RUSTDOCFLAGS", "--deny warnings");
        run(&mut doc, "mend the documentation that rustdoc names")
    })?;
    app::build(app::Build::ForDriving)?;
    step("tests: units, integration, invariants, and the real window", || {
        // One more than there are cores: the tests of the window wait as much as they work.
        let threads = std::thread::available_parallelism().map_or(2, usize::from) + 1;
        let mut tests = Command::new(tool("cargo-nextest"));
        tests.args(["nextest", "run", "--workspace", "--no-fail-fast", "--test-threads", &threads.to_string()]);
        tests.args(DRIVEN).env("RUST_LIB_BACKTRACE", "0");
        run(&mut tests, "the summary above names the tests that failed")
    })?;
    for (script, what) in [("tests/path.sh", "the citizen's path"), ("tests/services.sh", "services")] {
        step(&format!("tests: {what} with two programs alone"), || {
            let mut way = Command::new("bash");
            way.arg(script).arg(target_dir().join("debug"));
            run(&mut way, "the lines above say which step did not hold")
        })?;
    }
    step("tests: identity codes by an implementation that is not ours", || {
        let mut vectors = Command::new(tool("python"));
        vectors.args(["-B", "tests/interop/run.py"]);
        run(&mut vectors, "the lines above say which vector another checker judges differently")
    })?;
    step("tests: the vault's code against a SQLite without encryption", || {
        let mut tests = Command::new(tool("cargo-nextest"));
        tests.args(["nextest", "run", "--manifest-path", PLAIN_SQLITE, "--target-dir"]);
        tests.arg(target_dir().join("plain-sqlite"));
        run(&mut tests, "the lines above say what does not compile, or which vault opened without SQLCipher")
    })?;
    targets::check(false)?;
    println!("\n==> everything passed in {}", minutes(started.elapsed().as_secs()));
    Ok(())
}
