//! The end: nothing is disturbed any more, and everything comes in step.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use cds_portal::environment::Limits;
use cds_wire::portal::{CommandResult, SYNC_PATH, SyncRequest, SyncResponse};

use super::World;
use super::network::Stage;

/// Rounds within which everything must be in step.
const ROUNDS: usize = 6;
/// A synchronisation may take so many bytes beside three times what commands, changes and contents have themselves.
const OVERHEAD: usize = 2000;

impl World {
    /// Faults stop.
    pub fn end(&mut self) -> Result<()> {
        self.calm = true;
        self.trace.line("calm".to_owned());
        self.province.environment.limits = Limits { card_dates: 10_000, ..Limits::demonstration() };
        for device in &mut self.devices {
            device.close();
        }
        for flight in std::mem::take(&mut self.flights) {
            match flight.stage {
                Stage::Half(mut upload, rest) => {
                    let environment = &self.province.environment;
                    // Nobody waits for what it is answered.
                    let _ = upload.piece(environment, &rest).map(|()| upload.finish(environment));
                    self.look_at_portal(flight.device)?;
                }
                Stage::Late | Stage::Request => self.ask(flight.device, &flight.request).map(drop)?,
                Stage::Answer(_) => {}
            }
        }
        let mut round = 0;
        let twins = loop {
            for index in 0..self.devices.len() {
                self.undisturbed(index)?;
            }
            let twins = self.twins()?;
            let mut in_step = true;
            for device in &self.devices {
                in_step &= self.oracle.is_in_step(&self.province, device, &twins)?;
            }
            round += 1;
            if in_step || round == ROUNDS {
                break twins;
            }
        };
        self.tally.count("rounds", &round.to_string());
        for device in &self.devices {
            self.oracle.check_end(&self.province, device, &twins)?;
        }
        self.touched = (0..self.devices.len()).collect();
        self.check()
    }

    /// Ids that two devices have.
    fn twins(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for device in &self.devices {
            ids.push(device.databases.identity()?.1);
        }
        ids.sort();
        let twins = ids.windows(2).filter(|pair| pair.first() == pair.last()).filter_map(|pair| pair.first());
        Ok(twins.cloned().collect())
    }

    /// One synchronisation from its beginning to its end; with a sign-in before it where that is wanted.
    fn undisturbed(&mut self, index: usize) -> Result<()> {
        for _ in 0..4 {
            if self.device(index)?.signed_out {
                self.sign_in_again(index)?;
            }
            self.sync(index)?;
            let (mut own, mut moved, mut told) = (0, 0, BTreeSet::new());
            while let Some(flight) = self.flights.pop() {
                if let (Stage::Request, true) = (&flight.stage, flight.request.path == SYNC_PATH) {
                    let request: SyncRequest = serde_json::from_slice(&flight.request.body)?;
                    own += serde_json::to_vec(&request.commands)?.len();
                    moved += flight.request.body.len();
                } else if let (Stage::Request, true) = (&flight.stage, flight.request.path != SYNC_PATH) {
                    own += flight.request.body.len();
                    moved += flight.request.body.len();
                }
                if let Stage::Answer(reply) = &flight.stage {
                    let (own_here, moved_here) = bytes(&flight.request.path, &reply.body, &mut told)?;
                    own += own_here;
                    moved += moved_here;
                }
                self.flights.push(flight);
                self.deliver()?;
            }
            ensure!(
                moved <= 3 * own + OVERHEAD,
                "device {index}: a synchronisation moved {moved} bytes for {own} of its own"
            );
            if !self.device(index)?.signed_out {
                break;
            }
        }
        self.touched = vec![index];
        self.check()
    }
}

/// What of an answer are the own bytes of changes and results, each counted once, and all of it.
fn bytes(path: &str, body: &[u8], told: &mut BTreeSet<String>) -> Result<(usize, usize)> {
    let page: Option<SyncResponse> = if path == SYNC_PATH { serde_json::from_slice(body).ok() } else { None };
    let own = page.map_or(body.len(), |page| {
        let data = |change: &cds_wire::portal::Change| {
            change.data.as_ref().map_or(0, |data| data.reveal().to_string().len()) + change.id.len()
        };
        let mut result = |result: &CommandResult| {
            if told.insert(result.id.clone()) { serde_json::to_vec(result).map_or(0, |json| json.len()) } else { 0 }
        };
        page.changes.iter().map(data).sum::<usize>() + page.results.iter().map(&mut result).sum::<usize>()
    });
    Ok((own, body.len()))
}
