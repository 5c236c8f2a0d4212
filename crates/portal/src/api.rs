//! The HTTP side: routes, limits, and answers in the portal's media types.

pub(crate) mod auth;
pub(crate) mod blobs;
pub(crate) mod catalogue;
mod devices;
mod forms;
mod health;
mod part;
mod payments;
pub(crate) mod range;
mod recovery;
mod refused;
pub(crate) mod reply;
pub(crate) mod sign_in;
pub(crate) mod status;
pub(crate) mod sync;
mod trust;
mod tus;
pub(crate) mod upload;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::middleware::{self, Next};
use axum::response::Response;
use cds_wire::portal::ProblemCode;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::Environment;
use reply::Refusal;

/// The longest request body, in bytes, but for commands and blobs.
pub(crate) const MAX_BODY: usize = 256 * 1024;
/// The longest body of a synchronisation, in bytes.
pub(crate) const MAX_SYNC_BODY: usize = 1024 * 1024;

/// The portal's routes over an environment.
pub fn router(environment: Environment) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(|| async { Refusal::from(ProblemCode::NotFound) })
        .method_not_allowed_fallback(|| async { Refusal::from(ProblemCode::NotFound) })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(forms::forms))
        .route_layer(middleware::from_fn(log))
        .with_state(environment)
}

/// The routes with their notes. Path and method of a route come from its note, so that none is served without one.
pub(crate) fn routes() -> OpenApiRouter<Environment> {
    OpenApiRouter::new()
        .routes(routes!(health::health))
        .routes(routes!(sign_in::request_otp))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(devices::revoke))
        .routes(routes!(recovery::recovery))
        .routes(routes!(payments::notice))
        .routes(routes!(trust::trust))
        .routes(routes!(sync::sync).layer(DefaultBodyLimit::max(MAX_SYNC_BODY)))
        .routes(routes!(catalogue::pack))
        .routes(routes!(status::status))
        .routes(routes!(upload::create).layer(middleware::from_fn(tus::version)))
        .routes(routes!(upload::offset, upload::append).layer(middleware::from_fn(tus::version)))
        .routes(routes!(blobs::download))
}

/// One line per request: method, route and status. Never a query, a header or a body.
async fn log(path: MatchedPath, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let response = next.run(request).await;
    tracing::info!(%method, path = path.as_str(), status = response.status().as_u16(), "served");
    response
}
