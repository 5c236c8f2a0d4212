//! Petitions.

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{DossierState, PetitionDetail, PetitionList, PetitionSummary};

use super::lists::contact;
use super::{Failure, Output, code_of, print, print_json};

impl Output {
    pub(crate) fn petitions(self, list: &PetitionList) -> Result<(), Failure> {
        if self.json {
            return print_json(&list.petitions);
        }
        contact(list.last_contact)?;
        list.petitions.iter().try_for_each(line)
    }

    pub(crate) fn petition(self, petition: &PetitionDetail) -> Result<(), Failure> {
        if self.json {
            return print_json(petition);
        }
        line(&petition.summary)?;
        if let Some(filed) = petition.filed_at {
            print(&format!("filed {}", format_instant(filed)))?;
        }
        if let Some(office) = petition.agency.as_ref().or(petition.commune.as_ref()) {
            print(office)?;
        }
        for step in &petition.steps {
            let note = step.note.as_ref().map(|note| format!("  {}", note.reveal())).unwrap_or_default();
            print(&format!("  {}  {}{note}", format_instant(step.at), code_of(&step.status)))?;
        }
        for said in petition.text.iter().flat_map(|text| text.reveal().lines()) {
            print(&format!("  {said}"))?;
        }
        petition.attachments.iter().try_for_each(|name| print(&format!("  + {name}")))?;
        match &petition.receipt {
            Some(receipt) => print(&format!("receipt verified: received {}", format_instant(receipt.received_at))),
            None => Ok(()),
        }
    }
}

fn line(petition: &PetitionSummary) -> Result<(), Failure> {
    let PetitionSummary { id, code, category, place, status, state, note, reason, updated_at } = petition;
    let stands = match (status, state) {
        (Some(status), DossierState::Known | DossierState::Received) => code_of(status),
        (_, state) => code_of(state),
    };
    // What has no code yet is named by its id, to go on with it.
    let code = code.as_ref().map_or(id.as_str(), |code| code.reveal());
    let category = category.map(|category| code_of(&category)).unwrap_or_default();
    print(&format!("{}  {stands:<10}  {code:<36} {category}  {}", format_instant(*updated_at), place.reveal()))?;
    match note.as_ref().map(Sensitive::reveal).or(reason.as_ref()) {
        Some(note) => print(&format!("{:31}{note}", "")),
        None => Ok(()),
    }
}
