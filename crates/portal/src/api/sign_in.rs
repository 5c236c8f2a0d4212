//! `POST /v1/sign-in/otp`, `POST /v1/sign-in` and `POST /v1/sign-out`.
//!
//! A stranger learns nothing: a number the province does not know is answered, counted and refused exactly like one it
//! knows, and a refusal never says which part was wrong.

use std::net::{IpAddr, SocketAddr};

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DevicePublicKey, sign_in_message};
use cds_vn::personal_number::PersonalNumber;
use cds_vn::phone;
use cds_wire::portal::{
    MEDIA_TYPE, OTP_PATH, OtpRequest, OtpSent, ProblemCode, SIGN_IN_PATH, SIGN_OUT_PATH, SignInRequest, SignOutRequest,
    SignedIn, SignedOut, Trust,
};
use cds_wire::{Sensitive, UnixMillis};

use super::auth::{authenticate, token_hash};
use super::recovery;
use super::refused::{Refused, codes};
use super::reply::{Refusal, Reply, blocking, read};
use crate::environment::{random, random_id};
use crate::otp::{self, keyed_hash};
use crate::storage::{Citizen, Device, PendingOtp, Recovery, StorageError, Tx};
use crate::{Environment, credential};

/// Longest platform name kept.
const MAX_PLATFORM: usize = 32;
const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

/// Sends a one-time password, if the numbers belong together; the answer is the same if they do not.
#[utoipa::path(
    post,
    path = OTP_PATH,
    tag = "sign-in",
    request_body(content = OtpRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "The same for known and unknown people.", body = OtpSent, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::TooManyRequests,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn request_otp(
    State(environment): State<Environment>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<OtpSent>, Refusal> {
    let request: OtpRequest = read(body)?;
    blocking(move || Ok(Reply(send_otp(&environment, address.ip(), &request)?))).await
}

/// What whoever asks for a one-time password from an address is answered.
pub(crate) fn send_otp(environment: &Environment, address: IpAddr, request: &OtpRequest) -> Result<OtpSent, Refusal> {
    let number = personal_number(&request.personal_number)?;
    let phone = phone_number(&request.phone)?;
    let code = otp::new_code(&*environment.rng)?;
    let now = environment.clock.now();
    let expires_at = now + i64::from(otp::LIFETIME_S) * 1000;
    let subject = otp::subject(&environment.secret, number.reveal(), phone.reveal());
    let hash = otp::code_hash(&environment.secret, &subject, code.reveal());
    let limits = environment.limits;
    // By number and phone together: with another phone nobody can use up what its owner may ask for.
    let buckets = [
        (bucket(environment, b"otp address", network(address).as_bytes()), limits.otp_per_address),
        (bucket(environment, b"otp subject", &subject), limits.otp_per_subject),
    ];
    // The tally stays where the answer is a refusal: hence the answer within the answer.
    let known = environment.storage.write(|tx| {
        for (bucket, most) in &buckets {
            let full = tx.tally(bucket, now)?.filter(|(used, _)| used >= most);
            if let Some((_, ends_at)) = full {
                return Ok::<_, Refusal>(Err(too_many(now, ends_at)));
            }
            tx.add_to_tally(bucket, now, HOUR_MS)?;
        }
        tx.put_otp(&PendingOtp { subject, code: hash, expires_at }, now)?;
        Ok(Ok(tx.citizen(&number)?.is_some_and(|citizen| citizen.phone == phone)))
    })??;
    let sender = &environment.otp_sender;
    let sent = if known { sender.send(&phone, &code, expires_at) } else { sender.pretend(&phone, &code, expires_at) };
    if let Err(error) = sent {
        // Answered all the same: a failure that only known people see would tell who is known.
        tracing::error!(kind = %error.kind(), "a one-time password could not be handed over");
    }
    Ok(OtpSent { expires_in_s: otp::LIFETIME_S })
}

/// Gives this device a token.
#[utoipa::path(
    post,
    path = SIGN_IN_PATH,
    tag = "sign-in",
    request_body(content = SignInRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "The device is signed in.", body = SignedIn, content_type = MEDIA_TYPE),
        Refused<{ codes(&[
            ProblemCode::BadRequest,
            ProblemCode::SignInRefused,
            ProblemCode::TooLarge,
            ProblemCode::FormUnsupported,
            ProblemCode::TooManyTries,
            ProblemCode::TooManyRequests,
            ProblemCode::Internal,
        ]) }>,
    ),
)]
pub(super) async fn sign_in(
    State(environment): State<Environment>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<SignedIn>, Refusal> {
    let request: SignInRequest = read(body)?;
    blocking(move || Ok(Reply(enter(&environment, &request)?))).await
}

/// What whoever signs in is answered.
pub(crate) fn enter(environment: &Environment, request: &SignInRequest) -> Result<SignedIn, Refusal> {
    let number = personal_number(&request.personal_number)?;
    let phone = phone_number(&request.phone)?;
    let subject = otp::subject(&environment.secret, number.reveal(), phone.reveal());
    // What can be refused for its form is refused before the one-time password is looked at.
    let public_key = check_proof(request, &number)?.to_bytes();
    let otp = check_otp(environment, &subject, &request.otp)?;
    let Environment { storage, rng, clock, keys, .. } = environment;
    let trust = keys.newest_trust(&**storage, &**rng, &**clock)?;
    storage.write(|tx| {
        let citizen = tx.citizen(&number)?.filter(|citizen| citizen.phone == phone);
        let Some(citizen) = citizen else {
            return Ok::<Result<_, Refusal>, Refusal>(Err(ProblemCode::SignInRefused.into()));
        };
        let kept = kept_device(tx, &citizen, request, &public_key)?;
        let entitled = match &kept {
            Some(_) => Ok(false),
            None => check_card(environment, tx, &citizen, request, &public_key)?,
        };
        let by_release = match entitled {
            Ok(by_release) => by_release,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if !tx.use_otp(&otp)? {
            return Ok(Err(ProblemCode::SignInRefused.into()));
        }
        let account = citizen.account.clone();
        let signed_in = enrol(environment, tx, request, citizen, kept, public_key, trust)?;
        if by_release {
            let released_to = Some(signed_in.device.clone());
            tx.put_recovery(&account, &Recovery { released_to, ..tx.recovery(&account)? })?;
        }
        Ok(Ok(signed_in))
    })?
}

/// Ends this device's session. Signing in again with its key continues it.
#[utoipa::path(
    post,
    path = SIGN_OUT_PATH,
    tag = "sign-in",
    security(("token" = [])),
    request_body(content = SignOutRequest, content_type = MEDIA_TYPE),
    responses(
        (status = 200, description = "The token holds no longer.", body = SignedOut, content_type = MEDIA_TYPE),
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
pub(super) async fn sign_out(
    State(environment): State<Environment>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<SignedOut>, Refusal> {
    blocking(move || {
        let device = authenticate(&environment, &headers)?;
        let SignOutRequest {} = read(body)?;
        environment.storage.write(|tx| {
            // As it is now: it may have been revoked since the token was read.
            let device = tx.device(&device.id)?.ok_or(StorageError::Damaged("device"))?;
            let now = environment.clock.now();
            let ended_at = device.ended_at.or(Some(now));
            credential::end_device(tx, &Device { ended_at, ..device }, now)
        })?;
        Ok(Reply(SignedOut {}))
    })
    .await
}

fn check_otp(environment: &Environment, subject: &[u8; 32], code: &Sensitive) -> Result<PendingOtp, Refusal> {
    let tried = environment.storage.write(|tx| tx.try_otp(subject))?;
    let (pending, tries) = tried.ok_or(ProblemCode::SignInRefused)?;
    if tries > otp::MAX_TRIES {
        return Err(ProblemCode::TooManyTries.into());
    }
    let hash = otp::code_hash(&environment.secret, subject, code.reveal());
    if otp::same(&hash, &pending.code) && environment.clock.now() < pending.expires_at {
        Ok(pending)
    } else {
        Err(ProblemCode::SignInRefused.into())
    }
}

fn check_proof(request: &SignInRequest, number: &Sensitive) -> Result<DevicePublicKey, Refusal> {
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| ProblemCode::BadRequest);
    let public_key = DevicePublicKey::from_bytes(&decode(&request.device.public_key)?);
    let public_key = public_key.map_err(|_| ProblemCode::BadRequest)?;
    let message = sign_in_message(number.reveal(), request.otp.reveal());
    public_key
        .verify(Context::SignIn, &message, &decode(&request.device.proof)?)
        .map_err(|_| ProblemCode::SignInRefused)?;
    Ok(public_key)
}

/// The device that signs in again, where the account has it and it holds the same key.
fn kept_device(
    tx: &dyn Tx,
    citizen: &Citizen,
    request: &SignInRequest,
    public_key: &[u8; 32],
) -> Result<Option<Device>, Refusal> {
    let Some(id) = &request.device.id else { return Ok(None) };
    let device = tx.device(id)?;
    Ok(device.filter(|device| device.account == citizen.account && device.public_key == *public_key && !device.revoked))
}

/// A new device needs the card's date, or an officer's release; gives whether it was by the release.
fn check_card(
    environment: &Environment,
    tx: &dyn Tx,
    citizen: &Citizen,
    request: &SignInRequest,
    public_key: &[u8; 32],
) -> Result<Result<bool, Refusal>, Refusal> {
    let now = environment.clock.now();
    let bucket = bucket(environment, b"card date", citizen.personal_number.reveal().as_bytes());
    let full = tx.tally(&bucket, now)?.filter(|(used, _)| *used >= environment.limits.card_dates);
    if full.is_none() && request.card_issue_date.as_ref() == Some(&citizen.card_issue_date) {
        return Ok(Ok(false));
    }
    if released(tx, citizen, public_key, now)? {
        return Ok(Ok(true));
    }
    if let Some((_, ends_at)) = full {
        return Ok(Err(too_many(now, ends_at)));
    }
    if request.card_issue_date.is_some() {
        tx.add_to_tally(&bucket, now, DAY_MS)?;
    }
    Ok(Err(ProblemCode::SignInRefused.into()))
}

/// Whether an officer's release stands for the card: it does for one device, which may have to ask twice where the first
/// answer was lost on the way.
fn released(tx: &dyn Tx, citizen: &Citizen, public_key: &[u8; 32], now: UnixMillis) -> Result<bool, StorageError> {
    let recovery = tx.recovery(&citizen.account)?;
    let unused = match recovery.released_to {
        Some(device) => tx.device(&device)?.is_some_and(|device| device.public_key == *public_key && !device.revoked),
        None => true,
    };
    Ok(unused && recovery.released_until.is_some_and(|until| now < until))
}

fn enrol(
    environment: &Environment,
    tx: &dyn Tx,
    request: &SignInRequest,
    citizen: Citizen,
    kept: Option<Device>,
    public_key: [u8; 32],
    trust: Trust,
) -> Result<SignedIn, Refusal> {
    let now = environment.clock.now();
    let token = URL_SAFE_NO_PAD.encode(random::<32>(&*environment.rng)?);
    let platform = request.device.platform.chars().take(MAX_PLATFORM).collect();
    let device = match kept {
        Some(device) => Device { ended_at: None, platform, ..device },
        None => Device {
            id: new_device_id(environment, tx, request)?,
            account: citizen.account.clone(),
            public_key,
            platform,
            enrolled_at: now,
            ended_at: None,
            revoked: false,
            last_seq: 0,
            safe_seq: None,
        },
    };
    tx.put_device(&device)?;
    tx.put_token(&token_hash(&token), &device.id, now)?;
    credential::welcome(environment, tx, &citizen, &device)?;
    Ok(SignedIn {
        token: Sensitive::new(token),
        recovery_key: recovery::public_key(environment, tx, &citizen.account)?,
        account: citizen.account,
        device: device.id,
        name: citizen.name,
        province: environment.keys.issuer.name.clone(),
        trust,
    })
}

/// The id that the device had at a portal which has forgotten it, so that what it signed stays good; or a new one.
fn new_device_id(environment: &Environment, tx: &dyn Tx, request: &SignInRequest) -> Result<String, Refusal> {
    if let Some(id) = &request.device.id
        && uuid::Uuid::try_parse(id).is_ok_and(|uuid| uuid.hyphenated().to_string() == *id)
        && tx.device(id)?.is_none()
    {
        return Ok(id.clone());
    }
    Ok(random_id(&*environment.rng)?)
}

fn too_many(now: UnixMillis, ends_at: UnixMillis) -> Refusal {
    let seconds = (ends_at - now).max(0).unsigned_abs().div_ceil(1000);
    Refusal::from(ProblemCode::TooManyRequests).with(header::RETRY_AFTER, seconds)
}

/// Where a caller sits: an IPv6 subscriber has a whole /64, of which each address counts as the same.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => mapped.to_string(),
            None => format!("{:016x}", address.to_bits() >> 64),
        },
    }
}

/// What is counted: a keyed hash, so that the table names nobody.
fn bucket(environment: &Environment, what: &[u8], who: &[u8]) -> [u8; 32] {
    keyed_hash(&environment.secret, what, &[who])
}

fn personal_number(typed: &Sensitive) -> Result<Sensitive, Refusal> {
    let number = PersonalNumber::parse(typed.reveal()).map_err(|_| ProblemCode::BadRequest)?;
    Ok(number.as_str().into())
}

fn phone_number(typed: &Sensitive) -> Result<Sensitive, Refusal> {
    phone::parse(typed.reveal()).map(Sensitive::new).map_err(|_| ProblemCode::BadRequest.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_subscriber_counts_as_one() {
        let check = |address: &str, expected: &str| {
            assert_eq!(network(address.parse().expect("an address")), expected);
        };
        check("203.0.113.7", "203.0.113.7");
        check("::ffff:203.0.113.7", "203.0.113.7");
        check("2001:db8:0:1::7", "20010db800000001");
        check("2001:db8:0:1:ffff::8", "20010db800000001");
        check("2001:db8:0:2::7", "20010db800000002");
    }
}
