//! Deleting papers.

use std::collections::BTreeMap;

use cds_wire::ipc::{PaperState, PaperSummary, Saved};
use cds_wire::paper::PaperRecord;

use super::App;
use crate::account::Account;
use crate::store::vault::{Removal, Removed, Removing};
use crate::{Error, ids};

impl App {
    /// Deletes a paper. What the portal has nothing of is gone when this returns; else the portal is asked by a confirmed
    /// command, which this gives, on the disk before this returns: it can be cancelled until it was sent, and until the
    /// portal has done it the paper is listed and not shown.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where neither this device nor the portal has such a paper.
    pub fn delete_paper(&self, id: &str) -> Result<Option<Saved>, Error> {
        let account = self.account()?;
        let now = self.environment.clock.now();
        let command = ids::new_id(now, &*self.environment.rng)?;
        let cancel = ids::new_id(now, &*self.environment.rng)?;
        let record = account.mirror.with(|cache| cache.entity::<PaperRecord>(PaperRecord::KIND, id))?;
        let title = record.map(|(_, record)| record.title);
        let removing = Removing { id, at_portal: title.as_ref(), command: &command, cancel: &cancel, now };
        let asked = match account.vault()?.remove_paper(&removing)? {
            Removed::Unknown => return Err(Error::NotFound),
            Removed::Gone => None,
            Removed::Asked(id) => Some(Saved { id }),
        };
        account.note_confirmed();
        self.something_waits();
        Ok(asked)
    }
}

/// Says of a listed paper how far its deletion has come.
pub(super) fn mark(papers: &mut BTreeMap<String, PaperSummary>, id: &str, removal: Removal) {
    let Some(paper) = papers.get_mut(id) else { return };
    match removal {
        Removal::Asked(command) => {
            paper.state = PaperState::Deleting;
            paper.reason = None;
            paper.cancellable = command;
        }
        Removal::Refused(code)
            if matches!(paper.state, PaperState::Kept | PaperState::Portal | PaperState::Unconfirmed) =>
        {
            paper.state = PaperState::NotDeleted;
            paper.reason = code;
        }
        // The portal never had it.
        Removal::Refused(_) => {}
        // The portal's own word of it is still on its way.
        Removal::Done => {
            papers.remove(id);
        }
    }
}

/// What is being deleted, or is deleted, is not shown.
pub(super) fn refuse_deleted(account: &Account, id: &str) -> Result<(), Error> {
    match account.vault()?.removals()?.get(id) {
        Some(Removal::Asked(_) | Removal::Done) => Err(Error::NotFound),
        Some(Removal::Refused(_)) | None => Ok(()),
    }
}
