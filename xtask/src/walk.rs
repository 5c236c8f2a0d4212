//! `walk`: every procedure of an import as the page that a citizen reads.

use anyhow::Result;

use crate::shell::{cargo, run, step};

/// Walks through the file's procedures, or through a made-up catalogue.
pub(crate) fn walk(file: Option<&str>) -> Result<()> {
    step("walk: every procedure as its page", || {
        let mut walk = cargo();
        walk.args(["run", "--quiet", "--package", "cds-core", "--example", "walk", "--"]).args(file);
        run(&mut walk, "the lines above say which text is lost")
    })
}
