//! `POST /v1/recovery`: the private half of the key that a citizen's vault is sealed to.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use cds_wire::portal::{MEDIA_TYPE, ProblemCode, RECOVERY_PATH, RecoveryAnswer, RecoveryNotice, RecoveryRequest};
use cds_wire::{Sensitive, UnixMillis};
use x25519_dalek::{PublicKey, StaticSecret};

use super::auth::authenticate;
use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking, read};
use crate::environment::random;
use crate::storage::{Device, Recovery, StorageError, Tx};
use crate::{Environment, notice};

/// How long the account's other devices have to object.
const WAIT_MS: i64 = 24 * 60 * 60 * 1000;

/// How long the same answer is given again: what is lost on the way opens nothing, and the vault is sealed to this key.
const AGAIN_MS: i64 = 24 * 60 * 60 * 1000;

/// Releases the key, or says when it will be.
#[utoipa::path(
    post,
    path = RECOVERY_PATH,
    tag = "sign-in",
    security(("token" = [])),
    request_body(content = RecoveryRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "The key, or when it comes.", body = RecoveryAnswer, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::Unauthorized,
            ProblemCode::DeviceRevoked,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn recovery(
    State(environment): State<Environment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<RecoveryAnswer>, Refusal> {
    blocking(move || {
        let device = authenticate(&environment, &headers)?;
        let RecoveryRequest {} = read(body)?;
        let now = environment.clock.now();
        environment.storage.write(|tx| {
            let recovery = tx.recovery(&device.account)?;
            let asked_at = recovery.asked.as_ref().map(|(at, _)| *at);
            // What an officer released to one device is for no other.
            let ours = recovery.released_to.as_ref().is_none_or(|to| *to == device.id);
            let officer = ours && recovery.released_until.is_some_and(|until| now < until);
            let released = officer || asked_at.is_some_and(|at| now - at >= WAIT_MS);
            let again = recovery.released.filter(|(_, at)| ours && now - at < AGAIN_MS);
            let answer = match (released, again, asked_at) {
                (true, ..) => release(&environment, tx, &device, now, officer)?,
                (false, Some((private, _)), _) => answer(&environment, tx, &device, private)?,
                (false, None, Some(at)) => RecoveryAnswer::Waiting { release_at: at + WAIT_MS },
                (false, None, None) => ask(&environment, tx, &device, recovery, now)?,
            };
            Ok(Reply(answer))
        })
    })
    .await
}

/// The public half of the account's pair, which is made at the first call.
pub(super) fn public_key(
    environment: &Environment,
    tx: &dyn Tx,
    account: &str,
) -> Result<cds_wire::Bytes, StorageError> {
    let recovery = tx.recovery(account)?;
    let private = match recovery.private_key {
        Some(private) => private,
        None => {
            let made = random(&*environment.rng)?;
            tx.put_recovery(account, &Recovery { private_key: Some(made), ..recovery })?;
            made
        }
    };
    Ok(public_half(private))
}

fn ask(
    environment: &Environment,
    tx: &dyn Tx,
    device: &Device,
    recovery: Recovery,
    now: UnixMillis,
) -> Result<RecoveryAnswer, StorageError> {
    tx.put_recovery(&device.account, &Recovery { asked: Some((now, device.id.clone())), ..recovery })?;
    let release_at = now + WAIT_MS;
    let told = RecoveryNotice { device: device.id.clone(), asked_at: now, release_at };
    notice::asked(tx, &device.account, &environment.keys.issuer.name, &told)?;
    Ok(RecoveryAnswer::Waiting { release_at })
}

fn release(
    environment: &Environment,
    tx: &dyn Tx,
    device: &Device,
    now: UnixMillis,
    officer: bool,
) -> Result<RecoveryAnswer, StorageError> {
    let recovery = tx.recovery(&device.account)?;
    let released_to = recovery.released_to.filter(|_| officer);
    let private = recovery.private_key.ok_or(StorageError::Damaged("recovery key"))?;
    notice::released(tx, &device.account, &environment.keys.issuer.name, now)?;
    tx.put_recovery(&device.account, &Recovery { released: Some((private, now)), released_to, ..Recovery::default() })?;
    answer(environment, tx, device, private)
}

fn answer(
    environment: &Environment,
    tx: &dyn Tx,
    device: &Device,
    private: [u8; 32],
) -> Result<RecoveryAnswer, StorageError> {
    Ok(RecoveryAnswer::Released {
        private_key: Sensitive::new(cds_wire::Bytes(private.to_vec())),
        recovery_key: public_key(environment, tx, &device.account)?,
    })
}

fn public_half(private: [u8; 32]) -> cds_wire::Bytes {
    cds_wire::Bytes(PublicKey::from(&StaticSecret::from(private)).to_bytes().to_vec())
}
