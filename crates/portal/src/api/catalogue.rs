//! `GET /v1/catalogue/{digest}`: a catalogue pack, for anyone. It is named by its digest and thus never changes.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use cds_wire::Digest;
use cds_wire::portal::{BLOB_MEDIA_TYPE, CATALOGUE_PATH, ProblemCode};

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
        (
            "Range" = Option<String>,
            Header,
            nullable = false,
            description = "One range of bytes; any other is answered with everything.",
        ),
        (
            "If-Range" = Option<String>,
            Header,
            nullable = false,
            description = "The `ETag` of the content that the range is of.",
        ),
    ),
    responses(
        (
            status = 200,
            description = "The whole pack.",
            content_type = BLOB_MEDIA_TYPE,
            headers(
                ("ETag" = String, description = "The digest, quoted."),
                ("Accept-Ranges" = String, description = "`bytes`."),
                ("Cache-Control" = String, description = "For anyone's cache, for a year."),
            ),
        ),
        (
            status = 206,
            description = "The range that is asked for.",
            content_type = BLOB_MEDIA_TYPE,
            headers(
                ("ETag" = String, description = "The digest, quoted."),
                ("Accept-Ranges" = String, description = "`bytes`."),
                ("Cache-Control" = String, description = "For anyone's cache, for a year."),
                ("Content-Range" = String, description = "Where the part lies."),
            ),
        ),
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
