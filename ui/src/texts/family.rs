//! The words for the citizen's family.

use cds_wire::family::Relation;
use cds_wire::ipc::{DependantState, PersonShown};

use super::Texts;

impl Texts {
    /// What somebody of the family is to the citizen.
    pub(crate) fn relation(&self, relation: Relation) -> String {
        match relation {
            Relation::Child => self.relation_child(),
            Relation::Spouse => self.relation_spouse(),
            Relation::Parent => self.relation_parent(),
            Relation::Grandparent => self.relation_grandparent(),
            Relation::Grandchild => self.relation_grandchild(),
            Relation::Sibling => self.relation_sibling(),
            Relation::Ward => self.relation_ward(),
            Relation::Other => self.relation_other(),
        }
    }

    /// Where somebody of the family stands.
    pub(crate) fn dependant_state(&self, state: DependantState) -> String {
        match state {
            DependantState::Waiting => self.dependant_waiting(),
            DependantState::Kept => self.dependant_kept(),
            DependantState::Removing => self.dependant_removing(),
            DependantState::Returned => self.dependant_returned(),
        }
    }

    /// Whom of the family something is for; none where it is for the citizen.
    pub(crate) fn person(&self, person: Option<&PersonShown>) -> Option<String> {
        person.map(|person| match &person.name {
            Some(name) => self.person_for(name.reveal().clone()),
            None => self.person_for_removed(),
        })
    }
}
