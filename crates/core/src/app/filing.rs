//! Filling in, filing and following dossiers.

use cds_wire::ipc::{DossierDetail, DossierList, DraftArgs, Outbox, Saved};
use cds_wire::portal::command::limit;

use super::App;
use crate::store::vault::{Attached, Draft, NotCancelled};
use crate::{Error, catalogue, dossiers, ids};

/// Longest name of a paper in a form, in bytes.
const MAX_NAME: usize = 120;

impl App {
    /// Keeps a draft as it is now. The procedure must be in the catalogue; what is missing in the form is looked at when
    /// the citizen confirms.
    pub fn save_draft(&self, args: &DraftArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let procedure = account.mirror.with(|cache| catalogue::procedure(cache.connection(), &args.procedure))?;
        let procedure = procedure.ok_or(Error::DraftIncomplete)?;
        let now = self.environment.clock.now();
        let id = match &args.id {
            Some(id) => id.clone(),
            None => ids::new_id(now, &*self.environment.rng)?,
        };
        let draft = Draft {
            id: id.clone(),
            procedure_code: procedure.code,
            procedure_name: procedure.name,
            commune: args.commune.clone(),
            fields: args.fields.clone(),
            attachments: Vec::new(),
            reason: None,
            updated_at: now,
        };
        // With room for the papers that come on top.
        let filled = serde_json::to_string(&draft.fields).map_or(usize::MAX, |fields| fields.len());
        if filled > limit::BODY / 2 {
            return Err(Error::FormTooLarge);
        }
        let mut vault = account.vault()?;
        match &args.id {
            None => vault.add_draft(&draft)?,
            Some(_) if vault.change_draft(&draft)? => {}
            Some(_) => return Err(Error::NotFound),
        }
        Ok(Saved { id })
    }

    /// Attaches a file to a draft under the name that the form gives the paper, replacing an earlier one.
    pub fn attach(&self, draft: &str, name: &str, file: &[u8]) -> Result<(), Error> {
        let inspected = super::papers::check_file(file)?;
        let now = self.environment.clock.now();
        if name.len() > MAX_NAME {
            return Err(Error::FormTooLarge);
        }
        match self.account()?.vault()?.attach(draft, name, file, inspected.media_type, now)? {
            Attached::Kept => Ok(()),
            Attached::NoDraft => Err(Error::NotFound),
            Attached::TooMany => Err(Error::FormTooLarge),
        }
    }

    /// Deletes a draft.
    pub fn delete_draft(&self, draft: &str) -> Result<(), Error> {
        if self.account()?.vault()?.delete_draft(draft)? { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Files a draft: from here on it is a confirmed command, on the disk before this returns. It can be cancelled until
    /// the office has it.
    pub fn confirm(&self, draft: &str) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        if !account.vault()?.confirm_draft(draft, &id, now)? {
            return Err(Error::NotFound);
        }
        account.note_confirmed();
        Ok(Saved { id })
    }

    /// Takes a confirmed command back. What was never sent is a draft again at once; what was sent ends when the portal
    /// says so.
    pub fn cancel(&self, command: &str) -> Result<(), Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let cancelled = account.vault()?.cancel(command, &id, now)?;
        cancelled.map_err(|why| match why {
            NotCancelled::Unknown => Error::NotFound,
            NotCancelled::TooLate => Error::TooLate,
        })?;
        account.note_confirmed();
        Ok(())
    }

    /// All confirmed commands that this device still holds, oldest first.
    pub fn outbox(&self) -> Result<Outbox, Error> {
        let account = self.account()?;
        let entries = account.vault()?.outbox()?;
        Ok(Outbox { entries, missing: account.missing })
    }

    /// The citizen's dossiers: drafts and what waits on this device, and what the portal shows.
    pub fn dossiers(&self) -> Result<DossierList, Error> {
        dossiers::list(&*self.account()?, &self.environment, &self.trust())
    }

    /// One dossier in full, by its id, its code, or the id of the command that filed it.
    pub fn dossier(&self, id_or_code: &str) -> Result<DossierDetail, Error> {
        dossiers::detail(&*self.account()?, &self.trust(), id_or_code)?.ok_or(Error::NotFound)
    }
}
