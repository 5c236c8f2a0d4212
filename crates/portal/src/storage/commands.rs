//! Commands as they came, and what became of them.
//!
//! A command is one per id within its account. It may arrive under several numbers: a device whose vault was restored
//! numbers and signs anew. Each arrival has its own answer, since each has its own hash and so its own receipt.

use cds_wire::portal::{Base, CommandResult, CommandStatus, ResultCode};
use cds_wire::{Digest, Sensitive};

use super::StorageError;

/// Commands and arrivals.
pub trait Commands {
    /// The account's command with this id.
    fn command(&self, account: &str, id: &str) -> Result<Option<StoredCommand>, StorageError>;
    /// Adds a command.
    fn add_command(&self, account: &str, command: &StoredCommand) -> Result<(), StorageError>;
    /// Makes a command that ended wait again, with its body and the receipt that was brought for it.
    fn reopen_command(&self, account: &str, command: &StoredCommand) -> Result<(), StorageError>;
    /// Writes what became of a command; its body and receipt are dropped when that is final.
    fn settle_command(&self, account: &str, id: &str, outcome: &Outcome) -> Result<(), StorageError>;
    /// Commands of the account that wait, in the order in which they came.
    fn waiting(&self, account: &str) -> Result<Vec<StoredCommand>, StorageError>;

    /// What came under a number of a device.
    fn arrival(&self, device: &str, seq: u64) -> Result<Option<Arrival>, StorageError>;
    /// Every arrival of a command, in no order of importance.
    fn arrivals(&self, account: &str, id: &str) -> Result<Vec<Arrival>, StorageError>;
    /// Adds an arrival or changes its answer, and carries the device's last number forward over what is final.
    fn put_arrival(&self, account: &str, arrival: &Arrival) -> Result<(), StorageError>;
    /// The device's commands up to a number, lowest first: the id of each, and whether it took effect.
    fn numbered(&self, device: &str, up_to: u64) -> Result<Vec<(String, bool)>, StorageError>;
    /// Answers to the device's arrivals above a number, lowest first.
    fn results(&self, device: &str, above: u64, most: usize) -> Result<Vec<CommandResult>, StorageError>;
    /// Notes up to which number results are in the device's vault; false where that was known.
    fn acknowledge(&self, device: &str, ack_seq: u64) -> Result<bool, StorageError>;
    /// What came from this device in the stream under lower numbers.
    fn earlier(&self, device: &str, stream: &str, below: u64) -> Result<Vec<Earlier>, StorageError>;

    /// Notes that a command, known or not, ends by another one.
    fn supersede(&self, account: &str, id: &str, by: &str) -> Result<(), StorageError>;
    /// Whether what files the dossier of this stream has ended by another command.
    fn has_cancelled(&self, account: &str, stream: &str) -> Result<bool, StorageError>;
    /// The id of the command by which this one ends.
    fn superseded_by(&self, account: &str, id: &str) -> Result<Option<String>, StorageError>;
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What became of it.
    pub status: CommandStatus,
    /// Why, where it was not applied.
    pub code: Option<ResultCode>,
    /// The entity it made or changed.
    pub entity: Option<String>,
    /// The entity's version after it.
    pub ver: Option<u64>,
}

impl Outcome {
    /// It took no effect.
    pub const fn ended(status: CommandStatus, code: ResultCode) -> Self {
        Self { status, code: Some(code), entity: None, ver: None }
    }

    /// It is refused for good.
    pub const fn rejected(code: ResultCode) -> Self {
        Self::ended(CommandStatus::Rejected, code)
    }

    /// It waits.
    pub const fn deferred(code: ResultCode) -> Self {
        Self::ended(CommandStatus::Deferred, code)
    }
}

/// A command as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCommand {
    /// Its id.
    pub id: String,
    /// The device that sent it first.
    pub device: String,
    /// The number under which that device sent it.
    pub seq: u64,
    /// Results up to here were known to the device when it came.
    pub ack_seq: u64,
    /// Its stream.
    pub stream: String,
    /// Its type.
    pub command_type: String,
    /// The state it was made against.
    pub base: Option<Base>,
    /// The command it replaces.
    pub supersedes: Option<String>,
    /// Digests of the blobs it needs.
    pub blobs: Vec<Digest>,
    /// Hash over what the citizen confirmed, without device and number.
    pub content_hash: [u8; 32],
    /// What was signed; none once it is final.
    pub body: Option<Sensitive>,
    /// A receipt that came with it and was found genuine.
    pub receipt: Option<Vec<u8>>,
    /// What became of it.
    pub outcome: Outcome,
}

/// A command under one number of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The device.
    pub device: String,
    /// The number.
    pub seq: u64,
    /// The command's id.
    pub id: String,
    /// The command's stream.
    pub stream: String,
    /// The command's hash under this number.
    pub hash: [u8; 32],
    /// What it was answered.
    pub outcome: Outcome,
    /// The receipt over this hash.
    pub receipt: Option<Vec<u8>>,
}

impl Arrival {
    /// The answer as it travels.
    pub fn result(&self) -> CommandResult {
        CommandResult {
            seq: self.seq,
            id: self.id.clone(),
            device: self.device.clone(),
            status: self.outcome.status,
            code: self.outcome.code,
            entity: self.outcome.entity.clone(),
            ver: self.outcome.ver,
            receipt: self.receipt.clone().map(cds_wire::Bytes),
        }
    }
}

/// An earlier command of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub seq: u64,
    /// Its id.
    pub id: String,
    /// What it was answered.
    pub status: CommandStatus,
    /// Why, where it was not applied.
    pub code: Option<ResultCode>,
}
