//! Petitions: begun and followed. They are filled in, checked and filed as drafts of any form are.

use cds_wire::ipc::{PetitionDetail, PetitionList, PrefillArgs, Saved};

use super::App;
use crate::store::vault::Draft;
use crate::{Error, ids, petitions};

impl App {
    /// Begins a petition with the citizen's own commune; one that was begun and has nothing else in it is gone on with.
    pub fn begin_petition(&self) -> Result<Saved, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let drafts = account.vault()?.drafts()?;
        let id = match drafts.into_iter().find(is_untouched) {
            Some(draft) => draft.id,
            None => {
                let id = ids::new_id(now, &*self.environment.rng)?;
                account.vault()?.add_draft(&Draft::petition(&id, now))?;
                self.heart.data_changed();
                id
            }
        };
        self.prefill_draft(&PrefillArgs { draft: id.clone(), card: None })?;
        Ok(Saved { id })
    }

    /// The citizen's petitions: drafts and what waits on this device, and what the portal shows.
    pub fn petitions(&self) -> Result<PetitionList, Error> {
        petitions::list(&*self.account()?, &self.environment, &self.trust())
    }

    /// One petition in full, by its id, its code, or the id of the command that filed it.
    pub fn petition(&self, id_or_code: &str) -> Result<PetitionDetail, Error> {
        petitions::detail(&*self.account()?, &self.environment, &self.trust(), id_or_code)?.ok_or(Error::NotFound)
    }
}

/// A petition's draft in the newest form in which the citizen has done nothing yet.
fn is_untouched(draft: &Draft) -> bool {
    let only_known = draft.fields.keys().all(|name| draft.sources.contains_key(name));
    let empty = Draft::petition(&draft.id, draft.updated_at);
    draft.form == empty.form && only_known && draft.attachments.is_empty() && draft.reason.is_none()
}
