//! The list of dossiers as the citizen sees it: what is on this device and what the portal shows, as one.

mod following;

pub(crate) use following::{at_office, can_rate, can_supplement, takes_payments, withdrawable};

use std::collections::{BTreeMap, BTreeSet};

use cds_identity::Receipt;
use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::{
    CommandState, DossierDetail, DossierList, DossierState, DossierSummary, FeeShown, OutboxEntry, ReceiptSummary,
    SupplementDraft,
};
use cds_wire::portal::command::stream;
use cds_wire::portal::{Attachment, DossierSubmit};

use crate::account::Account;
use crate::family::Family;
use crate::store::cache::Contact;
use crate::store::vault::{Draft, Filed, FiledDossier};
use crate::trust::{TrustLists, TrustStore, Trusted};
use crate::{Environment, Error, fees};

/// Everything on this device about dossiers.
struct Known {
    contact: Contact,
    drafts: Vec<Draft>,
    filed: BTreeMap<String, FiledDossier>,
    /// Of what was filed here, verified once more: what is shown is what a trusted key signed.
    receipts: BTreeMap<String, ReceiptSummary>,
    records: BTreeMap<String, DossierRecord>,
    outbox: Vec<OutboxEntry>,
    family: Family,
    /// Oldest first.
    fees: Vec<FeeShown>,
}

impl Known {
    fn read(account: &Account, trust: &TrustStore) -> Result<Self, Error> {
        let (drafts, filed, outbox) = {
            let vault = account.vault()?;
            let mut drafts = vault.drafts()?;
            // Petitions have a list of their own.
            drafts.retain(|draft| !draft.is_petition());
            (drafts, vault.filed_dossiers()?, vault.outbox()?)
        };
        let contact = account.mirror.with(|cache| cache.contact())?;
        let records = account.mirror.with(|cache| cache.entities::<DossierRecord>(DossierRecord::KIND))?;
        let lists = trust.of_province();
        let receipts = filed.iter().filter_map(|filed| Some((filed.id.clone(), receipt(filed, &lists)?))).collect();
        let filed = filed.into_iter().map(|filed| (filed.id.clone(), filed)).collect();
        let fees = fees::known(account)?.iter().map(fees::KnownFee::shown).collect();
        let (family, records) = (Family::read(account)?, records.into_iter().collect());
        Ok(Self { contact, drafts, filed, receipts, records, outbox, family, fees })
    }

    fn summaries(&self) -> Vec<DossierSummary> {
        let added_to = self.drafts.iter().filter_map(|draft| draft.supplements.as_ref());
        let ids: BTreeSet<&String> = self.records.keys().chain(self.filed.keys()).chain(added_to).collect();
        let dossiers = ids.into_iter().filter_map(|id| self.summary(id));
        let new = self.drafts.iter().filter(|draft| draft.supplements.is_none());
        let mut all: Vec<DossierSummary> = dossiers.chain(new.map(|draft| self.summary_of_draft(draft))).collect();
        all.sort_by(|a, b| (b.updated_at, &a.id).cmp(&(a.updated_at, &b.id)));
        all
    }

    /// The draft that adds to a dossier.
    fn supplement(&self, dossier: &str) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.supplements.as_deref() == Some(dossier))
    }

    fn summary(&self, id: &str) -> Option<DossierSummary> {
        let supplement = self.supplement(id);
        let written = supplement.map(|draft| SupplementDraft { draft: draft.id.clone(), reason: draft.reason.clone() });
        let (record, filed) = (self.records.get(id), self.filed.get(id));
        match (record, filed) {
            (Some(record), _) => Some(DossierSummary {
                id: id.to_owned(),
                code: record.code.clone(),
                procedure: record.procedure_name.clone(),
                status: Some(record.status),
                state: match filed.map(|filed| filed.state) {
                    Some(CommandState::Received) => DossierState::Received,
                    _ => DossierState::Known,
                },
                note: record.note.clone(),
                reason: None,
                person: self.family.shown(record.person.as_ref()),
                updated_at: record.updated_at,
                supplement: written,
                payment_waits: record.status == DossierStatus::PaymentNeeded && fees::only_wait(&self.fees, id),
                supplement_waits: following::supplement_waits(record.status, &self.outbox, id),
            }),
            (None, Some(filed)) => Some(DossierSummary {
                id: id.to_owned(),
                code: self.receipts.get(id).and_then(|receipt| receipt.code.clone()),
                procedure: filed.title.clone(),
                status: None,
                state: state_of(filed, &self.contact),
                note: None,
                reason: None,
                person: self.family.shown(filed.submitted.as_ref().and_then(|submitted| submitted.person.as_ref())),
                updated_at: filed.finished_at.unwrap_or(filed.confirmed_at),
                supplement: written,
                payment_waits: false,
                supplement_waits: false,
            }),
            // The portal's part is not here, or not any more: what was written is.
            (None, None) => supplement.map(|draft| DossierSummary {
                id: id.to_owned(),
                supplement: written,
                ..self.summary_of_draft(draft)
            }),
        }
    }

    fn summary_of_draft(&self, draft: &Draft) -> DossierSummary {
        DossierSummary {
            id: draft.id.clone(),
            code: None,
            procedure: Sensitive::new(draft.procedure_name.clone()),
            status: None,
            state: if draft.reason.is_some() { DossierState::Returned } else { DossierState::Saved },
            note: draft.note.clone(),
            reason: draft.reason.clone(),
            person: self.family.shown(draft.person.as_ref()),
            updated_at: draft.updated_at,
            supplement: None,
            payment_waits: false,
            supplement_waits: false,
        }
    }
}

/// The state of what this device filed and the mirror does not show.
pub(crate) fn state_of<T>(filed: &Filed<T>, contact: &Contact) -> DossierState {
    match (filed.state, filed.finished_at, contact) {
        // The portal has said all it has since, and did not name it.
        (CommandState::Received, Some(received), Contact { in_step: Some(at), .. }) if *at > received => {
            DossierState::Unconfirmed
        }
        (CommandState::Received, ..) => DossierState::Received,
        _ if filed.cancelling => DossierState::Cancelling,
        _ => DossierState::Waiting,
    }
}

/// The command that filed something, while it can still be taken back.
pub(crate) fn cancellable<T>(filed: &Filed<T>) -> Option<String> {
    let is_open = filed.state.is_open();
    (is_open && !filed.cancelling).then(|| filed.command.clone())
}

/// The list, newest change first.
pub(crate) fn list(account: &Account, environment: &Environment, trust: &TrustStore) -> Result<DossierList, Error> {
    let known = Known::read(account, trust)?;
    Ok(DossierList {
        dossiers: known.summaries(),
        last_contact: known.contact.last,
        now: environment.clock.now(),
        complete: known.contact.complete,
    })
}

/// One dossier in full, by its id, its code, or the id of the command that filed it; of one that came back, its draft.
pub(crate) fn detail(
    account: &Account,
    environment: &Environment,
    trust: &TrustStore,
    id_or_code: &str,
) -> Result<Option<DossierDetail>, Error> {
    let known = Known::read(account, trust)?;
    // Who looks at a dossier while it comes back goes on with its draft.
    let returned = account.vault()?.draft_of_returned(&format!("{}{id_or_code}", stream::DOSSIER))?;
    let is_it = |draft: &&Draft| {
        draft.supplements.is_none() && (draft.id == id_or_code || Some(&draft.id) == returned.as_ref())
    };
    if let Some(draft) = known.drafts.iter().find(is_it) {
        return Ok(Some(detail_of_draft(draft, known.summary_of_draft(draft))));
    }
    let by_code = known.records.iter().find(|(_, record)| is_code(record.code.as_ref(), id_or_code));
    let by_command = known.filed.values().find(|filed| filed.command == id_or_code).map(|filed| &filed.id);
    let by_draft = known.drafts.iter().find(|draft| draft.id == id_or_code);
    let by_draft = by_draft.and_then(|draft| draft.supplements.as_ref());
    let id = by_code.map(|(id, _)| id).or(by_command).or(by_draft).map_or(id_or_code, String::as_str);
    let Some(summary) = known.summary(id) else { return Ok(None) };
    let (record, filed) = (known.records.get(id), known.filed.get(id));
    let submitted = filed.and_then(|filed| filed.submitted.as_ref());
    let procedure_code = record.map(|record| &record.procedure_code);
    let procedure_code = procedure_code.or(submitted.map(|submitted| &submitted.procedure)).cloned();
    let waiting = following::waiting(&known.outbox, id);
    let now = environment.clock.now();
    let added = added(account, id)?;
    let attached = submitted.iter().flat_map(|submitted| &submitted.attachments).chain(&added);
    Ok(Some(DossierDetail {
        summary,
        procedure_code: procedure_code.unwrap_or_default(),
        commune: submitted.and_then(|submitted| submitted.commune.clone()),
        agency: record.and_then(|record| record.agency.clone()),
        filed_at: record.and_then(|record| record.filed_at),
        due_at: record.and_then(|record| record.due_at),
        time_left: record.map(|record| following::time_left(account, record, now)).transpose()?.flatten(),
        steps: record.map(|record| record.steps.clone()).unwrap_or_default(),
        fields: submitted.map(|submitted| submitted.fields.clone()).unwrap_or_default(),
        attachments: attached.map(|attachment| attachment.name.clone()).collect(),
        receipt: known.receipts.get(id).cloned(),
        cancellable: filed.and_then(cancellable),
        can_file_again: submitted.is_some() && record.is_some_and(|record| is_without_result(record.status)),
        can_withdraw: record.is_some_and(|record| following::can_withdraw(record.status, &waiting)),
        waiting,
        wanted: record.map(|record| record.wanted.clone()).unwrap_or_default(),
        can_supplement: record.is_some_and(|record| can_supplement(record.status, &known.outbox, id)),
        results: Vec::new(),
        rating: record.and_then(|record| record.rating.clone()),
        can_rate: record.is_some_and(|record| can_rate(record, &known.outbox, id)),
        fees: known.fees.iter().filter(|fee| fee.dossier == id).cloned().collect(),
    }))
}

/// The office has ended it, and the citizen did not get what they asked for.
fn is_without_result(status: DossierStatus) -> bool {
    matches!(status, DossierStatus::Refused | DossierStatus::Stopped)
}

/// What this device filed and the office has refused or stopped.
pub(crate) struct Ended {
    pub(crate) submitted: DossierSubmit,
    pub(crate) title: String,
    pub(crate) note: Option<Sensitive>,
}

/// A dossier that can be filed anew; none where its content is no longer here, or where the office has not ended it so.
pub(crate) fn ended_without_result(account: &Account, id: &str) -> Result<Option<Ended>, Error> {
    let record = account.mirror.with(|cache| cache.entity::<DossierRecord>(DossierRecord::KIND, id))?;
    let Some((_, record)) = record.filter(|(_, record)| is_without_result(record.status)) else { return Ok(None) };
    let filed = account.vault()?.filed_dossiers()?.into_iter().find(|filed| filed.id == id);
    let Some(mut submitted) = filed.and_then(|filed| filed.submitted) else { return Ok(None) };
    // What was added later stands in the place of what it was to replace.
    submitted.attachments.extend(added(account, id)?);
    Ok(Some(Ended { submitted, title: record.procedure_name.into_inner(), note: record.note }))
}

/// The papers that this device has added to a dossier, oldest first.
fn added(account: &Account, id: &str) -> Result<Vec<Attachment>, Error> {
    Ok(account.vault()?.supplements(id)?.into_iter().flat_map(|added| added.attachments).collect())
}

/// The names of all papers that this device has filed or added with a dossier.
pub(crate) fn papers(account: &Account, id: &str) -> Result<BTreeSet<String>, Error> {
    let filed = account.vault()?.filed_dossiers()?.into_iter().find(|filed| filed.id == id);
    let filed = filed.and_then(|filed| filed.submitted).into_iter().flat_map(|submitted| submitted.attachments);
    Ok(filed.chain(added(account, id)?).map(|attachment| attachment.name).collect())
}

pub(crate) fn is_code(code: Option<&Sensitive>, text: &str) -> bool {
    code.is_some_and(|code| code.reveal().eq_ignore_ascii_case(text))
}

pub(crate) fn receipt<T>(filed: &Filed<T>, lists: &[Trusted]) -> Option<ReceiptSummary> {
    let bytes = &filed.receipt.as_ref()?.0;
    let receipt = lists.iter().find_map(|trusted| Receipt::verify(bytes, &trusted.list).ok())?;
    Some(ReceiptSummary { received_at: receipt.time, code: receipt.code.map(Sensitive::new) })
}

fn detail_of_draft(draft: &Draft, summary: DossierSummary) -> DossierDetail {
    DossierDetail {
        summary,
        procedure_code: draft.procedure_code.clone(),
        commune: draft.commune.clone(),
        agency: None,
        filed_at: None,
        due_at: None,
        time_left: None,
        steps: Vec::new(),
        fields: draft.fields.clone(),
        attachments: draft.attachments.iter().map(|attachment| attachment.name.clone()).collect(),
        receipt: None,
        cancellable: None,
        can_file_again: false,
        can_withdraw: false,
        waiting: Vec::new(),
        wanted: Vec::new(),
        can_supplement: false,
        results: Vec::new(),
        rating: None,
        can_rate: false,
        fees: Vec::new(),
    }
}
