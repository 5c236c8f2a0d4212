//! `GET /v1/blobs/{name}`: a blob on its way to a device of its account.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use cds_wire::portal::{BLOBS_PATH, ProblemCode};

use super::part::{RangeHeaders, Served};
use super::range::{content, requested_range};
use super::refused::{Refused, codes};
use super::reply::{Refusal, blocking};
use super::upload::named;
use crate::Environment;
use crate::storage::{Blob, Tx};

/// For no cache but the device's own, which is encrypted.
const CACHE: &str = "no-store";

/// The blob, or the range of it that is asked for.
#[utoipa::path(
    get,
    path = "/{name}",
    context_path = BLOBS_PATH,
    operation_id = "download_blob",
    tag = "blobs",
    security(("token" = [])),
    params(
        ("name" = String, Path, description = "The blob's name, as it stands in the `url` of a `BlobRef`."),
        RangeHeaders,
    ),
    responses(
        Served<false>,
        Refused<{ codes(&[
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::NotFound,
            ProblemCode::RangeUnsatisfiable,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn download(
    State(environment): State<Environment>,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    blocking(move || {
        let (account, name) = named(&environment, &headers, name)?;
        environment.storage.read(|tx| {
            let blob = verified(tx, &account, &name)?;
            let etag = format!("\"{}\"", blob.sha256);
            let range = requested_range(&headers, blob.size, &etag)?;
            let bytes = tx.blob_bytes(&blob, range.clone().unwrap_or(0..blob.size))?;
            Ok(content(bytes, range.as_ref(), blob.size, &etag, CACHE))
        })
    })
    .await
}

/// The account's blob of this name, as soon as its bytes have been verified.
pub(crate) fn verified(tx: &dyn Tx, account: &str, name: &[u8; 32]) -> Result<Blob, Refusal> {
    let found = tx.blob_named(account, name)?.filter(|blob| blob.verified);
    found.ok_or_else(|| ProblemCode::NotFound.into())
}
