//! Agencies, dossier codes and submissions in SQLite.

use cds_wire::Sensitive;
use rusqlite::{OptionalExtension, params};

use super::SqliteTx;
use crate::storage::{Agency, Office, StorageError, Submission};

impl Office for SqliteTx<'_> {
    fn put_agency(&self, agency: &Agency) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT OR REPLACE INTO agency (commune, code, name) VALUES (?1, ?2, ?3)",
            [&agency.commune, &agency.code, &agency.name],
        )?;
        Ok(())
    }

    fn agency(&self, commune: &str) -> Result<Option<Agency>, StorageError> {
        let agency =
            self.sql.query_row("SELECT commune, code, name FROM agency WHERE commune = ?1", [commune], |row| {
                Ok(Agency { commune: row.get(0)?, code: row.get(1)?, name: row.get(2)? })
            });
        Ok(agency.optional()?)
    }

    fn take_dossier_code(&self, code: &str, account: &str, entity: &str) -> Result<bool, StorageError> {
        let taken = self.sql.execute(
            "INSERT INTO dossier_code (code, account, entity) VALUES (?1, ?2, ?3) ON CONFLICT (code) DO NOTHING",
            params![code, account, entity],
        )?;
        Ok(taken == 1)
    }

    fn add_submission(&self, account: &str, submission: &Submission) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT INTO submission (account, command, entity, type, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                account,
                submission.command,
                submission.entity,
                submission.command_type,
                submission.at,
                submission.body.reveal(),
            ],
        )?;
        Ok(())
    }

    fn submissions(&self, account: &str, entity: &str) -> Result<Vec<Submission>, StorageError> {
        let mut statement = self.sql.prepare_cached(
            "SELECT command, entity, type, at, body FROM submission WHERE account = ?1 AND entity = ?2 ORDER BY at",
        )?;
        let rows = statement.query_map([account, entity], |row| {
            Ok(Submission {
                command: row.get(0)?,
                entity: row.get(1)?,
                command_type: row.get(2)?,
                at: row.get(3)?,
                body: Sensitive::new(row.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
