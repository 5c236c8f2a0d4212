//! `GET /v1/status/{digest}`: the status list, for anyone. It is named by its digest and thus never changes.

use std::ops::Range;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use cds_wire::Digest;
use cds_wire::portal::{ProblemCode, STATUS_PATH};

use super::part::{RangeHeaders, Served};
use super::range::{PUBLIC_CACHE, content, requested_range};
use super::refused::{Refused, codes};
use super::reply::{Refusal, blocking};
use crate::{Environment, status};

/// The newest status list, or the range of it that is asked for: COSE_Sign1 by a key of the trust list whose use is
/// `status`. A list that a newer one has replaced is gone.
#[utoipa::path(
    get,
    path = "/{digest}",
    context_path = STATUS_PATH,
    operation_id = "status_list",
    tag = "province",
    params(
        ("digest" = Digest, Path, description = "The list's digest, from the `StatusRecord` of the change feed."),
        RangeHeaders,
    ),
    responses(
        Served<true>,
        Refused<{ codes(&[ProblemCode::NotFound, ProblemCode::RangeUnsatisfiable, ProblemCode::Internal]) }>,
    ),
)]
pub(super) async fn status(
    State(environment): State<Environment>,
    digest: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Path(digest) = digest.map_err(|_| ProblemCode::NotFound)?;
    blocking(move || {
        let list = known(&environment, &digest)?;
        let (etag, size) = (format!("\"{digest}\""), list.len() as u64);
        let range = requested_range(&headers, size, &etag)?;
        let bytes = part(&list, range.clone().unwrap_or(0..size))?;
        Ok(content(bytes, range.as_ref(), size, &etag, PUBLIC_CACHE))
    })
    .await
}

/// The status list of a digest, where it is the newest.
pub(crate) fn known(environment: &Environment, digest: &str) -> Result<Vec<u8>, Refusal> {
    let digest = Digest::parse(digest).ok_or(ProblemCode::NotFound)?;
    let newest = environment.storage.read(|tx| tx.status_list())?.map(|newest| newest.list);
    newest.filter(|list| status::digest(list) == digest).ok_or_else(|| ProblemCode::NotFound.into())
}

/// A range of a list.
pub(crate) fn part(list: &[u8], range: Range<u64>) -> Result<Vec<u8>, Refusal> {
    let start = usize::try_from(range.start).unwrap_or(usize::MAX);
    let end = usize::try_from(range.end).unwrap_or(usize::MAX);
    Ok(list.get(start..end).ok_or(ProblemCode::RangeUnsatisfiable)?.to_vec())
}
