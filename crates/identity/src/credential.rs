//! The credential in a code: whether the province signed it, for whom, and until when.

use crate::check::Refusal;
use crate::cose::Sign1;
use crate::trust::signers;
use crate::{CannotTell, Claims, Context, Invalid, KeyUse, SignatureError, TrustList, base45};

/// The text of a paper code: `CDS1:` and the credential in base45, all of it characters of a QR code's alphanumeric mode.
pub fn paper_code(credential: &[u8]) -> String {
    format!("CDS1:{}", base45::encode(credential))
}

/// What the province signed in a credential, at whatever time, and the trust list that says so.
pub(crate) fn read<'a>(bytes: &[u8], lists: &'a [TrustList]) -> Result<(Claims, &'a TrustList), Refusal> {
    let signed = Sign1::read(bytes).map_err(|error| refusal(error, None, lists))?;
    let mut keys = signers(&signed, Context::Credential, KeyUse::Credential, lists)
        .map_err(|error| refusal(error, Claims::issuer_of(&signed.payload), lists))?;

    let claims = Claims::from_payload(&signed.payload).ok_or(CannotTell::UnknownVersion)?;
    keys.retain(|(list, _)| list.issuer == claims.issuer);
    if keys.is_empty() {
        return Err(Invalid::IssuerWrong.into());
    }
    let (list, _) = keys.iter().find(|(_, key)| key.covers(claims.issued_at)).ok_or(Invalid::OutsideKeyPeriod)?;
    Ok((claims, list))
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
