//! `cds-sim`: simulates many seeds, or one again.
//!
//! `cds-sim --seed N [--steps M]` replays a seed; `cds-sim --seeds N [--from K]` and `cds-sim --minutes N [--from K]` simulate
//! many in two threads, print what came how often, and fail where something came too seldom.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this program talks to a person at a terminal")]

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use cds_sim::tally::AT_LEAST;
use cds_sim::{STEPS, run};

fn main() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked for.
#[derive(Default)]
struct Asked {
    seed: Option<u64>,
    seeds: Option<u64>,
    minutes: Option<u64>,
    from: u64,
    steps: Option<u64>,
    /// Things may have come too seldom.
    any_count: bool,
}

fn work() -> Result<()> {
    let mut asked = Asked::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{name} takes a number"))?;
        let value = value.parse().with_context(|| format!("{name} takes a number, not {value:?}"))?;
        match name.as_str() {
            "--seed" => asked.seed = Some(value),
            "--seeds" => asked.seeds = Some(value),
            "--minutes" => asked.minutes = Some(value),
            "--from" => asked.from = value,
            "--steps" => asked.steps = Some(value),
            "--any-count" => asked.any_count = value > 0,
            _ => bail!("--seed N [--steps M], or --seeds N or --minutes N, [--from K]"),
        }
    }
    let steps = asked.steps.unwrap_or(STEPS);
    match asked.seed {
        Some(seed) => {
            let outcome = run(seed, steps)?;
            println!("{}seed {seed}: {}", outcome.tally, outcome.trace);
            Ok(())
        }
        None => many(&asked, steps),
    }
}

fn many(asked: &Asked, steps: u64) -> Result<()> {
    let started = now();
    let last = asked.seeds.map_or(u64::MAX, |seeds| asked.from.saturating_add(seeds));
    let until = asked.minutes.map(|minutes| Duration::from_secs(60 * minutes));
    let over = || until.is_some_and(|until| started.elapsed() > until);
    let many = cds_sim::many(asked.from..last, steps, over)?;
    println!("{}\n{} seeds of {steps} steps in {} s", many.tally, many.seeds, started.elapsed().as_secs());
    let rare = many.tally.rare(AT_LEAST);
    if !rare.is_empty() && !asked.any_count {
        bail!("came fewer than {AT_LEAST} times:\n{}", rare.join("\n"));
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "the program times itself; no simulation sees it")]
fn now() -> Instant {
    Instant::now()
}
