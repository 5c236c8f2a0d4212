//! Dependants: what is asked of one who is added, and whose papers and dossiers may name one.

use cds_vn::date::iso_day;
use cds_wire::UnixMillis;
use cds_wire::family::{CONSENT_TEXT, Consent, ConsentBy, DependantAdd, DependantRecord};
use cds_wire::portal::ResultCode;
use cds_wire::portal::command::limit;

use super::Case;
use super::form::{Action, is_day};
use crate::storage::StorageError;

/// Looks at a dependant as they are sent. Nothing is kept of anybody without their consent, or that of who decides for them.
pub(super) fn read(body: DependantAdd) -> Result<Action, ResultCode> {
    let name = body.name.reveal();
    let number = body.personal_number.as_ref().map_or("", |number| number.reveal());
    let fits = !name.trim().is_empty() && name.len() <= limit::NAME && number.len() <= limit::NAME;
    if !fits || !is_partial_day(body.birth_date.reveal()) {
        return Err(ResultCode::BodyInvalid);
    }
    let of_whom = |consent: &Consent| ConsentBy::needed(body.relation, body.birth_date.reveal(), &iso_day(consent.at));
    let good = |consent: &Consent| (1..=CONSENT_TEXT).contains(&consent.text) && consent.given_by == of_whom(consent);
    let consent = body.consent.filter(good).ok_or(ResultCode::ConsentMissing)?;
    Ok(Action::AddDependant(body, consent))
}

/// A day, a month or a year.
fn is_partial_day(text: &str) -> bool {
    match text.len() {
        4 => is_day(&format!("{text}-01-01")),
        7 => is_day(&format!("{text}-01")),
        _ => is_day(text),
    }
}

pub(super) fn record(body: &DependantAdd, consent: Consent, added_at: UnixMillis) -> DependantRecord {
    DependantRecord {
        name: body.name.clone(),
        birth_date: body.birth_date.clone(),
        sex: body.sex.clone(),
        personal_number: body.personal_number.clone(),
        relation: body.relation,
        consent,
        added_at,
    }
}

/// Whether whom a paper or a dossier is about, where it is somebody else than the citizen, is in their family.
pub(super) fn knows(case: &Case<'_>, person: Option<&String>) -> Result<bool, StorageError> {
    match person {
        None => Ok(true),
        Some(person) => Ok(case.tx.entity(case.account, DependantRecord::KIND, person)?.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_wire::Sensitive;
    use cds_wire::family::Relation;
    use cds_wire::portal::Sex;

    /// Noon of 27 November 2026.
    const AT: UnixMillis = 1_795_755_600_000;

    fn add(change: impl FnOnce(&mut DependantAdd)) -> Result<Action, ResultCode> {
        let mut body = DependantAdd {
            name: "Lý Thị Mai".into(),
            birth_date: "2026-10-01".into(),
            sex: Sensitive::new(Sex::Female),
            personal_number: None,
            relation: Relation::Child,
            consent: Some(Consent { given_by: ConsentBy::Guardian, text: CONSENT_TEXT, at: AT }),
        };
        change(&mut body);
        read(body)
    }

    #[test]
    fn nobody_is_kept_without_the_consent_of_whom_it_must_be() {
        let check = |expected: Option<ResultCode>, change: fn(&mut DependantAdd)| {
            assert_eq!(add(change).err(), expected);
        };
        check(None, |_| {});
        check(Some(ResultCode::ConsentMissing), |body| body.consent = None);
        let adult = |body: &mut DependantAdd| body.birth_date = "1961".into();
        assert_eq!(add(adult).err(), Some(ResultCode::ConsentMissing), "an adult consents themselves");
        check(None, |body| {
            body.birth_date = "1961".into();
            body.consent = Some(Consent { given_by: ConsentBy::Person, text: CONSENT_TEXT, at: AT });
        });
        for text in [0, CONSENT_TEXT + 1] {
            let to_another = |body: &mut DependantAdd| {
                body.consent = Some(Consent { given_by: ConsentBy::Guardian, text, at: AT });
            };
            assert_eq!(add(to_another).err(), Some(ResultCode::ConsentMissing), "a text that nobody knows");
        }
    }

    #[test]
    fn a_name_and_a_date_of_birth_are_needed() {
        let check = |expected: Option<ResultCode>, change: fn(&mut DependantAdd)| {
            assert_eq!(add(change).err(), expected);
        };
        check(Some(ResultCode::BodyInvalid), |body| body.name = " ".into());
        check(Some(ResultCode::BodyInvalid), |body| body.name = Sensitive::new("a".repeat(limit::NAME + 1)));
        check(Some(ResultCode::BodyInvalid), |body| body.birth_date = "01/10/2026".into());
        check(Some(ResultCode::BodyInvalid), |body| body.birth_date = "2026-13".into());
        check(None, |body| body.birth_date = "2026-10".into());
        check(None, |body| body.birth_date = "2026".into());
    }
}
