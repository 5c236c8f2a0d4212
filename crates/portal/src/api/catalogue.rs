//! `GET /v1/catalogue/{digest}`: a catalogue pack or a delta, for anyone. It is named by its digest and thus never changes.

use std::ops::Range;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use cds_wire::Digest;
use cds_wire::portal::{CATALOGUE_PATH, ProblemCode};

use super::part::{RangeHeaders, Served};
use super::range::{PUBLIC_CACHE, content, requested_range};
use super::refused::{Refused, codes};
use super::reply::{Refusal, blocking};
use crate::Environment;
use crate::catalogue::PackInfo;

/// The pack, or the range of it that is asked for.
///
/// Both are compressed with zstd (RFC 8878). Inside a pack is newline-separated JSON: one `PackHeader`, then each
/// `Procedure`; inside a delta, one `DeltaHeader`, then each `Procedure` that came or changed.
#[utoipa::path(
    get,
    path = "/{digest}",
    context_path = CATALOGUE_PATH,
    operation_id = "catalogue_pack",
    tag = "province",
    params(
        ("digest" = Digest, Path, description = "The digest of the pack, or of a delta, from the `CatalogueRecord` of the change feed."),
        RangeHeaders,
    ),
    responses(
        Served<true>,
        Refused<{ codes(&[ProblemCode::NotFound, ProblemCode::RangeUnsatisfiable, ProblemCode::Internal]) }>,
    ),
)]
pub(super) async fn pack(
    State(environment): State<Environment>,
    digest: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Path(digest) = digest.map_err(|_| ProblemCode::NotFound)?;
    blocking(move || {
        if let Some((sha256, delta)) = delta(&environment, &digest)? {
            let (etag, size) = (format!("\"{sha256}\""), delta.len() as u64);
            let range = requested_range(&headers, size, &etag)?;
            let Range { start, end } = range.clone().unwrap_or(0..size);
            let bytes = delta.into_iter().take(index(end)).skip(index(start)).collect();
            return Ok(content(bytes, range.as_ref(), size, &etag, PUBLIC_CACHE));
        }
        let pack = known(&environment, &digest)?;
        let etag = format!("\"{}\"", pack.sha256);
        let range = requested_range(&headers, pack.size, &etag)?;
        let bytes = environment.storage.read(|tx| tx.read_pack(&pack, range.clone().unwrap_or(0..pack.size)))?;
        Ok(content(bytes, range.as_ref(), pack.size, &etag, PUBLIC_CACHE))
    })
    .await
}

fn index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The delta of a digest, as long as it may be downloaded.
fn delta(environment: &Environment, digest: &str) -> Result<Option<(Digest, Vec<u8>)>, Refusal> {
    let Some(digest) = Digest::parse(digest) else { return Ok(None) };
    Ok(environment.storage.read(|tx| tx.delta(&digest))?.map(|bytes| (digest, bytes)))
}

/// The pack of a digest, as long as it may be downloaded.
pub(crate) fn known(environment: &Environment, digest: &str) -> Result<PackInfo, Refusal> {
    let digest = Digest::parse(digest).ok_or(ProblemCode::NotFound)?;
    environment.storage.read(|tx| tx.pack(&digest))?.ok_or_else(|| ProblemCode::NotFound.into())
}
