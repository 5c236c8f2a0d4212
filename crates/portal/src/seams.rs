//! What the fuzzer, the simulation and the tests call and nobody else does.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, header};
use cds_wire::Digest;
use cds_wire::portal::Command;

use crate::{api, command, cursor};

/// The range that a `Range` header asks of a content: none for all of it; nothing where it is refused or no header.
pub fn requested_range(text: &str, size: u64) -> Option<Option<Range<u64>>> {
    let mut headers = HeaderMap::new();
    headers.insert(header::RANGE, HeaderValue::from_str(text).ok()?);
    api::range::requested_range(&headers, size, "").ok()
}

/// The digest that `Upload-Metadata` names.
pub fn metadata_digest(pairs: &str) -> Option<Digest> {
    api::upload::metadata_digest(pairs)
}

/// Bytes under the portal's seal for cursors: the fuzzer must get past it.
pub fn sealed(secret: &[u8; 32], account: &str, body: &[u8]) -> String {
    cursor::sealed(secret, account, body)
}

/// What a device of the account signs of a command.
pub fn command_hash(account: &str, device: &str, command: &Command) -> [u8; 32] {
    command::hash(account, device, command.seq, command)
}

/// Limits that stand in the protocol's document.
pub mod limits {
    use crate::{api, cursor};

    /// Bytes of a synchronisation's body.
    pub const SYNC_BODY: usize = api::MAX_SYNC_BODY;
    /// Bytes of another message's body.
    pub const BODY: usize = api::MAX_BODY;
    /// Results beyond the request's own.
    pub const RESULTS: usize = api::sync::MAX_RESULTS;
    /// Bytes of changes in a page.
    pub const PAGE: usize = api::sync::page::MAX_PAGE;
    /// What a change counts beside its data, in bytes.
    pub const CHANGE: usize = api::sync::page::CHANGE_BYTES;
    /// Wrong digests of one upload that give up the commands which wait for it.
    pub const DAMAGED: u32 = api::upload::MAX_DAMAGED;
    /// Life of a token after its last use, in milliseconds.
    pub const TOKEN_MS: i64 = api::auth::TOKEN_LIFE_MS;
    /// Life of a cursor, in days.
    pub const CURSOR_DAYS: i64 = cursor::GOOD_DAYS;
}
