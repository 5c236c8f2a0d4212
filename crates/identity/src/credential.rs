//! The paper code: a credential as text for a QR code, and its check without a network.

use crate::cose::Sign1;
use crate::trust::signers;
use crate::{CannotTell, Claims, Context, Invalid, KeyUse, SignatureError, TrustList, Verdict, base45};

/// Longer texts are refused unread, in bytes; the largest QR code holds 4,296 characters, a credential some 350.
const MAX_TEXT: usize = 4096;

/// How far the checker's clock may be behind the province's before a new credential is "not yet valid", in seconds.
const CLOCK_TOLERANCE: i64 = 300;

/// The text of a paper code: `CDS1:` and the credential in base45, all of it characters of a QR code's alphanumeric mode.
pub fn paper_code(credential: &[u8]) -> String {
    format!("CDS1:{}", base45::encode(credential))
}

/// Judges a scanned text at `now_s` (Unix seconds) by the trust lists on this device, one for each province.
pub fn verify(text: &str, lists: &[TrustList], now_s: i64) -> Verdict {
    match judge(text, lists, now_s) {
        Ok((claims, list)) => Verdict::Paper { claims, list_issued_at: list.issued_at },
        Err(Refusal::CannotTell(reason)) => reason.into(),
        Err(Refusal::Invalid(reason)) => reason.into(),
    }
}

/// Every answer but the good one.
enum Refusal {
    CannotTell(CannotTell),
    Invalid(Invalid),
}

impl From<CannotTell> for Refusal {
    fn from(reason: CannotTell) -> Self {
        Self::CannotTell(reason)
    }
}

impl From<Invalid> for Refusal {
    fn from(reason: Invalid) -> Self {
        Self::Invalid(reason)
    }
}

fn judge<'a>(text: &str, lists: &'a [TrustList], now_s: i64) -> Result<(Claims, &'a TrustList), Refusal> {
    // A hand-held reader or a paste may add a line end. Spaces are part of base45.
    let credential = encoded_credential(text.trim_end_matches(['\r', '\n']))?;
    let bytes = (credential.len() <= MAX_TEXT).then(|| base45::decode(credential)).flatten();
    let signed = Sign1::read(&bytes.ok_or(CannotTell::Damaged)?).map_err(|error| refusal(error, None, lists))?;
    let mut keys = signers(&signed, Context::Credential, KeyUse::Credential, lists)
        .map_err(|error| refusal(error, Claims::issuer_of(&signed.payload), lists))?;

    let claims = Claims::from_payload(&signed.payload).ok_or(CannotTell::UnknownVersion)?;
    keys.retain(|(list, _)| list.issuer == claims.issuer);
    if keys.is_empty() {
        return Err(Invalid::IssuerWrong.into());
    }
    let (list, _) = keys.iter().find(|(_, key)| key.covers(claims.issued_at)).ok_or(Invalid::OutsideKeyPeriod)?;
    if claims.device_key.is_some() {
        return Err(Invalid::DeviceCredentialOnPaper.into());
    }
    if now_s >= claims.expires_at {
        return Err(Invalid::Expired.into());
    }
    if claims.issued_at > now_s.saturating_add(CLOCK_TOLERANCE) {
        return Err(CannotTell::NotYetValid.into());
    }
    Ok((claims, list))
}

/// What stands behind `CDS1:`.
fn encoded_credential(text: &str) -> Result<&str, CannotTell> {
    let (version, rest) = text.strip_prefix("CDS").and_then(|rest| rest.split_once(':')).ok_or(CannotTell::NotACode)?;
    match version {
        "1" => Ok(rest),
        "2" => Err(CannotTell::LiveCode),
        _ if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(CannotTell::UnknownVersion)
        }
        _ => Err(CannotTell::NotACode),
    }
}

/// What a fault of the signature means for the one who checks. `issuer` is who the credential says it is from.
fn refusal(error: SignatureError, issuer: Option<&str>, lists: &[TrustList]) -> Refusal {
    let is_known = |issuer| lists.iter().any(|list| list.issuer == issuer);
    match error {
        SignatureError::Malformed => CannotTell::Damaged.into(),
        SignatureError::UnknownAlgorithm => CannotTell::UnknownVersion.into(),
        SignatureError::UnknownCritical => CannotTell::UnknownCritical.into(),
        SignatureError::UnknownKey if lists.is_empty() => CannotTell::NoTrustList.into(),
        SignatureError::UnknownKey if issuer.is_some_and(is_known) => CannotTell::UnknownKey.into(),
        SignatureError::UnknownKey => CannotTell::UnknownIssuer.into(),
        SignatureError::SignatureWrong => Invalid::SignatureWrong.into(),
        SignatureError::KeyUseWrong => Invalid::KeyUseWrong.into(),
    }
}
