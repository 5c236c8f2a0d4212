//! Drafts: dossiers that are being filled in.

use std::collections::BTreeMap;

use cds_wire::form::{FormRef, ValueSource};
use cds_wire::portal::command::limit;
use cds_wire::portal::{Attachment, DossierSubmit};
use cds_wire::{Digest, Sensitive, UnixMillis};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Vault, signed};
use crate::store::{StoreError, blobs, not_what_was_written};

/// A draft with its attachments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    /// Its id; becomes the dossier's.
    pub(crate) id: String,
    /// Code of the procedure; of what adds to a dossier, which has one, empty.
    pub(crate) procedure_code: String,
    /// Its name, as the citizen saw it.
    pub(crate) procedure_name: String,
    /// Code of the commune that is to handle it; the citizen's own where none is named.
    pub(crate) commune: Option<String>,
    /// The form of its own that it is filled in by; none where its procedure has none, and of a supplement. Never changes.
    pub(crate) form: Option<FormRef>,
    /// Whom of the family it is about; none for the citizen. Never changes.
    pub(crate) person: Option<String>,
    /// Where the values come from that nobody typed, by name.
    pub(crate) sources: BTreeMap<String, ValueSource>,
    /// What is filled in, by the form's names.
    pub(crate) fields: BTreeMap<String, Sensitive>,
    /// Papers that go with it, in their order.
    pub(crate) attachments: Vec<DraftAttachment>,
    /// Why it came back from the portal.
    pub(crate) reason: Option<String>,
    /// What the office wrote when it refused the dossier that this one is to replace.
    pub(crate) note: Option<Sensitive>,
    /// The dossier that it adds to; none for what becomes a dossier of its own. Never changes.
    pub(crate) supplements: Option<String>,
    /// When it was changed last.
    pub(crate) updated_at: UnixMillis,
}

impl Draft {
    /// One with nothing in it yet, of no procedure and about the citizen.
    pub(crate) fn new(id: &str, now: UnixMillis) -> Self {
        Self {
            id: id.to_owned(),
            procedure_code: String::new(),
            procedure_name: String::new(),
            commune: None,
            form: None,
            person: None,
            sources: BTreeMap::new(),
            fields: BTreeMap::new(),
            attachments: Vec::new(),
            reason: None,
            note: None,
            supplements: None,
            updated_at: now,
        }
    }

    /// What was filed, or was to be, as a draft again.
    pub(crate) fn of_dossier(id: &str, submitted: DossierSubmit, title: &str, now: UnixMillis) -> Self {
        Self {
            procedure_code: submitted.procedure,
            procedure_name: title.to_owned(),
            commune: submitted.commune,
            form: submitted.form,
            person: submitted.person,
            fields: submitted.fields,
            attachments: submitted.attachments.into_iter().map(DraftAttachment::from).collect(),
            ..Self::new(id, now)
        }
    }

    /// Nothing is in it but what was filled in by itself, from what the device knows.
    pub(crate) fn is_untouched(&self) -> bool {
        self.attachments.is_empty()
            && self.reason.is_none()
            && self.note.is_none()
            && self.fields.keys().all(|name| self.sources.get(name).is_some_and(|source| *source != ValueSource::Card))
    }
}

/// A paper that goes with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftAttachment {
    /// Which of the required papers it is, as the form names it.
    pub(crate) name: String,
    /// Its digest; the vault holds the content.
    pub(crate) sha256: Digest,
    /// Its bytes.
    pub(crate) size: u64,
    /// Its media type.
    pub(crate) media_type: String,
}

impl From<Attachment> for DraftAttachment {
    fn from(attachment: Attachment) -> Self {
        let Attachment { name, sha256, size, media_type } = attachment;
        Self { name, sha256, size, media_type }
    }
}

impl From<&DraftAttachment> for Attachment {
    fn from(attachment: &DraftAttachment) -> Self {
        let DraftAttachment { name, sha256, size, media_type } = attachment.clone();
        Self { name, sha256, size, media_type }
    }
}

/// Reason of a draft that was made from a dossier which the office has refused or stopped.
const OFFICE_REFUSED: &str = "office_refused";

/// What came of attaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attached {
    /// It is in the draft.
    Kept,
    /// There is no such draft.
    NoDraft,
    /// The portal takes no more papers with one command.
    TooMany,
}

impl Vault {
    /// Keeps a new draft.
    pub(crate) fn add_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        put(&transaction, draft)?;
        Ok(transaction.commit()?)
    }

    /// Keeps what a draft has become; its attachments stay as they are. False where there is no such draft: one that was
    /// confirmed a moment ago does not come back.
    pub(crate) fn change_draft(&mut self, draft: &Draft) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let there = transaction.query_row("SELECT count(*) FROM draft WHERE id = ?1", [&draft.id], |row| row.get(0));
        let there: i64 = there?;
        if there == 1 {
            put(&transaction, draft)?;
        }
        transaction.commit()?;
        Ok(there == 1)
    }

    /// Attaches a content to a draft under a name, replacing an earlier one.
    pub(crate) fn attach(
        &mut self,
        draft: &str,
        name: &str,
        content: &[u8],
        media_type: &str,
        now: UnixMillis,
    ) -> Result<Attached, StoreError> {
        let transaction = self.transaction()?;
        let others: i64 = transaction.query_row(
            "SELECT count(*) FROM draft_attachment WHERE draft = ?1 AND name <> ?2",
            [draft, name],
            |row| row.get(0),
        )?;
        if others >= signed(limit::BLOBS as u64) {
            return Ok(Attached::TooMany);
        }
        let known = transaction.execute("UPDATE draft SET updated_at = ?2 WHERE id = ?1", params![draft, now])?;
        if known == 0 {
            return Ok(Attached::NoDraft);
        }
        let attachment = DraftAttachment {
            name: name.to_owned(),
            sha256: blobs::keep(&transaction, content)?,
            size: content.len() as u64,
            media_type: media_type.to_owned(),
        };
        put_attachment(&transaction, draft, &attachment)?;
        blobs::drop_unneeded(&transaction)?;
        transaction.commit()?;
        Ok(Attached::Kept)
    }

    /// Takes what is attached under a name off a draft; false where there is nothing of the kind.
    pub(crate) fn detach(&mut self, draft: &str, name: &str, now: UnixMillis) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let taken =
            transaction.execute("DELETE FROM draft_attachment WHERE draft = ?1 AND name = ?2", [draft, name])? == 1;
        if taken {
            transaction.execute("UPDATE draft SET updated_at = ?2 WHERE id = ?1", params![draft, now])?;
            blobs::drop_unneeded(&transaction)?;
        }
        transaction.commit()?;
        Ok(taken)
    }

    /// Keeps a draft with the content of a dossier that was filed before, and those of its papers that are still here.
    pub(crate) fn add_draft_from(
        &mut self,
        id: &str,
        submitted: DossierSubmit,
        title: &str,
        note: Option<Sensitive>,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        self.add_draft_again(Draft::of_dossier(id, submitted, title, now), note)
    }

    /// Keeps a draft of what the office did not take, with what it wrote and those of the papers that are still here.
    pub(super) fn add_draft_again(&mut self, draft: Draft, note: Option<Sensitive>) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let mut draft = Draft { reason: Some(OFFICE_REFUSED.to_owned()), note, ..draft };
        for attachment in std::mem::take(&mut draft.attachments) {
            if blobs::size(&transaction, &attachment.sha256)?.is_some() {
                draft.attachments.push(attachment);
            }
        }
        put(&transaction, &draft)?;
        Ok(transaction.commit()?)
    }

    /// Keeps a second draft with what is in one; what the portal or the office said of that one is left out. False where
    /// there is no such draft.
    pub(crate) fn copy_draft(&mut self, id: &str, copy: &str, now: UnixMillis) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        // Of what was asked for there is one answer.
        let draft = read(&transaction, id)?.filter(|draft| draft.supplements.is_none());
        let Some(draft) = draft else { return Ok(false) };
        put(&transaction, &Draft { id: copy.to_owned(), reason: None, note: None, updated_at: now, ..draft })?;
        transaction.commit()?;
        Ok(true)
    }

    /// One draft.
    pub(crate) fn draft(&self, id: &str) -> Result<Option<Draft>, StoreError> {
        read(&self.0, id)
    }

    /// All drafts, newest change first.
    pub(crate) fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let mut statement = self.0.prepare("SELECT id FROM draft ORDER BY updated_at DESC, id")?;
        let ids = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        ids.iter().filter_map(|id| read(&self.0, id).transpose()).collect()
    }

    /// Deletes a draft and what only it needs.
    pub(crate) fn delete_draft(&mut self, id: &str) -> Result<bool, StoreError> {
        let transaction = self.transaction()?;
        let deleted = transaction.execute("DELETE FROM draft WHERE id = ?1", [id])?;
        blobs::drop_unneeded(&transaction)?;
        transaction.commit()?;
        Ok(deleted == 1)
    }
}

pub(super) fn put(connection: &Connection, draft: &Draft) -> Result<(), StoreError> {
    let fields = serde_json::to_string(&draft.fields).map_err(|_| StoreError::Damaged)?;
    let sources = serde_json::to_string(&draft.sources).map_err(|_| StoreError::Damaged)?;
    let sources = Some(sources).filter(|_| !draft.sources.is_empty());
    connection.execute(
        "INSERT INTO draft (id, procedure_code, procedure_name, commune, fields, reason, note, created_at,
                            updated_at, form_id, form_version, sources, supplements, person)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT (id) DO UPDATE SET procedure_code = excluded.procedure_code,
             procedure_name = excluded.procedure_name, commune = excluded.commune, fields = excluded.fields,
             sources = excluded.sources, updated_at = excluded.updated_at",
        params![
            draft.id,
            draft.procedure_code,
            draft.procedure_name,
            draft.commune,
            fields,
            draft.reason,
            draft.note.as_ref().map(Sensitive::reveal),
            draft.updated_at,
            draft.form.as_ref().map(|form| &form.id),
            draft.form.as_ref().map(|form| form.version),
            sources,
            draft.supplements,
            draft.person
        ],
    )?;
    for attachment in &draft.attachments {
        put_attachment(connection, &draft.id, attachment)?;
    }
    Ok(())
}

fn put_attachment(connection: &Connection, draft: &str, attachment: &DraftAttachment) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO draft_attachment (draft, name, sha256, size, media_type) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![draft, attachment.name, attachment.sha256.0, signed(attachment.size), attachment.media_type],
    )?;
    Ok(())
}

pub(super) fn read(connection: &Connection, id: &str) -> Result<Option<Draft>, StoreError> {
    let found = connection
        .query_row(
            "SELECT id, procedure_code, procedure_name, commune, fields, reason, note, updated_at, form_id,
                    form_version, sources, supplements, person
             FROM draft WHERE id = ?1",
            [id],
            |row| {
                let fields: String = row.get(4)?;
                let sources: Option<String> = row.get(10)?;
                let (form, version): (Option<String>, Option<u32>) = (row.get(8)?, row.get(9)?);
                let draft = Draft {
                    id: row.get(0)?,
                    procedure_code: row.get(1)?,
                    procedure_name: row.get(2)?,
                    commune: row.get(3)?,
                    form: form.zip(version).map(|(id, version)| FormRef { id, version }),
                    person: row.get(12)?,
                    sources: BTreeMap::new(),
                    fields: BTreeMap::new(),
                    attachments: Vec::new(),
                    reason: row.get(5)?,
                    note: row.get::<_, Option<String>>(6)?.map(Sensitive::new),
                    supplements: row.get(11)?,
                    updated_at: row.get(7)?,
                };
                Ok((draft, fields, sources))
            },
        )
        .optional()?;
    let Some((mut draft, fields, sources)) = found else { return Ok(None) };
    draft.fields = serde_json::from_str(&fields).map_err(|_| not_what_was_written())?;
    if let Some(sources) = sources {
        draft.sources = serde_json::from_str(&sources).map_err(|_| not_what_was_written())?;
    }
    let mut statement = connection
        .prepare("SELECT name, sha256, size, media_type FROM draft_attachment WHERE draft = ?1 ORDER BY name")?;
    draft.attachments = statement.query_map([id], attachment)?.collect::<Result<_, _>>()?;
    Ok(Some(draft))
}

fn attachment(row: &Row<'_>) -> rusqlite::Result<DraftAttachment> {
    Ok(DraftAttachment {
        name: row.get(0)?,
        sha256: Digest(row.get(1)?),
        size: row.get::<_, i64>(2)?.unsigned_abs(),
        media_type: row.get(3)?,
    })
}
