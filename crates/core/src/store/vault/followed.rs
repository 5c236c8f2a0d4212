//! What the citizen adds to a dossier at the office, and says of it.

use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{DossierRate, DossierSupplement};
use cds_wire::{Sensitive, UnixMillis};
use rusqlite::{OptionalExtension, params};

use super::drafts::DraftAttachment;
use super::outbox::Confirmation;
use super::{Draft, Vault};
use crate::store::{StoreError, not_what_was_written};

impl Vault {
    /// The draft that adds to a dossier, the one changed last; none where there is none.
    pub(crate) fn supplement_of(&self, dossier: &str) -> Result<Option<String>, StoreError> {
        let newest = "SELECT id FROM draft WHERE supplements = ?1 ORDER BY updated_at DESC, id LIMIT 1";
        Ok(self.0.query_row(newest, [dossier], |row| row.get(0)).optional()?)
    }

    /// What this device has added to a dossier and the portal did not return, oldest first, as far as it is still here.
    pub(crate) fn supplements(&self, dossier: &str) -> Result<Vec<DossierSupplement>, StoreError> {
        let mut statement = self.0.prepare_cached(
            "SELECT body FROM command WHERE type = ?1 AND stream = ?2 AND state <> 'returned' AND body <> ''
             ORDER BY position",
        )?;
        let stream = format!("{}{dossier}", stream::DOSSIER);
        let bodies = statement.query_map(params![command_type::DOSSIER_SUPPLEMENT, stream], |row| row.get(0))?;
        let bodies = bodies.collect::<Result<Vec<String>, _>>()?;
        bodies.iter().map(|body| serde_json::from_str(body).map_err(|_| not_what_was_written())).collect()
    }

    /// Confirms what the citizen says of how a dossier was handled, in one transaction that is on the disk when this
    /// returns.
    pub(crate) fn rate(
        &mut self,
        dossier: &str,
        command: &str,
        title: &Sensitive,
        rate: &DossierRate,
        now: UnixMillis,
    ) -> Result<(), StoreError> {
        let stream = format!("{}{dossier}", stream::DOSSIER);
        self.confirm_alone(&Confirmation::new(command, command_type::DOSSIER_RATE, stream, title.reveal(), now), rate)
    }
}

/// What was to be added to a dossier, as a draft again.
pub(super) fn draft_of(
    id: &str,
    dossier: &str,
    title: &str,
    content: DossierSupplement,
    reason: Option<&str>,
    now: UnixMillis,
) -> Draft {
    Draft {
        procedure_name: title.to_owned(),
        fields: content.fields,
        attachments: content.attachments.into_iter().map(DraftAttachment::from).collect(),
        reason: reason.map(str::to_owned),
        supplements: Some(dossier.to_owned()),
        ..Draft::new(id, now)
    }
}
