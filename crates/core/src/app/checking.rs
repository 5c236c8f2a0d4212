//! Checking the identity codes of others. Needs neither network nor an account.

use cds_identity::{Checker, FirstScan, Invalid, Status, StatusList, TrustList, Verdict, verify};
use cds_wire::ipc::{CodeCheck, CodeChecked, CodeHistory, CodeResult};
use cds_wire::{Sensitive, UnixMillis};

use super::App;
use crate::trust::{TrustLists, Trusted};
use crate::{Error, checks};

/// What a genuine paper code does not prove.
const HOLDER_NOT_CHECKED: &str = "holder_not_checked";
/// The holder's clock is wrong, or this one's.
const CLOCK_OFF: &str = "clock_off";
/// What was withdrawn lately is not known here.
const STATUS_OLD: &str = "status_old";
/// What was withdrawn is not known here at all.
const STATUS_MISSING: &str = "status_missing";
/// Some other text: nobody's code, and not worth remembering.
const NOT_A_CODE: &str = "not_a_code";

/// What scanners and editors put behind a code. A space is not among them: it may be the code's last character.
const LINE_ENDS: [char; 3] = ['\r', '\n', '\t'];

impl App {
    /// Checks a code that somebody shows. Where one scan cannot tell, the next call is the second scan. Time, answer and
    /// last four digits are kept for 30 days; a device on which they cannot be kept checks all the same.
    pub fn check_code(&self, text: &str) -> CodeChecked {
        let now = self.environment.clock.now();
        let first = checks::first_scan(&self.home, now);
        let text = text.trim_start().trim_end_matches(LINE_ENDS);
        let lists = self.trust().lists();
        let (verdict, by) = judge(text, &lists, first.as_ref(), now);
        let checked = checked(&verdict, by, &lists);
        if let Err(error) = self.remember(&verdict, &checked, now) {
            tracing::warn!(%error, "what was checked could not be kept");
        }
        checked
    }

    /// What this device remembers: codes that were checked here, and, while the vault is open, when the citizen's own
    /// live code was shown.
    pub fn code_history(&self) -> Result<CodeHistory, Error> {
        let now = self.environment.clock.now();
        let shown = match self.account() {
            Ok(account) => account.mirror.with(|cache| cache.code_showings(now))?,
            Err(Error::NotReady) => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(CodeHistory { checked: checks::history(&self.home, self.environment.lock_patience, now)?, shown })
    }

    /// Adds the trust file of a province, to check its codes.
    pub fn add_trust(&self, file: &[u8]) -> Result<String, Error> {
        Ok(self.trust().add(file)?.list.name)
    }

    fn remember(&self, verdict: &Verdict, checked: &CodeChecked, now: UnixMillis) -> Result<(), Error> {
        match verdict {
            Verdict::ScanAgain { first, .. } => return checks::keep_first_scan(&self.home, first),
            Verdict::Live { .. } => checks::forget_first_scan(&self.home)?,
            // A picture stays one at the next scan.
            _ => {}
        }
        let CodeChecked { result, reasons, last4, .. } = checked.clone();
        if reasons.iter().any(|reason| reason == NOT_A_CODE) {
            return Ok(());
        }
        checks::keep(&self.home, self.environment.lock_patience, &CodeCheck { at: now, result, reasons, last4 })
    }
}

/// The answer to a code, and the list that gave it. Each list by itself, so that the answer names the root that signed;
/// those built in come first. What no list knows is judged by all of them.
pub(super) fn judge<'a>(
    text: &str,
    trusted: &'a [Trusted],
    first: Option<&FirstScan>,
    now_ms: UnixMillis,
) -> (Verdict, Option<&'a Trusted>) {
    let now_s = now_ms.div_euclid(1000);
    let mut by_trial: Vec<&Trusted> = trusted.iter().collect();
    by_trial.sort_by_key(|trusted| trusted.trial);
    for by in by_trial {
        let (trust, status) = (std::slice::from_ref(&by.list), by.status.as_slice());
        let verdict = verify(text, &Checker { trust, status, first }, now_s);
        let known = matches!(verdict, Verdict::ScanAgain { .. } | Verdict::Invalid(Invalid::Revoked));
        if known || verdict.genuine().is_some() {
            return (verdict, Some(by));
        }
    }
    let trust: Vec<TrustList> = trusted.iter().map(|trusted| trusted.list.clone()).collect();
    let status: Vec<StatusList> = trusted.iter().filter_map(|trusted| trusted.status.clone()).collect();
    (verify(text, &Checker { trust: &trust, status: &status, first }, now_s), None)
}

fn checked(verdict: &Verdict, by: Option<&Trusted>, trusted: &[Trusted]) -> CodeChecked {
    let genuine = verdict.genuine();
    let claims = genuine.map(|genuine| &genuine.claims);
    let mut reasons = Vec::new();
    let (mut clock_off_s, mut wait_s) = (None, None);
    let result = match verdict {
        Verdict::Live { genuine, clock_off_s: off } => {
            reasons.extend(off.map(|_| CLOCK_OFF));
            clock_off_s = *off;
            if genuine.status == Status::Current { CodeResult::Live } else { CodeResult::LiveStatusOld }
        }
        Verdict::Paper(_) => {
            reasons.push(HOLDER_NOT_CHECKED);
            CodeResult::GenuinePaper
        }
        Verdict::ScanAgain { wait_s: wait, .. } => {
            wait_s = Some(*wait);
            CodeResult::CannotTell
        }
        Verdict::CannotTell(_) => CodeResult::CannotTell,
        Verdict::Invalid(_) => CodeResult::Invalid,
    };
    reasons.extend(verdict.reason());
    let mut status_days = None;
    match genuine.map(|genuine| genuine.status) {
        Some(Status::Old(days)) => {
            reasons.push(STATUS_OLD);
            status_days = Some(days);
        }
        Some(Status::Missing) => reasons.push(STATUS_MISSING),
        Some(Status::Current) | None => {}
    }
    let status = by.and_then(|by| by.status.as_ref());
    CodeChecked {
        result,
        reasons: reasons.into_iter().map(str::to_owned).collect(),
        name: claims.map(|claims| Sensitive::new(claims.name.clone())),
        birth_date: claims.map(|claims| Sensitive::new(claims.birth_date.clone())),
        last4: claims.map(|claims| Sensitive::new(claims.last4.clone())),
        issuer: genuine.and(by).map(|by| by.list.name.clone()),
        trial: by.map_or_else(|| trusted.iter().all(|trusted| trusted.trial), |by| by.trial),
        clock_off_s,
        wait_s,
        list_issued_at: by.map(|by| by.list.issued_at * 1000),
        status_issued_at: status.map(|status| status.issued_at * 1000),
        status_days,
    }
}
