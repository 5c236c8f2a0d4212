//! What offices need: agencies, dossier codes, and what citizens submitted.

use cds_wire::{Sensitive, UnixMillis};

use super::StorageError;

/// Agencies, dossier codes, submissions.
pub trait Office {
    /// Adds a commune's agency or changes it.
    fn put_agency(&self, agency: &Agency) -> Result<(), StorageError>;
    /// The agency that takes a commune's dossiers.
    fn agency(&self, commune: &str) -> Result<Option<Agency>, StorageError>;
    /// Takes a dossier code for an entity; false where another has it.
    fn take_dossier_code(&self, code: &str, account: &str, entity: &str) -> Result<bool, StorageError>;
    /// Keeps what a citizen submitted.
    fn add_submission(&self, account: &str, submission: &Submission) -> Result<(), StorageError>;
    /// What was submitted for an entity, oldest first.
    fn submissions(&self, account: &str, entity: &str) -> Result<Vec<Submission>, StorageError>;
}

/// The office that takes a commune's dossiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Code of the commune, 5 digits.
    pub commune: String,
    /// The office's identifier in dossier codes, such as `H14.40.12`.
    pub code: String,
    /// The office's name.
    pub name: String,
}

/// What a citizen submitted with one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The command's id.
    pub command: String,
    /// The dossier's id.
    pub entity: String,
    /// The command's type.
    pub command_type: String,
    /// When the portal took it.
    pub at: UnixMillis,
    /// The command's body.
    pub body: Sensitive,
}
