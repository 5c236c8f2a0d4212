//! A client by another hand, with a device of its own: it sends what the app never would.

use anyhow::{Context, Result, ensure};
use cds_identity::{Context as Signing, DeviceKey};
use cds_portal::plain::{self, Method};
use cds_portal::seams::command_hash;
use cds_wire::portal::command::command_type;
use cds_wire::portal::{Command, ResultCode, SCHEMA, SYNC_PATH, SyncRequest, SyncResponse};
use cds_wire::{Bytes, Sensitive};

use super::World;
use crate::device;
use crate::dice::Dice;
use crate::province::Province;

/// Its device.
pub(super) struct Stranger {
    device: String,
    account: String,
    token: String,
    key: DeviceKey,
    seq: u64,
}

impl Stranger {
    pub(super) fn begin(province: &Province, dice: &mut Dice) -> Result<Self> {
        let person = province.people.first().context("nobody")?;
        let mut seed = [0; 32];
        dice.fill(&mut seed);
        let (signed_in, key) = device::sign_in(province, person, DeviceKey::from_seed(&seed), None)?;
        let (device, account) = (signed_in.device, signed_in.account);
        Ok(Self { device, account, token: signed_in.token.into_inner(), key, seq: 1 })
    }

    fn signed(&self, id: &str, command_type: &str, body: &str) -> Command {
        let mut command = Command {
            seq: self.seq,
            id: id.to_owned(),
            stream: format!("dossier/{id}"),
            command_type: command_type.to_owned(),
            base: None,
            supersedes: None,
            blobs: Vec::new(),
            body: body.into(),
            sig: Bytes::default(),
            receipt: None,
            received_as: None,
        };
        let hash = command_hash(&self.account, &self.device, &command);
        command.sig = Bytes(self.key.sign(Signing::Command, &hash).to_vec());
        command
    }
}

impl World {
    /// It uses an id that another command has, signs wrongly, or sends what is no body.
    pub(super) fn stranger_acts(&mut self) -> Result<()> {
        let applied: Vec<_> = self.oracle.model.applied.iter().cloned().collect();
        let known = applied.iter().filter(|id| self.oracle.confirmed.get(*id).is_some_and(|known| known.citizen == 0));
        let known: Vec<_> = known.cloned().collect();
        let (own, chosen) = (self.dice.id(), self.dice.pick(&known).cloned());
        let (command, expected) = match (self.dice.below(3), chosen) {
            (0, Some(id)) => {
                let command = self.stranger.signed(&id, command_type::DOSSIER_SUBMIT, "{\"other\":true}");
                (command, ResultCode::IdReused)
            }
            (1, _) => {
                let command = self.stranger.signed(&own, command_type::DOSSIER_SUBMIT, "{}");
                (Command { body: Sensitive::from("{\"altered\":true}"), ..command }, ResultCode::SignatureInvalid)
            }
            _ => {
                let command = self.stranger.signed(&own, command_type::DOSSIER_SUBMIT, "not JSON");
                (command, ResultCode::BodyInvalid)
            }
        };
        let id = command.id.clone();
        let request = SyncRequest {
            schema: SCHEMA,
            cursor: None,
            ack_seq: self.stranger.seq.saturating_sub(1),
            max_bytes: 1,
            commands: vec![command],
            offers: Vec::new(),
        };
        let body = serde_json::to_vec(&request)?;
        let request = plain::Request {
            method: Method::Post,
            path: SYNC_PATH,
            bearer: Some(&self.stranger.token),
            upload_offset: None,
            range: None,
            body: &body,
        };
        let answer = plain::answer(&self.province.environment, &request);
        self.trace.line(format!("  the stranger is answered {}", answer.status));
        if answer.status == 401 {
            self.stranger = Stranger::begin(&self.province, &mut self.dice)?;
            return Ok(());
        }
        let page: SyncResponse = serde_json::from_slice(&answer.body)?;
        let seq = self.stranger.seq;
        let (own, others): (Vec<_>, Vec<_>) =
            page.results.iter().filter(|result| result.seq == seq).partition(|result| result.id == id);
        for result in own {
            self.note_result(result)?;
            // A portal that was restored to a later copy may have a command of the stranger's under this number.
            let taken = !others.is_empty() && result.code == Some(ResultCode::DeviceFork);
            let right = result.code == Some(expected) || taken;
            ensure!(right, "the stranger's {} is answered {:?}", result.id, result.code);
        }
        self.stranger.seq = page.last_seq + 1;
        self.oracle.check_portal(&self.province, 0)
    }
}
