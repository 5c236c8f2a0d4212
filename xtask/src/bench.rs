//! `bench`: measurements against a peer, outside the workspace.

use anyhow::Result;

use crate::shell::{cargo, run, step, target_dir};

/// Reads a citizen's dossiers from the encrypted cache and from plain SQLite, in the same run.
pub(crate) fn dossiers() -> Result<()> {
    step("bench: dossiers from the encrypted cache against plain SQLite", || {
        let mut bench = cargo();
        bench.args(["run", "--release", "--quiet", "--manifest-path", "bench/Cargo.toml", "--target-dir"]);
        bench.arg(target_dir().join("bench")).args(["--", "dossiers"]);
        run(&mut bench, "the lines above say why")
    })
}
