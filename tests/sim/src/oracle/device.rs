//! A device against what its citizen confirmed, wrote and was told.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use cds_core::simulated::{DraftContent, LoggedCommand};
use cds_identity::{CommandParts, command_hash};
use cds_wire::portal::command::command_type;

use super::{Action, Oracle, PAPER};
use crate::device::Device;
use crate::province::Province;

/// What no backup is known to hold may be let go after 35 days.
const LET_GO_MS: i64 = 35 * 24 * 60 * 60 * 1000;

impl Oracle {
    /// What must hold of a device after every step.
    pub fn check_device(&mut self, province: &Province, device: &mut Device) -> Result<()> {
        self.check_drafts(device)?;
        self.check_cache(device)?;
        // What the portal has deleted goes from the cache too.
        let rows = device.databases.shown()?.rows;
        device.moved.retain(|_, id| rows.iter().any(|row| row.kind == PAPER && row.id == *id));
        for digest in device.moved.keys() {
            ensure!(device.databases.has_cached(digest)?, "a paper that has moved to the cache is not there");
        }
        let log = device.databases.log()?;
        self.check_received(province, device, &log)?;
        for command in log.iter().filter(|command| !command.body.reveal().is_empty() && command.state != "returned") {
            for digest in &command.blobs {
                ensure!(
                    device.databases.content_size(digest)?.is_some(),
                    "{} is not safe yet and a paper of it is gone",
                    command.id
                );
            }
        }
        Ok(())
    }

    /// Drafts are as the citizen left them; a new one is what was confirmed once.
    fn check_drafts(&mut self, device: &mut Device) -> Result<()> {
        let now = device.databases.drafts()?;
        for (id, content) in &device.drafts {
            let found = now.get(id).with_context(|| format!("draft {id} is gone"))?;
            ensure!(found == content, "draft {id} is not what was saved last");
        }
        for (id, content) in now {
            for digest in content.attachments.values() {
                let size = self.contents.get(digest).map(|bytes| bytes.len() as u64);
                ensure!(device.databases.content_size(digest)? == size, "a paper of draft {id} is not there");
            }
            if device.drafts.contains_key(&id) {
                continue;
            }
            self.check_papers(device, &id, &content)?;
            match self.confirmed.get(&id).map(|confirmed| &confirmed.action) {
                Some(Action::Submit(confirmed) | Action::Supplement(confirmed)) => {
                    ensure!(*confirmed == content, "{id} came back with another content");
                }
                _ => bail!("draft {id} comes from nowhere"),
            }
            self.returned.insert(id.clone());
            self.check_returned(&id)?;
            device.drafts.insert(id, content);
        }
        Ok(())
    }

    /// The papers of a draft, byte by byte.
    pub(super) fn check_papers(&self, device: &Device, id: &str, content: &DraftContent) -> Result<()> {
        for digest in content.attachments.values() {
            let bytes = device.databases.content(digest)?;
            ensure!(bytes.as_ref() == self.contents.get(digest), "a paper of draft {id} is not what was attached");
        }
        Ok(())
    }

    /// Where the cursor ends a pull, the rows are what the portal showed there.
    fn check_cache(&self, device: &Device) -> Result<()> {
        let shown = device.databases.shown()?;
        let Some(cursor) = &shown.cursor else { return Ok(()) };
        ensure!(self.has_given(device.citizen, cursor), "the portal never gave the cursor {cursor:?}");
        let Some(expected) = self.at(device.citizen, cursor) else { return Ok(()) };
        ensure!(shown.complete, "everything was pulled, and the cache does not say so");
        if let Some((found, expected)) = shown.rows.iter().zip(expected).find(|(found, expected)| found != expected) {
            bail!(
                "the cache shows {} {} in version {}, the portal had {} {} in version {}",
                found.kind,
                found.id,
                found.ver,
                expected.kind,
                expected.id,
                expected.ver
            );
        }
        let (here, there) = (shown.rows.len(), expected.len());
        ensure!(here == there, "the cache shows {here} rows, the portal had {there}");
        Ok(())
    }

    /// "Received" has a receipt, is true, and stays.
    fn check_received(&mut self, province: &Province, device: &mut Device, log: &[LoggedCommand]) -> Result<()> {
        let person = province.people.get(device.citizen).context("nobody of that number")?;
        let states: BTreeMap<&str, &str> =
            log.iter().map(|command| (command.id.as_str(), command.state.as_str())).collect();
        let (_, own, _) = device.databases.identity()?;
        let reports = device.told_of_backup == [true; 2];
        for id in device.received.keys() {
            let state = states.get(id.as_str()).copied().unwrap_or("nowhere");
            // A portal that was restored may wait for it once more; and then the citizen may take it back.
            let ended = self.taken_back.contains(id) || self.returned.contains(id) || self.refused.contains(id);
            let again = self.restored > 0 && (matches!(state, "deferred" | "sent" | "waiting") || ended);
            // Nor does a device bring back a paper that was removed.
            let again = again || (self.restored > 0 && self.removed_papers().contains(id));
            ensure!(state == "received" || again, "{id} was received once and is {state} now");
        }
        for command in log.iter().filter(|command| command.state == "received") {
            if device.received.contains_key(&command.id) {
                continue;
            }
            let bytes = command.receipt.as_ref().with_context(|| format!("{} has no receipt", command.id))?;
            let receipt = province.environment.storage.read(|tx| province.environment.keys.receipt(tx, bytes))?;
            let receipt = receipt.with_context(|| format!("the receipt of {} is not the portal's", command.id))?;
            ensure!(receipt.account == person.account, "the receipt of {} is another account's", command.id);
            // Of a paper that was deleted, what was signed is gone.
            let deleted = command.blobs.is_empty() && self.removed_papers().contains(&command.id);
            let hash = if deleted { None } else { signed(&person.account, command) }.or_else(|| command.hash.clone());
            ensure!(
                Some(receipt.command_hash.as_slice()) == hash.as_deref(),
                "the receipt of {} is for another command",
                command.id
            );
            let applied = self.ever_applied.contains(&command.id) || command.command_type == command_type::CANCEL;
            ensure!(applied, "{} is called received and never took effect", command.id);
            device.received.insert(command.id.clone(), province.clock.millis());
        }
        for command in log.iter().filter(|command| command.state == "received" && command.body.reveal().is_empty()) {
            let Some(received_at) = device.received.get(&command.id) else { continue };
            if !device.let_go.insert(command.id.clone()) {
                continue;
            }
            let late = province.clock.millis() - received_at > LET_GO_MS;
            let own = command.device.as_deref() == Some(own.as_str());
            let safe = self.backed_up.contains(&command.id) || command.command_type == command_type::CANCEL;
            ensure!(safe || (late && (!own || !reports)), "{} was let go and is in no backup", command.id);
            if !safe && let Some(confirmed) = self.confirmed.get_mut(&command.id) {
                confirmed.gone = true;
            }
        }
        Ok(())
    }

    /// The commands that added papers which somebody has removed.
    fn removed_papers(&self) -> BTreeSet<String> {
        let of = |action: Action| self.confirmed.iter().filter(move |(_, known)| known.action == action);
        let removed: BTreeSet<&str> = of(Action::RemovePaper).map(|(_, known)| known.entity.as_str()).collect();
        of(Action::AddPaper)
            .filter(|(_, known)| removed.contains(known.entity.as_str()))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Everything that a citizen confirmed is somewhere. What only a device had that came back as an older copy is not.
    pub fn check_nothing_lost(&mut self, citizen: usize, devices: &[Device], excuse: bool) -> Result<()> {
        let mut logged: BTreeMap<String, Vec<LoggedCommand>> = BTreeMap::new();
        for device in devices.iter().filter(|device| device.citizen == citizen) {
            for command in device.databases.log()? {
                logged.entry(command.id.clone()).or_default().push(command);
            }
        }
        let removed = self.removed_papers();
        for (id, confirmed) in self.confirmed.iter_mut().filter(|(_, confirmed)| confirmed.citizen == citizen) {
            let is_dossier = matches!(confirmed.action, Action::Submit(_));
            let known = logged.get(id).map(Vec::as_slice).unwrap_or_default();
            let in_log = known.iter().any(|command| match command.state.as_str() {
                "received" => !command.body.reveal().is_empty(),
                "returned" => !is_dossier,
                _ => true,
            });
            let safe = self.model.applied.contains(id)
                || self.returned.contains(id)
                || in_log
                || removed.contains(id)
                || (!is_dossier && (self.taken_back.contains(id) || self.refused.contains(id)));
            // A second misfortune, at the portal, may take what it has.
            if excuse && !in_log && !self.returned.contains(id) {
                confirmed.gone = true;
            }
            ensure!(safe || confirmed.gone, "{id} ({:?}) is nowhere any more: {known:?}", confirmed.action);
        }
        Ok(())
    }
}

/// What was signed of a command that its receipt is over; nothing once its body was let go.
fn signed(account: &str, command: &LoggedCommand) -> Option<Vec<u8>> {
    let own = command.device.clone().zip(command.seq);
    let (device, seq) = command.received_as.clone().or(own).filter(|_| !command.body.reveal().is_empty())?;
    let blobs: Vec<[u8; 32]> = command.blobs.iter().map(|digest| digest.0).collect();
    let hash = command_hash(&CommandParts {
        account,
        device: &device,
        seq,
        id: &command.id,
        stream: &command.stream,
        command_type: &command.command_type,
        base: command.base.as_ref().map(|(entity, ver)| (entity.as_str(), *ver)),
        supersedes: command.supersedes.as_deref(),
        blobs: &blobs,
        body: command.body.reveal(),
    });
    Some(hash.to_vec())
}
