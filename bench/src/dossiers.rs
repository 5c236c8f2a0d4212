//! Reading a citizen's dossiers from the encrypted cache, against plain SQLite in the same run: 15 runs each, the two
//! taking turns.
//!
//! Both hold the same generated dossiers in the same schema and are read by the same query; the peer is opened without
//! a key. What is reported is the ratio: the price of encryption on this path.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use cds_core::store::cipher::{self, Durability};
use rusqlite::{Connection, params};

const RUNS: usize = 15;
const DOSSIERS: u32 = 300;
const READS: u32 = 20;
const KEY: [u8; cipher::KEY_LEN] = [7; cipher::KEY_LEN];
const SCHEMA: [&str; 2] = [
    include_str!("../../crates/core/migrations/cache/0001_mirror.sql"),
    include_str!("../../crates/core/migrations/cache/0002_entities.sql"),
];

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
    for sql in SCHEMA {
        transaction.execute_batch(sql)?;
    }
    for number in 0..DOSSIERS {
        let data = format!(
            r#"{{"code":"H14.40.02-261102-{number:04}","procedure_code":"1.001193",
                "procedure_name":"Đăng ký khai sinh","status":{},"updated_at":{number},
                "note":"Mời đến nhận kết quả tại bộ phận một cửa."}}"#,
            number % 10 + 1
        );
        transaction.execute(
            "INSERT INTO entity (kind, id, ver, lane, data, generation) VALUES ('dossier', ?1, 1, 1, ?2, 1)",
            params![format!("{number:032x}"), data],
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
    let mut statement = connection.prepare("SELECT id, data FROM entity WHERE kind = 'dossier' ORDER BY id")?;
    let rows = statement.query_map([], |row| {
        let _: (String, String) = (row.get(0)?, row.get(1)?);
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
