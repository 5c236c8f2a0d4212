//! Checking a scanned text without a network.

use crate::live::{FirstScan, Liveness, Stamped, liveness};
use crate::verdict::{Genuine, Status};
use crate::{CannotTell, Claims, Invalid, StatusList, TrustList, Verdict, base45, credential};

/// Longer texts are refused unread, in bytes; the largest QR code holds 4,296 characters, a live code some 550.
const MAX_TEXT: usize = 4096;

/// How far the checker's clock may be behind the province's, in seconds: beyond it a new credential is "not yet valid",
/// and a new list shows that the checker's clock is wrong.
const CLOCK_TOLERANCE: i64 = 300;

/// What a checker judges by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Checker<'a> {
    /// The trust lists on this device, one for each province.
    pub trust: &'a [TrustList],
    /// The status lists on this device, each verified by its trust list.
    pub status: &'a [StatusList],
    /// The scan before, where its answer was to scan again.
    pub first: Option<&'a FirstScan>,
}

/// Judges a scanned text at `now_s` (Unix seconds).
pub fn verify(text: &str, checker: &Checker<'_>, now_s: i64) -> Verdict {
    match judge(text, checker, now_s) {
        Ok(verdict) => verdict,
        Err(Refusal::CannotTell(reason)) => reason.into(),
        Err(Refusal::Invalid(reason)) => reason.into(),
    }
}

/// Every answer that says no more than why.
pub(crate) enum Refusal {
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

fn judge(text: &str, checker: &Checker<'_>, now_s: i64) -> Result<Verdict, Refusal> {
    // A hand-held reader or a paste may add a line end. Spaces are part of base45.
    let (kind, encoded) = split(text.trim_end_matches(['\r', '\n']))?;
    let bytes = (encoded.len() <= MAX_TEXT).then(|| base45::decode(encoded)).flatten().ok_or(CannotTell::Damaged)?;
    match kind {
        Kind::Paper => {
            let (claims, list) = credential::read(&bytes, checker.trust)?;
            if claims.device_key.is_some() {
                return Err(Invalid::DeviceCredentialOnPaper.into());
            }
            in_force(claims, list, checker.status, now_s).map(Verdict::Paper)
        }
        Kind::Live => {
            let stamped = Stamped::read(&bytes).ok_or(CannotTell::Damaged)?;
            let (claims, list) = credential::read(&stamped.credential, checker.trust)?;
            let device_key = claims.device_key.ok_or(Invalid::PaperCredentialInLiveCode)?;
            if !stamped.is_signed_by(&device_key) {
                return Err(Invalid::DeviceWrong.into());
            }
            let genuine = in_force(claims, list, checker.status, now_s)?;
            let scan = FirstScan { device_key, stamp_s: stamped.stamp_s, scanned_at_s: now_s };
            match liveness(scan, checker.first) {
                Liveness::Live(clock_off_s) => Ok(Verdict::Live { genuine, clock_off_s }),
                Liveness::ScanAgain(first, wait_s) => Ok(Verdict::ScanAgain { first, wait_s }),
                Liveness::Picture => Err(Invalid::Picture.into()),
                Liveness::ClocksApart => Err(CannotTell::ClocksApart.into()),
            }
        }
    }
}

enum Kind {
    Paper,
    Live,
}

/// The kind of code, and what stands behind its prefix.
fn split(text: &str) -> Result<(Kind, &str), CannotTell> {
    let (version, rest) = text.strip_prefix("CDS").and_then(|rest| rest.split_once(':')).ok_or(CannotTell::NotACode)?;
    match version {
        "1" => Ok((Kind::Paper, rest)),
        "2" => Ok((Kind::Live, rest)),
        _ if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(CannotTell::UnknownVersion)
        }
        _ => Err(CannotTell::NotACode),
    }
}

/// What is known of a credential that the province signed, where it counts now. What needs no clock is judged first.
fn in_force(claims: Claims, list: &TrustList, statuses: &[StatusList], now_s: i64) -> Result<Genuine, Refusal> {
    let of_issuer = statuses.iter().filter(|status| status.issuer == claims.issuer);
    let status = of_issuer.max_by_key(|status| status.serial);
    if status.is_some_and(|status| status.is_revoked(claims.status_index)) {
        return Err(Invalid::Revoked.into());
    }
    if now_s >= claims.expires_at {
        return Err(Invalid::Expired.into());
    }
    let latest = now_s.saturating_add(CLOCK_TOLERANCE);
    if claims.issued_at > latest {
        return Err(CannotTell::NotYetValid.into());
    }
    if list.issued_at > latest || status.is_some_and(|status| status.issued_at > latest) {
        return Err(CannotTell::ClockWrong.into());
    }
    let status = status.map_or(Status::Missing, |status| Status::of_age(now_s.saturating_sub(status.issued_at)));
    Ok(Genuine { claims, list_issued_at: list.issued_at, status })
}
