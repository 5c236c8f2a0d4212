//! The disk against a plain database: what SQLite promises holds over it, and what it does not promise breaks.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and opens its own file"
)]

use std::path::Path;

use cds_vfs::{Disk, Fault, flip};
use rusqlite::{Connection, ErrorCode};

const ROWS: i64 = 20;

fn open(folder: &Path, synchronous: &str) -> rusqlite::Result<Connection> {
    let connection = Connection::open(folder.join("plain.db"))?;
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; PRAGMA wal_autocheckpoint = 4;
         CREATE TABLE IF NOT EXISTS promise (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    ))?;
    Ok(connection)
}

/// Writes rows until something fails; returns how many were promised.
fn write(folder: &Path, synchronous: &str) -> (i64, Option<ErrorCode>) {
    let mut promised = 0;
    let result = open(folder, synchronous).and_then(|connection| {
        for number in 1..=ROWS {
            let text = number.to_string().repeat(300);
            connection.execute("INSERT INTO promise VALUES (?1, ?2)", (number, text))?;
            promised = number;
        }
        Ok(())
    });
    (promised, result.err().and_then(|error| error.sqlite_error_code()))
}

/// What is there, in order; none where the file is damaged.
fn rows(folder: &Path) -> Option<Vec<i64>> {
    let connection = open(folder, "FULL").ok()?;
    let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).ok()?;
    let mut statement = connection.prepare("SELECT number FROM promise ORDER BY number").ok()?;
    let rows = statement.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
    (whole == "ok").then_some(rows)
}

/// Cuts the power at every step; returns how often, and how often a promise was broken.
fn cut_everywhere(synchronous: &str) -> (u64, u64) {
    let mut broken = 0;
    for at in 1.. {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::below(folder.path()).expect("a disk");
        disk.fail(Fault::PowerCut { at, seed: at });
        let (promised, _) = write(folder.path(), synchronous);
        if !disk.mend() {
            assert_eq!(promised, ROWS);
            return (at - 1, broken);
        }
        let holds = rows(folder.path()).is_some_and(|rows| {
            let whole = i64::try_from(rows.len()).expect("few");
            whole >= promised && rows == (1..=whole).collect::<Vec<_>>()
        });
        broken += u64::from(!holds);
    }
    unreachable!()
}

#[test]
fn what_was_committed_with_full_syncs_outlives_a_power_cut_at_any_step() {
    let (points, broken) = cut_everywhere("FULL");
    assert!(points > 60, "{points} points");
    assert_eq!(broken, 0);
}

#[test]
fn without_syncs_the_same_cuts_break_promises() {
    let (points, broken) = cut_everywhere("OFF");
    assert!(points > 40 && broken > 10, "{broken} of {points}: this disk is too kind");
}

#[test]
fn a_full_disk_refuses_writes_until_there_is_room() {
    for at in [3, 9, 27] {
        let folder = tempfile::tempdir().expect("a folder");
        let disk = Disk::below(folder.path()).expect("a disk");
        disk.fail(Fault::Full { at });
        let (promised, code) = write(folder.path(), "FULL");
        assert_eq!(code, Some(ErrorCode::DiskFull), "step {at}");
        assert!(disk.mend());
        assert_eq!(rows(folder.path()).expect("whole").len(), usize::try_from(promised).expect("few"));
    }
}

#[test]
fn files_elsewhere_are_left_alone_and_a_flipped_byte_is_another() {
    let (folder, elsewhere) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let disk = Disk::below(folder.path()).expect("a disk");
    disk.fail(Fault::PowerCut { at: 1, seed: 0 });
    assert_eq!(write(elsewhere.path(), "FULL"), (ROWS, None));
    assert_eq!((disk.steps(), disk.mend()), (0, false));
    let file = elsewhere.path().join("plain.db");
    let before = std::fs::read(&file).expect("read");
    flip(&file, 5000).expect("flipped");
    let after = std::fs::read(&file).expect("read");
    assert_eq!(before.iter().zip(&after).filter(|(before, after)| before != after).count(), 1);
}
