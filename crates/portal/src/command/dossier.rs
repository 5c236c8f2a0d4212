//! How a dossier changes by what its citizen does.

use cds_wire::dossier::{DossierRating, DossierRecord, DossierStatus, DossierStep};
use cds_wire::portal::{DossierRate, ResultCode};
use cds_wire::{Sensitive, UnixMillis};

/// The dossier after a step to another status.
pub(crate) fn step(
    mut record: DossierRecord,
    status: DossierStatus,
    at: UnixMillis,
    note: Option<Sensitive>,
) -> DossierRecord {
    record.steps.push(DossierStep { status, at, note: note.clone() });
    DossierRecord { status, note, updated_at: at, wanted: Vec::new(), ..record }
}

/// The dossier after the citizen has supplied what was asked for: the office works on.
pub(super) fn supplemented(record: DossierRecord, at: UnixMillis) -> Result<DossierRecord, ResultCode> {
    match record.status {
        DossierStatus::SupplementNeeded => Ok(step(record, DossierStatus::Processing, at, None)),
        _ => Err(ResultCode::StatusForbids),
    }
}

/// The dossier after the citizen has asked to withdraw it.
pub(super) fn withdrawn(record: DossierRecord, at: UnixMillis) -> Result<DossierRecord, ResultCode> {
    if !record.status.can_be_withdrawn() {
        return Err(ResultCode::StatusForbids);
    }
    Ok(step(record, DossierStatus::WithdrawalRequested, at, None))
}

/// The dossier with what the citizen says of how it was handled: once, and when there is a result. What was received
/// before the portal was restored is said again, whatever the dossier's status is now.
pub(super) fn rated(
    record: DossierRecord,
    body: &DossierRate,
    at: UnixMillis,
    received: bool,
) -> Result<DossierRecord, ResultCode> {
    if record.rating.is_some() || !(record.status.can_be_rated() || received) {
        return Err(ResultCode::StatusForbids);
    }
    let rating = DossierRating { stars: body.stars, comment: body.comment.clone(), at };
    Ok(DossierRecord { rating: Some(rating), ..record })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(status: DossierStatus) -> DossierRecord {
        DossierRecord {
            code: None,
            procedure_code: "1.001193".to_owned(),
            procedure_name: "Đăng ký khai sinh".into(),
            status,
            note: Some("Thiếu bản chụp.".into()),
            updated_at: 1,
            filed_at: Some(1),
            due_at: None,
            agency: None,
            person: None,
            steps: vec![DossierStep { status, at: 1, note: None }],
            wanted: vec!["Giấy chứng sinh".to_owned()],
            rating: None,
        }
    }

    #[test]
    fn a_status_says_what_the_citizen_may_do() {
        use DossierStatus::*;
        for status in DossierStatus::ALL {
            let supplemented = supplemented(record(status), 2).map(|record| record.status);
            assert_eq!(supplemented.is_ok(), status == SupplementNeeded, "{status:?}");
            assert!(supplemented.is_err() || supplemented == Ok(Processing));
            let withdrawn = withdrawn(record(status), 2).map(|record| record.status);
            let allowed = [Registered, Accepted, Processing, SupplementNeeded, PaymentNeeded].contains(&status);
            assert_eq!(withdrawn.is_ok(), allowed, "{status:?}");
            let rate = DossierRate { stars: 4, comment: None };
            let rated = super::rated(record(status), &rate, 2, false);
            assert_eq!(rated.is_ok(), [Completed, Returned].contains(&status), "{status:?}");
            assert!(super::rated(record(status), &rate, 2, true).is_ok(), "it was received once");
            assert!(rated.is_err() || super::rated(rated.expect("rated"), &rate, 3, true).is_err(), "once");
        }
    }

    #[test]
    fn a_step_is_remembered_and_the_old_note_goes_with_what_was_asked_for() {
        let after = supplemented(record(DossierStatus::SupplementNeeded), 7).expect("allowed");
        assert_eq!((after.note, after.wanted, after.updated_at, after.steps.len()), (None, Vec::new(), 7, 2));
        assert_eq!(after.steps[1], DossierStep { status: DossierStatus::Processing, at: 7, note: None });
    }
}
