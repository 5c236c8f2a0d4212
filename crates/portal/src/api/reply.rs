//! Reading bodies and writing answers.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cds_wire::portal::{MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::environment::NoRandomness;
use crate::storage::StorageError;

/// A successful answer of a wire type.
pub(super) struct Reply<T>(pub(super) T);

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response(),
            Err(_) => Refusal::from(ProblemCode::Internal).into_response(),
        }
    }
}

/// A refusal with its code.
#[derive(Debug)]
pub(super) struct Refusal(ProblemCode);

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self(code)
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the storage failed");
        Self(ProblemCode::Internal)
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no randomness");
        Self(ProblemCode::Internal)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = Problem { code: self.0, status: self.0.status(), title: title(self.0).to_owned() };
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, PROBLEM_MEDIA_TYPE)], body).into_response()
    }
}

const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::BadRequest => "The body is not what this path takes.",
        ProblemCode::SignInRefused => "What was given does not belong together.",
        ProblemCode::TooManyTries => "Too many tries: ask for a new one-time password.",
        ProblemCode::Unauthorized => "The token is missing, unknown or revoked.",
        ProblemCode::CursorInvalid => "The cursor was not given by this portal to this account.",
        ProblemCode::SchemaUnsupported => "This schema version is not served.",
        ProblemCode::NotFound => "There is no such path or method.",
        ProblemCode::TooLarge => "The request is too large.",
        ProblemCode::Internal => "The portal failed.",
    }
}

/// Reads a body into a wire type.
pub(super) fn read<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Refusal> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        _ => ProblemCode::BadRequest,
    })?;
    serde_json::from_slice(&body).map_err(|_| ProblemCode::BadRequest.into())
}

/// Runs storage work where it may block.
pub(super) async fn blocking<T, F>(work: F) -> Result<T, Refusal>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Refusal> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(ProblemCode::Internal.into()))
}
