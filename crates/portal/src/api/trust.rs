//! `GET /v1/trust`.

use axum::extract::State;
use cds_wire::Bytes;
use cds_wire::portal::{MEDIA_TYPE, ProblemCode, TRUST_PATH, Trust};

use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking};
use crate::{Environment, status};

/// What anyone needs to check the province's signatures.
#[utoipa::path(
    get,
    path = TRUST_PATH,
    tag = "province",
    responses(
        (status = 200, description = "Root, trust list and status list.", body = Trust, content_type = MEDIA_TYPE),
        Refused<{ codes(&[ProblemCode::Internal]) }>,
    ),
)]
pub(super) async fn trust(State(environment): State<Environment>) -> Result<Reply<Trust>, Refusal> {
    blocking(move || {
        let Environment { storage, rng, clock, keys, .. } = &environment;
        let trust = keys.newest_trust(&**storage, &**rng, &**clock)?;
        let status = Some(Bytes(status::newest(&**storage, keys, &**clock)?.list));
        Ok(Reply(Trust { status, ..trust }))
    })
    .await
}
