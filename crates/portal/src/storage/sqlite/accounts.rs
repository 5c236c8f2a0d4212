//! Citizens, devices and what signing in needs, in SQLite.

use cds_wire::{Sensitive, UnixMillis};
use rusqlite::{OptionalExtension, Row, params};

use super::{SqliteTx, code, code_text, int, uint};
use crate::storage::{Accounts, Citizen, Device, PendingOtp, Recovery, StorageError};

/// The columns that [`read_citizen`] takes.
const CITIZEN: &str = "id, personal_number, phone, card_issue_date, name, birth_date, sex, commune, commune_name";

impl Accounts for SqliteTx<'_> {
    fn add_citizen(&self, citizen: &Citizen) -> Result<String, StorageError> {
        let number = citizen.personal_number.reveal();
        self.sql.execute(
            "INSERT INTO account (id, personal_number, phone, card_issue_date, name, birth_date, sex, commune, commune_name)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (personal_number) DO NOTHING",
            params![
                citizen.account,
                number,
                citizen.phone.reveal(),
                citizen.card_issue_date.reveal(),
                citizen.name.reveal(),
                citizen.birth_date.reveal(),
                code_text(citizen.sex.reveal()),
                citizen.commune,
                citizen.commune_name,
            ],
        )?;
        Ok(self.sql.query_row("SELECT id FROM account WHERE personal_number = ?1", [number], |row| row.get(0))?)
    }

    fn citizen(&self, personal_number: &Sensitive) -> Result<Option<Citizen>, StorageError> {
        self.citizen_where("personal_number", personal_number.reveal())
    }

    fn citizen_of(&self, account: &str) -> Result<Option<Citizen>, StorageError> {
        self.citizen_where("id", account)
    }

    fn set_phone(&self, account: &str, phone: &Sensitive) -> Result<(), StorageError> {
        self.sql.execute("UPDATE account SET phone = ?2 WHERE id = ?1", [account, phone.reveal()])?;
        Ok(())
    }

    fn put_otp(&self, otp: &PendingOtp, now: UnixMillis) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM otp WHERE expires_at < ?1", [now])?;
        self.sql.execute(
            "INSERT OR REPLACE INTO otp (subject, code, expires_at, tries) VALUES (?1, ?2, ?3, 0)",
            params![otp.subject, otp.code, otp.expires_at],
        )?;
        Ok(())
    }

    fn try_otp(&self, subject: &[u8; 32]) -> Result<Option<(PendingOtp, u32)>, StorageError> {
        let otp = self.sql.query_row(
            "UPDATE otp SET tries = tries + 1 WHERE subject = ?1 RETURNING subject, code, expires_at, tries",
            [subject],
            |row| {
                let otp = PendingOtp { subject: row.get(0)?, code: row.get(1)?, expires_at: row.get(2)? };
                Ok((otp, row.get(3)?))
            },
        );
        Ok(otp.optional()?)
    }

    fn use_otp(&self, otp: &PendingOtp) -> Result<bool, StorageError> {
        let used =
            self.sql.execute("DELETE FROM otp WHERE subject = ?1 AND code = ?2", params![otp.subject, otp.code])?;
        Ok(used == 1)
    }

    fn tally(&self, bucket: &[u8; 32], now: UnixMillis) -> Result<Option<(u32, UnixMillis)>, StorageError> {
        let held = self.sql.query_row(
            "SELECT count, ends_at FROM tally WHERE bucket = ?1 AND ends_at > ?2",
            params![bucket, now],
            |row| Ok((row.get(0)?, row.get(1)?)),
        );
        Ok(held.optional()?)
    }

    fn add_to_tally(&self, bucket: &[u8; 32], now: UnixMillis, window: i64) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM tally WHERE ends_at <= ?1", [now])?;
        self.sql.execute(
            "INSERT INTO tally (bucket, ends_at, count) VALUES (?1, ?2, 1)
             ON CONFLICT (bucket) DO UPDATE SET count = count + 1",
            params![bucket, now + window],
        )?;
        Ok(())
    }

    fn device(&self, id: &str) -> Result<Option<Device>, StorageError> {
        let device = self
            .sql
            .prepare_cached(
                "SELECT id, account, public_key, platform, enrolled_at, ended_at, revoked, last_seq, safe_seq FROM device WHERE id = ?1",
            )?
            .query_row([id], read_device)
            .optional()?;
        Ok(device)
    }

    fn put_device(&self, device: &Device) -> Result<(), StorageError> {
        self.sql.execute(
            "INSERT INTO device (id, account, public_key, platform, enrolled_at, ended_at, revoked)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE
             SET platform = excluded.platform, ended_at = excluded.ended_at, revoked = excluded.revoked",
            params![
                device.id,
                device.account,
                device.public_key,
                device.platform,
                device.enrolled_at,
                device.ended_at,
                device.revoked,
            ],
        )?;
        Ok(())
    }

    fn put_token(&self, hash: &[u8; 32], device: &str, now: UnixMillis) -> Result<(), StorageError> {
        self.drop_tokens(device)?;
        self.sql
            .execute("INSERT INTO token (hash, device, used_at) VALUES (?1, ?2, ?3)", params![hash, device, now])?;
        Ok(())
    }

    fn drop_tokens(&self, device: &str) -> Result<(), StorageError> {
        self.sql.execute("DELETE FROM token WHERE device = ?1", [device])?;
        Ok(())
    }

    fn token(&self, hash: &[u8; 32]) -> Result<Option<(Device, UnixMillis)>, StorageError> {
        let found = self
            .sql
            .prepare_cached(
                "SELECT id, account, public_key, platform, enrolled_at, ended_at, revoked, last_seq, safe_seq, used_at FROM token JOIN device ON device.id = token.device WHERE hash = ?1",
            )?
            .query_row([hash], |row| Ok((read_device(row)?, row.get(9)?)))
            .optional()?;
        Ok(found)
    }

    fn touch_token(&self, hash: &[u8; 32], now: UnixMillis) -> Result<(), StorageError> {
        self.sql.execute("UPDATE token SET used_at = ?2 WHERE hash = ?1", params![hash, now])?;
        Ok(())
    }

    fn last_seqs(&self) -> Result<Vec<(String, u64)>, StorageError> {
        let mut statement = self.sql.prepare("SELECT id, last_seq FROM device")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, uint(row.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn complete_backup(&self, held: &[(String, u64)]) -> Result<(), StorageError> {
        let mut statement =
            self.sql.prepare("UPDATE device SET safe_seq = max(coalesce(safe_seq, 0), ?2) WHERE id = ?1")?;
        for (device, last_seq) in held {
            statement.execute(params![device, int(*last_seq)])?;
        }
        Ok(())
    }

    fn recovery(&self, account: &str) -> Result<Recovery, StorageError> {
        let recovery = self.sql.query_row(
            "SELECT recovery_key, recovery_asked_at, recovery_asked_by, released_until, released_key, released_at, released_to
             FROM account WHERE id = ?1",
            [account],
            |row| {
                let asked = row.get::<_, Option<i64>>(1)?.zip(row.get(2)?);
                let released = row.get::<_, Option<[u8; 32]>>(4)?.zip(row.get(5)?);
                Ok(Recovery {
                    private_key: row.get(0)?,
                    asked,
                    released_until: row.get(3)?,
                    released_to: row.get(6)?,
                    released,
                })
            },
        )?;
        Ok(recovery)
    }

    fn put_recovery(&self, account: &str, recovery: &Recovery) -> Result<(), StorageError> {
        let (asked_at, asked_by) = recovery.asked.clone().unzip();
        let (released_key, released_at) = recovery.released.unzip();
        self.sql.execute(
            "UPDATE account SET recovery_key = ?2, recovery_asked_at = ?3, recovery_asked_by = ?4, released_until = ?5,
                 released_key = ?6, released_at = ?7, released_to = ?8
             WHERE id = ?1",
            params![
                account,
                recovery.private_key,
                asked_at,
                asked_by,
                recovery.released_until,
                released_key,
                released_at,
                recovery.released_to,
            ],
        )?;
        Ok(())
    }
}

impl SqliteTx<'_> {
    fn citizen_where(&self, column: &'static str, is: &str) -> Result<Option<Citizen>, StorageError> {
        let mut statement = self.sql.prepare_cached(&format!("SELECT {CITIZEN} FROM account WHERE {column} = ?1"))?;
        let mut rows = statement.query([is])?;
        rows.next()?.map(read_citizen).transpose()
    }
}

fn read_citizen(row: &Row<'_>) -> Result<Citizen, StorageError> {
    Ok(Citizen {
        account: row.get(0)?,
        personal_number: Sensitive::new(row.get(1)?),
        phone: Sensitive::new(row.get(2)?),
        card_issue_date: Sensitive::new(row.get(3)?),
        name: Sensitive::new(row.get(4)?),
        birth_date: Sensitive::new(row.get(5)?),
        sex: Sensitive::new(code(row.get(6)?)?),
        commune: row.get(7)?,
        commune_name: row.get(8)?,
    })
}

fn read_device(row: &Row<'_>) -> rusqlite::Result<Device> {
    Ok(Device {
        id: row.get(0)?,
        account: row.get(1)?,
        public_key: row.get(2)?,
        platform: row.get(3)?,
        enrolled_at: row.get(4)?,
        ended_at: row.get(5)?,
        revoked: row.get(6)?,
        last_seq: uint(row.get(7)?),
        safe_seq: row.get::<_, Option<i64>>(8)?.map(uint),
    })
}
