//! The version of tus: every answer to an upload names it, and a request that names another one is refused.
//!
//! A request need not name any: our own clients save the header.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cds_wire::portal::ProblemCode;

use super::reply::Refusal;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const SERVED: HeaderValue = HeaderValue::from_static("1.0.0");

/// Serves a request for an upload.
pub(super) async fn version(request: Request, next: Next) -> Response {
    let other = request.headers().get(RESUMABLE).is_some_and(|version| version != SERVED);
    let mut answer = if other {
        Refusal::from(ProblemCode::TusVersionUnsupported).with(VERSION, SERVED).into_response()
    } else {
        next.run(request).await
    };
    answer.headers_mut().insert(RESUMABLE, SERVED);
    answer
}
