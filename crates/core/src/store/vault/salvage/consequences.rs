//! What the loss of some rows means for the others, and what the citizen is told.

use cds_wire::ipc::LostKind;
use cds_wire::petition::PetitionSubmit;
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{DossierSubmit, DossierSupplement, PaperAdd};
use cds_wire::{Digest, UnixMillis};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::reader::Damaged;
use super::unread::Unread;
use crate::store::vault::outbox::give_back;
use crate::store::vault::removal::NO_BODY;
use crate::store::vault::{cancel_id, code_text, made_id};
use crate::store::{StoreError, blobs};

/// Reason of a draft whose paper could not be read any more: the code that the portal has for the like.
const DAMAGED: &str = "blob_damaged";

/// Copies contents, draws the consequences, and keeps what is lost. Returns how many things are.
pub(super) fn draw(damaged: &mut Damaged<'_>, new: &Connection, unread: &Unread) -> Result<usize, StoreError> {
    let mut work = Work { damaged, new, lost: 0 };
    work.drafts(unread)?;
    work.commands(unread)?;
    work.papers(unread)?;
    work.dependants(unread)?;
    for digest in work.contents()? {
        work.without(&digest)?;
    }
    work.fill_numbers()?;
    blobs::drop_unneeded(work.new)?;
    Ok(work.lost)
}

struct Work<'a, 'b> {
    damaged: &'a mut Damaged<'b>,
    new: &'a Connection,
    lost: usize,
}

impl Work<'_, '_> {
    fn lose(&mut self, kind: LostKind, title: Option<&str>, made_at: Option<UnixMillis>) -> Result<(), StoreError> {
        self.new.execute(
            "INSERT INTO lost (kind, title, made_at) VALUES (?1, ?2, ?3)",
            params![code_text(kind), title, made_at],
        )?;
        self.lost += 1;
        Ok(())
    }

    fn drafts(&mut self, unread: &Unread) -> Result<(), StoreError> {
        for id in unread.ids("draft") {
            let title = self.text("SELECT procedure_name FROM draft WHERE id = ?1", &id)?;
            self.lose(LostKind::Draft, title.as_deref(), made_at(&id))?;
        }
        // Papers on a draft of which the name cannot be read.
        for key in unread.keys.get("draft_attachment").into_iter().flatten() {
            let Some(Value::Text(draft)) = key.first() else { continue };
            if let Some(title) = self.title_of_draft(draft)? {
                self.lose(LostKind::Attachment, Some(&title), made_at(draft))?;
            }
        }
        for (table, kind) in [("draft", LostKind::Draft), ("draft_attachment", LostKind::Attachment)] {
            if unread.more.contains(&table) {
                self.lose(kind, None, None)?;
            }
        }
        Ok(())
    }

    /// Who came back from the portal, as they were filled in.
    fn dependants(&mut self, unread: &Unread) -> Result<(), StoreError> {
        for id in unread.ids("dependant") {
            self.lose(LostKind::Request, None, made_at(&id))?;
        }
        if unread.more.contains(&"dependant") {
            self.lose(LostKind::Request, None, None)?;
        }
        Ok(())
    }

    fn title_of_draft(&self, draft: &str) -> Result<Option<String>, StoreError> {
        let title = "SELECT procedure_name FROM draft WHERE id = ?1";
        Ok(self.new.query_row(title, [draft], |row| row.get(0)).optional()?)
    }

    fn commands(&mut self, unread: &Unread) -> Result<(), StoreError> {
        for id in unread.ids("command") {
            let title = self.text("SELECT title FROM command WHERE id = ?1", &id)?;
            let stream = self.stream_of(&id)?.unwrap_or_default();
            // Of a dossier whose own command is here, it was what was said about it later.
            let filed = "SELECT EXISTS (SELECT 1 FROM command WHERE type = ?1 AND stream = ?2)";
            let later = self.new.query_row(filed, [command_type::DOSSIER_SUBMIT, &stream], |row| row.get(0))?;
            let kind = if later {
                LostKind::Request
            } else if stream.starts_with(stream::DOSSIER) {
                LostKind::Dossier
            } else if stream.starts_with(stream::PETITION) {
                LostKind::Petition
            } else if stream.starts_with(stream::PAPER) {
                LostKind::Paper
            } else {
                LostKind::Request
            };
            self.lose(kind, title.as_deref(), made_at(&id))?;
        }
        if unread.more.contains(&"command") {
            self.lose(LostKind::Request, None, None)?;
        }
        // Which contents a command needs stands in its body too, in the order that was signed.
        let all_read = unread.keys.get("command_blob").is_none_or(Vec::is_empty);
        if !all_read || unread.more.contains(&"command_blob") {
            self.name_contents()?;
        }
        Ok(())
    }

    fn name_contents(&mut self) -> Result<(), StoreError> {
        let commands: Vec<(String, String, String)> = self
            .new
            .prepare("SELECT id, type, body FROM command WHERE body <> ''")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (command, kind, body) in commands {
            let digests: Vec<Digest> = match kind.as_str() {
                command_type::DOSSIER_SUBMIT => {
                    let submitted: DossierSubmit = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
                    submitted.attachments.into_iter().map(|attachment| attachment.sha256).collect()
                }
                command_type::DOSSIER_SUPPLEMENT => {
                    let added: DossierSupplement = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
                    added.attachments.into_iter().map(|attachment| attachment.sha256).collect()
                }
                command_type::PETITION_SUBMIT => {
                    let submitted: PetitionSubmit = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
                    submitted.attachments.into_iter().map(|attachment| attachment.sha256).collect()
                }
                // One that was deleted has nothing in it.
                command_type::PAPER_ADD if body != NO_BODY => {
                    let add: PaperAdd = serde_json::from_str(&body).map_err(|_| StoreError::Damaged)?;
                    std::iter::once(add.content).chain(add.thumbnail).map(|content| content.sha256).collect()
                }
                _ => Vec::new(),
            };
            for (position, digest) in (0_i64..).zip(digests) {
                let sql = "INSERT OR IGNORE INTO command_blob (command, position, sha256) VALUES (?1, ?2, ?3)";
                self.new.execute(sql, params![command, position, digest.0])?;
            }
        }
        Ok(())
    }

    fn stream_of(&mut self, command: &str) -> Result<Option<String>, StoreError> {
        let by_index = "SELECT stream FROM command INDEXED BY command_by_stream WHERE id = ?1";
        self.text(by_index, command)
    }

    /// A paper whose row cannot be read comes back from the portal, where its command can: else it is lost.
    fn papers(&mut self, unread: &Unread) -> Result<(), StoreError> {
        for id in unread.ids("paper") {
            let command: Option<(String, String)> = self
                .new
                .query_row(
                    "SELECT title, state FROM command WHERE type = ?1 AND stream = ?2",
                    params![command_type::PAPER_ADD, format!("{}{id}", stream::PAPER)],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            match command {
                Some((_, state)) if state != "returned" => {}
                Some((title, _)) => self.lose(LostKind::Paper, Some(&title), made_at(&id))?,
                None => {
                    let title = self.text("SELECT title FROM paper WHERE id = ?1", &id)?;
                    self.lose(LostKind::Paper, title.as_deref(), made_at(&id))?;
                }
            }
        }
        let pages = unread.keys.get("staged_page").is_some_and(|keys| !keys.is_empty());
        if pages || unread.more.contains(&"staged_page") {
            self.lose(LostKind::Paper, None, None)?;
        }
        // A vault of an older schema has what stands on a paper in its command alone.
        self.new.execute(
            "UPDATE paper SET (number, expires_on) = (
                 SELECT body ->> '$.number', body ->> '$.expires_on' FROM command
                 WHERE type = 'paper.add' AND stream = 'paper/' || paper.id AND body <> '')
             WHERE number IS NULL AND expires_on IS NULL",
            [],
        )?;
        if unread.more.contains(&"paper") {
            let refused =
                "SELECT title, confirmed_at FROM command WHERE type = ?1 AND state = 'returned' AND body <> ?2
                 AND NOT EXISTS (SELECT 1 FROM paper WHERE stream = 'paper/' || paper.id)";
            let refused: Vec<(String, i64)> = self
                .new
                .prepare(refused)?
                .query_map([command_type::PAPER_ADD, NO_BODY], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (title, at) in refused {
                self.lose(LostKind::Paper, Some(&title), Some(at))?;
            }
        }
        Ok(())
    }

    /// Copies every content that something needs; returns the digests of those that cannot be read.
    fn contents(&mut self) -> Result<Vec<Digest>, StoreError> {
        let needed: Vec<Digest> = self
            .new
            .prepare(
                "SELECT sha256 FROM draft_attachment UNION SELECT sha256 FROM command_blob UNION SELECT sha256 FROM paper
                 UNION SELECT sha256 FROM staged_page
                 UNION SELECT thumbnail_sha256 FROM paper WHERE thumbnail_sha256 IS NOT NULL",
            )?
            .query_map([], |row| row.get(0).map(Digest))?
            .collect::<Result<_, _>>()?;
        let mut unread = Vec::new();
        for digest in needed {
            let key = [Value::Blob(digest.0.to_vec())];
            let (mut pieces, whole) =
                self.damaged.rows("SELECT bytes FROM blob_piece WHERE sha256 = ?1 ORDER BY number", &key)?;
            if whole && pieces.is_empty() {
                // It was let go before.
                continue;
            }
            if !whole {
                // Past the index, which may be all that is damaged.
                let unordered = "SELECT bytes FROM blob_piece NOT INDEXED WHERE sha256 = ?1 ORDER BY number";
                pieces = self.damaged.rows(unordered, &key)?.0;
            }
            let content: Vec<u8> = pieces.into_iter().flatten().flat_map(bytes).collect();
            if blobs::digest(&content) == digest {
                blobs::keep(self.new, &content)?;
            } else {
                unread.push(digest);
            }
        }
        Ok(unread)
    }

    /// A content is lost: what needs it goes on without it, or becomes editable again, and the citizen is told.
    fn without(&mut self, digest: &Digest) -> Result<(), StoreError> {
        let drafts = self.named("SELECT draft FROM draft_attachment WHERE sha256 = ?1", digest)?;
        for draft in drafts {
            let title = self.title_of_draft(&draft)?;
            self.lose(LostKind::Attachment, title.as_deref(), made_at(&draft))?;
        }
        self.new.execute("DELETE FROM draft_attachment WHERE sha256 = ?1", [digest.0])?;
        // Of a paper that is being put together a page is gone, and it has no name yet.
        if self.new.execute("DELETE FROM staged_page WHERE sha256 = ?1", [digest.0])? > 0 {
            self.lose(LostKind::Paper, None, None)?;
        }
        self.new.execute(
            "UPDATE paper SET thumbnail_sha256 = NULL, thumbnail_size = NULL WHERE thumbnail_sha256 = ?1 AND sha256 <> ?1",
            [digest.0],
        )?;
        let commands = "SELECT id FROM command WHERE state IN ('waiting', 'sent', 'deferred')
             AND EXISTS (SELECT 1 FROM command_blob WHERE command = id AND sha256 = ?1)";
        for command in self.named(commands, digest)? {
            self.command_without(&command, digest)?;
        }
        // What the portal has received, it shows; what was given back is lost.
        let papers = "SELECT paper.id FROM paper WHERE sha256 = ?1 AND NOT EXISTS (SELECT 1 FROM command
             WHERE type = 'paper.add' AND stream = 'paper/' || paper.id AND state IN ('waiting', 'sent', 'deferred'))";
        for paper in self.named(papers, digest)? {
            let known = "SELECT EXISTS (SELECT 1 FROM command WHERE type = 'paper.add' AND stream = 'paper/' || ?1
                 AND state = 'received')";
            if !self.new.query_row(known, [&paper], |row| row.get::<_, bool>(0))? {
                let title: String =
                    self.new.query_row("SELECT title FROM paper WHERE id = ?1", [&paper], |row| row.get(0))?;
                self.lose(LostKind::Paper, Some(&title), made_at(&paper))?;
            }
            self.new.execute("DELETE FROM paper WHERE id = ?1", [&paper])?;
        }
        Ok(())
    }

    fn command_without(&mut self, command: &str, digest: &Digest) -> Result<(), StoreError> {
        let (kind, title, state, body): (String, String, String, String) =
            self.new.query_row("SELECT type, title, state, body FROM command WHERE id = ?1", [command], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })?;
        let add = (kind == command_type::PAPER_ADD).then(|| serde_json::from_str::<PaperAdd>(&body).ok()).flatten();
        let thumbnail_only = add.filter(|add| add.content.sha256 != *digest);
        match thumbnail_only {
            Some(add) if state == "waiting" => {
                let body = PaperAdd { thumbnail: None, ..add };
                let body = serde_json::to_string(&body).map_err(|_| StoreError::Damaged)?;
                self.new.execute("UPDATE command SET body = ?2 WHERE id = ?1", [command, &body])?;
                let sql = "DELETE FROM command_blob WHERE command = ?1 AND sha256 = ?2";
                self.new.execute(sql, params![command, digest.0])?;
                Ok(())
            }
            _ => {
                let kind = if kind == command_type::PAPER_ADD { LostKind::Paper } else { LostKind::Attachment };
                self.lose(kind, Some(&title), made_at(command))?;
                self.give_back(command)
            }
        }
    }

    /// Makes a command that cannot be sent whole editable again. One that was sent stays: the portal may have all of it.
    fn give_back(&mut self, command: &str) -> Result<(), StoreError> {
        let waiting = "SELECT type = ?2 FROM command WHERE id = ?1 AND state = 'waiting' AND NOT sent_before";
        let waiting: Option<bool> =
            self.new.query_row(waiting, [command, command_type::PAPER_ADD], |row| row.get(0)).optional()?;
        let Some(is_paper) = waiting else { return Ok(()) };
        let needed: Vec<Digest> = self
            .new
            .prepare("SELECT sha256 FROM command_blob WHERE command = ?1")?
            .query_map([command], |row| row.get(0).map(Digest))?
            .collect::<Result<_, _>>()?;
        let made = made_at(command).unwrap_or(0);
        give_back(self.new, command, (!is_paper).then_some(DAMAGED), made)?;
        self.new.execute("DELETE FROM command WHERE id = ?1", [command])?;
        for digest in needed {
            if blobs::size(self.new, &digest)?.is_none() {
                let sql = "DELETE FROM draft_attachment WHERE draft = ?1 AND sha256 = ?2";
                self.new.execute(sql, params![command, digest.0])?;
            }
        }
        Ok(())
    }

    /// A number that was given and is in no row any more would hold up all later ones at the portal: under it goes the
    /// word that what it stood for is not to be applied. Where the portal has it already, this device begins anew.
    fn fill_numbers(&mut self) -> Result<(), StoreError> {
        let (device, last, next): (String, i64, i64) =
            self.new.query_row("SELECT device, last_seq, next_seq FROM account", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        for seq in last + 1..next {
            let there = "SELECT EXISTS (SELECT 1 FROM command WHERE device = ?1 AND seq = ?2)";
            if self.new.query_row(there, params![device, seq], |row| row.get(0))? {
                continue;
            }
            let by_number = "SELECT id FROM command WHERE device = ?1 AND seq = ?2";
            let given = [Value::Text(device.clone()), Value::Integer(seq)];
            let id = match self.damaged.first(by_number, &given)? {
                Some(Value::Text(id)) => id,
                _ => made_id(&format!("lost {device} {seq}")),
            };
            let stream = self.stream_of(&id)?.unwrap_or_else(|| format!("{}{id}", stream::DOSSIER));
            self.new.execute(
                "INSERT INTO command (id, position, type, stream, supersedes, body, title, confirmed_at, seq, device, state)
                 VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM command), ?2, ?3, ?4, '{}', '', ?5, ?6, ?7, 'sent')",
                params![
                    cancel_id(&id),
                    command_type::CANCEL,
                    stream,
                    id,
                    made_at(&id).unwrap_or(0),
                    seq,
                    device
                ],
            )?;
        }
        Ok(())
    }

    fn text(&mut self, sql: &str, id: &str) -> Result<Option<String>, StoreError> {
        match self.damaged.first(sql, &[Value::Text(id.to_owned())])? {
            Some(Value::Text(text)) => Ok(Some(text)),
            _ => Ok(None),
        }
    }

    fn named(&self, sql: &str, digest: &Digest) -> Result<Vec<String>, StoreError> {
        let mut statement = self.new.prepare(sql)?;
        let names = statement.query_map([digest.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(names)
    }
}

fn bytes(value: Value) -> Vec<u8> {
    match value {
        Value::Blob(bytes) => bytes,
        _ => Vec::new(),
    }
}

/// When something was made, as its id says.
fn made_at(id: &str) -> Option<UnixMillis> {
    let id = uuid::Uuid::parse_str(id).ok().filter(|id| id.get_version_num() == 7)?;
    i64::try_from(id.as_u128() >> 80).ok()
}
