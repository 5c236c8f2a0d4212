//! `POST /v1/devices/revoke`: a citizen ends another device of theirs.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use cds_wire::portal::{DeviceEnded, MEDIA_TYPE, ProblemCode, REVOKE_DEVICE_PATH, RevokeDeviceRequest};

use super::auth::authenticate;
use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking, read};
use crate::{Environment, credential};

/// Ends another device of the account for good. A device ends itself by signing out.
#[utoipa::path(
    post,
    path = REVOKE_DEVICE_PATH,
    tag = "sign-in",
    security(("token" = [])),
    request_body(content = RevokeDeviceRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "Its token holds no longer.", body = DeviceEnded, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::NotFound,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn revoke(
    State(environment): State<Environment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<DeviceEnded>, Refusal> {
    blocking(move || {
        let caller = authenticate(&environment, &headers)?;
        let RevokeDeviceRequest { device } = read(body)?;
        environment.storage.write(|tx| {
            // The caller as it is now: two devices that revoke each other do not both succeed.
            if tx.device(&caller.id)?.is_none_or(|caller| caller.revoked) {
                return Err(Refusal::from(ProblemCode::DeviceRevoked));
            }
            let other = tx.device(&device)?.filter(|other| other.account == caller.account && other.id != caller.id);
            let other = other.ok_or(ProblemCode::NotFound)?;
            if !other.revoked {
                credential::revoke(tx, other, environment.clock.now())?;
            }
            Ok(Reply(DeviceEnded {}))
        })
    })
    .await
}
