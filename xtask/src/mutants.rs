//! `mutants`: proves the tests by bugs that were put in on purpose.
//!
//! They are compiled by `--cfg seeded_bugs`, which nothing else sets, in a target folder of their own; one at a time is brought to
//! life by its name. Each must be found: by the simulation, or by the one test that is named beside it.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::setup::tool;
use crate::shell::{cargo, run, step, target_dir};

/// Seeds until a bug must have been found, and in which nothing is found without one.
const SEEDS: &str = "400";

/// The name under which no bug lives.
const NONE: &str = "none";

/// What finds a bug.
enum Found {
    /// The simulation.
    BySimulation,
    /// A test of the core.
    ByTest(&'static str),
}

/// Every bug, with what finds it.
const BUGS: &[(&str, Found)] = &[
    ("attachment-taken-as-duplicate", Found::BySimulation),
    ("cursor-before-data", Found::BySimulation),
    ("digest-not-looked-at", Found::BySimulation),
    ("draft-lost-on-rejection", Found::BySimulation),
    ("global-sequence-as-cursor", Found::BySimulation),
    ("hotspot-page-taken-as-the-portal", Found::BySimulation),
    ("insert-or-ignore", Found::BySimulation),
    ("last-seq-as-highest-seen", Found::BySimulation),
    ("let-go-before-it-is-safe", Found::BySimulation),
    ("no-chain", Found::BySimulation),
    ("no-deduplication", Found::BySimulation),
    ("old-rows-kept", Found::BySimulation),
    ("order-across-files-reversed", Found::BySimulation),
    (
        "outbox-dropped-in-a-migration",
        Found::ByTest("a_vault_of_the_second_schema_opens_with_its_draft_and_its_unsent_dossiers"),
    ),
    ("success-before-acknowledgement", Found::BySimulation),
    ("thawed-after-it-left", Found::BySimulation),
];

/// Brings each bug to life, or those that are named; fails where one survives.
pub(crate) fn mutants(names: &[&str]) -> Result<()> {
    if let Some(name) = names.iter().find(|name| BUGS.iter().all(|(known, _)| known != *name)) {
        bail!("there is no bug {name:?}");
    }
    let chosen: Vec<_> = BUGS.iter().filter(|(name, _)| names.is_empty() || names.contains(name)).collect();
    step("mutants: build", || {
        let mut build = cargo();
        build.args(["build", "--package", "cds-sim", "--target-dir"]).arg(folder()).env(WRAPPER, COMPILER);
        run(&mut build, "mend what does not compile")
    })?;
    let mut lines = Vec::new();
    let mut survivors = Vec::new();
    // Without a bug nothing is found, or finding something would prove nothing.
    if let Some(found) = simulate(NONE)? {
        bail!("without a bug the simulation found {found}");
    }
    lines.push(format!("| {NONE} | | nothing in {SEEDS} seeds, as it must be |"));
    for (name, by) in chosen {
        let found = match by {
            Found::BySimulation => simulate(name)?,
            Found::ByTest(test) if test_fails(NONE, test)?.is_some() => bail!("without a bug the test {test} fails"),
            Found::ByTest(test) => test_fails(name, test)?,
        };
        let line = match found {
            Some(found) => format!("| {name} | {} | {found} |", by.who()),
            None => {
                survivors.push(*name);
                format!("| {name} | nothing | survived |")
            }
        };
        println!("    {line}");
        lines.push(line);
    }
    println!("\n| Bug | Found by | Where |\n| --- | --- | --- |\n{}", lines.join("\n"));
    if survivors.is_empty() { Ok(()) } else { bail!("nothing found {}", survivors.join(", ")) }
}

/// Names the program that cargo calls in the compiler's place for the workspace's own crates: the others stay as they are.
const WRAPPER: &str = "RUSTC_WORKSPACE_WRAPPER";
const COMPILER: &str = "tests/seeded/rustc.sh";

fn folder() -> std::path::PathBuf {
    target_dir().join("mutants")
}

impl Found {
    const fn who(&self) -> &'static str {
        match self {
            Self::BySimulation => "simulation",
            Self::ByTest(test) => test,
        }
    }
}

/// What the simulation says of a bug: the first line of its failure; none where it finds nothing.
fn simulate(bug: &str) -> Result<Option<String>> {
    let mut sim = Command::new(folder().join("debug").join("cds-sim"));
    sim.args(["--seeds", SEEDS, "--any-count", "1"]);
    let output = sim.env("CDS_BUG", bug).stdin(Stdio::null()).output().context("the simulation does not start")?;
    if output.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Some(said.lines().next().unwrap_or_default().chars().take(160).collect()))
}

/// Whether the core's test of this name fails.
fn test_fails(bug: &str, test: &str) -> Result<Option<String>> {
    let mut tests = Command::new(tool("cargo-nextest"));
    tests.args(["nextest", "run", "--package", "cds-core", "--lib", "--target-dir"]).arg(folder());
    tests.args(["-E", &format!("test({test})")]).env(WRAPPER, COMPILER).env("CDS_BUG", bug).stdin(Stdio::null());
    let output = tests.output().context("nextest does not start")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !said.contains("1 test run") {
        bail!("the test {test} was not run:\n{said}");
    }
    Ok((!output.status.success()).then(|| "it fails".to_owned()))
}
