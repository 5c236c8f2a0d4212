//! What one try of a PIN costs: the time that Argon2id takes of one core, by memory and passes. Median and spread of 15.
//!
//! `cargo run --release -p cds-core --example lock_cost`. Processor time of the thread, not the wall clock's: what else the
//! machine does counts little.

use std::io::Write;

use anyhow::anyhow;
use argon2::{Algorithm, Argon2, Params, Version};
use cds_core::KdfParams;

const RUNS: usize = 15;

fn main() -> anyhow::Result<()> {
    let ships = KdfParams::default();
    let mut out = std::io::stdout().lock();
    for (m_kib, t) in [
        (19 * 1024, 2),
        (64 * 1024, 3),
        (64 * 1024, 4),
        (64 * 1024, 6),
        (64 * 1024, 7),
        (64 * 1024, 8),
        (128 * 1024, 3),
    ] {
        let params = Params::new(m_kib, t, 1, Some(32)).map_err(|error| anyhow!("{error}"))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut took = Vec::with_capacity(RUNS);
        for run in 0..RUNS as u64 {
            let mut key = [0; 32];
            let before = spent_ms();
            argon.hash_password_into(b"135790", &run.to_be_bytes(), &mut key).map_err(|error| anyhow!("{error}"))?;
            took.push(spent_ms() - before);
        }
        took.sort_by(f64::total_cmp);
        let at = |place: usize| took.get(place).copied().unwrap_or_default();
        let mark = if (ships.m_kib, ships.t) == (m_kib, t) { "  <- ships" } else { "" };
        let (memory, least, median, most) = (m_kib / 1024, at(0), at(RUNS / 2), at(RUNS - 1));
        writeln!(out, "{memory:>3} MiB, {t} passes: {median:>4.0} ms ({least:.0} to {most:.0}){mark}")?;
    }
    Ok(())
}

#[cfg(unix)]
fn spent_ms() -> f64 {
    use rustix::time::{ClockId, clock_gettime};

    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e3 + now.tv_nsec as f64 / 1e6
}

/// Windows has such a clock, but not for safe code.
#[cfg(not(unix))]
fn spent_ms() -> f64 {
    f64::NAN
}
