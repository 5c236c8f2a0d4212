//! Numbered migrations, each in one transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Brings a database to the newest schema. The number of migrations run stands in `user_version`; each migration and
/// its number commit together, so a crash leaves a whole older schema.
pub(super) fn migrate(connection: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for (number, sql) in (1..=known).zip(migrations).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        #[cfg(seeded_bugs)]
        if cds_seeded::bug("outbox-dropped-in-a-migration") && number > 2 {
            transaction.execute("DELETE FROM command WHERE state = 'waiting'", []).ok();
        }
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}
