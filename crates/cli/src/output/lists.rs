//! Lists.

use cds_core::App;
use cds_vn::card_qr::{self, CardText};
use cds_vn::date::{format_instant, show_iso};
use cds_wire::Sensitive;
use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{
    AlertList, CatalogueShown, CodeCheck, CodeShowing, DependantSummary, DeviceSummary, DossierList, DossierState,
    DossierSummary, FilterChoices, LostKind, Outbox, PaperSummary, PersonShown, SearchResults, SetAsideVault,
};

use super::{Failure, Output, code_of, print, print_json};

impl Output {
    pub(crate) fn dossiers(self, list: &DossierList) -> Result<(), Failure> {
        if self.json {
            return print_json(&list.dossiers);
        }
        contact(list.last_contact)?;
        list.dossiers.iter().try_for_each(dossier_line)
    }

    pub(crate) fn outbox(self, outbox: &Outbox) -> Result<(), Failure> {
        if self.json {
            return print_json(&outbox.entries);
        }
        if outbox.missing > 0 {
            print(&format!("{} confirmed entries are missing: this vault is an older copy", outbox.missing))?;
        }
        for lost in &outbox.lost {
            if lost.kind == LostKind::Vault {
                print("lost: what was not sent from the vault before this one, which nothing opens any more")?;
                continue;
            }
            let title = lost.title.as_ref().map_or("of unknown name", |title| title.reveal());
            let made = lost.made_at.map(|at| format!(", made {}", format_instant(at))).unwrap_or_default();
            print(&format!("lost to damage: {} {title}{made}", code_of(&lost.kind)))?;
        }
        for entry in &outbox.entries {
            let seq = entry.seq.map_or_else(|| "-".to_owned(), |seq| seq.to_string());
            let (state, title) = (code_of(&entry.state), entry.title.reveal());
            let reason = entry.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            print(&format!("{}  {seq:>4}  {:<16} {state}{reason}  {title}", entry.id, entry.command_type))?;
        }
        Ok(())
    }

    pub(crate) fn papers(self, papers: &[PaperSummary]) -> Result<(), Failure> {
        if self.json {
            return print_json(&papers);
        }
        for paper in papers {
            let (kind, state) = (code_of(&paper.kind), code_of(&paper.state));
            let kilobytes = paper.size.div_ceil(1024);
            let number = paper.number.as_ref().map_or(String::new(), |number| format!("  {}", number.reveal()));
            let expires = paper.expires_on.as_ref().map_or(String::new(), |day| format!("  until {day}"));
            let (title, of) = (paper.title.reveal(), of_whom(paper.person.as_ref()));
            print(&format!("{}  {kind:<20} {state:<9} {kilobytes:>5} kB  {title}{number}{expires}{of}", paper.id))?;
        }
        Ok(())
    }

    pub(crate) fn family(self, family: &[DependantSummary]) -> Result<(), Failure> {
        if self.json {
            return print_json(&family);
        }
        family.iter().try_for_each(|one| {
            let (relation, state) = (code_of(&one.relation), code_of(&one.state));
            let reason = one.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            let (name, born) = (one.name.reveal(), show_iso(one.birth_date.reveal()));
            print(&format!("{}  {relation:<11} {state}{reason}  {name}, {born}", one.id))
        })
    }

    pub(crate) fn hits(self, results: &SearchResults, catalogue: &CatalogueShown) -> Result<(), Failure> {
        if self.json {
            return print_json(&results.hits);
        }
        if let Some(day) = &catalogue.built_in {
            print(&format!("The essential services alone, as of {}: sync for the whole catalogue", show_iso(day)))?;
        }
        results.hits.iter().try_for_each(|hit| {
            let outside = hit.outside.map(|outside| format!(" ({})", code_of(&outside))).unwrap_or_default();
            print(&format!("{:<10}  {}{outside}", hit.code, hit.name))
        })
    }

    pub(crate) fn choices(self, choices: &FilterChoices) -> Result<(), Failure> {
        if self.json {
            return print_json(&choices);
        }
        let lines = choices.levels.iter().map(|level| format!("level  {level}"));
        lines.chain(choices.fields.iter().map(|field| format!("field  {field}"))).try_for_each(|line| print(&line))
    }

    pub(crate) fn procedure(self, app: &App, code: &str, as_text: bool) -> Result<(), Failure> {
        if self.json && !as_text {
            return print_json(&app.procedure(code)?);
        }
        print(app.procedure_text(code)?.trim_end())
    }

    pub(crate) fn alerts(self, list: &AlertList) -> Result<(), Failure> {
        if self.json {
            return print_json(&list.alerts);
        }
        contact(list.last_contact)?;
        for entry in &list.alerts {
            let alert = &entry.alert;
            let level = alert.level.map_or_else(|| "-".to_owned(), |level| level.to_string());
            let expired = if entry.expired { " (expired)" } else { "" };
            print(&format!("{}  level {level}  {}{expired}", format_instant(alert.sent_at), alert.headline))?;
            print(&format!("{:27}{}", "", alert.area))?;
            if let Some(instruction) = &alert.instruction {
                print(&format!("{:27}{instruction}", ""))?;
            }
        }
        Ok(())
    }

    pub(crate) fn devices(self, devices: &[DeviceSummary]) -> Result<(), Failure> {
        if self.json {
            return print_json(&devices);
        }
        for device in devices {
            let this = if device.this { " (this device)" } else { "" };
            let ended = device.ended_at.map(|at| format!(", ended {}", format_instant(at))).unwrap_or_default();
            let since = format_instant(device.enrolled_at);
            print(&format!("{}  {:<8} since {since}{ended}{this}", device.id, device.platform))?;
        }
        Ok(())
    }

    pub(crate) fn set_aside(self, vaults: &[SetAsideVault]) -> Result<(), Failure> {
        if self.json {
            return print_json(&vaults);
        }
        vaults.iter().try_for_each(|vault| print(&format!("{}  {} bytes", vault.id, vault.bytes)))
    }

    pub(crate) fn checks(self, checks: &[CodeCheck]) -> Result<(), Failure> {
        if self.json {
            return print_json(&checks);
        }
        for check in checks {
            let last4 = check.last4.as_ref().map_or("----", |last4| last4.reveal());
            let reasons = check.reasons.join(", ");
            print(&format!("{}  {last4}  {:<15}  {reasons}", format_instant(check.at), code_of(&check.result)))?;
        }
        Ok(())
    }

    pub(crate) fn showings(self, showings: &[CodeShowing]) -> Result<(), Failure> {
        if self.json {
            return print_json(&showings);
        }
        let line = |showing: &CodeShowing| {
            print(&format!("from {} to {}", format_instant(showing.from), format_instant(showing.until)))
        };
        showings.iter().try_for_each(line)
    }

    pub(crate) fn codes(self, codes: &[String]) -> Result<(), Failure> {
        if self.json {
            return print_json(&codes);
        }
        for code in codes {
            match card_qr::parse(code) {
                Ok(card) => self.card(&card)?,
                Err(_) => print(code)?,
            }
        }
        Ok(())
    }

    fn card(self, card: &CardText) -> Result<(), Failure> {
        print("identity card (not verified)")?;
        let lines = [
            ("number", Some(card.number.as_str())),
            ("older number", card.old_number.as_deref()),
            ("name", Some(&*card.name)),
            ("born", Some(&*card.birth_date)),
            ("sex", Some(&*card.sex)),
            ("address", Some(&*card.address)),
            ("issued", card.issue_date.as_deref()),
        ];
        for (what, said) in lines.into_iter().filter_map(|(what, said)| Some((what, said?))) {
            print(&format!("  {what:<13} {said}"))?;
        }
        if card.is_unusual() { print("  unusual numbers: compare them with the card") } else { Ok(()) }
    }
}

pub(super) fn dossier_line(dossier: &DossierSummary) -> Result<(), Failure> {
    let code = dossier.code.as_ref().map_or("no code yet", |code| code.reveal());
    let stands = match (dossier.status, dossier.state) {
        (Some(status), DossierState::Known | DossierState::Received) => status_of(status),
        (_, state) => code_of(&state),
    };
    let (procedure, of) = (dossier.procedure.reveal(), of_whom(dossier.person.as_ref()));
    print(&format!("{}  {stands:<11}  {code:<28} {procedure}{of}", format_instant(dossier.updated_at)))?;
    match dossier.note.as_ref().map(Sensitive::reveal).or(dossier.reason.as_ref()) {
        Some(note) => print(&format!("{:31}{note}", "")),
        None => Ok(()),
    }
}

/// Whom of the family something is about, behind its name.
fn of_whom(person: Option<&PersonShown>) -> String {
    match person.map(|person| &person.name) {
        None => String::new(),
        Some(Some(name)) => format!("  for {}", name.reveal()),
        Some(None) => "  for somebody who was removed".to_owned(),
    }
}

pub(super) fn status_of(status: DossierStatus) -> String {
    format!("status {}", status.number())
}

pub(super) fn contact(last: Option<i64>) -> Result<(), Failure> {
    match last {
        Some(contact) => print(&format!("As of {}", format_instant(contact))),
        None => print("Never synchronised"),
    }
}
