//! The list of petitions as the citizen sees it: what is on this device and what the portal shows, as one.

use std::collections::{BTreeMap, BTreeSet};

use cds_forms::{Answers, KnownUnits};
use cds_vn::date::iso_day;
use cds_wire::Sensitive;
use cds_wire::ipc::{CommandState, DossierState, PetitionDetail, PetitionList, PetitionSummary, ReceiptSummary};
use cds_wire::petition::{PetitionRecord, PetitionStatus, PetitionSubmit};
use cds_wire::portal::command::stream;

use crate::account::Account;
use crate::dossiers::{cancellable, is_code, receipt, state_of};
use crate::forms::AskedPapers;
use crate::store::cache::Contact;
use crate::store::vault::{Draft, Filed, petitions};
use crate::trust::{TrustLists, TrustStore};
use crate::{Environment, Error, forms};

/// Everything on this device about petitions.
struct Known {
    contact: Contact,
    /// Each with its answers as its form reads them.
    drafts: Vec<(Draft, Answers)>,
    filed: BTreeMap<String, Filed<PetitionSubmit>>,
    /// Of what was filed here, verified once more: what is shown is what a trusted key signed.
    receipts: BTreeMap<String, ReceiptSummary>,
    records: BTreeMap<String, PetitionRecord>,
}

impl Known {
    fn read(account: &Account, environment: &Environment, trust: &TrustStore) -> Result<Self, Error> {
        let (drafts, filed) = {
            let vault = account.vault()?;
            (vault.drafts()?, vault.filed_petitions()?)
        };
        let contact = account.mirror.with(|cache| cache.contact())?;
        let records = account.mirror.with(|cache| cache.entities::<PetitionRecord>(PetitionRecord::KIND))?;
        let lists = trust.of_province();
        let receipts = filed.iter().filter_map(|filed| Some((filed.id.clone(), receipt(filed, &lists)?))).collect();
        let filed = filed.into_iter().map(|filed| (filed.id.clone(), filed)).collect();
        let today = iso_day(environment.clock.now());
        let drafts = drafts.into_iter().filter(Draft::is_petition).map(|draft| {
            let attached = forms::attached(&draft);
            let form = forms::of(&draft, &AskedPapers::default()).1;
            let read = form.map(|form| forms::filled(&form, &draft, &today, &attached).to_send());
            let answers = read.unwrap_or_else(|| draft.fields.clone());
            (draft, answers)
        });
        Ok(Self { contact, drafts: drafts.collect(), filed, receipts, records: records.into_iter().collect() })
    }

    fn summaries(&self) -> Vec<PetitionSummary> {
        let ids: BTreeSet<&String> = self.records.keys().chain(self.filed.keys()).collect();
        let petitions = ids.into_iter().filter_map(|id| self.summary(id));
        let drafts = self.drafts.iter().map(|(draft, answers)| summary_of_draft(draft, answers));
        let mut all: Vec<PetitionSummary> = petitions.chain(drafts).collect();
        all.sort_by(|a, b| (b.updated_at, &a.id).cmp(&(a.updated_at, &b.id)));
        all
    }

    fn summary(&self, id: &str) -> Option<PetitionSummary> {
        let (record, filed) = (self.records.get(id), self.filed.get(id));
        if let Some(record) = record {
            let received = filed.is_some_and(|filed| filed.state == CommandState::Received);
            return Some(PetitionSummary {
                id: id.to_owned(),
                code: record.code.clone(),
                category: Some(record.category),
                place: record.place.clone(),
                status: Some(record.status),
                state: if received { DossierState::Received } else { DossierState::Known },
                note: record.note.clone(),
                reason: None,
                updated_at: record.updated_at,
            });
        }
        let filed = filed?;
        let submitted = filed.submitted.as_ref();
        Some(PetitionSummary {
            id: id.to_owned(),
            code: self.receipts.get(id).and_then(|receipt| receipt.code.clone()),
            category: submitted.map(|submitted| submitted.category),
            place: submitted.map(|submitted| submitted.place.clone()).unwrap_or_default(),
            status: None,
            state: state_of(filed, &self.contact),
            note: None,
            reason: None,
            updated_at: filed.finished_at.unwrap_or(filed.confirmed_at),
        })
    }
}

/// The list, newest change first.
pub(crate) fn list(account: &Account, environment: &Environment, trust: &TrustStore) -> Result<PetitionList, Error> {
    let known = Known::read(account, environment, trust)?;
    Ok(PetitionList { petitions: known.summaries(), last_contact: known.contact.last, now: environment.clock.now() })
}

/// One petition in full, by its id, its code, or the id of the command that filed it; of one that came back, its draft.
pub(crate) fn detail(
    account: &Account,
    environment: &Environment,
    trust: &TrustStore,
    id_or_code: &str,
) -> Result<Option<PetitionDetail>, Error> {
    let known = Known::read(account, environment, trust)?;
    let returned = account.vault()?.draft_of_returned(&format!("{}{id_or_code}", stream::PETITION))?;
    let is_it = |(draft, _): &&(Draft, Answers)| draft.id == id_or_code || Some(&draft.id) == returned.as_ref();
    if let Some((draft, answers)) = known.drafts.iter().find(is_it) {
        return Ok(Some(detail_of_draft(draft, answers)));
    }
    let by_code = known.records.iter().find(|(_, record)| is_code(record.code.as_ref(), id_or_code));
    let by_command = known.filed.values().find(|filed| filed.command == id_or_code).map(|filed| &filed.id);
    let id = by_code.map(|(id, _)| id).or(by_command).map_or(id_or_code, String::as_str);
    let Some(summary) = known.summary(id) else { return Ok(None) };
    let (record, filed) = (known.records.get(id), known.filed.get(id));
    let submitted = filed.and_then(|filed| filed.submitted.as_ref());
    Ok(Some(PetitionDetail {
        summary,
        commune: submitted.and_then(|submitted| submitted.commune.as_deref()).map(name_of_commune),
        agency: record.map(|record| record.agency.clone()),
        filed_at: record.map(|record| record.filed_at),
        steps: record.map(|record| record.steps.clone()).unwrap_or_default(),
        text: submitted.map(|submitted| submitted.text.clone()),
        attachments: submitted.iter().flat_map(|submitted| &submitted.attachments).map(|a| a.name.clone()).collect(),
        receipt: known.receipts.get(id).cloned(),
        cancellable: filed.and_then(cancellable),
        can_file_again: submitted.is_some() && record.is_some_and(|record| record.status == PetitionStatus::Refused),
    }))
}

/// What was filed here and the office does not take up, and what it wrote; none where its content is no longer here.
pub(crate) fn refused(account: &Account, id: &str) -> Result<Option<(PetitionSubmit, Option<Sensitive>)>, Error> {
    let record = account.mirror.with(|cache| cache.entity::<PetitionRecord>(PetitionRecord::KIND, id))?;
    let refused = record.map(|(_, record)| record).filter(|record| record.status == PetitionStatus::Refused);
    let Some(record) = refused else { return Ok(None) };
    let filed = account.vault()?.filed_petitions()?.into_iter().find(|filed| filed.id == id);
    Ok(filed.and_then(|filed| filed.submitted).map(|submitted| (submitted, record.note)))
}

/// A commune's name; its code where this device does not know that.
fn name_of_commune(code: &str) -> String {
    KnownUnits::commune(code).map_or(code, |(_, commune)| &commune.1).to_owned()
}

fn summary_of_draft(draft: &Draft, answers: &Answers) -> PetitionSummary {
    PetitionSummary {
        id: draft.id.clone(),
        code: None,
        category: petitions::category(answers),
        place: petitions::place(answers),
        status: None,
        state: if draft.reason.is_some() { DossierState::Returned } else { DossierState::Saved },
        note: draft.note.clone(),
        reason: draft.reason.clone(),
        updated_at: draft.updated_at,
    }
}

fn detail_of_draft(draft: &Draft, answers: &Answers) -> PetitionDetail {
    PetitionDetail {
        summary: summary_of_draft(draft, answers),
        commune: petitions::commune(answers).as_deref().map(name_of_commune),
        agency: None,
        filed_at: None,
        steps: Vec::new(),
        text: petitions::text(answers),
        attachments: draft.attachments.iter().map(|attachment| attachment.name.clone()).collect(),
        receipt: None,
        cancellable: None,
        can_file_again: false,
    }
}
