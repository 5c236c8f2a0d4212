//! The account at the portal, this device's key, and the numbers of its commands.

use cds_identity::DeviceKey;
use cds_wire::{Bytes, Sensitive};
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use super::sending::sign_received_anew;
use super::{Vault, signed};
use crate::store::StoreError;

/// The account at the portal and this device's key.
#[derive(Debug)]
pub struct Enrolment {
    /// The account's pseudonym.
    pub account: String,
    /// This device's id.
    pub device: String,
    /// The bearer token.
    pub token: Sensitive,
    /// The citizen's name.
    pub name: Sensitive,
    /// Whose account it is.
    pub personal_number: Sensitive,
    /// Name of the province.
    pub province: String,
    /// This device's key.
    pub device_key: DeviceKey,
    /// The portal's recovery key, 32 bytes.
    pub recovery_key: Bytes,
}

/// Who sends: what goes into every signature of this device.
pub(crate) struct Sender {
    pub(crate) account: String,
    pub(crate) device: String,
    pub(crate) token: Sensitive,
    pub(crate) key: DeviceKey,
}

impl Sender {
    fn of(enrolment: &Enrolment) -> Self {
        Self {
            account: enrolment.account.clone(),
            device: enrolment.device.clone(),
            token: enrolment.token.clone(),
            key: DeviceKey::from_seed(&enrolment.device_key.seed()),
        }
    }
}

impl Vault {
    /// Keeps the enrolment and moves it out of the write-ahead log into the file. Where it is another device than before,
    /// what is not final, and what no backup of the portal's is known to hold, is numbered and signed anew; ids and bodies
    /// stay, so that the portal recognises what it has.
    pub(crate) fn set_enrolment(&mut self, enrolment: &Enrolment) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let before: Option<String> =
            transaction.query_row("SELECT device FROM account", [], |row| row.get(0)).optional()?;
        transaction.execute(
            "INSERT INTO account (only, account, device, token, name, province, device_seed, personal_number)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (only) DO UPDATE SET account = excluded.account, device = excluded.device,
                 token = excluded.token, name = excluded.name, province = excluded.province,
                 device_seed = excluded.device_seed, personal_number = excluded.personal_number, signed_out = 0",
            params![
                enrolment.account,
                enrolment.device,
                enrolment.token.reveal(),
                enrolment.name.reveal(),
                enrolment.province,
                enrolment.device_key.seed().as_slice(),
                enrolment.personal_number.reveal(),
            ],
        )?;
        if before.is_some_and(|before| before != enrolment.device) {
            begin_numbers(&transaction, &Sender::of(enrolment))?;
        }
        transaction.commit()?;
        self.checkpoint()
    }

    /// Who sends; none after signing out.
    pub(crate) fn sender(&self) -> Result<Option<Sender>, StoreError> {
        let (account, device, token, seed, signed_out) = self.0.query_row(
            "SELECT account, device, token, device_seed, signed_out FROM account WHERE only = 1",
            [],
            |row| {
                let seed: [u8; 32] = row.get(3)?;
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, Zeroizing::new(seed), row.get::<_, bool>(4)?))
            },
        )?;
        let key = DeviceKey::from_seed(&seed);
        Ok((!signed_out).then(|| Sender { account, device, token: Sensitive::new(token), key }))
    }

    /// This device's id and key, and the account they belong to, also after signing out.
    pub(crate) fn device(&self) -> Result<(String, String, DeviceKey), StoreError> {
        Ok(self.0.query_row("SELECT account, device, device_seed FROM account WHERE only = 1", [], |row| {
            let seed: [u8; 32] = row.get(2)?;
            Ok((row.get(0)?, row.get(1)?, DeviceKey::from_seed(&Zeroizing::new(seed))))
        })?)
    }

    /// The citizen's name, as it was at sign-in.
    pub(crate) fn name(&self) -> Result<Sensitive, StoreError> {
        Ok(self.0.query_row("SELECT name FROM account WHERE only = 1", [], |row| row.get(0)).map(Sensitive::new)?)
    }

    /// Name of the province, as it was at sign-in.
    pub(crate) fn province(&self) -> Result<String, StoreError> {
        Ok(self.0.query_row("SELECT province FROM account WHERE only = 1", [], |row| row.get(0))?)
    }

    /// From now on nothing is sent until the citizen signs in again.
    pub(crate) fn sign_out(&self) -> Result<(), StoreError> {
        self.0.execute("UPDATE account SET signed_out = 1, token = ''", [])?;
        self.checkpoint()
    }

    /// This device was revoked: whoever signs in again does so under another key, which nobody can have copied before.
    pub(crate) fn end_for_good(&self) -> Result<(), StoreError> {
        self.0.execute("UPDATE account SET signed_out = 1, token = '', forked = 1", [])?;
        self.checkpoint()
    }

    /// Whether the next sign-in is to be another device's: this one was revoked, or the portal knows other commands under its
    /// numbers.
    pub(crate) fn is_forked(&self) -> Result<bool, StoreError> {
        Ok(self.0.query_row("SELECT forked FROM account", [], |row| row.get(0))?)
    }

    /// How many commands were ever confirmed here.
    pub(crate) fn confirmed(&self) -> Result<u64, StoreError> {
        Ok(self.0.query_row("SELECT confirmed FROM account", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
    }
}

/// The numbers of a device that has sent nothing yet. The first go to what was received: the portal, which has none of
/// them yet, then counts it as forgotten, and hears of it again before anything new.
fn begin_numbers(connection: &Connection, sender: &Sender) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE command SET received_device = device, received_seq = seq
         WHERE receipt IS NOT NULL AND received_device IS NULL AND body <> ''",
        [],
    )?;
    connection.execute(
        "UPDATE command SET state = 'waiting', sent_before = 1, seq = NULL, device = NULL, hash = NULL, signature = NULL,
             code = NULL
         WHERE state IN ('sent', 'deferred') AND body <> ''",
        [],
    )?;
    connection.execute("UPDATE account SET next_seq = 1, last_seq = 0, safe_seq = NULL, forked = 0", [])?;
    sign_received_anew(connection, sender)
}

/// Keeps what the portal says about this device's numbers.
pub(super) fn set_numbers(connection: &Connection, last_seq: u64, safe_seq: Option<u64>) -> Result<(), StoreError> {
    connection
        .execute("UPDATE account SET last_seq = ?1, safe_seq = ?2", params![signed(last_seq), safe_seq.map(signed)])?;
    Ok(())
}

/// Takes the next number.
pub(super) fn next_seq(connection: &Connection) -> Result<u64, StoreError> {
    let next: i64 =
        connection
            .query_row("UPDATE account SET next_seq = next_seq + 1 RETURNING next_seq - 1", [], |row| row.get(0))?;
    Ok(next.unsigned_abs())
}
