//! Identity codes: shown to others, and checked.

use cds_identity::{Checker, Claims, Status, TrustList, Verdict, paper_code, verify};
use cds_wire::ipc::{CodeChecked, CodeResult, CodeShown};
use cds_wire::portal::{CredentialRecord, Sex};
use cds_wire::{Bytes, Sensitive};

use super::App;
use crate::trust::{TrustLists, Trusted};
use crate::{Error, code_picture};

impl App {
    /// The citizen's paper code, from this device.
    pub fn show_code(&self) -> Result<CodeShown, Error> {
        let account = self.account()?;
        let kept = account
            .mirror
            .with(|cache| cache.entity::<CredentialRecord>(CredentialRecord::KIND, CredentialRecord::PAPER))?;
        let (_, record) = kept.ok_or(Error::NotFound)?;
        let text = paper_code(&record.credential.0);
        let lists = self.trust().lists();
        let claims = claims(&text, &lists, self.environment.clock.now());
        let (claims, trial) = claims.map_or((None, true), |(claims, trusted)| (Some(claims), trusted.trial));
        let picture = Bytes(code_picture::png(&text)?);
        let name = match &claims {
            Some(claims) => Sensitive::new(claims.name.clone()),
            None => account.vault()?.name()?,
        };
        Ok(CodeShown {
            text: Sensitive::new(text),
            name,
            birth_date: claims.as_ref().map(|claims| Sensitive::new(claims.birth_date.clone())),
            sex: claims.as_ref().map(|claims| Sensitive::new(sex(claims.sex))),
            last4: claims.map(|claims| Sensitive::new(claims.last4)).unwrap_or_default(),
            picture,
            issued_at: record.issued_at,
            expires_at: record.expires_at,
            trial,
        })
    }

    /// Checks a code that somebody shows. Needs neither network nor an account.
    pub fn check_code(&self, text: &str) -> CodeChecked {
        check(text, &self.trust().lists(), self.environment.clock.now())
    }

    /// Adds the trust file of a province, to check its codes.
    pub fn add_trust(&self, file: &[u8]) -> Result<String, Error> {
        Ok(self.trust().add(file)?.list.name)
    }
}

/// What a genuine paper code does not prove.
const HOLDER_NOT_CHECKED: &str = "holder_not_checked";

/// What scanners and editors put behind a code. A space is not among them: it may be the code's last character.
const LINE_ENDS: [char; 3] = ['\r', '\n', '\t'];

/// What the province says in a code that counts, and the list that says so.
fn claims<'a>(text: &str, trusted: &'a [Trusted], now_ms: i64) -> Option<(Claims, &'a Trusted)> {
    let (verdict, trusted) = signed(text, trusted, now_ms)?;
    Some((verdict.genuine()?.claims.clone(), trusted))
}

/// The answer to a code that counts, and the list that says so. Each list by itself, so that the answer names the root
/// that signed; those built in come first.
fn signed<'a>(text: &str, trusted: &'a [Trusted], now_ms: i64) -> Option<(Verdict, &'a Trusted)> {
    let mut by_trial: Vec<&Trusted> = trusted.iter().collect();
    by_trial.sort_by_key(|trusted| trusted.trial);
    by_trial.into_iter().find_map(|trusted| {
        let checker = Checker { trust: std::slice::from_ref(&trusted.list), ..Checker::default() };
        let verdict = verify(text, &checker, now_ms.div_euclid(1000));
        verdict.genuine().is_some().then_some((verdict, trusted))
    })
}

fn check(text: &str, trusted: &[Trusted], now_ms: i64) -> CodeChecked {
    let text = text.trim_start().trim_end_matches(LINE_ENDS);
    let lists: Vec<TrustList> = trusted.iter().map(|trusted| trusted.list.clone()).collect();
    let (verdict, by) = match signed(text, trusted, now_ms) {
        Some((verdict, by)) => (verdict, Some(by)),
        None => (verify(text, &Checker { trust: &lists, ..Checker::default() }, now_ms.div_euclid(1000)), None),
    };
    let genuine = verdict.genuine().zip(by);
    let claims = genuine.map(|(genuine, _)| &genuine.claims);
    let (result, reason) = match &verdict {
        Verdict::Live { genuine, .. } if genuine.status == Status::Current => (CodeResult::Live, None),
        Verdict::Live { .. } => (CodeResult::LiveStatusOld, None),
        Verdict::Paper(_) => (CodeResult::GenuinePaper, Some(HOLDER_NOT_CHECKED)),
        Verdict::ScanAgain { .. } | Verdict::CannotTell(_) => (CodeResult::CannotTell, verdict.reason()),
        Verdict::Invalid(_) => (CodeResult::Invalid, verdict.reason()),
    };
    CodeChecked {
        result,
        reasons: reason.map(str::to_owned).into_iter().collect(),
        name: claims.map(|claims| Sensitive::new(claims.name.clone())),
        birth_date: claims.map(|claims| Sensitive::new(claims.birth_date.clone())),
        last4: claims.map(|claims| Sensitive::new(claims.last4.clone())),
        issuer: genuine.map(|(_, by)| by.list.name.clone()),
        trial: by.map_or_else(|| trusted.iter().all(|trusted| trusted.trial), |by| by.trial),
    }
}

fn sex(sex: cds_identity::Sex) -> Sex {
    match sex {
        cds_identity::Sex::Male => Sex::Male,
        cds_identity::Sex::Female => Sex::Female,
    }
}
