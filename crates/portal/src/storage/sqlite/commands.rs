//! Commands and their arrivals in SQLite.

use cds_wire::portal::command::command_type;
use cds_wire::portal::{Base, CommandResult, CommandStatus};
use cds_wire::{Digest, Sensitive};
use rusqlite::{OptionalExtension, Row, params};

use super::{SqliteTx, code, code_text, int, uint};
use crate::storage::{Arrival, Commands, Earlier, Outcome, StorageError, StoredCommand};

/// The columns that [`read_command`] takes.
const COMMAND: &str = "id, device, seq, ack_seq, stream, type, base_entity, base_ver, supersedes, blobs, content_hash,
                       body, receipt, status, code, entity, ver";
/// The columns that [`read_arrival`] takes.
const ARRIVAL: &str = "device, seq, id, stream, hash, receipt, status, code, entity, ver";

impl Commands for SqliteTx<'_> {
    fn command(&self, account: &str, id: &str) -> Result<Option<StoredCommand>, StorageError> {
        let query = format!("SELECT {COMMAND} FROM command WHERE account = ?1 AND id = ?2");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query([account, id])?;
        rows.next()?.map(read_command).transpose()
    }

    fn add_command(&self, account: &str, command: &StoredCommand) -> Result<(), StorageError> {
        let blobs: Vec<u8> = command.blobs.iter().flat_map(|digest| digest.0).collect();
        self.sql
            .prepare_cached(
                "INSERT INTO command (account, id, device, seq, ack_seq, stream, type, base_entity, base_ver, supersedes,
                                      blobs, content_hash, body, receipt, status, code, entity, ver)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                account,
                command.id,
                command.device,
                int(command.seq),
                int(command.ack_seq),
                command.stream,
                command.command_type,
                command.base.as_ref().map(|base| &base.entity),
                command.base.as_ref().map(|base| int(base.ver)),
                command.supersedes,
                blobs,
                command.content_hash,
                command.body.as_ref().map(Sensitive::reveal),
                command.receipt,
                code_text(command.outcome.status),
                code_text(command.outcome.code),
                command.outcome.entity,
                command.outcome.ver.map(int),
            ])?;
        Ok(())
    }

    fn reopen_command(&self, account: &str, command: &StoredCommand) -> Result<(), StorageError> {
        self.sql.execute(
            "UPDATE command SET status = ?3, code = ?4, entity = NULL, ver = NULL, body = ?5, receipt = ?6
             WHERE account = ?1 AND id = ?2",
            params![
                account,
                command.id,
                code_text(command.outcome.status),
                code_text(command.outcome.code),
                command.body.as_ref().map(Sensitive::reveal),
                command.receipt,
            ],
        )?;
        Ok(())
    }

    fn settle_command(&self, account: &str, id: &str, outcome: &Outcome) -> Result<(), StorageError> {
        self.sql
            .prepare_cached(
                "UPDATE command SET status = ?3, code = ?4, entity = ?5, ver = ?6,
                     body = CASE WHEN ?7 THEN NULL ELSE body END, receipt = CASE WHEN ?7 THEN NULL ELSE receipt END
                 WHERE account = ?1 AND id = ?2",
            )?
            .execute(params![
                account,
                id,
                code_text(outcome.status),
                code_text(outcome.code),
                outcome.entity,
                outcome.ver.map(int),
                outcome.status.is_final(),
            ])?;
        Ok(())
    }

    fn waiting(&self, account: &str) -> Result<Vec<StoredCommand>, StorageError> {
        let query = format!("SELECT {COMMAND} FROM command WHERE account = ?1 AND status = 'deferred' ORDER BY number");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query([account])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            waiting.push(read_command(row)?);
        }
        Ok(waiting)
    }

    fn arrival(&self, device: &str, seq: u64) -> Result<Option<Arrival>, StorageError> {
        let query = format!("SELECT {ARRIVAL} FROM arrival WHERE device = ?1 AND seq = ?2");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query(params![device, int(seq)])?;
        rows.next()?.map(read_arrival).transpose()
    }

    fn arrivals(&self, account: &str, id: &str) -> Result<Vec<Arrival>, StorageError> {
        let query = format!("SELECT {ARRIVAL} FROM arrival WHERE account = ?1 AND id = ?2");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query([account, id])?;
        let mut arrivals = Vec::new();
        while let Some(row) = rows.next()? {
            arrivals.push(read_arrival(row)?);
        }
        Ok(arrivals)
    }

    fn put_arrival(&self, account: &str, arrival: &Arrival) -> Result<(), StorageError> {
        let outcome = &arrival.outcome;
        self.sql
            .prepare_cached(
                "INSERT OR REPLACE INTO arrival
                     (account, device, seq, id, stream, hash, receipt, status, code, entity, ver)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                account,
                arrival.device,
                int(arrival.seq),
                arrival.id,
                arrival.stream,
                arrival.hash,
                arrival.receipt,
                code_text(outcome.status),
                code_text(outcome.code),
                outcome.entity,
                outcome.ver.map(int),
            ])?;
        if outcome.status.is_final() {
            self.carry_last_seq(&arrival.device)?;
        }
        Ok(())
    }

    fn numbered(&self, device: &str, up_to: u64) -> Result<Vec<(String, bool)>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT id, status IN ('applied', 'duplicate') FROM arrival WHERE device = ?1 AND seq <= ?2 ORDER BY seq",
        )?;
        let numbered = statement.query_map(params![device, int(up_to)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(numbered.collect::<Result<_, _>>()?)
    }

    fn results(&self, device: &str, above: u64, most: usize) -> Result<Vec<CommandResult>, StorageError> {
        let query = format!("SELECT {ARRIVAL} FROM arrival WHERE device = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
        let mut statement = self.sql.prepare_cached(&query)?;
        let mut rows = statement.query(params![device, int(above), int(most as u64)])?;
        let mut results = Vec::new();
        while let Some(row) = rows.next()? {
            results.push(read_arrival(row)?.result());
        }
        Ok(results)
    }

    fn acknowledge(&self, device: &str, ack_seq: u64) -> Result<bool, StorageError> {
        let raised = self
            .sql
            .prepare_cached("UPDATE device SET ack_seq = ?2 WHERE id = ?1 AND ack_seq < ?2")?
            .execute(params![device, int(ack_seq)])?;
        Ok(raised == 1)
    }

    fn earlier(&self, device: &str, stream: &str, below: u64) -> Result<Vec<Earlier>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT seq, id, status, code FROM arrival WHERE device = ?1 AND stream = ?2 AND seq < ?3 ORDER BY seq",
        )?;
        let mut rows = statement.query(params![device, stream, int(below)])?;
        let mut earlier = Vec::new();
        while let Some(row) = rows.next()? {
            earlier.push(Earlier {
                seq: uint(row.get(0)?),
                id: row.get(1)?,
                status: code(row.get(2)?)?,
                code: row.get::<_, Option<String>>(3)?.map(code).transpose()?,
            });
        }
        Ok(earlier)
    }

    fn supersede(&self, account: &str, id: &str, by: &str) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT INTO superseded (account, id, by_id) VALUES (?1, ?2, ?3) ON CONFLICT (account, id) DO NOTHING",
            [account, id, by],
        )?;
        Ok(())
    }

    fn has_cancelled(&self, account: &str, stream: &str) -> Result<bool, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM command JOIN superseded USING (account, id)
                 WHERE account = ?1 AND stream = ?2 AND type = ?3 AND status = 'rejected')",
        )?;
        Ok(statement.query_row([account, stream, command_type::DOSSIER_SUBMIT], |row| row.get(0))?)
    }

    fn superseded_by(&self, account: &str, id: &str) -> Result<Option<String>, StorageError> {
        let by = self
            .sql
            .prepare_cached("SELECT by_id FROM superseded WHERE account = ?1 AND id = ?2")?
            .query_row([account, id], |row| row.get(0))
            .optional()?;
        Ok(by)
    }
}

impl SqliteTx<'_> {
    /// Moves the device's last number up over the final ones that follow it without a gap.
    fn carry_last_seq(&self, device: &str) -> Result<(), StorageError> {
        let from: i64 = self
            .sql
            .prepare_cached("SELECT last_seq FROM device WHERE id = ?1")?
            .query_row([device], |row| row.get(0))?;
        let mut statement = self.sql.prepare_cached(
            "SELECT seq FROM arrival WHERE device = ?1 AND seq > ?2 AND status <> 'deferred' ORDER BY seq",
        )?;
        let mut rows = statement.query(params![device, from])?;
        let mut last = from;
        while let Some(row) = rows.next()? {
            let next: i64 = row.get(0)?;
            #[cfg(seeded_bugs)]
            if cds_seeded::bug("last-seq-as-highest-seen") {
                last = next - 1;
            }
            if next != last + 1 {
                break;
            }
            last += 1;
        }
        if last > from {
            self.sql.execute("UPDATE device SET last_seq = ?2 WHERE id = ?1", params![device, last])?;
        }
        Ok(())
    }
}

fn read_outcome(row: &Row<'_>, from: usize) -> Result<Outcome, StorageError> {
    let status: CommandStatus = code(row.get(from)?)?;
    Ok(Outcome {
        status,
        code: row.get::<_, Option<String>>(from + 1)?.map(code).transpose()?,
        entity: row.get(from + 2)?,
        ver: row.get::<_, Option<i64>>(from + 3)?.map(uint),
    })
}

fn read_command(row: &Row<'_>) -> Result<StoredCommand, StorageError> {
    let base: Option<String> = row.get(6)?;
    let base_ver: Option<i64> = row.get(7)?;
    let blobs: Vec<u8> = row.get(9)?;
    let digests = blobs.chunks(32).map(|digest| digest.try_into().map(Digest));
    Ok(StoredCommand {
        id: row.get(0)?,
        device: row.get(1)?,
        seq: uint(row.get(2)?),
        ack_seq: uint(row.get(3)?),
        stream: row.get(4)?,
        command_type: row.get(5)?,
        base: base.zip(base_ver).map(|(entity, ver)| Base { entity, ver: uint(ver) }),
        supersedes: row.get(8)?,
        blobs: digests.collect::<Result<_, _>>().map_err(|_| StorageError::Damaged("digest"))?,
        content_hash: row.get(10)?,
        body: row.get::<_, Option<String>>(11)?.map(Sensitive::new),
        receipt: row.get(12)?,
        outcome: read_outcome(row, 13)?,
    })
}

fn read_arrival(row: &Row<'_>) -> Result<Arrival, StorageError> {
    Ok(Arrival {
        device: row.get(0)?,
        seq: uint(row.get(1)?),
        id: row.get(2)?,
        stream: row.get(3)?,
        hash: row.get(4)?,
        receipt: row.get(5)?,
        outcome: read_outcome(row, 6)?,
    })
}
