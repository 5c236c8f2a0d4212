//! What the portal made of commands.

use std::collections::BTreeSet;

use cds_identity::{Receipt, numbers_digest};
use cds_wire::UnixMillis;
use cds_wire::portal::{CommandResult, CommandStatus, ResultCode};
use rusqlite::{Connection, OptionalExtension, params};

use super::account;
use super::family;
use super::outbox::give_back;
use super::removal;
use super::{Vault, code_text, signed};
use crate::store::{StoreError, blobs};

/// What taking results over came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Commands that became final, or that the portal knows under this device's numbers from now on.
    pub(crate) finished: u64,
    /// Receipts that did not verify: their commands stay without an answer.
    pub(crate) unverified: u64,
    /// The portal knows other commands under this device's numbers.
    pub(crate) forked: bool,
}

/// How long the vault holds on where the portal reports no backup.
pub(super) const DAYS_35: UnixMillis = 35 * 24 * 60 * 60 * 1000;

/// A final command that the portal's backup holds, or that finished before `?1` where no backup is known to.
pub(super) const SAFE: &str = "CASE WHEN command.device = (SELECT device FROM account)
         AND (SELECT safe_seq FROM account) IS NOT NULL
     THEN command.seq <= (SELECT safe_seq FROM account) ELSE command.finished_at < ?1 END";

/// Code of commands that stay in the outbox although the portal refused them.
const RECEIPT_INVALID: &str = "receipt_invalid";

impl Vault {
    /// Takes results over, each idempotent, in one transaction. `verified` gives the content of a receipt that a trusted
    /// key has signed. Results of other devices, and of commands that are final here, change nothing; but where a portal
    /// that was restored says otherwise of one that it had received, or nothing, that one waits here too and keeps its
    /// receipt, or is to be sent with it; or it is the citizen's again, who has cancelled it there.
    pub(crate) fn take_results(
        &mut self,
        results: &[CommandResult],
        last_seq: u64,
        safe_seq: Option<u64>,
        verified: impl Fn(&[u8]) -> Option<Receipt>,
        now: UnixMillis,
    ) -> Result<Taken, StoreError> {
        let transaction = self.transaction()?;
        let mut taken = Taken::default();
        let account: String = transaction.query_row("SELECT account FROM account", [], |row| row.get(0))?;
        for result in results {
            take(&transaction, &account, result, &verified, now, &mut taken)?;
        }
        let named: BTreeSet<&str> = results.iter().map(|result| result.id.as_str()).collect();
        for id in received_above(&transaction, last_seq)?.iter().filter(|id| !named.contains(id.as_str())) {
            transaction.execute("UPDATE command SET state = 'sent' WHERE id = ?1", [id])?;
        }
        let next: i64 = transaction.query_row("SELECT next_seq FROM account", [], |row| row.get(0))?;
        taken.forked |= last_seq >= next.unsigned_abs();
        if taken.forked {
            transaction.execute("UPDATE account SET forked = 1", [])?;
        }
        account::set_numbers(&transaction, last_seq, safe_seq)?;
        let gone = family::forget_removed(&transaction)?;
        transaction.commit()?;
        if gone {
            self.checkpoint()?;
        }
        Ok(taken)
    }

    /// Whether the portal says of this device's numbers up to `last_seq` what stands here: the same commands, and of each
    /// whether it took effect.
    pub(crate) fn numbers_agree(&self, last_seq: u64, theirs: &[u8]) -> Result<bool, StoreError> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, state = 'received' FROM command
             WHERE device = (SELECT device FROM account) AND seq <= ?1 ORDER BY seq",
        )?;
        let commands = statement.query_map([signed(last_seq)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let commands = commands.collect::<Result<Vec<(String, bool)>, _>>()?;
        Ok(numbers_digest(commands.iter().map(|(id, received)| (id.as_str(), *received))) == theirs)
    }

    /// Lets go of what the portal's backup holds: bodies and contents of final commands up to `safe_seq`, or older than
    /// 35 days where the portal reports none. Receipts stay. Contents of papers stay until they are moved.
    pub(crate) fn let_go(&mut self, now: UnixMillis) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let safe = SAFE;
        #[cfg(seeded_bugs)]
        let safe = if cds_seeded::bug("let-go-before-it-is-safe") { "?1 IS NOT NULL" } else { safe };
        let gone = transaction.execute(
            &format!("UPDATE command SET body = '' WHERE body <> '' AND state IN ('received', 'returned') AND {safe}"),
            [now - DAYS_35],
        )?;
        if gone > 0 {
            transaction
                .execute("DELETE FROM command_blob WHERE command IN (SELECT id FROM command WHERE body = '')", [])?;
            blobs::drop_unneeded(&transaction)?;
        }
        Ok(transaction.commit()?)
    }
}

/// What the portal received under numbers above the last one that it has something final for: unless it names them, it was
/// restored and has forgotten them.
fn received_above(connection: &Connection, last_seq: u64) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM command WHERE device = (SELECT device FROM account) AND seq > ?1 AND state = 'received'
             AND received_device IS NULL AND body <> ''",
    )?;
    let ids = statement.query_map([signed(last_seq)], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(ids)
}

/// Whether this device has given a result's number to another command than it names: somebody else lives by the same
/// numbers.
fn has_given(connection: &Connection, result: &CommandResult) -> Result<bool, StoreError> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM command JOIN account ON account.device = command.device
             WHERE command.seq = ?1 AND command.device = ?2 AND command.supersedes IS NOT ?3)",
        params![signed(result.seq), result.device, result.id],
        |row| row.get(0),
    )?)
}

fn take(
    connection: &Connection,
    account: &str,
    result: &CommandResult,
    verified: &impl Fn(&[u8]) -> Option<Receipt>,
    now: UnixMillis,
    taken: &mut Taken,
) -> Result<(), StoreError> {
    let found: Option<(String, Option<Vec<u8>>, bool)> = connection
        .query_row(
            "SELECT state, hash, received_device IS NOT NULL FROM command WHERE id = ?1 AND device = ?2",
            params![result.id, result.device],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    let Some((state, hash, of_another)) = found else {
        taken.forked |= has_given(connection, result)?;
        return Ok(());
    };
    let superseded = result.code == Some(ResultCode::Superseded);
    let refused = matches!(result.status, CommandStatus::Rejected | CommandStatus::Conflict);
    if state == "received" && refused && !superseded {
        connection.execute("UPDATE command SET state = 'sent' WHERE id = ?1 AND body <> ''", [&result.id])?;
        return Ok(());
    }
    let again = state == "received"
        && match result.status {
            CommandStatus::Deferred => true,
            CommandStatus::Applied | CommandStatus::Duplicate => of_another,
            CommandStatus::Rejected | CommandStatus::Conflict => superseded,
        };
    if matches!(state.as_str(), "received" | "returned") && !again {
        return Ok(());
    }
    let code = result.code.map(code_text);
    match result.status {
        CommandStatus::Applied | CommandStatus::Duplicate => {
            let receipt = result.receipt.as_ref().and_then(|bytes| verified(&bytes.0));
            let ours = receipt
                .is_some_and(|receipt| receipt.account == account && Some(receipt.command_hash.to_vec()) == hash);
            if ours {
                connection.execute(
                    "UPDATE command SET state = 'received', code = NULL, entity = ?2, ver = ?3, receipt = ?4,
                         received_device = NULL, received_seq = NULL, finished_at = ?5 WHERE id = ?1",
                    params![
                        result.id,
                        result.entity,
                        result.ver.map(signed),
                        result.receipt.as_ref().map(|receipt| &receipt.0),
                        now
                    ],
                )?;
                taken.finished += 1;
            } else {
                connection
                    .execute("UPDATE command SET code = ?2 WHERE id = ?1", params![result.id, RECEIPT_INVALID])?;
                taken.unverified += 1;
            }
        }
        CommandStatus::Deferred => {
            let state = "deferred";
            #[cfg(seeded_bugs)]
            let state = if cds_seeded::bug("success-before-acknowledgement") { "received" } else { state };
            connection
                .execute("UPDATE command SET state = ?3, code = ?2 WHERE id = ?1", params![result.id, code, state])?;
            removal::call_off(connection, &result.id, now)?;
        }
        // These two say that this device's key or numbers are not what the portal knows: nothing of the citizen's is at
        // fault, so nothing is returned to them.
        CommandStatus::Rejected
            if matches!(result.code, Some(ResultCode::DeviceFork | ResultCode::SignatureInvalid)) =>
        {
            connection.execute("UPDATE command SET code = ?2 WHERE id = ?1", params![result.id, code])?;
            taken.forked = true;
        }
        CommandStatus::Rejected | CommandStatus::Conflict => {
            let reason = if superseded { None } else { code.as_deref() };
            give_back(connection, &result.id, reason, now)?;
            #[cfg(seeded_bugs)]
            if cds_seeded::bug("draft-lost-on-rejection") {
                connection.execute("DELETE FROM draft WHERE id = ?1", [&result.id])?;
            }
            connection.execute(
                "UPDATE command SET state = 'returned', code = ?2, finished_at = ?3 WHERE id = ?1",
                params![result.id, code, now],
            )?;
            taken.finished += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
