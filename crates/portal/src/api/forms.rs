//! Forms of messages: a body is JSON when it reaches its handler, and leaves in the best form that both sides know.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cds_codec::{Form, Unreadable, decode, encode};
use cds_wire::portal::{MEDIA_TYPE, ProblemCode, SYNC_PATH};

use super::reply::Refusal;
use super::{MAX_BODY, MAX_SYNC_BODY};

/// Stands around the routes.
pub(super) async fn forms(request: Request, next: Next) -> Response {
    let media_type = text(request.headers(), header::CONTENT_TYPE).unwrap_or_default();
    let form = match Form::of(media_type) {
        None if Form::is_compressed(media_type) => {
            return Refusal::from(ProblemCode::FormUnsupported).into_response();
        }
        // What is no message is its handler's affair.
        form => form.unwrap_or(Form::Json),
    };
    let answer = Form::of_answer(text(request.headers(), header::ACCEPT), form);
    let request = match form {
        Form::Json => request,
        Form::Zstd | Form::Dictionary => match read(request, form).await {
            Ok(request) => request,
            Err(code) => return Refusal::from(code).into_response(),
        },
    };
    write(next.run(request).await, answer).await
}

/// The request with its body as JSON. What is no longer on the way than the path's bodies may be no longer here either.
async fn read(request: Request, form: Form) -> Result<Request, ProblemCode> {
    let limit = if request.uri().path() == SYNC_PATH { MAX_SYNC_BODY } else { MAX_BODY };
    let (mut head, body) = request.into_parts();
    let body = to_bytes(body, limit).await.map_err(|_| ProblemCode::TooLarge)?;
    // Like an answer's page: not where other requests are served.
    let decoded = tokio::task::spawn_blocking(move || decode(body.into(), form, limit)).await;
    let json = decoded.map_err(|_| ProblemCode::Internal)?.map_err(|unreadable| match unreadable {
        Unreadable::TooLong => ProblemCode::TooLarge,
        Unreadable::Damaged => ProblemCode::BadRequest,
    })?;
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    Ok(Request::from_parts(head, Body::from(json)))
}

/// The answer in this form, where it is a message and not shorter as it is.
async fn write(response: Response, form: Form) -> Response {
    if form == Form::Json || text(response.headers(), header::CONTENT_TYPE) != Some(MEDIA_TYPE) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    // A page takes some milliseconds: not where other requests are served.
    let encoded = match to_bytes(body, usize::MAX).await {
        Ok(json) => tokio::task::spawn_blocking(move || encode(json.into(), form)).await.ok(),
        Err(_) => None,
    };
    let Some((form, bytes)) = encoded else { return Refusal::from(ProblemCode::Internal).into_response() };
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    Response::from_parts(head, Body::from(Bytes::from(bytes)))
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
