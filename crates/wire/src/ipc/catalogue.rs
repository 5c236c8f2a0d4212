//! Searching the procedure catalogue.

use serde::{Deserialize, Serialize};

use crate::Sensitive;

/// What the citizen looks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchArgs {
    /// As typed, with or without marks; a procedure's code, or its beginning, too. What one looks for tells of one's
    /// life.
    pub text: Sensitive,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Best first.
    pub hits: Vec<ProcedureHit>,
    /// Version of the catalogue that was searched; none where this device has none yet.
    pub catalogue_version: Option<u64>,
}

/// One line of what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureHit {
    /// The procedure's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its field of administration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its number in the list of essential services, 1 to 25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essential: Option<u8>,
    /// Code of the procedure that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
}
