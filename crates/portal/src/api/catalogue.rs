//! `GET /v1/catalogue/{digest}`: a catalogue pack, for anyone. It is named by its digest and thus never changes.

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
/// A pack is compressed with zstd (RFC 8878). Inside is newline-separated JSON: one `PackHeader`, then each `Procedure`.
#[utoipa::path(
    get,
    path = "/{digest}",
    context_path = CATALOGUE_PATH,
    operation_id = "catalogue_pack",
    tag = "province",
    params(
        ("digest" = Digest, Path, description = "The pack's digest, from the `CatalogueRecord` of the change feed."),
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
        let pack = known(&environment, &digest)?;
        let etag = format!("\"{}\"", pack.sha256);
        let range = requested_range(&headers, pack.size, &etag)?;
        let bytes = environment.storage.read(|tx| tx.read_pack(&pack, range.clone().unwrap_or(0..pack.size)))?;
        Ok(content(bytes, range.as_ref(), pack.size, &etag, PUBLIC_CACHE))
    })
    .await
}

/// The pack of a digest, as long as it may be downloaded.
pub(crate) fn known(environment: &Environment, digest: &str) -> Result<PackInfo, Refusal> {
    let digest = Digest::parse(digest).ok_or(ProblemCode::NotFound)?;
    environment.storage.read(|tx| tx.pack(&digest))?.ok_or_else(|| ProblemCode::NotFound.into())
}
