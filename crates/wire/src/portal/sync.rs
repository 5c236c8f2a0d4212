//! Synchronising: one request carries everything, since round trips are what a bad link makes dear.

use serde::{Deserialize, Serialize};

use crate::{Sensitive, UnixMillis};

/// Pulls what has changed since `cursor`. Repeating it is always safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// Version of this schema, [`SCHEMA`](super::SCHEMA).
    pub schema: u32,
    /// Where the last page ended; none for everything from the beginning.
    pub cursor: Option<String>,
    /// Most bytes of changes the page may carry; it carries one change however large.
    pub max_bytes: u32,
}

/// One page of changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// The portal's clock.
    pub now: UnixMillis,
    /// Where this page ends: opaque, at most 96 bytes.
    pub cursor: String,
    /// More pages follow.
    pub has_more: bool,
    /// The changes, in the order in which they happened.
    pub changes: Vec<Change>,
}

/// One entity's newest state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// 0 alerts and results, 1 dossier states, 2 messages and papers.
    pub lane: u8,
    /// What the entity is; a reader stores kinds it does not know.
    pub kind: String,
    /// The entity's id.
    pub id: String,
    /// The entity's version, rising by one with each change.
    pub ver: u64,
    /// Put or removed.
    pub op: ChangeOp,
    /// The entity's content with `put`; its form follows from `kind`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Sensitive<serde_json::Value>>,
}

/// What happened to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeOp {
    /// It exists with this content.
    Put,
    /// It exists no longer.
    Del,
}
