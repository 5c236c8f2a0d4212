//! What the fuzzer calls and nobody else does: the reading of headers, without HTTP around it.

use std::ops::Range;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cds_wire::Digest;

use crate::api;

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

/// `Upload-Metadata` that names a digest.
pub fn metadata_of(digest: &Digest) -> String {
    format!("sha256 {}", STANDARD.encode(digest.to_string()))
}
