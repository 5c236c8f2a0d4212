//! `POST /v1/sync`.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use cds_wire::portal::{ProblemCode, SCHEMA, SyncRequest, SyncResponse};

use super::reply::{Refusal, Reply, blocking, read};
use super::sign_in::token_hash;
use crate::storage::DeviceRef;
use crate::{Environment, cursor};

/// Most bytes of changes in one page, whatever is asked for.
const MAX_PAGE: usize = 1024 * 1024;

/// The page of changes after the caller's cursor.
pub(super) async fn sync(
    State(environment): State<Environment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<SyncResponse>, Refusal> {
    blocking(move || {
        let DeviceRef { account, .. } = authenticate(&environment, &headers)?;
        let request: SyncRequest = read(body)?;
        if request.schema != SCHEMA {
            return Err(ProblemCode::SchemaUnsupported.into());
        }
        let after = match &request.cursor {
            Some(given) => cursor::read(&environment.secret, &account, given).ok_or(ProblemCode::CursorInvalid)?,
            None => 0,
        };
        let max_bytes = usize::try_from(request.max_bytes).unwrap_or(MAX_PAGE).min(MAX_PAGE);
        let page = environment.storage.changes(&account, after, max_bytes)?;
        Ok(Reply(SyncResponse {
            now: environment.clock.now(),
            cursor: cursor::write(&environment.secret, &account, page.revision),
            has_more: page.has_more,
            changes: page.changes,
        }))
    })
    .await
}

fn authenticate(environment: &Environment, headers: &HeaderMap) -> Result<DeviceRef, Refusal> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(ProblemCode::Unauthorized)?;
    let device = environment.storage.device_by_token(&token_hash(token))?;
    device.ok_or_else(|| ProblemCode::Unauthorized.into())
}
