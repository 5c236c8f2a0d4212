//! `bench`: measurements against peers, outside the workspace.

use std::process::Command;

use anyhow::Result;

use crate::shell::{cargo, run, step, target_dir};

/// Reads a citizen's dossiers from the encrypted cache and from plain SQLite, in the same run.
pub(crate) fn dossiers() -> Result<()> {
    step("bench: dossiers from the encrypted cache against plain SQLite", || {
        run(program()?.arg("dossiers"), "the lines above say why")
    })
}

/// Sizes and times of the identity code, and how often it is read from poor pictures beside `zbarimg`.
pub(crate) fn code(arguments: &[&str]) -> Result<()> {
    step("bench: the identity code, and reading it beside zbar", || {
        run(program()?.arg("code").args(arguments), "the lines above say why")
    })
}

/// Searches the whole catalogue as people type, beside `LIKE` in the same database, and measures its pack.
pub(crate) fn search(arguments: &[&str]) -> Result<()> {
    step("bench: searching the catalogue, beside LIKE", || {
        run(program()?.arg("search").args(arguments), "the lines above say why")
    })
}

/// Asks a full account for everything that screens show, beside plain SQL reads of the same rows.
pub(crate) fn views() -> Result<()> {
    step("bench: what screens show, beside plain SQL", || run(program()?.arg("views"), "the lines above say why"))
}

/// How much of a photographed page is read from what is kept of it, beside ImageMagick.
pub(crate) fn pictures(arguments: &[&str]) -> Result<()> {
    step("bench: photographed pages, read by tesseract", || {
        run(program()?.arg("pictures").args(arguments), "the lines above say why")
    })
}

/// Synchronises over an emulated link, beside peers that it installs itself.
pub(crate) fn sync(arguments: &[&str]) -> Result<()> {
    step("bench: synchronisation over a slow link, beside peers", || {
        run(program()?.arg("sync").args(arguments), "the lines above say why")
    })
}

/// The benchmark's program, built in release with the portal's beside it.
fn program() -> Result<Command> {
    let target = target_dir().join("bench");
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--manifest-path", "bench/Cargo.toml", "--target-dir"]);
    run(build.arg(&target), "the lines above say why")?;
    Ok(Command::new(target.join("release/cds-bench")))
}
