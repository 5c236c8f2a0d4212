//! Writing what became of a command: effect, receipts, answers, and the change that tells late.

use cds_identity::{KeyUse, Receipt};
use cds_wire::dossier::DossierRecord;
use cds_wire::family::DependantRecord;
use cds_wire::paper::PaperRecord;
use cds_wire::petition::PetitionRecord;
use cds_wire::portal::command::stream;
use cds_wire::portal::{CommandResult, CommandStatus};
use cds_wire::{Digest, Sensitive, UnixMillis};
use serde::{Deserialize, Serialize};

use super::Case;
use super::effect::{self, Effect};
use super::petition;
use super::{fee, form};
use crate::Environment;
use crate::storage::{Arrival, Device, NewEntity, Outcome, Put, StorageError, Submission, Tx};

/// The lane of late results.
const RESULT_LANE: u8 = 0;
/// What stands before a command's id where its submission keeps a blob; a paper keeps its own by the name of its stream.
const SUBMISSION: &str = "submission/";
/// What stands before a paper's id where the office's archive keeps what the citizen has removed.
const ARCHIVE: &str = "archive/";

/// Carries out an effect and ends its command as applied.
pub(super) fn apply(case: &Case<'_>, effect: Effect) -> Result<(), StorageError> {
    let Case { environment, tx, account, command, .. } = *case;
    let now = environment.clock.now();
    let id = form::entity_of(&command.stream);
    let lane = effect::lane(&effect);
    let put =
        |kind, data: Option<serde_json::Value>| tx.put(account, &NewEntity { lane, kind, id, data: data.as_ref() });
    let (mut code, mut entity) = (None, id.to_owned());
    let put: Option<Put> = match effect {
        Effect::Nothing => None,
        Effect::NoPaper { archived } => {
            for digest in &archived {
                tx.attach(account, digest, &format!("{ARCHIVE}{id}"))?;
            }
            tx.detach(account, &command.stream)?;
            Some(put(PaperRecord::KIND, None)?)
        }
        Effect::Paper(record) => {
            for content in std::iter::once(&record.content).chain(&record.thumbnail) {
                tx.attach(account, &content.sha256, &command.stream)?;
            }
            Some(put(PaperRecord::KIND, Some(json(&*record)?))?)
        }
        Effect::NoDependant => Some(put(DependantRecord::KIND, None)?),
        Effect::Dependant(record) => Some(put(DependantRecord::KIND, Some(json(&*record)?))?),
        Effect::Dossier { record, attached } => {
            submitted(case, now, &attached)?;
            code = record.code.clone();
            Some(put(DossierRecord::KIND, Some(json(&*record)?))?)
        }
        Effect::Petition { record, attached } => {
            submitted(case, now, &attached)?;
            code = record.code.clone();
            Some(put(PetitionRecord::KIND, Some(json(&*record)?))?)
        }
        Effect::NewPetition { record, agency, code: wanted, attached } => {
            let record = petition::with_code(case, *record, &agency, wanted, now)?;
            submitted(case, now, &attached)?;
            code = record.code.clone();
            Some(put(PetitionRecord::KIND, Some(json(&record)?))?)
        }
        Effect::Fee(paying) => {
            let fee::Paying { id, record, order, dossier_code } = *paying;
            (code, entity) = (dossier_code, id);
            Some(fee::put(tx, account, &entity, &record, &order)?)
        }
        Effect::NewDossier { record, agency, code: wanted, attached } => {
            let record = effect::with_code(case, *record, &agency, wanted, now)?;
            submitted(case, now, &attached)?;
            code = record.code.clone();
            Some(put(DossierRecord::KIND, Some(json(&record)?))?)
        }
    };
    let entity = put.map(|_| entity);
    let outcome = Outcome { status: CommandStatus::Applied, code: None, entity, ver: put.map(|put| put.ver) };
    end(case, &outcome, code.map(Sensitive::into_inner))
}

/// Writes what became of a command and answers its arrivals. What ends after it was answered once with "waits" is also
/// told as a change, since the answer to its request is long gone.
pub(super) fn end(case: &Case<'_>, outcome: &Outcome, dossier_code: Option<String>) -> Result<(), StorageError> {
    let Case { environment, tx, account, command, late } = *case;
    if *outcome == command.outcome {
        return Ok(());
    }
    tx.settle_command(account, &command.id, outcome)?;
    let is_final = outcome.status.is_final();
    // A receipt that the command brought says when it was received.
    let received_at = match &command.receipt {
        Some(brought) => receipt_time(environment, tx, brought)?,
        None => None,
    };
    let mut answered = Vec::new();
    for mut arrival in tx.arrivals(account, &command.id)? {
        if arrival.outcome.status.is_final() {
            continue;
        }
        let first = (&arrival.device, arrival.seq) == (&command.device, command.seq);
        arrival.outcome = if first { outcome.clone() } else { again(outcome) };
        if is_final {
            sign(environment, tx, account, &mut arrival, dossier_code.clone(), received_at)?;
        }
        tx.put_arrival(account, &arrival)?;
        answered.push(arrival);
    }
    // Where it arrived twice, the device that numbered anew is the one alive.
    let newest = answered.iter().max_by_key(|arrival| (arrival.device != command.device, arrival.seq));
    match newest {
        Some(arrival) if is_final && late => tell(tx, account, &arrival.result()),
        _ => Ok(()),
    }
}

/// The answer to a command that is known already, when it arrives under another number.
pub(super) fn again(outcome: &Outcome) -> Outcome {
    let status = if outcome.status.is_applied() { CommandStatus::Duplicate } else { outcome.status };
    Outcome { status, ..outcome.clone() }
}

/// Gives an arrival of a command that took effect its own receipt, with the time of the one before it.
pub(super) fn with_receipt(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    arrival: &mut Arrival,
) -> Result<(), StorageError> {
    let id = form::entity_of(&arrival.stream);
    let code = if arrival.stream.starts_with(stream::PETITION) {
        let entity = tx.entity(account, PetitionRecord::KIND, id)?;
        entity.as_ref().map(petition::record_of).transpose()?.and_then(|record| record.code)
    } else {
        let entity = tx.entity(account, DossierRecord::KIND, id)?;
        let record = entity.map(|entity| DossierRecord::deserialize(entity.data.reveal()));
        record.transpose().map_err(|_| StorageError::Damaged("dossier"))?.and_then(|record| record.code)
    };
    let code = code.map(Sensitive::into_inner);
    let mut received_at = None;
    for receipt in tx.arrivals(account, &arrival.id)?.iter().filter_map(|earlier| earlier.receipt.as_ref()) {
        received_at = received_at.or(receipt_time(environment, tx, receipt)?);
    }
    sign(environment, tx, account, arrival, code, received_at)
}

/// When a receipt says that its command was received; none where it is not this portal's.
fn receipt_time(environment: &Environment, tx: &dyn Tx, receipt: &[u8]) -> Result<Option<UnixMillis>, StorageError> {
    Ok(environment.keys.receipt(tx, receipt)?.map(|receipt| receipt.time))
}

fn sign(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    arrival: &mut Arrival,
    code: Option<String>,
    received_at: Option<UnixMillis>,
) -> Result<(), StorageError> {
    if arrival.outcome.status.is_applied() {
        let receipt = Receipt {
            command_hash: arrival.hash,
            account: account.to_owned(),
            entity: form::entity_of(&arrival.stream).to_owned(),
            code,
            revision: tx.newest(account)?.revision,
            time: received_at.unwrap_or(environment.clock.now()),
        };
        arrival.receipt = Some(receipt.issue(&environment.keys.key(tx, KeyUse::Receipt)?));
    }
    Ok(())
}

/// Takes back the late results that the device has in its vault.
pub(super) fn take_back(tx: &dyn Tx, device: &Device, ack_seq: u64) -> Result<(), StorageError> {
    let mut known = Vec::new();
    tx.changes(&device.account, RESULT_LANE, 0, &mut |_, _, change| {
        if change.kind == CommandResult::KIND
            && let Some(Ok(result)) = change.data.map(|data| CommandResult::deserialize(data.reveal()))
            && result.device == device.id
            && result.seq <= ack_seq
        {
            known.push(change.id);
        }
        true
    })?;
    for id in known {
        tx.put(&device.account, &NewEntity { lane: RESULT_LANE, kind: CommandResult::KIND, id: &id, data: None })?;
    }
    Ok(())
}

fn tell(tx: &dyn Tx, account: &str, result: &CommandResult) -> Result<(), StorageError> {
    let data = json(result)?;
    let entity = NewEntity { lane: RESULT_LANE, kind: CommandResult::KIND, id: &result.id, data: Some(&data) };
    tx.put(account, &entity).map(|_| ())
}

fn submitted(case: &Case<'_>, at: UnixMillis, attached: &[Digest]) -> Result<(), StorageError> {
    let Case { tx, account, command, .. } = *case;
    for digest in attached {
        tx.attach(account, digest, &format!("{SUBMISSION}{}", command.id))?;
    }
    let body = command.body.clone().ok_or(StorageError::Damaged("command"))?;
    let (id, command_type) = (command.id.clone(), command.command_type.clone());
    let entity = form::entity_of(&command.stream).to_owned();
    tx.add_submission(account, &Submission { command: id, entity, command_type, at, body })
}

fn json<T: Serialize>(record: &T) -> Result<serde_json::Value, StorageError> {
    serde_json::to_value(record).map_err(|_| StorageError::Damaged("record"))
}
