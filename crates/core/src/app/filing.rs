//! Filing and following dossiers.

use cds_wire::Sensitive;
use cds_wire::ipc::{DossierDetail, DossierList, Outbox, Saved};

use super::App;
use crate::forms::{self, About};
use crate::store::vault::{Confirmed, NotCancelled};
use crate::{Error, dossiers, ids};

/// Longest reason for withdrawing, in bytes.
const MAX_REASON: usize = 4_000;

impl App {
    /// Files a draft, or adds it to its dossier: from here on it is a confirmed command, on the disk before this returns. It
    /// can be cancelled until the office has it. What [`App::preflight`] says would be refused is refused here.
    pub fn confirm(&self, draft: &str) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let known = account.vault()?.draft(draft)?.ok_or(Error::NotFound)?;
        let about = About::of(&known, &account, self.province(), now)?;
        let mut refused = Error::NotFound;
        let confirmed = account.vault()?.confirm_draft_as(draft, &id, now, |draft| {
            // Looked at once more in the same transaction: it may have been written on since.
            forms::examine(draft, &about).content().map_err(|error| refused = error).ok()
        })?;
        if confirmed != Confirmed::Done {
            return Err(refused);
        }
        account.note_confirmed();
        self.something_waits();
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
        self.something_waits();
        Ok(())
    }

    /// Lists show it, and it goes out as soon as there is a network.
    pub(super) fn something_waits(&self) {
        self.heart.data_changed();
        self.heart.want_sync(&*self.environment.clock);
    }

    /// All confirmed commands that this device still holds, oldest first.
    pub fn outbox(&self) -> Result<Outbox, Error> {
        let account = self.account()?;
        let vault = account.vault()?;
        Ok(Outbox { entries: vault.outbox()?, missing: account.missing, lost: vault.lost()? })
    }

    /// The citizen has read what a damaged vault could not give back.
    pub fn put_away_lost(&self) -> Result<(), Error> {
        self.account()?.vault()?.put_away_lost()?;
        self.heart.data_changed();
        Ok(())
    }

    /// The citizen's dossiers: drafts and what waits on this device, and what the portal shows.
    pub fn dossiers(&self) -> Result<DossierList, Error> {
        dossiers::list(&*self.account()?, &self.environment, &self.trust())
    }

    /// One dossier in full, by its id, its code, or the id of the command that filed it.
    pub fn dossier(&self, id_or_code: &str) -> Result<DossierDetail, Error> {
        let account = self.account()?;
        let detail = dossiers::detail(&account, &self.environment, &self.trust(), id_or_code)?;
        let mut detail = detail.ok_or(Error::NotFound)?;
        detail.results = self.results_of(&account, &detail.summary.id)?;
        Ok(detail)
    }

    /// Asks the office to withdraw a dossier, by its id or code: a confirmed command, on the disk before this returns. It
    /// can be cancelled until the office has it.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the portal shows no such dossier, [`Error::TooLate`] where its result is there, where it has
    /// ended, or where this was asked for.
    pub fn withdraw(&self, id_or_code: &str, reason: &Sensitive) -> Result<Saved, Error> {
        if reason.reveal().len() > MAX_REASON {
            return Err(Error::FormTooLarge);
        }
        let account = self.account()?;
        let (dossier, title) = dossiers::withdrawable(&account, id_or_code)?;
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        account.vault()?.withdraw(&dossier, &id, &title, reason, now)?;
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }
}
