//! The vault: what the citizen made, and what speaks for them. Never rebuilt, never dropped.

use std::path::Path;

use cds_identity::DeviceKey;
use cds_wire::Sensitive;
use rusqlite::{Connection, params};

use super::{Durability, StoreError, cipher, migrate};
use crate::keys::Key;

const MIGRATIONS: &[&str] = &[include_str!("../../migrations/vault/0001_account.sql")];

/// The open vault.
#[derive(Debug)]
pub struct Vault(Connection);

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
    /// Name of the province.
    pub province: String,
    /// This device's key.
    pub device_key: DeviceKey,
}

impl Vault {
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        let mut connection = cipher::open(path, key.as_bytes(), Durability::Full)?;
        migrate::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self(connection))
    }

    /// Keeps the enrolment and moves it out of the write-ahead log into the file.
    pub fn set_enrolment(&self, enrolment: &Enrolment) -> Result<(), StoreError> {
        self.0.execute(
            "INSERT OR REPLACE INTO account (only, account, device, token, name, province, device_seed)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                enrolment.account,
                enrolment.device,
                enrolment.token.reveal(),
                enrolment.name.reveal(),
                enrolment.province,
                enrolment.device_key.seed().as_slice(),
            ],
        )?;
        self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// The bearer token of this device.
    pub fn token(&self) -> Result<Sensitive, StoreError> {
        Ok(self.0.query_row("SELECT token FROM account WHERE only = 1", [], |row| row.get(0)).map(Sensitive::new)?)
    }
}
