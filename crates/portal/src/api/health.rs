//! `GET /healthz`.

use axum::extract::State;
use cds_wire::portal::Health;

use super::reply::{Refusal, Reply, blocking};
use crate::Environment;

/// The portal is up and its storage answers.
pub(super) async fn health(State(environment): State<Environment>) -> Result<Reply<Health>, Refusal> {
    blocking(move || {
        environment.storage.ping()?;
        Ok(Reply(Health { version: env!("CARGO_PKG_VERSION").to_owned(), demo: environment.demo }))
    })
    .await
}
