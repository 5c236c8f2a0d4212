//! Deterministic simulation of synchronisation: the real engine on real SQL in memory, the real portal as plain functions, one
//! thread, a network, clocks and chance of its own. `docs/testing.md` tells how it works.

pub mod device;
pub mod dice;
pub mod oracle;
pub mod province;
pub mod tally;
pub mod trace;
pub mod world;

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, ensure};

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

/// Seeds that are simulated twice: one in so many.
const TWICE: u64 = 10;

/// What became of many seeds.
#[derive(Debug, Default)]
pub struct Many {
    /// What came how often.
    pub tally: Tally,
    /// Seeds that went well.
    pub seeds: u64,
}

/// Simulates seeds in two threads until they are through or time is `over`. Some are simulated twice, and must come to the
/// same.
pub fn many(seeds: Range<u64>, steps: u64, over: impl Fn() -> bool + Sync) -> Result<Many> {
    let (next, all) = (AtomicU64::new(seeds.start), Mutex::new((Many::default(), None)));
    let failed = || all.lock().map_or(true, |all| all.1.is_some());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !over() && !failed() {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    let outcome = once_or_twice(seed, steps);
                    let Ok(mut all) = all.lock() else { break };
                    match outcome {
                        Ok(outcome) => {
                            all.0.tally.add(&outcome.tally);
                            all.0.seeds += 1;
                        }
                        Err(error) => all.1 = Some(error),
                    }
                }
            });
        }
    });
    let (many, error) = all.into_inner().ok().context("a thread failed")?;
    match error {
        Some(error) => Err(error),
        None => Ok(many),
    }
}

fn once_or_twice(seed: u64, steps: u64) -> Result<Outcome> {
    let outcome = run(seed, steps)?;
    ensure!(!seed.is_multiple_of(TWICE) || run(seed, steps)? == outcome, "seed {seed} came to two different ends");
    Ok(outcome)
}
