//! Reading bodies and writing answers.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
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

/// A refusal with its code, and a header where the code has one.
#[derive(Debug)]
pub(crate) struct Refusal {
    code: ProblemCode,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// Whether it has this code.
    pub(super) fn is(&self, code: ProblemCode) -> bool {
        self.code == code
    }

    /// Its code.
    pub(crate) fn code(&self) -> ProblemCode {
        self.code
    }

    /// The number in its header of this name.
    pub(crate) fn number(&self, name: &HeaderName) -> Option<u64> {
        let (found, value) = self.header.as_ref()?;
        if found == name { value.to_str().ok()?.parse().ok() } else { None }
    }

    /// What it says.
    pub(crate) fn problem(&self) -> Problem {
        Problem { code: self.code, status: self.code.status(), title: title(self.code).to_owned() }
    }

    /// The refusal with a header.
    pub(super) fn with(self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        Self { header: Some((name, value.into())), ..self }
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self { code, header: None }
    }
}

impl From<StorageError> for Refusal {
    fn from(error: StorageError) -> Self {
        tracing::error!(%error, "the storage failed");
        ProblemCode::Internal.into()
    }
}

impl From<NoRandomness> for Refusal {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no randomness");
        ProblemCode::Internal.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_MEDIA_TYPE)], body).into_response();
        response.headers_mut().extend(self.header);
        response
    }
}

/// The sentence that goes with a code.
pub(super) const fn title(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::BadRequest => "The body is not what this path takes.",
        ProblemCode::SignInRefused => "What was given does not belong together.",
        ProblemCode::TooManyTries => "Too many tries: ask for a new one-time password.",
        ProblemCode::TooManyRequests => "Asked too often: wait.",
        ProblemCode::Unauthorized => "The token is missing, unknown or too old.",
        ProblemCode::DeviceRevoked => "The device was revoked.",
        ProblemCode::CursorInvalid => "The cursor was not given by this portal to this account.",
        ProblemCode::SchemaUnsupported => "This schema version is not served.",
        ProblemCode::OffsetWrong => "The bytes do not continue where the portal's end.",
        ProblemCode::DigestWrong => "The bytes do not have the digest they were offered under: begin again.",
        ProblemCode::QuotaExceeded => "The account's uploads are full.",
        ProblemCode::RangeUnsatisfiable => "The range lies outside the content.",
        ProblemCode::NotFound => "There is no such path or method.",
        ProblemCode::TooLarge => "The request or the blob is too large.",
        ProblemCode::TooManyCommands => "The request carries too many commands.",
        ProblemCode::TusVersionUnsupported => "Of tus, version 1.0.0 is served.",
        ProblemCode::FormUnsupported => "The body's form is not read here: send it as JSON.",
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
