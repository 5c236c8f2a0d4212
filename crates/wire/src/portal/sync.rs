//! Synchronising: one request carries everything, since round trips are what a bad link makes dear.
//!
//! A request pushes the outbox, pulls every change that follows the cursor, and negotiates uploads. Repeating it is
//! always safe: commands are applied once by their id, changes are states and not steps.

use serde::{Deserialize, Serialize};

use super::command::{Command, CommandResult};
use crate::{Bytes, Digest, Sensitive, UnixMillis};

/// Pushes commands, offers blobs, and pulls what has changed since `cursor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRequest {
    /// Version of this schema, [`SCHEMA`](super::SCHEMA).
    pub schema: u32,
    /// Where the last page ended; none for everything from the beginning.
    pub cursor: Option<String>,
    /// Results up to this sequence number are in the client's vault.
    pub ack_seq: u64,
    /// Most bytes of changes the page may carry; it carries one change however large.
    pub max_bytes: u32,
    /// Commands of this device that the portal has not given a final result for, in the order of their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<Command>,
    /// Blobs that those commands need and the portal may not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
}

/// A blob the client can send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// Its digest.
    pub sha256: Digest,
    /// Its size, in bytes.
    pub size: u64,
}

/// Results, one page of changes, and where to send blobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncResponse {
    /// The portal's clock.
    pub now: UnixMillis,
    /// Where this page ends: opaque, at most 96 bytes.
    pub cursor: String,
    /// More pages follow.
    pub has_more: bool,
    /// The portal holds a final result for every number of this device up to here.
    pub last_seq: u64,
    /// Every number up to here is inside the portal's last completed backup; none where the portal reports none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe_seq: Option<u64>,
    /// What stands under this device's numbers up to `last_seq` (`cds_identity::numbers_digest`), where `changes` begin from
    /// the beginning and `last_seq` is not 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Bytes>,
    /// What became of the commands of this request, and of others of this device above `ack_seq`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<CommandResult>,
    /// The changes, by lane, then in the order in which they happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// One answer for each offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uploads: Vec<Upload>,
    /// The cursor did not serve: `changes` begin from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reset: Option<Reset>,
    /// Seconds to wait before the next request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

crate::closed_set! {
    /// Why the cursor did not serve.
    Reset {
        /// It is too old, or of another format.
        Expired,
        /// The portal's history is not the one the cursor saw: it was restored from a backup.
        Diverged,
    }
}

/// The answer to an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// The blob's digest.
    pub sha256: Digest,
    /// The portal has verified bytes of it: nothing to send.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub have: bool,
    /// Path to send it to, where it is wanted; with neither `have` nor this there is no room for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Bytes of it that the portal holds already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

/// One entity's newest state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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

crate::closed_set! {
    /// What happened to an entity.
    ChangeOp {
        /// It exists with this content.
        Put,
        /// It exists no longer.
        Del,
    }
}
