//! Storage in one SQLite file.

use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use cds_wire::portal::{Change, ChangeOp};
use cds_wire::{Sensitive, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::{Citizen, Device, DeviceRef, NewEntity, Page, PendingOtp, Storage, StorageError, StoredEntity};
use crate::environment::{Rng, random};

/// Numbered from one; the number of those that have run stands in `user_version`.
const MIGRATIONS: &[&str] = &[include_str!("../../migrations/0001_gateway.sql")];
/// About what a change takes on the wire beside its data.
const CHANGE_BYTES: usize = 120;

/// SQLite, WAL, every commit on the disk before it returns: an acknowledged command must outlive a power cut.
#[derive(Debug)]
pub struct SqliteStorage(Mutex<Connection>);

impl SqliteStorage {
    /// Opens or makes the database.
    #[expect(clippy::disallowed_methods, reason = "the one place that opens the portal's database")]
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let mut connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: u32 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let missing = MIGRATIONS.get(found as usize..).ok_or(StorageError::TooNew)?;
        for sql in missing {
            transaction.execute_batch(sql)?;
        }
        transaction.pragma_update(None, "user_version", u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX))?;
        transaction.commit()?;
        Ok(Self(Mutex::new(connection)))
    }

    fn connection(&self) -> Result<MutexGuard<'_, Connection>, StorageError> {
        self.0.lock().map_err(|_| StorageError::Poisoned)
    }
}

impl Storage for SqliteStorage {
    fn portal_secret(&self, rng: &dyn Rng) -> Result<[u8; 32], StorageError> {
        let connection = self.connection()?;
        connection.execute("INSERT OR IGNORE INTO portal (only, secret) VALUES (1, ?1)", [random::<32>(rng)?])?;
        Ok(connection.query_row("SELECT secret FROM portal", [], |row| row.get(0))?)
    }

    fn ping(&self) -> Result<(), StorageError> {
        Ok(self.connection()?.query_row("SELECT 1 FROM portal", [], |_| Ok(()))?)
    }

    fn add_citizen(&self, citizen: &Citizen) -> Result<String, StorageError> {
        let connection = self.connection()?;
        connection.execute(
            "INSERT INTO account (id, personal_number, phone, card_issue_date, name, revision)
             VALUES (?1, ?2, ?3, ?4, ?5, 0) ON CONFLICT (personal_number) DO NOTHING",
            params![
                citizen.account,
                citizen.personal_number.reveal(),
                citizen.phone.reveal(),
                citizen.card_issue_date.reveal(),
                citizen.name.reveal(),
            ],
        )?;
        let number = citizen.personal_number.reveal();
        Ok(connection.query_row("SELECT id FROM account WHERE personal_number = ?1", [number], |row| row.get(0))?)
    }

    fn citizen(&self, personal_number: &Sensitive) -> Result<Option<Citizen>, StorageError> {
        let citizen = self
            .connection()?
            .query_row(
                "SELECT id, personal_number, phone, card_issue_date, name FROM account WHERE personal_number = ?1",
                [personal_number.reveal()],
                |row| {
                    Ok(Citizen {
                        account: row.get(0)?,
                        personal_number: Sensitive::new(row.get(1)?),
                        phone: Sensitive::new(row.get(2)?),
                        card_issue_date: Sensitive::new(row.get(3)?),
                        name: Sensitive::new(row.get(4)?),
                    })
                },
            )
            .optional()?;
        Ok(citizen)
    }

    fn put_otp(&self, otp: &PendingOtp, now: UnixMillis) -> Result<(), StorageError> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction()?;
        transaction.execute("DELETE FROM otp WHERE expires_at < ?1", [now])?;
        transaction.execute(
            "INSERT OR REPLACE INTO otp (subject, code, expires_at, tries) VALUES (?1, ?2, ?3, 0)",
            params![otp.subject, otp.code, otp.expires_at],
        )?;
        transaction.commit()?;
        Ok(())
    }

    fn try_otp(&self, subject: &[u8; 32]) -> Result<Option<(PendingOtp, u32)>, StorageError> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let otp = transaction
            .query_row(
                "UPDATE otp SET tries = tries + 1 WHERE subject = ?1 RETURNING subject, code, expires_at, tries",
                [subject],
                |row| {
                    let otp = PendingOtp { subject: row.get(0)?, code: row.get(1)?, expires_at: row.get(2)? };
                    Ok((otp, row.get(3)?))
                },
            )
            .optional()?;
        transaction.commit()?;
        Ok(otp)
    }

    fn enrol(&self, device: &Device, otp: &PendingOtp) -> Result<bool, StorageError> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let used =
            transaction.execute("DELETE FROM otp WHERE subject = ?1 AND code = ?2", params![otp.subject, otp.code])?;
        if used == 0 {
            return Ok(false);
        }
        transaction.execute(
            "INSERT INTO device (id, account, token, public_key, platform, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![device.id, device.account, device.token, device.public_key, device.platform, device.created_at],
        )?;
        transaction.commit()?;
        Ok(true)
    }

    fn device_by_token(&self, token: &[u8; 32]) -> Result<Option<DeviceRef>, StorageError> {
        let found = self
            .connection()?
            .query_row("SELECT account, id FROM device WHERE token = ?1", [token], |row| {
                Ok(DeviceRef { account: row.get(0)?, device: row.get(1)? })
            })
            .optional()?;
        Ok(found)
    }

    fn put_entity(&self, account: &str, entity: &NewEntity<'_>) -> Result<(), StorageError> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        write_entity(&transaction, account, entity)?;
        transaction.commit()?;
        Ok(())
    }

    fn replace_entity(&self, account: &str, entity: &NewEntity<'_>, ver: u64) -> Result<bool, StorageError> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let now_at: Option<i64> = transaction
            .query_row(
                "SELECT ver FROM entity WHERE account = ?1 AND kind = ?2 AND id = ?3",
                params![account, entity.kind, entity.id],
                |row| row.get(0),
            )
            .optional()?;
        if now_at.map(i64::unsigned_abs) != Some(ver) {
            return Ok(false);
        }
        write_entity(&transaction, account, entity)?;
        transaction.commit()?;
        Ok(true)
    }

    fn entities(&self, kind: &str) -> Result<Vec<StoredEntity>, StorageError> {
        let connection = self.connection()?;
        let mut statement =
            connection.prepare("SELECT account, id, ver, data FROM entity WHERE kind = ?1 AND data IS NOT NULL")?;
        let mut rows = statement.query([kind])?;
        let mut entities = Vec::new();
        while let Some(row) = rows.next()? {
            let data: String = row.get(3)?;
            entities.push(StoredEntity {
                account: row.get(0)?,
                id: row.get(1)?,
                ver: row.get::<_, i64>(2)?.unsigned_abs(),
                data: serde_json::from_str(&data).map_err(|_| StorageError::Damaged("entity"))?,
            });
        }
        Ok(entities)
    }

    fn set_phone(&self, personal_number: &Sensitive, phone: &Sensitive) -> Result<bool, StorageError> {
        let changed = self.connection()?.execute(
            "UPDATE account SET phone = ?2 WHERE personal_number = ?1",
            [personal_number.reveal(), phone.reveal()],
        )?;
        Ok(changed == 1)
    }

    fn changes(&self, account: &str, after: u64, max_bytes: usize) -> Result<Page, StorageError> {
        let connection = self.connection()?;
        let mut statement = connection.prepare_cached(
            "SELECT lane, kind, id, ver, data, revision FROM entity
             WHERE account = ?1 AND revision > ?2 ORDER BY revision",
        )?;
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![account, after])?;
        let mut page = Page { changes: Vec::new(), revision: after.unsigned_abs(), has_more: false };
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            let data: Option<String> = row.get(4)?;
            bytes += CHANGE_BYTES + data.as_ref().map_or(0, String::len);
            if !page.changes.is_empty() && bytes > max_bytes {
                page.has_more = true;
                break;
            }
            let data = data.map(|text| serde_json::from_str(&text)).transpose();
            let data: Option<Sensitive<serde_json::Value>> = data.map_err(|_| StorageError::Damaged("entity"))?;
            page.changes.push(Change {
                lane: row.get(0)?,
                kind: row.get(1)?,
                id: row.get(2)?,
                ver: row.get::<_, i64>(3)?.unsigned_abs(),
                op: if data.is_some() { ChangeOp::Put } else { ChangeOp::Del },
                data,
            });
            page.revision = row.get::<_, i64>(5)?.unsigned_abs();
        }
        Ok(page)
    }
}

/// The entity's new state under the account's next revision.
fn write_entity(transaction: &Transaction<'_>, account: &str, entity: &NewEntity<'_>) -> Result<(), StorageError> {
    let revision: i64 = transaction.query_row(
        "UPDATE account SET revision = revision + 1 WHERE id = ?1 RETURNING revision",
        [account],
        |row| row.get(0),
    )?;
    transaction.execute(
        "INSERT INTO entity (account, kind, id, ver, lane, revision, data) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6)
         ON CONFLICT (account, kind, id) DO UPDATE
         SET ver = ver + 1, lane = excluded.lane, revision = excluded.revision, data = excluded.data",
        params![account, entity.kind, entity.id, entity.lane, revision, entity.data.map(ToString::to_string)],
    )?;
    Ok(())
}
