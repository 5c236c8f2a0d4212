//! The list of dossiers as the citizen sees it: what is on this device and what the portal shows, as one.

mod following;

pub(crate) use following::withdrawable;

use std::collections::{BTreeMap, BTreeSet};

use cds_identity::Receipt;
use cds_wire::Sensitive;
use cds_wire::dossier::{DossierRecord, DossierStatus};
use cds_wire::ipc::{
    CommandState, DossierDetail, DossierList, DossierState, DossierSummary, FeeShown, OutboxEntry, ReceiptSummary,
};
use cds_wire::portal::DossierSubmit;

use crate::account::Account;
use crate::store::cache::Contact;
use crate::store::vault::{Draft, FiledDossier};
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
    /// Oldest first.
    fees: Vec<FeeShown>,
}

impl Known {
    fn read(account: &Account, trust: &TrustStore) -> Result<Self, Error> {
        let (drafts, filed, outbox) = {
            let vault = account.vault()?;
            (vault.drafts()?, vault.filed_dossiers()?, vault.outbox()?)
        };
        let contact = account.mirror.with(|cache| cache.contact())?;
        let records = account.mirror.with(|cache| cache.entities::<DossierRecord>(DossierRecord::KIND))?;
        let lists = trust.of_province();
        let receipts = filed.iter().filter_map(|filed| Some((filed.id.clone(), receipt(filed, &lists)?))).collect();
        let filed = filed.into_iter().map(|filed| (filed.id.clone(), filed)).collect();
        let fees = fees::known(account)?.iter().map(fees::KnownFee::shown).collect();
        Ok(Self { contact, drafts, filed, receipts, records: records.into_iter().collect(), outbox, fees })
    }

    fn summaries(&self) -> Vec<DossierSummary> {
        let ids: BTreeSet<&String> = self.records.keys().chain(self.filed.keys()).collect();
        let dossiers = ids.into_iter().filter_map(|id| self.summary(id));
        let mut all: Vec<DossierSummary> = dossiers.chain(self.drafts.iter().map(summary_of_draft)).collect();
        all.sort_by(|a, b| (b.updated_at, &a.id).cmp(&(a.updated_at, &b.id)));
        all
    }

    fn summary(&self, id: &str) -> Option<DossierSummary> {
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
                updated_at: record.updated_at,
                payment_waits: record.status == DossierStatus::PaymentNeeded && fees::only_wait(&self.fees, id),
            }),
            (None, Some(filed)) => Some(DossierSummary {
                id: id.to_owned(),
                code: self.receipts.get(id).and_then(|receipt| receipt.code.clone()),
                procedure: filed.title.clone(),
                status: None,
                state: self.state_of(filed),
                note: None,
                reason: None,
                updated_at: filed.finished_at.unwrap_or(filed.confirmed_at),
                payment_waits: false,
            }),
            (None, None) => None,
        }
    }

    /// The state of what this device filed and the mirror does not show.
    fn state_of(&self, filed: &FiledDossier) -> DossierState {
        match (filed.state, filed.finished_at, self.contact) {
            // The portal has said all it has since, and did not name it.
            (CommandState::Received, Some(received), Contact { in_step: Some(at), .. }) if at > received => {
                DossierState::Unconfirmed
            }
            (CommandState::Received, ..) => DossierState::Received,
            _ if filed.cancelling => DossierState::Cancelling,
            _ => DossierState::Waiting,
        }
    }
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
    let returned = account.vault()?.draft_of_returned(id_or_code)?;
    let is_it = |draft: &&Draft| draft.id == id_or_code || Some(&draft.id) == returned.as_ref();
    if let Some(draft) = known.drafts.iter().find(is_it) {
        return Ok(Some(detail_of_draft(draft)));
    }
    let by_code = known.records.iter().find(|(_, record)| is_code(record.code.as_ref(), id_or_code));
    let by_command = known.filed.values().find(|filed| filed.command == id_or_code).map(|filed| &filed.id);
    let id = by_code.map(|(id, _)| id).or(by_command).map_or(id_or_code, String::as_str);
    let Some(summary) = known.summary(id) else { return Ok(None) };
    let (record, filed) = (known.records.get(id), known.filed.get(id));
    let submitted = filed.and_then(|filed| filed.submitted.as_ref());
    let procedure_code = record.map(|record| &record.procedure_code);
    let procedure_code = procedure_code.or(submitted.map(|submitted| &submitted.procedure)).cloned();
    let waiting = following::waiting(&known.outbox, id);
    let now = environment.clock.now();
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
        attachments: submitted.iter().flat_map(|submitted| &submitted.attachments).map(|a| a.name.clone()).collect(),
        receipt: known.receipts.get(id).cloned(),
        cancellable: filed
            .filter(|filed| {
                !filed.cancelling
                    && matches!(filed.state, CommandState::Waiting | CommandState::Sent | CommandState::Deferred)
            })
            .map(|filed| filed.command.clone()),
        can_file_again: submitted.is_some() && record.is_some_and(|record| is_without_result(record.status)),
        can_withdraw: record.is_some_and(|record| following::can_withdraw(record.status, &waiting)),
        waiting,
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
    let Some(submitted) = filed.and_then(|filed| filed.submitted) else { return Ok(None) };
    Ok(Some(Ended { submitted, title: record.procedure_name.into_inner(), note: record.note }))
}

fn is_code(code: Option<&Sensitive>, text: &str) -> bool {
    code.is_some_and(|code| code.reveal().eq_ignore_ascii_case(text))
}

fn receipt(filed: &FiledDossier, lists: &[Trusted]) -> Option<ReceiptSummary> {
    let bytes = &filed.receipt.as_ref()?.0;
    let receipt = lists.iter().find_map(|trusted| Receipt::verify(bytes, &trusted.list).ok())?;
    Some(ReceiptSummary { received_at: receipt.time, code: receipt.code.map(Sensitive::new) })
}

fn summary_of_draft(draft: &Draft) -> DossierSummary {
    DossierSummary {
        id: draft.id.clone(),
        code: None,
        procedure: Sensitive::new(draft.procedure_name.clone()),
        status: None,
        state: if draft.reason.is_some() { DossierState::Returned } else { DossierState::Saved },
        note: draft.note.clone(),
        reason: draft.reason.clone(),
        updated_at: draft.updated_at,
        payment_waits: false,
    }
}

fn detail_of_draft(draft: &Draft) -> DossierDetail {
    DossierDetail {
        summary: summary_of_draft(draft),
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
        fees: Vec::new(),
    }
}
