//! Commands: what a citizen confirmed, taken in once and answered for good.
//!
//! Each command is decided in one transaction with its effect, its receipt and the account's revision. What waits, for
//! a blob or for an earlier command, is decided again when something it may wait for has ended.

mod decide;
mod dossier;
mod effect;
mod family;
mod fee;
mod form;
mod petition;
mod settle;
mod stream;

pub(crate) use dossier::step;
pub(crate) use petition::petition_step;

use cds_identity::{CommandParts, Context, DevicePublicKey, command_hash, content_hash};
use cds_wire::Digest;
use cds_wire::portal::{Command, CommandResult, CommandStatus, ResultCode};

use crate::Environment;
use crate::storage::{Arrival, Device, Outcome, StorageError, StoredCommand, Tx};

/// Highest number of a command: what the storage can count.
const MAX_SEQ: u64 = i64::MAX.unsigned_abs();

/// A command to be decided, within its transaction.
#[derive(Clone, Copy)]
struct Case<'a> {
    environment: &'a Environment,
    tx: &'a dyn Tx,
    account: &'a str,
    command: &'a StoredCommand,
    /// It was answered once with "waits": what becomes of it now is also told as a change.
    late: bool,
}

/// Takes in a command from a device that knew the results up to `ack_seq`, and answers it.
pub(crate) fn receive(
    environment: &Environment,
    device: &Device,
    command: &Command,
    ack_seq: u64,
) -> Result<CommandResult, StorageError> {
    let blobs: Vec<[u8; 32]> = command.blobs.iter().map(|digest| digest.0).collect();
    let parts = parts(&device.account, &device.id, command.seq, command, &blobs);
    let hash = command_hash(&parts);
    let key = DevicePublicKey::from_bytes(&device.public_key).map_err(|_| StorageError::Damaged("device key"))?;
    if key.verify(Context::Command, &hash, &command.sig.0).is_err() {
        return Ok(unrecorded(device, command, ResultCode::SignatureInvalid));
    }
    if !(1..=MAX_SEQ).contains(&command.seq) {
        return Ok(unrecorded(device, command, ResultCode::BodyInvalid));
    }
    let arrival = |outcome| Arrival {
        device: device.id.clone(),
        seq: command.seq,
        id: command.id.clone(),
        stream: command.stream.clone(),
        hash,
        outcome,
        receipt: None,
    };
    let stored = StoredCommand {
        id: command.id.clone(),
        device: device.id.clone(),
        seq: command.seq,
        ack_seq,
        stream: command.stream.clone(),
        command_type: command.command_type.clone(),
        base: command.base.clone(),
        supersedes: command.supersedes.clone(),
        blobs: command.blobs.clone(),
        content_hash: content_hash(&parts),
        body: Some(command.body.clone()),
        receipt: genuine(environment, device, command)?,
        outcome: Outcome::deferred(ResultCode::Behind),
    };
    environment.storage.write(|tx| {
        let under_number = tx.arrival(&device.id, command.seq)?;
        if let Some(found) = under_number.as_ref().filter(|found| found.id == command.id && found.hash == hash) {
            if let Some(known) = tx.command(&device.account, &command.id)?
                && bring_back(environment, tx, &device.account, &known, &stored)?
            {
                return answer_to(tx, device, command.seq);
            }
            return Ok(found.result());
        }
        if let Err(code) = form::fits(command)
            && under_number.is_none()
        {
            let refused = arrival(Outcome::rejected(code));
            tx.put_arrival(&device.account, &refused)?;
            return Ok(refused.result());
        }
        let Some(known) = tx.command(&device.account, &command.id)? else {
            if under_number.is_some() {
                return Ok(unrecorded(device, command, ResultCode::DeviceFork));
            }
            tx.add_command(&device.account, &stored)?;
            tx.put_arrival(&device.account, &arrival(stored.outcome.clone()))?;
            let case = Case { environment, tx, account: &device.account, command: &stored, late: false };
            decide::decide(&case)?;
            return answer_to(tx, device, command.seq);
        };
        let same = known.content_hash == stored.content_hash;
        #[cfg(seeded_bugs)]
        let same = same || cds_seeded::bug("insert-or-ignore");
        if !same {
            if under_number.is_none() {
                tx.put_arrival(&device.account, &arrival(Outcome::rejected(ResultCode::IdReused)))?;
            }
            return Ok(unrecorded(device, command, ResultCode::IdReused));
        }
        if under_number.is_some() {
            return Ok(unrecorded(device, command, ResultCode::DeviceFork));
        }
        #[cfg(seeded_bugs)]
        let known = if cds_seeded::bug("no-deduplication") {
            decide::decide(&Case { environment, tx, account: &device.account, command: &stored, late: false })?;
            tx.command(&device.account, &command.id)?.unwrap_or(known)
        } else {
            known
        };
        let known = if bring_back(environment, tx, &device.account, &known, &stored)? {
            tx.command(&device.account, &command.id)?.unwrap_or(known)
        } else {
            known
        };
        let mut again = arrival(settle::again(&known.outcome));
        settle::with_receipt(environment, tx, &device.account, &mut again)?;
        tx.put_arrival(&device.account, &again)?;
        Ok(again.result())
    })
}

fn answer_to(tx: &dyn Tx, device: &Device, seq: u64) -> Result<CommandResult, StorageError> {
    let arrival = tx.arrival(&device.id, seq)?.ok_or(StorageError::Damaged("arrival"))?;
    Ok(arrival.result())
}

/// A known command that has not taken effect comes with the receipt for it that this portal gave before it was restored:
/// whatever was decided since, it is decided anew as that says. False where there is nothing of this.
fn bring_back(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
    known: &StoredCommand,
    brought: &StoredCommand,
) -> Result<bool, StorageError> {
    let vouched = brought.receipt.is_some() && known.receipt.is_none() && !known.outcome.status.is_applied();
    // What its citizen has taken back since stays so.
    if !vouched || tx.superseded_by(account, &known.id)?.is_some() {
        return Ok(false);
    }
    let outcome = Outcome::deferred(ResultCode::Behind);
    let waiting = StoredCommand {
        body: brought.body.clone(),
        receipt: brought.receipt.clone(),
        outcome: outcome.clone(),
        ..known.clone()
    };
    tx.reopen_command(account, &waiting)?;
    for arrival in tx.arrivals(account, &known.id)? {
        tx.put_arrival(account, &Arrival { outcome: outcome.clone(), receipt: None, ..arrival })?;
    }
    decide::decide(&Case { environment, tx, account, command: &waiting, late: false })?;
    Ok(true)
}

/// Notes what the request's commands with a genuine receipt replaced, before any of the request is decided: a portal that
/// was restored may find the replaced one ready to take effect.
pub(crate) fn forestall(environment: &Environment, device: &Device, commands: &[Command]) -> Result<(), StorageError> {
    for command in commands.iter().filter(|command| command.receipt.is_some()) {
        let Some(target) = &command.supersedes else { continue };
        if genuine(environment, device, command)?.is_some() {
            environment.storage.write(|tx| match tx.command(&device.account, target)? {
                None => tx.supersede(&device.account, target, &command.id),
                Some(_) => Ok(()),
            })?;
        }
    }
    Ok(())
}

/// Decides the account's waiting commands again, in the order in which they came, each in its own transaction.
pub(crate) fn resume(environment: &Environment, account: &str) -> Result<(), StorageError> {
    for waiting in environment.storage.read(|tx| tx.waiting(account))? {
        environment.storage.write(|tx| match tx.command(account, &waiting.id)? {
            Some(command) if !command.outcome.status.is_final() => {
                decide::decide(&Case { environment, tx, account, command: &command, late: true })
            }
            _ => Ok(()),
        })?;
    }
    Ok(())
}

/// Takes note that results up to `ack_seq` are in the device's vault: those told late need not be told any more.
pub(crate) fn acknowledge(environment: &Environment, device: &Device, ack_seq: u64) -> Result<(), StorageError> {
    environment.storage.write(|tx| {
        // A device that was told of nothing more since its last request costs no look at the feed.
        if tx.acknowledge(&device.id, ack_seq.min(MAX_SEQ))? { settle::take_back(tx, device, ack_seq) } else { Ok(()) }
    })
}

/// Ends the account's commands that wait for a blob which will not come, and decides anew those behind them. One that
/// took effect before the portal was restored waits on.
pub(crate) fn give_up(
    environment: &Environment,
    account: &str,
    blob: &Digest,
    why: ResultCode,
) -> Result<(), StorageError> {
    let waiting = environment.storage.read(|tx| tx.waiting(account))?;
    for waiting in waiting.iter().filter(|command| command.blobs.contains(blob) && command.receipt.is_none()) {
        environment.storage.write(|tx| match tx.command(account, &waiting.id)? {
            // It may have ended since, as by a cancellation.
            Some(command) if !command.outcome.status.is_final() => {
                let case = Case { environment, tx, account, command: &command, late: true };
                settle::end(&case, &Outcome::rejected(why), None)
            }
            _ => Ok(()),
        })?;
    }
    resume(environment, account)
}

/// What a device of the account signs of a command under a number.
pub(crate) fn hash(account: &str, device: &str, seq: u64, command: &Command) -> [u8; 32] {
    let blobs: Vec<[u8; 32]> = command.blobs.iter().map(|digest| digest.0).collect();
    command_hash(&parts(account, device, seq, command, &blobs))
}

fn parts<'a>(
    account: &'a str,
    device: &'a str,
    seq: u64,
    command: &'a Command,
    blobs: &'a [[u8; 32]],
) -> CommandParts<'a> {
    CommandParts {
        account,
        device,
        seq,
        id: &command.id,
        stream: &command.stream,
        command_type: &command.command_type,
        base: command.base.as_ref().map(|base| (base.entity.as_str(), base.ver)),
        supersedes: command.supersedes.as_deref(),
        blobs,
        body: command.body.reveal(),
    }
}

/// The receipt that came with the command, where this portal gave it for this very command, under these or the numbers of
/// the device that the command says it was received from.
fn genuine(environment: &Environment, device: &Device, command: &Command) -> Result<Option<Vec<u8>>, StorageError> {
    let Some(bytes) = &command.receipt else { return Ok(None) };
    let (of, seq) = match &command.received_as {
        Some(before) => (&before.device, before.seq),
        None => (&device.id, command.seq),
    };
    let hash = hash(&device.account, of, seq, command);
    let receipt = environment.storage.read(|tx| environment.keys.receipt(tx, &bytes.0))?;
    let genuine = receipt.is_some_and(|receipt| receipt.command_hash == hash && receipt.account == device.account);
    Ok(genuine.then(|| bytes.0.clone()))
}

/// The answer to a command that is refused and not remembered: its number stays free.
pub(crate) fn unrecorded(device: &Device, command: &Command, code: ResultCode) -> CommandResult {
    CommandResult {
        seq: command.seq,
        id: command.id.clone(),
        device: device.id.clone(),
        status: CommandStatus::Rejected,
        code: Some(code),
        entity: None,
        ver: None,
        receipt: None,
    }
}
