//! The outbox: confirming, cancelling, and what the citizen sees of it.

use cds_wire::ipc::{CommandState, OutboxEntry};
use cds_wire::petition::PetitionSubmit;
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{Base, DossierSubmit, DossierWithdraw, Nothing};
use cds_wire::{Bytes, Digest, Sensitive, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::drafts::{self};
use super::removal::NO_BODY;
use super::{Content, Draft, Vault, family, followed, signed, submission};
use crate::store::{StoreError, blobs};

/// A command as it is confirmed.
pub(crate) struct Confirmation<'a> {
    pub(crate) id: &'a str,
    pub(crate) command_type: &'static str,
    pub(crate) stream: String,
    pub(crate) base: Option<Base>,
    pub(crate) supersedes: Option<&'a str>,
    pub(crate) blobs: &'a [Digest],
    pub(crate) title: &'a str,
    pub(crate) now: UnixMillis,
}

impl<'a> Confirmation<'a> {
    /// One that builds on no version, takes nothing back and has no contents.
    pub(super) fn new(
        id: &'a str,
        command_type: &'static str,
        stream: String,
        title: &'a str,
        now: UnixMillis,
    ) -> Self {
        Self { id, command_type, stream, base: None, supersedes: None, blobs: &[], title, now }
    }
}

/// Whether a row of `command` is being taken back, as SQL.
pub(super) const CANCELLING: &str = "EXISTS (SELECT 1 FROM command AS later
    WHERE later.supersedes = command.id AND later.state IN ('waiting', 'sent', 'deferred'))";

/// What came of confirming a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirmed {
    /// It is a command.
    Done,
    /// There is no such draft.
    NoDraft,
    /// It has no content that can be sent, and stays.
    Refused,
}

/// Why a command was not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotCancelled {
    /// There is no such command.
    Unknown,
    /// It is final.
    TooLate,
}

/// A dossier that this device filed.
pub(crate) type FiledDossier = Filed<DossierSubmit>;

/// A dossier or petition that this device filed.
#[derive(Debug, Clone)]
pub(crate) struct Filed<T> {
    pub(crate) id: String,
    /// The command that filed it.
    pub(crate) command: String,
    pub(crate) title: Sensitive,
    pub(crate) state: CommandState,
    /// The citizen has taken it back, and the portal has yet to say whether it had it before.
    pub(crate) cancelling: bool,
    pub(crate) submitted: Option<T>,
    pub(crate) receipt: Option<Bytes>,
    pub(crate) confirmed_at: UnixMillis,
    pub(crate) finished_at: Option<UnixMillis>,
}

impl Vault {
    /// Turns a draft as it is into a confirmed command. False where there is no such draft.
    pub(crate) fn confirm_draft(&mut self, draft: &str, command: &str, now: UnixMillis) -> Result<bool, StoreError> {
        Ok(self.confirm_draft_as(draft, command, now, |draft| Some(Content::of(draft, submission(draft))))?
            == Confirmed::Done)
    }

    /// Turns a draft into a confirmed command with the content that `content` makes of it, in one transaction that is on
    /// the disk when this returns. Where there is none the draft stays.
    pub(crate) fn confirm_draft_as(
        &mut self,
        draft: &str,
        command: &str,
        now: UnixMillis,
        content: impl FnOnce(&Draft) -> Option<Content>,
    ) -> Result<Confirmed, StoreError> {
        let transaction = self.transaction()?;
        let Some(draft) = drafts::read(&transaction, draft)? else { return Ok(Confirmed::NoDraft) };
        let Some(content) = content(&draft) else { return Ok(Confirmed::Refused) };
        let digests: Vec<Digest> = content.attachments().iter().map(|attachment| attachment.sha256).collect();
        let (command_type, stream) = content.command();
        let confirmation = Confirmation {
            id: command,
            command_type,
            stream: format!("{stream}{}", draft.supplements.as_ref().unwrap_or(&draft.id)),
            base: None,
            supersedes: None,
            blobs: &digests,
            title: &draft.procedure_name,
            now,
        };
        confirm_body(&transaction, &confirmation, &content.body().map_err(|_| StoreError::Damaged)?)?;
        transaction.execute("DELETE FROM draft WHERE id = ?1", [&draft.id])?;
        // Papers that the form has no place for any more.
        blobs::drop_unneeded(&transaction)?;
        transaction.commit()?;
        self.checkpoint()?;
        Ok(Confirmed::Done)
    }

    /// Confirms that a dossier is to be withdrawn, in one transaction that is on the disk when this returns.
    pub(crate) fn withdraw(
        &mut self,
        dossier: &str,
        command: &str,
        title: &Sensitive,
        reason: &Sensitive,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let stream = format!("{}{dossier}", stream::DOSSIER);
        let confirmation = Confirmation::new(command, command_type::DOSSIER_WITHDRAW, stream, title.reveal(), now);
        self.confirm_alone(&confirmation, &DossierWithdraw { reason: reason.clone() })
    }

    /// Confirms what changes nothing else here, in one transaction that is on the disk when this returns.
    pub(super) fn confirm_alone(
        &mut self,
        confirmation: &Confirmation<'_>,
        body: &impl Serialize,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        confirm(&transaction, confirmation, body)?;
        transaction.commit()?;
        self.checkpoint()
    }

    /// Takes a command back. One that was never sent leaves no trace and its content is a draft again; one that was sent
    /// is superseded by a command of its own, `cancel_id`.
    pub(crate) fn cancel(
        &mut self,
        id: &str,
        cancel_id: &str,
        now: UnixMillis,
    ) -> Result<Result<(), NotCancelled>, StoreError> {
        let transaction = self.transaction()?;
        // What went out under an earlier device's signature may be known to the portal.
        let found: Option<(String, String, String)> = transaction
            .query_row(
                "SELECT CASE WHEN sent_before THEN 'sent' ELSE state END, stream, title FROM command
                 WHERE id = ?1 AND state IN ('waiting', 'sent', 'deferred')
                 UNION ALL SELECT state, stream, title FROM command
                 WHERE id = ?1 AND state IN ('received', 'returned')",
                [id],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?;
        let Some((state, stream, title)) = found else { return Ok(Err(NotCancelled::Unknown)) };
        match state.as_str() {
            "waiting" => {
                give_back(&transaction, id, None, now)?;
                transaction.execute("DELETE FROM command WHERE id = ?1", [id])?;
                blobs::drop_unneeded(&transaction)?;
            }
            "sent" | "deferred" if is_being_cancelled(&transaction, id)? => return Ok(Ok(())),
            "sent" | "deferred" => {
                let confirmation = Confirmation {
                    id: cancel_id,
                    command_type: command_type::CANCEL,
                    stream,
                    base: None,
                    supersedes: Some(id),
                    blobs: &[],
                    title: &title,
                    now,
                };
                confirm(&transaction, &confirmation, &Nothing {})?;
            }
            _ => return Ok(Err(NotCancelled::TooLate)),
        }
        transaction.commit()?;
        self.checkpoint()?;
        Ok(Ok(()))
    }

    /// All commands, oldest first.
    pub(crate) fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut statement = self.0.prepare(
            "SELECT id, seq, type, title, state, code, substr(stream, instr(stream, '/') + 1), confirmed_at
             FROM command ORDER BY position",
        )?;
        let entries = statement.query_map([], |row| {
            Ok(OutboxEntry {
                id: row.get(0)?,
                seq: row.get::<_, Option<i64>>(1)?.map(i64::unsigned_abs),
                command_type: row.get(2)?,
                title: Sensitive::new(row.get(3)?),
                state: state_of(row, 4)?,
                reason: row.get(5)?,
                entity: row.get(6)?,
                confirmed_at: row.get(7)?,
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// How many confirmed commands have no answer yet, without those that only take another one back.
    pub(crate) fn waiting(&self) -> Result<u64, StoreError> {
        let waiting: i64 = self.0.query_row(
            "SELECT count(*) FROM command WHERE state IN ('waiting', 'sent', 'deferred') AND type <> ?1",
            [command_type::CANCEL],
            |row| row.get(0),
        )?;
        Ok(waiting.unsigned_abs())
    }

    /// Whether something is nowhere else: a command or a draft that was not sent, a paper that is being put together, a paper or
    /// a dependant that the portal did not take.
    pub(crate) fn holds_only_copies(&self) -> Result<bool, StoreError> {
        Ok(self.0.query_row(
            "SELECT EXISTS (SELECT 1 FROM command WHERE state IN ('waiting', 'sent', 'deferred'))
                 OR EXISTS (SELECT 1 FROM draft)
                 OR EXISTS (SELECT 1 FROM staged_page)
                 OR EXISTS (SELECT 1 FROM paper WHERE NOT EXISTS (
                        SELECT 1 FROM command WHERE type = 'paper.add' AND stream = 'paper/' || paper.id
                            AND state = 'received'))
                 OR EXISTS (SELECT 1 FROM dependant)",
            [],
            |row| row.get(0),
        )?)
    }

    /// The draft that a dossier or petition of this device's, by its stream, has become again; none where it did not.
    pub(crate) fn draft_of_returned(&self, stream: &str) -> Result<Option<String>, StoreError> {
        let newest = "SELECT command.id FROM command JOIN draft ON draft.id = command.id
             WHERE type IN (?1, ?2) AND stream = ?3 AND state = 'returned' ORDER BY position DESC LIMIT 1";
        let filing = [command_type::DOSSIER_SUBMIT, command_type::PETITION_SUBMIT, stream];
        Ok(self.0.query_row(newest, filing, |row| row.get(0)).optional()?)
    }

    /// The dossiers that this device filed and the portal did not return, newest first.
    pub(crate) fn filed_dossiers(&self) -> Result<Vec<FiledDossier>, StoreError> {
        self.filed(command_type::DOSSIER_SUBMIT)
    }

    /// What this device filed by commands of a type and the portal did not return, newest first.
    pub(super) fn filed<T: DeserializeOwned>(&self, command_type: &str) -> Result<Vec<Filed<T>>, StoreError> {
        let mut statement = self.0.prepare(&format!(
            "SELECT substr(stream, instr(stream, '/') + 1), title, state, body, receipt, confirmed_at, finished_at, id,
                 {CANCELLING}
             FROM command WHERE type = ?1 AND state <> 'returned' ORDER BY position DESC"
        ))?;
        let filed = statement.query_map([command_type], |row| {
            let body: String = row.get(3)?;
            Ok(Filed {
                id: row.get(0)?,
                title: Sensitive::new(row.get(1)?),
                state: state_of(row, 2)?,
                submitted: serde_json::from_str(&body).ok(),
                receipt: row.get::<_, Option<Vec<u8>>>(4)?.map(Bytes),
                confirmed_at: row.get(5)?,
                finished_at: row.get(6)?,
                command: row.get(7)?,
                cancelling: row.get(8)?,
            })
        })?;
        Ok(filed.collect::<Result<_, _>>()?)
    }
}

pub(super) fn confirm(
    connection: &Connection,
    confirmation: &Confirmation<'_>,
    body: &impl Serialize,
) -> Result<(), StoreError> {
    confirm_body(connection, confirmation, &serde_json::to_string(body).map_err(|_| StoreError::Damaged)?)
}

fn confirm_body(connection: &Connection, confirmation: &Confirmation<'_>, body: &str) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO command (id, position, type, stream, base_entity, base_ver, supersedes, body, title, confirmed_at,
                              state)
         VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM command), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting')",
        params![
            confirmation.id,
            confirmation.command_type,
            confirmation.stream,
            confirmation.base.as_ref().map(|base| &base.entity),
            confirmation.base.as_ref().map(|base| signed(base.ver)),
            confirmation.supersedes,
            body,
            confirmation.title,
            confirmation.now,
        ],
    )?;
    for (position, digest) in (0_i64..).zip(confirmation.blobs) {
        connection.execute(
            "INSERT INTO command_blob (command, position, sha256) VALUES (?1, ?2, ?3)",
            params![confirmation.id, position, digest.0],
        )?;
    }
    connection.execute("UPDATE account SET confirmed = confirmed + 1", [])?;
    Ok(())
}

pub(super) fn is_being_cancelled(connection: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM command WHERE supersedes = ?1 AND state IN ('waiting', 'sent', 'deferred'))",
        [id],
        |row| row.get(0),
    )?)
}

/// Makes the content of a command that will not be applied editable again: a dossier, what was to be added to one, or a petition
/// becomes a draft; a paper or a dependant that the citizen takes back goes, one that the portal refused stays. The draft takes the command's id, which is nobody else's:
/// filed again, it is a stream of its own, which no earlier refusal holds up.
pub(super) fn give_back(
    connection: &Connection,
    command: &str,
    reason: Option<&str>,
    now: UnixMillis,
) -> Result<(), StoreError> {
    let (kind, stream, body, title): (String, String, String, String) =
        connection.query_row("SELECT type, stream, body, title FROM command WHERE id = ?1", [command], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    match kind.as_str() {
        command_type::DOSSIER_SUBMIT => {
            let submitted: DossierSubmit = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
            let draft = Draft::of_dossier(command, submitted, &title, now);
            drafts::put(connection, &Draft { reason: reason.map(str::to_owned), ..draft })
        }
        command_type::DOSSIER_SUPPLEMENT => {
            let content = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
            let dossier = stream.strip_prefix(stream::DOSSIER).unwrap_or_default();
            drafts::put(connection, &followed::draft_of(command, dossier, &title, content, reason, now))
        }
        command_type::PETITION_SUBMIT => {
            let submitted: PetitionSubmit = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
            let draft = Draft::of_petition(command, submitted, now);
            drafts::put(connection, &Draft { reason: reason.map(str::to_owned), ..draft })
        }
        command_type::PAPER_ADD if reason.is_none() => {
            let paper = stream.strip_prefix(stream::PAPER).unwrap_or_default();
            connection.execute("DELETE FROM paper WHERE id = ?1", [paper])?;
            Ok(())
        }
        command_type::DEPENDANT_ADD => match reason {
            Some(reason) if body != NO_BODY => family::keep_returned(connection, &stream, &body, reason, now),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

pub(super) fn state_of(row: &Row<'_>, column: usize) -> rusqlite::Result<CommandState> {
    let text: String = row.get(column)?;
    match text.as_str() {
        "waiting" => Ok(CommandState::Waiting),
        "sent" => Ok(CommandState::Sent),
        "deferred" => Ok(CommandState::Deferred),
        "received" => Ok(CommandState::Received),
        "returned" => Ok(CommandState::Returned),
        _ => Err(rusqlite::Error::InvalidColumnType(column, "state".to_owned(), rusqlite::types::Type::Text)),
    }
}
