//! The citizen's family as they see it: whom the portal keeps, who waits to be added or removed, and who came back.

use std::collections::{BTreeMap, BTreeSet};

use cds_wire::Sensitive;
use cds_wire::family::{Consent, DependantAdd, DependantRecord};
use cds_wire::ipc::{DependantState, DependantSummary, PersonShown};

use crate::Error;
use crate::account::Account;
use crate::store::vault::OwnDependant;

/// The citizen's dependants, by id.
pub(crate) struct Family(BTreeMap<String, DependantSummary>);

impl Family {
    pub(crate) fn read(account: &Account) -> Result<Self, Error> {
        let mut own = account.vault()?.dependants()?;
        let kept = account.mirror.with(|cache| cache.entities::<DependantRecord>(DependantRecord::KIND))?;
        let in_step = account.mirror.with(|cache| cache.contact())?.in_step;
        let mut all = BTreeMap::new();
        for (id, record) in kept {
            let state = match own.remove(&id) {
                Some(own) if own.state == DependantState::Removing => match own.received_at {
                    Some(_) => continue,
                    None => DependantState::Removing,
                },
                _ => DependantState::Kept,
            };
            all.insert(id.clone(), of_record(id, record, state));
        }
        for (id, own) in own {
            let state = match (own.state, own.received_at) {
                // Removed, here or on another device: the portal has said all it has since.
                (DependantState::Removing, Some(_)) => continue,
                (DependantState::Waiting, Some(received)) if in_step.is_some_and(|at| at > received) => continue,
                (DependantState::Waiting, Some(_)) => DependantState::Kept,
                (state, _) => state,
            };
            all.extend(of_own(&id, own, state).map(|summary| (id, summary)));
        }
        Ok(Self(all))
    }

    /// One of them.
    pub(crate) fn get(&self, id: &str) -> Option<&DependantSummary> {
        self.0.get(id)
    }

    /// One of them about whom something new may be begun: who came back or is to be removed is not.
    pub(crate) fn member(&self, id: &str) -> Option<&DependantSummary> {
        self.get(id).filter(|one| matches!(one.state, DependantState::Waiting | DependantState::Kept))
    }

    /// The ids of those.
    pub(crate) fn members(&self) -> BTreeSet<String> {
        self.0.keys().filter(|id| self.member(id).is_some()).cloned().collect()
    }

    /// Whom a paper or a dossier is about, by the id that stands in it.
    pub(crate) fn shown(&self, person: Option<&String>) -> Option<PersonShown> {
        person.map(|id| PersonShown { id: id.clone(), name: self.get(id).map(|one| one.name.clone()) })
    }

    /// All of them, in the order in which they were added.
    pub(crate) fn into_list(self) -> Vec<DependantSummary> {
        self.0.into_values().collect()
    }
}

fn of_record(id: String, record: DependantRecord, state: DependantState) -> DependantSummary {
    let DependantRecord { name, birth_date, sex, personal_number, relation, consent, .. } = record;
    let Consent { given_by, at, .. } = consent;
    DependantSummary {
        id,
        name,
        birth_date,
        sex,
        personal_number,
        relation,
        consent_by: given_by,
        consent_at: at,
        state,
        reason: None,
    }
}

/// None where this device does not know what was filled in.
fn of_own(id: &str, own: OwnDependant, state: DependantState) -> Option<DependantSummary> {
    let DependantAdd { name, birth_date, sex, personal_number, relation, consent } = own.content?;
    let record = DependantRecord { name, birth_date, sex, personal_number, relation, consent: consent?, added_at: 0 };
    Some(DependantSummary { reason: own.reason, ..of_record(id.to_owned(), record, state) })
}

/// A name as it is kept: without what nobody sees around it, and in one line.
pub(crate) fn tidy(name: &Sensitive) -> String {
    name.reveal().split_whitespace().collect::<Vec<_>>().join(" ")
}
