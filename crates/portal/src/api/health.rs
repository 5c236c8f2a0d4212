//! `GET /healthz`.

use axum::extract::State;
use cds_wire::portal::{HEALTH_PATH, Health, MEDIA_TYPE, ProblemCode};

use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking};
use crate::Environment;

/// The portal is up and its storage answers.
#[utoipa::path(
    get,
    path = HEALTH_PATH,
    tag = "portal",
    responses(
        (status = 200, description = "It is.", body = Health, content_type = MEDIA_TYPE),
        Refused<{ codes(&[ProblemCode::Internal]) }>,
    ),
)]
pub(super) async fn health(State(environment): State<Environment>) -> Result<Reply<Health>, Refusal> {
    blocking(move || {
        environment.storage.read(|tx| tx.ping())?;
        Ok(Reply(Health { version: env!("CARGO_PKG_VERSION").to_owned(), demo: environment.demo }))
    })
    .await
}
