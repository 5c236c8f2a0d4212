//! Opens and reads, 15 runs each, the two taking turns.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use cds_core::store::cipher::{self, Durability};
use rusqlite::{Connection, params};

const RUNS: usize = 15;
const DOSSIERS: u32 = 300;
const READS: u32 = 20;
const KEY: [u8; cipher::KEY_LEN] = [7; cipher::KEY_LEN];
const SCHEMA: &str = include_str!("../../crates/core/migrations/cache/0001_mirror.sql");

/// Prints medians and their ratio.
pub(crate) fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (ours, peer) = (folder.path().join("ours.db"), folder.path().join("peer.db"));
    fill(&mut encrypted(&ours)?)?;
    fill(&mut plain(&peer)?)?;
    let (mut open_ours, mut open_peer, mut read_ours, mut read_peer) = (vec![], vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let (opened, read) = measure(|| encrypted(&ours))?;
        open_ours.push(opened);
        read_ours.push(read);
        let (opened, read) = measure(|| plain(&peer))?;
        open_peer.push(opened);
        read_peer.push(read);
    }
    println!("{DOSSIERS} dossiers, medians of {RUNS} runs: encrypted, plain, ratio");
    print("open and first read", &mut open_ours, &mut open_peer);
    print("read again", &mut read_ours, &mut read_peer);
    Ok(())
}

fn encrypted(path: &Path) -> Result<Connection> {
    Ok(cipher::open(path, &KEY, Durability::Normal)?)
}

fn plain(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(connection)
}

fn fill(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    for number in 0..DOSSIERS {
        let code = format!("H14.40.02-261102-{number:04}");
        transaction.execute(
            "INSERT INTO dossier (id, ver, code, procedure_code, procedure_name, status, note, updated_at, generation)
             VALUES (?1, 1, ?2, '1.001193', 'Đăng ký khai sinh', ?3, 'Mời đến nhận kết quả tại bộ phận một cửa.', ?4, 1)",
            params![format!("{number:032x}"), code, number % 10 + 1, number],
        )?;
    }
    Ok(transaction.commit()?)
}

/// The time to open and read once, and the median of reading again.
fn measure(open: impl FnOnce() -> Result<Connection>) -> Result<(Duration, Duration)> {
    let started = Instant::now();
    let connection = open()?;
    read(&connection)?;
    let opened = started.elapsed();
    let started = Instant::now();
    for _ in 0..READS {
        read(&connection)?;
    }
    Ok((opened, started.elapsed() / READS))
}

fn read(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare(
        "SELECT id, code, procedure_name, status, note, updated_at FROM dossier ORDER BY updated_at DESC, id",
    )?;
    let rows = statement.query_map([], |row| {
        let _: (String, Option<String>, String, u8, Option<String>, i64) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?);
        Ok(())
    })?;
    let read = rows.collect::<Result<Vec<()>, _>>()?.len();
    anyhow::ensure!(read == DOSSIERS as usize, "{read} dossiers were read");
    Ok(())
}

fn print(what: &str, ours: &mut [Duration], peer: &mut [Duration]) {
    let (ours, peer) = (median(ours), median(peer));
    println!("  {what}: {ours:?}, {peer:?}, {:.2}", ours.as_secs_f64() / peer.as_secs_f64());
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
