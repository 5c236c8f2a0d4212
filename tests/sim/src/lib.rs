//! Deterministic simulation of synchronisation: the real engine on real SQL in memory, the real portal as plain functions, one
//! thread, a network, clocks and chance of its own. `docs/testing.md` tells how it works.

pub mod device;
pub mod dice;
pub mod oracle;
pub mod province;
pub mod tally;
pub mod trace;
pub mod world;

use anyhow::{Result, ensure};

use tally::Tally;
use world::World;

/// Steps of one seed.
pub const STEPS: u64 = 200;

/// What became of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Hash over all that happened.
    pub trace: String,
    /// What came how often.
    pub tally: Tally,
}

/// Simulates a seed. Fails with the seed, the step, what did not hold, and the last lines of the trace.
pub fn run(seed: u64, steps: u64) -> Result<Outcome> {
    let mut world = World::begin(seed)?;
    for step in 0..steps {
        let went = world.step(step);
        if let Err(error) = went {
            anyhow::bail!("seed {seed}, step {step}: {error:#}\n{}", world.trace.end());
        }
    }
    if let Err(error) = world.end() {
        anyhow::bail!("seed {seed}, after the last step: {error:#}\n{}", world.trace.end());
    }
    Ok(Outcome { trace: world.trace.hash(), tally: world.tally })
}

/// Simulates seeds, each twice where `twice`, which must come to the same; gives what came how often.
pub fn run_seeds(seeds: impl Iterator<Item = u64>, steps: u64, twice: bool) -> Result<Tally> {
    let mut tally = Tally::default();
    for seed in seeds {
        let outcome = run(seed, steps)?;
        ensure!(!twice || run(seed, steps)? == outcome, "seed {seed} came to two different ends");
        tally.add(&outcome.tally);
    }
    Ok(tally)
}
