//! How long it takes to check a code, to find it in a picture, and to try a PIN: the time of the processor, which other
//! programs do not lengthen.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use argon2::{Algorithm, Argon2, Params};
use cds_bench::random::Random;
use cds_core::KdfParams;
use cds_identity::{Checker, Verdict, verify};
use cds_scan::{Luma, read_codes, read_frame};
use rustix::time::{ClockId, clock_gettime};

use super::credentials::{self, NAMES, NOW};
use super::pictures::{self, Kind};
use super::rates;

/// Medians, on one core.
pub fn table() -> Result<String> {
    let mut text = "| Work | Median | Runs |\n| --- | --- | --- |\n".to_owned();
    let mut row = |what: &str, runs: u32, work: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        let time = median(runs, work)?;
        let shown = if time < Duration::from_millis(1) {
            format!("{:.0} µs", time.as_secs_f64() * 1e6)
        } else {
            format!("{:.1} ms", time.as_secs_f64() * 1e3)
        };
        let _ = writeln!(text, "| {what} | {shown} | {runs} |");
        Ok(())
    };
    let (trust, (status, _)) = ([credentials::trust()], credentials::status());
    let checker = Checker { trust: &trust, status: std::slice::from_ref(&status), first: None };
    let claims = credentials::claims(NAMES[1], &mut Random::new(1));
    let (paper, live) = (credentials::paper(&claims), credentials::live(&claims)?);
    row("check CDS1, from text to answer", 2000, &mut || {
        ensure!(matches!(verify(black_box(&paper), &checker, NOW), Verdict::Paper(_)), "the paper code is genuine");
        Ok(())
    })?;
    row("check CDS2, from text to answer", 2000, &mut || {
        ensure!(matches!(verify(black_box(&live), &checker, NOW), Verdict::Live { .. }), "the live code is live");
        Ok(())
    })?;
    let good = pictures::picture(&rates::drawn(&live)?, Kind::Downscale, 0.0, &mut Random::new(1));
    let bytes = good.bytes();
    let luma = Luma::new(good.width, good.height, &bytes)?;
    row("read CDS2 from a camera frame of 640 × 480", 51, &mut || {
        ensure!(read_frame(black_box(luma), 0) == [&*live], "the frame is read");
        Ok(())
    })?;
    row("read CDS2 from a picture of 640 × 480, every attempt", 15, &mut || {
        ensure!(read_codes(black_box(luma)) == [&*live], "the picture is read");
        Ok(())
    })?;
    let table = vec![128; 640 * 480];
    let empty = Luma::new(640, 480, &table)?;
    let mut number = 0;
    row("look at a frame without a code", 51, &mut || {
        number += 1;
        ensure!(read_frame(black_box(empty), number).is_empty(), "nothing is there");
        Ok(())
    })?;
    let KdfParams { m_kib, t, p } = KdfParams::default();
    let params = Params::new(m_kib, t, p, Some(32)).ok().context("the parameters are good")?;
    let argon2 = Argon2::new(Algorithm::Argon2id, argon2::Version::V0x13, params);
    row(&format!("Argon2id of a PIN ({} MiB, {t} passes, {p} lane)", m_kib / 1024), 5, &mut || {
        let mut key = [0; 32];
        let hashed = argon2.hash_password_into(black_box(b"271828"), &[7; 16], &mut key);
        ensure!(hashed.is_ok() && key != [0; 32], "the PIN is hashed");
        Ok(())
    })?;
    Ok(text + "\n")
}

/// What this thread has had of the processor, to the nanosecond.
fn spent() -> Result<Duration> {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    Ok(Duration::new(u64::try_from(spent.tv_sec)?, u32::try_from(spent.tv_nsec)?))
}

fn median(runs: u32, work: &mut dyn FnMut() -> Result<()>) -> Result<Duration> {
    work()?;
    let mut times = Vec::new();
    for _ in 0..runs {
        let started = spent()?;
        work()?;
        times.push(spent()?.saturating_sub(started));
    }
    times.sort();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}
