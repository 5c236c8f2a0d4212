//! Packages from npm: the WebAssembly optimiser, the accessibility checker, and a tus client that a test uploads with.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell::run;
use crate::stamp::Stamp;

const FOLDER: &str = "xtask/npm";

/// Installs exactly what the lock file names.
pub(super) fn install() -> Result<()> {
    let stamp = Stamp::of(
        PathBuf::from(FOLDER).join("node_modules/.stamp"),
        &["xtask/npm/package.json", "xtask/npm/package-lock.json"],
        &[],
    )?;
    let needed = ["axe-core/axe.min.js", "binaryen/bin/wasm-opt", "tus-js-client/package.json"];
    if stamp.is_fresh() && needed.iter().all(|file| module(file).is_ok()) {
        return Ok(());
    }
    run(
        Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(FOLDER),
        "install Node.js 20 or newer with npm and check the network",
    )?;
    stamp.keep()
}

/// The absolute path of a file in an installed package.
pub(crate) fn module(path: &str) -> Result<PathBuf> {
    let path = PathBuf::from(FOLDER).join("node_modules").join(path);
    path.canonicalize().with_context(|| format!("{} is missing: run `cargo xtask setup`", path.display()))
}
