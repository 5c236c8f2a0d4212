//! Searching the whole catalogue in the encrypted cache, beside `LIKE '%…%'` on folded names in the same database and
//! the same run; and how large the catalogue's pack and a delta of it are.
//!
//! Without a file the catalogue is made up, with the size and the extremes of the national one; with one, the portal's
//! importer reads it. The peer is what one writes without an index: every name folded once, then
//! `folded LIKE '%…%' LIMIT 50`; it ranks nothing, and finds neither synonyms nor words in another order.

mod queries;

use std::collections::BTreeSet;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use cds_bench::random::Random;
use cds_core::seams::CatalogueCache;
use cds_portal::catalogue::{build_delta, build_pack};
use cds_portal::demo::{NATIONAL, national};
use cds_portal::import;
use cds_vn::text::fold;
use cds_wire::procedure::Procedure;
use rusqlite::{Connection, params};
use rustix::time::{ClockId, clock_gettime};

use queries::{Kind, Query};

const USAGE: &str = "bench search [FILE]";
const SEED: u64 = 1;
/// Each query is made so often, the two taking turns.
const ROUNDS: usize = 3;
/// As many hits as the app shows.
const LIMIT: usize = 50;
const WANTED_P99: Duration = Duration::from_millis(10);
const CHANGED: usize = 50;
const WANTED_DELTA: usize = 60_000;
const WANTED_PACK: u64 = 4_000_000;

/// Prints the tables; fails where a figure is not reached.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (procedures, what) = match arguments {
        [] => (national(NATIONAL, SEED), "made up"),
        [file] => (read(file)?, "from the file"),
        _ => bail!(USAGE),
    };
    let content: usize = procedures.iter().filter_map(|one| serde_json::to_vec(one).ok()).map(|json| json.len()).sum();
    let started = Instant::now();
    let pack = build_pack(1, &procedures)?;
    let packed = started.elapsed();
    let folder = tempfile::tempdir()?;
    let mut cache = CatalogueCache::open(&folder.path().join("cache.db"), &[7; 32])?;
    let started = Instant::now();
    let count = cache.import(&pack.bytes, 0)?;
    let imported = started.elapsed();
    ensure!(count == procedures.len() as u64, "{count} procedures were imported");
    println!("{count} procedures, {what}: {:.1} MB of JSON\n", content as f64 / 1e6);
    println!("| | |\n| --- | --- |");
    println!("| the pack | {:.2} MB (≤ 4 MB wanted), made in {packed:.1?} |", pack.info.size as f64 / 1e6);
    println!("| imported into the cache, index and all | {imported:.1?} |\n");
    let delta = delta(&procedures)?;
    println!("the delta for {CHANGED} changed procedures: {:.1} kB (≤ 60 kB wanted)\n", delta as f64 / 1e3);
    fill_peer(cache.connection(), &procedures)?;
    let slowest = search(&mut cache, &queries::queries(&procedures, SEED))?;
    ensure!(delta <= WANTED_DELTA, "the delta is larger than wanted");
    ensure!(pack.info.size <= WANTED_PACK, "the pack is larger than wanted");
    ensure!(slowest <= WANTED_P99, "p99 is {slowest:.2?}");
    Ok(())
}

fn read(file: &str) -> Result<Vec<Procedure>> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {file}"))?;
    let (procedures, report) = import::procedures::read(&import::unpack(bytes)?)?;
    println!("{} procedures taken, {} refused\n", report.kept, report.refused.len());
    Ok(procedures)
}

/// The size of the delta for some procedures all over the catalogue, each with another decision and other steps.
fn delta(procedures: &[Procedure]) -> Result<usize> {
    let mut changed = procedures.to_vec();
    let mut touched = BTreeSet::new();
    let mut random = Random::new(SEED);
    while touched.len() < CHANGED.min(changed.len()) {
        let one = random.below(changed.len() as u64) as usize;
        let Some(procedure) = changed.get_mut(one) else { break };
        procedure.decision = Some(format!("{}/QĐ-UBND", random.below(3_000)));
        let steps = procedure.steps.take().unwrap_or_default();
        procedure.steps = Some(format!("{steps}\nTrả kết quả trong {} ngày.", random.below(30)));
        touched.insert(procedure.code.clone());
    }
    Ok(build_delta((1, 2), &touched, &changed)?.bytes.len())
}

fn fill_peer(connection: &mut Connection, procedures: &[Procedure]) -> Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch("CREATE TABLE peer (code TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL)")?;
    for procedure in procedures {
        transaction.execute(
            "INSERT INTO peer (code, name, folded) VALUES (?1, ?2, ?3)",
            params![procedure.code, procedure.name, fold(&procedure.name)],
        )?;
    }
    Ok(transaction.commit()?)
}

/// Times both on every query; the 99th hundredth of ours.
fn search(cache: &mut CatalogueCache, queries: &[Query]) -> Result<Duration> {
    let mut times: Vec<(Kind, Duration, Duration)> = Vec::new();
    let mut found = Vec::new();
    for round in 0..=ROUNDS {
        for query in queries {
            let started = spent()?;
            let ours = cache.search(&query.text, LIMIT)?;
            let between = spent()?;
            let theirs = like(cache.connection(), &query.text)?;
            let (our_time, their_time) = (between - started, spent()? - between);
            match round {
                // Once for all pages to be read and for what is found.
                0 => found.push((
                    query,
                    ours.iter().position(|hit| hit.code == query.meant),
                    theirs.contains(&query.meant),
                )),
                _ => times.push((query.kind, our_time, their_time)),
            }
        }
    }
    println!("{} queries (seed {SEED}), each {ROUNDS} times in turns; ms of the processor\n", queries.len());
    println!(
        "| Typed | Queries | Ours p50 | p99 | max | LIKE p50 | p99 | max | p50 ÷ LIKE's | Meant is among 10: ours | among 50: LIKE |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for kind in Kind::ALL {
        row(kind.words(), &times, &found, |other| other == kind);
    }
    Ok(row("all", &times, &found, |_| true))
}

type Found<'a> = (&'a Query, Option<usize>, bool);

fn row(what: &str, times: &[(Kind, Duration, Duration)], found: &[Found<'_>], of: impl Fn(Kind) -> bool) -> Duration {
    let times = times.iter().filter(|(kind, ..)| of(*kind));
    let (mut ours, mut theirs): (Vec<_>, Vec<_>) = times.map(|(_, ours, theirs)| (*ours, *theirs)).unzip();
    let (ours, theirs) = (Spread::of(&mut ours), Spread::of(&mut theirs));
    let found: Vec<&Found<'_>> = found.iter().filter(|(query, ..)| of(query.kind)).collect();
    let among = found.iter().filter(|(_, place, _)| place.is_some_and(|place| place < 10)).count();
    let like = found.iter().filter(|(.., there)| *there).count();
    let ratio = ours.p50.as_secs_f64() / theirs.p50.as_secs_f64();
    println!("| {what} | {} | {ours} | {theirs} | {ratio:.2} | {among} | {like} |", found.len());
    ours.p99
}

fn like(connection: &Connection, text: &str) -> Result<Vec<String>> {
    let escaped = fold(text.trim()).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let mut statement = connection.prepare_cached(
        "SELECT code, name FROM peer WHERE folded LIKE ?1 ESCAPE '\\' OR code LIKE ?1 ESCAPE '\\' LIMIT ?2",
    )?;
    let rows = statement.query_map(params![format!("%{escaped}%"), LIMIT as i64], |row| {
        let (code, _): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(code)
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What this thread has had of the processor: other programs do not lengthen it, and no disk is waited for.
fn spent() -> Result<Duration> {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    Ok(Duration::new(u64::try_from(spent.tv_sec)?, u32::try_from(spent.tv_nsec)?))
}

/// Half of the times, 99 of 100, and all are at most this.
struct Spread {
    p50: Duration,
    p99: Duration,
    max: Duration,
}

impl Spread {
    fn of(times: &mut [Duration]) -> Self {
        times.sort();
        let at = |part: f64| times.get((times.len().saturating_sub(1) as f64 * part).ceil() as usize);
        let at = |part| at(part).copied().unwrap_or_default();
        Self { p50: at(0.5), p99: at(0.99), max: at(1.0) }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        write!(f, "{:.2} | {:.2} | {:.2}", ms(self.p50), ms(self.p99), ms(self.max))
    }
}
