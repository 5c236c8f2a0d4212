//! Who calls.

use axum::http::{HeaderMap, header};
use cds_wire::portal::ProblemCode;
use sha2::{Digest, Sha256};

use super::reply::Refusal;
use crate::storage::Device;
use crate::{Environment, credential};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long a token lives after its last use.
pub(crate) const TOKEN_LIFE_MS: i64 = 400 * DAY_MS;

/// The device that the request's token names.
///
/// Once a day its use is noted, and credentials that are due are renewed: the day's first request pays for it.
pub(super) fn authenticate(environment: &Environment, headers: &HeaderMap) -> Result<Device, Refusal> {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(ProblemCode::Unauthorized)?;
    device_of(environment, token)
}

/// The device that a token names; see [`authenticate`].
pub(crate) fn device_of(environment: &Environment, token: &str) -> Result<Device, Refusal> {
    let hash = token_hash(token);
    let now = environment.clock.now();
    let found = environment.storage.read(|tx| tx.token(&hash))?;
    let (device, used_at) = found.ok_or(ProblemCode::Unauthorized)?;
    if device.revoked {
        return Err(ProblemCode::DeviceRevoked.into());
    }
    if device.ended_at.is_some() || now - used_at >= TOKEN_LIFE_MS {
        return Err(ProblemCode::Unauthorized.into());
    }
    if now - used_at >= DAY_MS {
        environment.storage.write(|tx| {
            tx.touch_token(&hash, now)?;
            credential::renew(environment, tx, &device)
        })?;
    }
    Ok(device)
}

/// The form in which a token is kept.
pub(super) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
