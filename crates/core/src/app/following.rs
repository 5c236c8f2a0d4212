//! What a citizen does about a dossier at the office: adds what it asks for, opens its results, says how it was handled.

use cds_wire::Sensitive;
use cds_wire::dossier::DossierRecord;
use cds_wire::ipc::{PaperSummary, RateArgs, Saved};
use cds_wire::paper::PaperRecord;
use cds_wire::portal::DossierRate;
use cds_wire::portal::command::limit;

use super::{App, papers};
use crate::account::Account;
use crate::family::Family;
use crate::store::vault::Draft;
use crate::supplements::Asked;
use crate::{Error, dossiers, ids};

impl App {
    /// The draft that adds what the office asked for to a dossier, named by its id or code; begun where there is none yet.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the portal shows no such dossier, [`Error::SupplementUnasked`] where its office does not
    /// ask for anything, or a supplement waits to be sent.
    pub fn begin_supplement(&self, id_or_code: &str) -> Result<Saved, Error> {
        let account = self.account()?;
        let (dossier, record) = dossiers::at_office(&account, id_or_code)?;
        if !Asked::read(&account, &dossier)?.open {
            return Err(Error::SupplementUnasked);
        }
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let mut vault = account.vault()?;
        if let Some(id) = vault.supplement_of(&dossier)? {
            return Ok(Saved { id });
        }
        vault.add_draft(&Draft {
            procedure_name: record.procedure_name.into_inner(),
            supplements: Some(dossier),
            ..Draft::new(&id, now)
        })?;
        self.heart.data_changed();
        Ok(Saved { id })
    }

    /// Says how a dossier, named by its id or code, was handled: a confirmed command, on the disk before this returns.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where the portal shows no such dossier, [`Error::RatingRefused`] where it has no result, was rated
    /// before, or the stars are not 1 to 5, [`Error::FormTooLarge`] where the comment is too long.
    pub fn rate(&self, args: &RateArgs) -> Result<Saved, Error> {
        let comment = args.comment.reveal().trim();
        if comment.len() > limit::COMMENT {
            return Err(Error::FormTooLarge);
        }
        let account = self.account()?;
        let (dossier, record) = dossiers::at_office(&account, &args.id)?;
        let rateable = dossiers::can_rate(&record, &account.vault()?.outbox()?, &dossier);
        if !(rateable && (1..=5).contains(&args.stars)) {
            return Err(Error::RatingRefused);
        }
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let comment = Some(comment).filter(|comment| !comment.is_empty()).map(Sensitive::from);
        let rate = DossierRate { stars: args.stars, comment };
        account.vault()?.rate(&dossier, &id, &record.procedure_name, &rate, now)?;
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }

    /// The papers that are a dossier's results, newest first.
    pub(super) fn results_of(&self, account: &Account, dossier: &str) -> Result<Vec<PaperSummary>, Error> {
        let now = self.environment.clock.now();
        let papers = account.mirror.with(|cache| cache.entities::<PaperRecord>(PaperRecord::KIND))?;
        let family = Family::read(account)?;
        let mut results = Vec::new();
        for (id, record) in papers.into_iter().filter(|(_, record)| record.dossier.as_deref() == Some(dossier)) {
            results.push(papers::of_portal(account, id, record, &family, now)?);
        }
        results.sort_by(|a, b| (b.added_at, &a.id).cmp(&(a.added_at, &b.id)));
        name_dossiers(account, &mut results)?;
        Ok(results)
    }
}

/// Says of results which dossiers they are of.
pub(super) fn name_dossiers(account: &Account, papers: &mut [PaperSummary]) -> Result<(), Error> {
    for of in papers.iter_mut().filter_map(|paper| paper.dossier.as_mut()) {
        let record = account.mirror.with(|cache| cache.entity::<DossierRecord>(DossierRecord::KIND, &of.id))?;
        if let Some((_, record)) = record {
            (of.code, of.procedure) = (record.code, Some(record.procedure_name));
        }
    }
    Ok(())
}
