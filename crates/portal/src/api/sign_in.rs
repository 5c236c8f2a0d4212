//! `POST /v1/sign-in/otp` and `POST /v1/sign-in`.
//!
//! A stranger learns nothing: a number the province does not know is answered, counted and refused exactly like one it
//! knows, and a refusal never says which part was wrong.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DevicePublicKey, sign_in_message};
use cds_vn::personal_number::PersonalNumber;
use cds_vn::phone;
use cds_wire::Sensitive;
use cds_wire::portal::{OtpRequest, OtpSent, ProblemCode, SignInRequest, SignedIn};
use sha2::{Digest, Sha256};

use super::reply::{Refusal, Reply, blocking, read};
use crate::Environment;
use crate::environment::{random, random_id};
use crate::otp;
use crate::storage::{Citizen, Device, PendingOtp};

/// Longest platform name kept.
const MAX_PLATFORM: usize = 32;

/// Sends a one-time password, if the numbers belong together; the answer is the same if they do not.
pub(super) async fn request_otp(
    State(environment): State<Environment>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<OtpSent>, Refusal> {
    let request: OtpRequest = read(body)?;
    let number = personal_number(&request.personal_number)?;
    let phone = phone_number(&request.phone)?;
    blocking(move || {
        let code = otp::new_code(&*environment.rng)?;
        let now = environment.clock.now();
        let expires_at = now + i64::from(otp::LIFETIME_S) * 1000;
        let subject = otp::subject(&environment.secret, number.reveal(), phone.reveal());
        let hash = otp::code_hash(&environment.secret, &subject, code.reveal());
        environment.storage.put_otp(&PendingOtp { subject, code: hash, expires_at }, now)?;
        let known = environment.storage.citizen(&number)?.is_some_and(|citizen| citizen.phone == phone);
        if known && let Err(error) = environment.otp_sender.send(&phone, &code, expires_at) {
            // Answered all the same: a failure that only known people see would tell who is known.
            tracing::error!(kind = %error.kind(), "a one-time password could not be handed over");
        }
        Ok(Reply(OtpSent { expires_in_s: otp::LIFETIME_S }))
    })
    .await
}

/// Gives this device a token.
pub(super) async fn sign_in(
    State(environment): State<Environment>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Reply<SignedIn>, Refusal> {
    let request: SignInRequest = read(body)?;
    blocking(move || {
        let number = personal_number(&request.personal_number)?;
        let phone = phone_number(&request.phone)?;
        let subject = otp::subject(&environment.secret, number.reveal(), phone.reveal());
        // What can be refused for its form is refused before the one-time password is looked at.
        let public_key = check_proof(&request, &number)?;
        let otp = check_otp(&environment, &subject, &request.otp)?;
        let citizen = environment
            .storage
            .citizen(&number)?
            .filter(|citizen| citizen.phone == phone && citizen.card_issue_date == request.card_issue_date);
        let citizen = citizen.ok_or(ProblemCode::SignInRefused)?;
        enrol(&environment, &request, &otp, citizen, public_key).map(Reply)
    })
    .await
}

fn check_otp(environment: &Environment, subject: &[u8; 32], code: &Sensitive) -> Result<PendingOtp, Refusal> {
    let (pending, tries) = environment.storage.try_otp(subject)?.ok_or(ProblemCode::SignInRefused)?;
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

fn enrol(
    environment: &Environment,
    request: &SignInRequest,
    otp: &PendingOtp,
    citizen: Citizen,
    public_key: DevicePublicKey,
) -> Result<SignedIn, Refusal> {
    let token = URL_SAFE_NO_PAD.encode(random::<32>(&*environment.rng)?);
    let device = Device {
        id: random_id(&*environment.rng)?,
        account: citizen.account.clone(),
        token: token_hash(&token),
        public_key: public_key.to_bytes(),
        platform: request.device.platform.chars().take(MAX_PLATFORM).collect(),
        created_at: environment.clock.now(),
    };
    if !environment.storage.enrol(&device, otp)? {
        return Err(ProblemCode::SignInRefused.into());
    }
    Ok(SignedIn {
        token: Sensitive::new(token),
        account: citizen.account,
        device: device.id,
        name: citizen.name,
        province: environment.province.clone(),
    })
}

/// The form in which a token is kept.
pub(super) fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

fn personal_number(typed: &Sensitive) -> Result<Sensitive, Refusal> {
    let number = PersonalNumber::parse(typed.reveal()).map_err(|_| ProblemCode::BadRequest)?;
    Ok(number.as_str().into())
}

fn phone_number(typed: &Sensitive) -> Result<Sensitive, Refusal> {
    phone::parse(typed.reveal()).map(Sensitive::new).map_err(|_| ProblemCode::BadRequest.into())
}
