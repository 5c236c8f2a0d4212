//! `GET /v1/trust`.

use axum::extract::State;
use cds_wire::portal::{MEDIA_TYPE, ProblemCode, TRUST_PATH, Trust};

use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking};
use crate::Environment;

/// What anyone needs to check the province's signatures.
#[utoipa::path(
    get,
    path = TRUST_PATH,
    tag = "province",
    responses(
        (status = 200, description = "Root and trust list.", body = Trust, content_type = MEDIA_TYPE),
        Refused<{ codes(&[ProblemCode::Internal]) }>,
    ),
)]
pub(super) async fn trust(State(environment): State<Environment>) -> Result<Reply<Trust>, Refusal> {
    blocking(move || {
        let Environment { storage, rng, clock, keys, .. } = &environment;
        Ok(Reply(keys.newest_trust(&**storage, &**rng, &**clock)?))
    })
    .await
}
