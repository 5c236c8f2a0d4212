//! What citizens and offices do.

use anyhow::{Context, Result};
use cds_core::simulated::{DraftContent, NewCommand, TakenBack};
use cds_portal::catalogue;
use cds_portal::office::{self, NewAlert};
use cds_wire::Digest;
use cds_wire::dossier::DossierStatus;
use cds_wire::portal::command::command_type;
use cds_wire::portal::{DossierSupplement, DossierWithdraw};
use serde_json::json;

use super::World;
use crate::oracle::{Action, Confirmed, DOSSIER, PAPER};
use crate::province::{COMMUNES, NO_PROCEDURE, PROCEDURES, procedure};

impl World {
    pub(super) fn citizen_acts(&mut self) -> Result<()> {
        let index = self.any_device();
        if self.device(index)?.signed_out && self.dice.chance(300) {
            return self.sign_in_again(index);
        }
        self.touched.push(index);
        match self.dice.below(20) {
            0..4 => self.write_draft(index),
            4 | 5 => self.edit_draft(index),
            6 => self.delete_draft(index),
            7..12 => self.file_draft(index),
            12 | 13 => self.take_back(index),
            14..17 => self.keep_paper(index),
            17 => self.remove_paper(index),
            18 => self.follow_up(index),
            _ => self.ask_for_the_unknown(index),
        }
    }

    pub(super) fn sign_in_again(&mut self, index: usize) -> Result<()> {
        let lost = !self.calm && self.dice.chance(150);
        if lost {
            self.fault("sign-in answer lost");
        }
        self.trace.line(format!("  device {index} signs in"));
        self.touched.push(index);
        let device = self.devices.get_mut(index).context("no such device")?;
        device.close();
        device.sign_in_again(&self.province, &mut self.dice, lost)
    }

    fn text(&mut self) -> String {
        let words = ["Lý", "Thị", "Mỷ", "số", "12", "bản", "Nà", "Lũng", "xã", "khai", "sinh", "đất", "rừng", "nhà"];
        let mut text = String::new();
        for _ in 0..=self.dice.below(6) {
            text.push_str(self.dice.pick(&words).copied().unwrap_or_default());
            text.push(' ');
        }
        text
    }

    fn photo(&mut self, most: usize) -> Vec<u8> {
        // An empty file is one that the portal never takes.
        if self.dice.chance(40) {
            return Vec::new();
        }
        let length = 1 + self.dice.below(most);
        self.dice.bytes(length)
    }

    fn write_draft(&mut self, index: usize) -> Result<()> {
        let id = self.dice.id();
        let procedure = if self.dice.chance(70) { NO_PROCEDURE } else { PROCEDURES[0] };
        let commune = match self.dice.below(12) {
            0 => Some("99999".to_owned()),
            1..5 => self.dice.pick(&COMMUNES).map(|code| (*code).to_owned()),
            _ => None,
        };
        let (name, place) = (self.text(), self.text());
        let fields = [("ten".to_owned(), name.as_str().into()), ("noi".to_owned(), place.as_str().into())].into();
        let mut content = DraftContent {
            procedure: procedure.to_owned(),
            commune,
            fields,
            attachments: [].into(),
            supplements: None,
        };
        let now = self.device(index)?.now(&self.province);
        self.device(index)?.databases.save_draft(&id, &content, now)?;
        for name in ["don", "anh"].iter().take(self.dice.below(3)) {
            let photo = self.photo(6000);
            let digest = self.oracle.content(&photo);
            self.device(index)?.databases.attach(&id, name, &photo, now)?;
            content.attachments.insert((*name).to_owned(), digest);
        }
        self.trace.line(format!("  device {index} writes draft {id}"));
        self.device_mut(index)?.drafts.insert(id, content);
        Ok(())
    }

    fn any_draft(&mut self, index: usize) -> Result<Option<(String, DraftContent)>> {
        let drafts: Vec<_> = self.device(index)?.drafts.clone().into_iter().collect();
        Ok(self.dice.pick(&drafts).cloned())
    }

    fn edit_draft(&mut self, index: usize) -> Result<()> {
        let Some((id, mut content)) = self.any_draft(index)? else { return Ok(()) };
        let (name, text) = (self.dice.pick(&["ten", "noi", "ghi_chu"]).copied().unwrap_or_default(), self.text());
        content.fields.insert(name.to_owned(), text.as_str().into());
        if content.procedure == NO_PROCEDURE {
            content.procedure = PROCEDURES[0].to_owned();
        }
        let device = self.device_mut(index)?;
        device.drafts.insert(id.clone(), content.clone());
        self.trace.line(format!("  device {index} edits draft {id}"));
        let device = self.device(index)?;
        Ok(device.databases.save_draft(&id, &content, device.now(&self.province))?)
    }

    fn delete_draft(&mut self, index: usize) -> Result<()> {
        let Some((id, _)) = self.any_draft(index)? else { return Ok(()) };
        self.trace.line(format!("  device {index} deletes draft {id}"));
        self.device_mut(index)?.drafts.remove(&id);
        self.device(index)?.databases.delete_draft(&id)?;
        Ok(())
    }

    fn file_draft(&mut self, index: usize) -> Result<()> {
        let Some((draft, content)) = self.any_draft(index)? else { return self.write_draft(index) };
        let (command, now) = (self.dice.id(), self.device(index)?.now(&self.province));
        let blobs = content.attachments.values().copied().collect();
        self.device_mut(index)?.drafts.remove(&draft);
        if let Some(dossier) = content.supplements.clone() {
            self.device(index)?.databases.confirm_draft(&draft, &command, now)?;
            self.trace.line(format!("  device {index} adds {draft} to {dossier} as {command}"));
            return self.confirmed(index, &command, &dossier, Action::Supplement(content), blobs);
        }
        self.device(index)?.databases.confirm_draft(&draft, &command, now)?;
        self.trace.line(format!("  device {index} files {draft} as {command}"));
        self.confirmed(index, &command, &draft, Action::Submit(content), blobs)?;
        // Some think better of it at once.
        if self.dice.chance(150) { self.withdraw(index, &draft, None) } else { Ok(()) }
    }

    fn confirmed(
        &mut self,
        index: usize,
        command: &str,
        entity: &str,
        action: Action,
        blobs: Vec<Digest>,
    ) -> Result<()> {
        let citizen = self.device(index)?.citizen;
        let confirmed = Confirmed {
            citizen,
            entity: entity.to_owned(),
            action,
            blobs,
            put_back_before: self.oracle.put_back_times(),
            gone: false,
        };
        self.oracle.confirmed.insert(command.to_owned(), confirmed);
        Ok(())
    }

    fn take_back(&mut self, index: usize) -> Result<()> {
        let log = self.device(index)?.databases.log()?;
        let newest = log.len().saturating_sub(6);
        let Some(command) = log.get(newest + self.dice.below(log.len() - newest)) else { return Ok(()) };
        let (cancel, now) = (self.dice.id(), self.device(index)?.now(&self.province));
        self.trace.line(format!("  device {index} takes back {} by {cancel}", command.id));
        if self.device(index)?.databases.cancel(&command.id, &cancel, now)? == TakenBack::Asked {
            self.oracle.taken_back.insert(command.id.clone());
        }
        Ok(())
    }

    fn keep_paper(&mut self, index: usize) -> Result<()> {
        let (id, command) = (self.dice.id(), self.dice.id());
        let photo = self.photo(12_000);
        let thumbnail = self.dice.chance(600).then(|| self.dice.bytes(300));
        let mut blobs = vec![self.oracle.content(&photo)];
        blobs.extend(thumbnail.as_ref().map(|thumbnail| self.oracle.content(thumbnail)));
        let device = self.device(index)?;
        let now = device.now(&self.province);
        device.databases.add_paper(&id, &command, &photo, thumbnail.as_deref(), now)?;
        self.trace.line(format!("  device {index} keeps paper {id} by {command}"));
        self.confirmed(index, &command, &id, Action::AddPaper, blobs)
    }

    /// An entity that the cache shows, with its version; sometimes one that is nowhere.
    fn any_shown(&mut self, index: usize, kind: &str) -> Result<Option<(String, u64)>> {
        if self.dice.chance(60) {
            return Ok(Some((self.dice.id(), 1)));
        }
        let rows = self.device(index)?.databases.shown()?.rows;
        let rows: Vec<_> = rows.into_iter().filter(|row| row.kind == kind).collect();
        Ok(self.dice.pick(&rows).map(|row| (row.id.clone(), row.ver)))
    }

    fn remove_paper(&mut self, index: usize) -> Result<()> {
        let Some((paper, ver)) = self.any_shown(index, PAPER)? else { return Ok(()) };
        let base = self.dice.chance(700).then_some((paper.as_str(), ver));
        let stream = format!("paper/{paper}");
        self.confirm(index, command_type::PAPER_REMOVE, &stream, base, &paper, Action::RemovePaper, &json!({}))
    }

    /// Withdraws a dossier, or adds what the office asked for.
    fn follow_up(&mut self, index: usize) -> Result<()> {
        let Some((dossier, ver)) = self.any_shown(index, DOSSIER)? else { return Ok(()) };
        let base = self.dice.chance(700).then_some(ver);
        if self.dice.chance(400) {
            return self.withdraw(index, &dossier, base);
        }
        let text = self.text();
        let content = DraftContent {
            procedure: String::new(),
            commune: None,
            fields: [("bo_sung".to_owned(), text.as_str().into())].into(),
            attachments: [].into(),
            supplements: Some(dossier.clone()),
        };
        let body = DossierSupplement { fields: content.fields.clone(), attachments: Vec::new() };
        let (stream, base) = (format!("dossier/{dossier}"), base.map(|ver| (dossier.as_str(), ver)));
        self.confirm(
            index,
            command_type::DOSSIER_SUPPLEMENT,
            &stream,
            base,
            &dossier,
            Action::Supplement(content),
            &serde_json::to_value(body)?,
        )
    }

    fn withdraw(&mut self, index: usize, dossier: &str, base: Option<u64>) -> Result<()> {
        let body = DossierWithdraw { reason: self.text().as_str().into() };
        let (stream, base) = (format!("dossier/{dossier}"), base.map(|ver| (dossier, ver)));
        self.confirm(
            index,
            command_type::DOSSIER_WITHDRAW,
            &stream,
            base,
            dossier,
            Action::Withdraw,
            &serde_json::to_value(body)?,
        )
    }

    /// What a newer app can do and this portal cannot.
    fn ask_for_the_unknown(&mut self, index: usize) -> Result<()> {
        let id = self.dice.id();
        let stream = format!("dossier/{id}");
        self.confirm(index, "dossier.appeal", &stream, None, &id, Action::Unknown, &json!({}))
    }

    #[expect(clippy::too_many_arguments, reason = "a command has these parts")]
    fn confirm(
        &mut self,
        index: usize,
        command_type: &'static str,
        stream: &str,
        base: Option<(&str, u64)>,
        entity: &str,
        action: Action,
        body: &serde_json::Value,
    ) -> Result<()> {
        let (id, now) = (self.dice.id(), self.device(index)?.now(&self.province));
        let command = NewCommand { id: &id, command_type, stream, base };
        self.device(index)?.databases.confirm_command(&command, body, now)?;
        self.trace.line(format!("  device {index} confirms {command_type} {id} in {stream}, base {base:?}"));
        self.confirmed(index, &id, entity, action, Vec::new())
    }

    pub(super) fn office_acts(&mut self) -> Result<()> {
        match self.dice.below(10) {
            0..6 => self.move_dossier(),
            6..9 => self.warn(),
            _ => self.publish(),
        }
    }

    fn move_dossier(&mut self) -> Result<()> {
        let open = |status: u8| DossierStatus::try_from(status).is_ok_and(|status| !status.is_final());
        let entities = self.oracle.model.entities.iter();
        let dossiers: Vec<_> = entities
            .filter(|((_, kind, _), entity)| *kind == DOSSIER && entity.ver > 0 && open(entity.status))
            .map(|((citizen, _, id), _)| (*citizen, id.clone()))
            .collect();
        let Some((citizen, dossier)) = self.dice.pick(&dossiers).cloned() else { return Ok(()) };
        let statuses = [2, 4, 5, 5, 5, 3, 8, 9, 10];
        let status =
            DossierStatus::try_from(self.dice.pick(&statuses).copied().unwrap_or(2)).unwrap_or(DossierStatus::Accepted);
        let note = self.text();
        let (storage, clock) = (self.province.storage(), &*self.province.clock);
        office::advance(storage, clock, &dossier, status, Some(note.as_str().into()))?;
        self.trace.line(format!("  the office moves {dossier} to {}", status.number()));
        self.oracle.moved(citizen, &dossier, status.number());
        self.oracle.check_portal(&self.province, citizen)
    }

    pub(super) fn warn(&mut self) -> Result<()> {
        let id = self.dice.id();
        let commune = if self.dice.chance(500) { self.dice.pick(&COMMUNES).copied() } else { None };
        let alert = NewAlert {
            level: Some(2),
            event: "Mưa lớn".to_owned(),
            headline: self.text(),
            description: self.text(),
            instruction: None,
            area: self.text(),
            sender: "Đài".to_owned(),
            lasts: 86_400_000,
        };
        self.trace.line(format!("  alert {id} for {commune:?}"));
        Ok(office::publish_alert(self.province.storage(), &*self.province.clock, &id, commune, alert)?)
    }

    fn publish(&mut self) -> Result<()> {
        let code = format!("3.{:06}", self.dice.below(1_000_000));
        self.trace.line(format!("  the catalogue gets {code}"));
        catalogue::publish(self.province.storage(), &self.province.environment.keys, &[procedure(&code)])?;
        Ok(())
    }
}
