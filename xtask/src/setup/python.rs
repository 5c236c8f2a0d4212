//! Ready-built tools from PyPI, in an environment of their own under the target folder.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::debian;
use crate::shell::{run, succeeds, target_dir};
use crate::stamp::{Stamp, in_target};

const REQUIREMENTS: &str = "xtask/requirements.txt";

/// Installs exactly what the requirements file names.
pub(super) fn install() -> Result<()> {
    let stamp = Stamp::of(in_target("python"), &[REQUIREMENTS], &[])?;
    if stamp.is_fresh() && tool("python").is_file() {
        return Ok(());
    }
    let folder = folder();
    if !succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])) {
        debian::install(&["python3-venv"])?;
    }
    let hint = "install Python 3.11 or newer with its venv module";
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder), hint)?;
    run(
        Command::new(tool("python")).args(["-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS]),
        "the packages could not be fetched; check the network and start again",
    )?;
    stamp.keep()
}

/// The path of an installed program.
pub(crate) fn tool(name: &str) -> PathBuf {
    folder().join("bin").join(name)
}

fn folder() -> PathBuf {
    target_dir().join("tools/python")
}
