//! The device's credential, and when the code made from it was shown.

use cds_identity::LIVE_PERIOD_S;
use cds_wire::UnixMillis;
use cds_wire::ipc::CodeShowing;
use cds_wire::portal::CredentialRecord;
use rusqlite::params;

use super::Cache;
use crate::store::StoreError;

/// How long showings are kept.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// A code made anew within this time goes on being shown.
const GAP_MS: i64 = 2 * LIVE_PERIOD_S * 1000;

impl Cache {
    /// The live code was made at `now`, to be shown. Showings older than 30 days go.
    pub(crate) fn code_shown(&mut self, now: UnixMillis) -> Result<(), StoreError> {
        let transaction = self.0.transaction()?;
        let prolonged = transaction.execute(
            "UPDATE code_shown SET until_at = ?1
             WHERE from_at = (SELECT max(from_at) FROM code_shown) AND ?1 BETWEEN from_at AND until_at + ?2",
            params![now, GAP_MS],
        )?;
        if prolonged == 0 {
            transaction.execute("INSERT OR REPLACE INTO code_shown (from_at, until_at) VALUES (?1, ?1)", [now])?;
        }
        transaction.execute("DELETE FROM code_shown WHERE until_at < ?1", [now - KEPT_MS])?;
        Ok(transaction.commit()?)
    }

    /// When the live code was shown in the 30 days before `now`, the newest first.
    pub(crate) fn code_showings(&self, now: UnixMillis) -> Result<Vec<CodeShowing>, StoreError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT from_at, until_at FROM code_shown WHERE until_at >= ?1 ORDER BY from_at DESC")?;
        let showings =
            statement.query_map([now - KEPT_MS], |row| Ok(CodeShowing { from: row.get(0)?, until: row.get(1)? }))?;
        Ok(showings.collect::<Result<_, _>>()?)
    }

    /// Forgets the credential of a device whose session has ended. The portal gives it again with a new sign-in.
    pub(crate) fn forget_credential(&self, device: &str) -> Result<(), StoreError> {
        self.0.execute("DELETE FROM entity WHERE kind = ?1 AND id = ?2", [CredentialRecord::KIND, device])?;
        Ok(())
    }
}
