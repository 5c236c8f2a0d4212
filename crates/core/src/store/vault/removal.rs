//! Deleting papers: here at once where the portal has never heard of one, else with it.
//!
//! What the portal has is deleted by a command, and stays here, unseen, until the portal says that it is gone: until it was
//! sent the citizen can take it back. Once the portal has deleted it, on this device's word or on another's, nothing of it
//! is left here but the numbers of its commands and their receipts. Should the portal then be restored and forget them, a
//! cancellation goes out under the number of the command that added it, since there is nothing left to add.

use std::collections::BTreeMap;

use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{Nothing, ResultCode};
use cds_wire::{Sensitive, UnixMillis};
use rusqlite::{Connection, OptionalExtension, params};

use super::outbox::{Confirmation, confirm, give_back, is_being_cancelled};
use super::{Vault, code_text, made_id};
use crate::store::{StoreError, blobs};

/// In place of the body of a command that added a paper or a dependant who is no more.
pub(super) const NO_BODY: &str = "{}";

/// Where the newest wish to have a paper deleted stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removal {
    /// The portal has yet to do it; the command, unless it is being taken back.
    Asked(Option<String>),
    /// It has done it.
    Done,
    /// It did not, with a code of its own.
    Refused(Option<String>),
}

/// What came of having a paper deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Removed {
    /// Nothing of it is left here, and the portal had nothing of it.
    Gone,
    /// The portal is asked to, by this command.
    Asked(String),
    /// There is no such paper.
    Unknown,
}

/// A paper that is to be deleted.
pub(crate) struct Removing<'a> {
    /// Its id.
    pub(crate) id: &'a str,
    /// Its name, where the portal shows it.
    pub(crate) at_portal: Option<&'a Sensitive>,
    /// Id of the command that asks the portal to.
    pub(crate) command: &'a str,
    /// Id of the one that takes back its sending, should that be under way.
    pub(crate) cancel: &'a str,
    /// When.
    pub(crate) now: UnixMillis,
}

impl Vault {
    /// Deletes a paper, or confirms that the portal is to; on the disk when this returns.
    pub(crate) fn remove_paper(&mut self, removing: &Removing<'_>) -> Result<Removed, StoreError> {
        let id = removing.id;
        let before = self.removals()?.remove(id);
        if let Some(Removal::Asked(Some(command))) = before {
            return Ok(Removed::Asked(command));
        }
        let own = self.paper(id)?;
        let transaction = self.transaction()?;
        let title = own.as_ref().map(|own| &own.title).or(removing.at_portal);
        let Some(title) = title else { return Ok(Removed::Unknown) };
        let unknown = code_text(ResultCode::EntityUnknown);
        let added = adding(&transaction, id)?;
        let gone = match (&own, &added) {
            (None, _) => false,
            (Some(_), Some((command, state))) if state == "waiting" => {
                give_back(&transaction, command, None, removing.now)?;
                transaction.execute("DELETE FROM command WHERE id = ?1", [command])?;
                blobs::drop_unneeded(&transaction)?;
                true
            }
            (Some(_), Some((command, state))) if matches!(state.as_str(), "sent" | "deferred") => {
                // Whichever the portal hears first, the paper goes: the one where it has no paper yet, the other where it has.
                if !is_being_cancelled(&transaction, command)? {
                    let cancel = Confirmation {
                        id: removing.cancel,
                        command_type: command_type::CANCEL,
                        supersedes: Some(command),
                        ..confirmation(removing, title)
                    };
                    confirm(&transaction, &cancel, &Nothing {})?;
                }
                false
            }
            (Some(_), Some((_, state))) if state == "received" => {
                let refused = before == Some(Removal::Refused(Some(unknown))) && removing.at_portal.is_none();
                if refused {
                    forget(&transaction, id)?;
                }
                refused
            }
            // The portal did not take it.
            (Some(_), _) => {
                forget(&transaction, id)?;
                true
            }
        };
        if !gone {
            confirm(&transaction, &confirmation(removing, title), &Nothing {})?;
        }
        transaction.commit()?;
        self.checkpoint()?;
        Ok(if gone { Removed::Gone } else { Removed::Asked(removing.command.to_owned()) })
    }

    /// By paper, where the newest wish to have it deleted stands.
    pub(crate) fn removals(&self) -> Result<BTreeMap<String, Removal>, StoreError> {
        let mut statement =
            self.0.prepare_cached("SELECT stream, id, state, code FROM command WHERE type = ?1 ORDER BY position")?;
        let mut rows = statement.query([command_type::PAPER_REMOVE])?;
        let mut removals = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (stream, command, state): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let code: Option<String> = row.get(3)?;
            let paper = stream.strip_prefix(stream::PAPER).unwrap_or_default().to_owned();
            let removal = match state.as_str() {
                "received" => Removal::Done,
                // The citizen has taken it back.
                "returned" if code == Some(code_text(ResultCode::Superseded)) => {
                    removals.remove(&paper);
                    continue;
                }
                "returned" => Removal::Refused(code),
                _ => Removal::Asked((!is_being_cancelled(&self.0, &command)?).then_some(command)),
            };
            removals.insert(paper, removal);
        }
        Ok(removals)
    }

    /// Papers that the portal has deleted on this device's word, and of which something is left here.
    pub(crate) fn deleted_papers(&self) -> Result<Vec<String>, StoreError> {
        let mut left = self.0.prepare_cached(
            "SELECT 1 FROM paper WHERE id = ?1 UNION ALL
             SELECT 1 FROM command WHERE stream = ?2 AND state IN ('received', 'returned')
                 AND (title <> '' OR type = ?3 AND body NOT IN ('', ?4))",
        )?;
        let mut deleted = Vec::new();
        for (id, removal) in self.removals()? {
            let given = params![id, format!("{}{id}", stream::PAPER), command_type::PAPER_ADD, NO_BODY];
            if removal == Removal::Done && left.exists(given)? {
                deleted.push(id);
            }
        }
        Ok(deleted)
    }

    /// Lets go of papers that the portal has deleted, on the disk when this returns. What waits to be sent stays.
    pub(crate) fn forget_papers<'a>(&mut self, ids: impl Iterator<Item = &'a str>) -> Result<(), StoreError> {
        let mut ids = ids.peekable();
        if ids.peek().is_none() {
            return Ok(());
        }
        let transaction = self.transaction()?;
        let mut gone = false;
        for id in ids {
            let waits = adding(&transaction, id)?.is_some_and(|(_, state)| !is_final(&state));
            gone |= !waits && forget(&transaction, id)?;
        }
        transaction.commit()?;
        if gone { self.checkpoint() } else { Ok(()) }
    }
}

/// The command that adds a paper, and where it stands; `sent` also where it went out under an earlier device's signature.
fn adding(connection: &Connection, paper: &str) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT id, iif(state = 'waiting' AND sent_before, 'sent', state) FROM command
         WHERE type = ?1 AND stream = ?2";
    let given = params![command_type::PAPER_ADD, format!("{}{paper}", stream::PAPER)];
    Ok(connection.query_row(sql, given, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn is_final(state: &str) -> bool {
    matches!(state, "received" | "returned")
}

/// Drops a paper with its contents, its name and what stands on it, also from the command that added it. Whether there was
/// anything.
fn forget(connection: &Connection, paper: &str) -> Result<bool, StoreError> {
    let stream = format!("{}{paper}", stream::PAPER);
    let mut gone = connection.execute("DELETE FROM paper WHERE id = ?1", [paper])?;
    if let Some((command, _)) = adding(connection, paper)? {
        gone += connection.execute("DELETE FROM command_blob WHERE command = ?1", [&command])?;
        connection.execute("UPDATE command SET body = ?2 WHERE id = ?1 AND body <> ''", [&command, NO_BODY])?;
    }
    connection
        .execute("UPDATE command SET title = '' WHERE stream = ?1 AND state IN ('received', 'returned')", [&stream])?;
    if gone > 0 {
        blobs::drop_unneeded(connection)?;
    }
    Ok(gone > 0)
}

/// A portal that was put back waits once more for the content of a paper that was deleted since: it is told not to.
pub(super) fn call_off(connection: &Connection, command: &str, now: UnixMillis) -> Result<(), StoreError> {
    let sql = "SELECT stream, (SELECT count(*) FROM command WHERE supersedes = ?1) FROM command
         WHERE id = ?1 AND type = ?2 AND body = ?3";
    let given = params![command, command_type::PAPER_ADD, NO_BODY];
    let found: Option<(String, u32)> =
        connection.query_row(sql, given, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((stream, before)) = found else { return Ok(()) };
    if is_being_cancelled(connection, command)? {
        return Ok(());
    }
    let cancel = Confirmation {
        id: &made_id(&format!("call off {command} {before}")),
        command_type: command_type::CANCEL,
        stream,
        base: None,
        supersedes: Some(command),
        blobs: &[],
        title: "",
        now,
    };
    confirm(connection, &cancel, &Nothing {})
}

fn confirmation<'a>(removing: &Removing<'a>, title: &'a Sensitive) -> Confirmation<'a> {
    Confirmation {
        id: removing.command,
        command_type: command_type::PAPER_REMOVE,
        stream: format!("{}{}", stream::PAPER, removing.id),
        base: None,
        supersedes: None,
        blobs: &[],
        title: title.reveal(),
        now: removing.now,
    }
}

#[cfg(test)]
mod tests;
