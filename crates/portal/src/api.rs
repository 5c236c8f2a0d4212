//! The HTTP side: routes, limits, and answers in the portal's media types.

mod health;
mod reply;
mod sign_in;
mod sync;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use cds_wire::portal::{HEALTH_PATH, OTP_PATH, ProblemCode, SIGN_IN_PATH, SYNC_PATH};

use crate::Environment;
use reply::Refusal;

/// The longest request body, in bytes.
const MAX_BODY: usize = 256 * 1024;

/// The portal's routes over an environment.
pub fn router(environment: Environment) -> Router {
    Router::new()
        .route(HEALTH_PATH, get(health::health))
        .route(OTP_PATH, post(sign_in::request_otp))
        .route(SIGN_IN_PATH, post(sign_in::sign_in))
        .route(SYNC_PATH, post(sync::sync))
        .fallback(|| async { Refusal::from(ProblemCode::NotFound) })
        .method_not_allowed_fallback(|| async { Refusal::from(ProblemCode::NotFound) })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .route_layer(middleware::from_fn(log))
        .with_state(environment)
}

/// One line per request: method, route and status. Never a query, a header or a body.
async fn log(path: MatchedPath, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    tracing::info!(%method, path = path.as_str(), status = response.status().as_u16(), "served");
    response
}
