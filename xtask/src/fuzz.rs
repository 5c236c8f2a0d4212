//! `fuzz`: feeds the targets in `fuzz/fuzz_targets` with whatever may arrive.
//!
//! What libFuzzer finds interesting goes into the target folder; `fuzz/corpus` holds the few that it begins with, and
//! `fuzz/artifacts` gets what broke a target.

use std::num::NonZeroU64;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::setup::{self, tool};
use crate::shell::{run, step, target_dir};

const FOLDER: &str = "fuzz";

/// Runs the targets named, or all, one after another.
pub(crate) fn fuzz(arguments: &[&str]) -> Result<()> {
    let (minutes, named) = match arguments {
        ["--minutes", minutes, named @ ..] => {
            (minutes.parse::<NonZeroU64>().context("minutes are a whole number from 1")?.get(), named)
        }
        named => (5, named),
    };
    let known = targets()?;
    if let Some(unknown) = named.iter().find(|named| !known.iter().any(|known| known == *named)) {
        bail!("there is no target {unknown}; the targets are: {}", known.join(" "));
    }
    setup::for_fuzzing()?;
    for target in known.iter().filter(|target| named.is_empty() || named.contains(&target.as_str())) {
        step(&format!("fuzz: {target}, {minutes} min"), || one(target, minutes))?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(Path::new(FOLDER).join("fuzz_targets"))? {
        names.extend(file?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn one(target: &str, minutes: u64) -> Result<()> {
    let folder = std::path::absolute(target_dir())?.join("fuzz");
    let found = folder.join("corpus").join(target);
    std::fs::create_dir_all(&found)?;
    let mut fuzz = Command::new("rustup");
    fuzz.args(["run", "nightly"]).arg(std::path::absolute(tool("cargo-fuzz"))?);
    fuzz.args(["fuzz", "run", "--fuzz-dir", FOLDER, "--target-dir"]).arg(&folder).arg(target);
    // libFuzzer writes into the first of the folders.
    fuzz.arg(found).arg(Path::new(FOLDER).join("corpus").join(target));
    fuzz.args(["--", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    fuzz.arg(format!("-max_total_time={}", minutes * 60));
    // The cargo that runs this program is another one; and OpenSSL need not be compiled for this.
    fuzz.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN").env("OPENSSL_NO_VENDOR", "1");
    run(&mut fuzz, "the lines above name what broke the target: mend it, and keep the input in fuzz/corpus")
}
