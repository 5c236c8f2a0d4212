//! `sim`: the long runs of the simulation, optimised.

use anyhow::Result;

use crate::shell::{cargo, run, step, target_dir};

/// Builds the simulation optimised and hands it what was asked for.
pub(crate) fn sim(arguments: &[&str]) -> Result<()> {
    step("sim: build", || {
        let mut build = cargo();
        build.args(["build", "--profile", "sim", "--package", "cds-sim"]);
        run(&mut build, "mend what does not compile")
    })?;
    step("sim", || {
        let mut sim = std::process::Command::new(target_dir().join("sim").join("cds-sim"));
        sim.args(arguments);
        run(&mut sim, "the lines above name the seed, the step and what did not hold")
    })
}
