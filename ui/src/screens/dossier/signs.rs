//! How a dossier's standing is shown, alike in the list and on its page.

use cds_wire::dossier::DossierStatus;
use cds_wire::ipc::{DossierState, DossierSummary};

use crate::components::IconName;
use crate::texts::Texts;

/// Whether the next step is the citizen's: put right, supply, pay, or collect.
pub(crate) fn needs_citizen(dossier: &DossierSummary) -> bool {
    dossier.state == DossierState::Returned
        || !(dossier.payment_waits || dossier.supplement_waits)
            && dossier.status.is_some_and(|status| status.needs_citizen() || status == DossierStatus::Completed)
}

/// Its code, or why it has none; nothing of a draft, which cannot have one.
pub(crate) fn code_or_why_none(texts: &Texts, dossier: &DossierSummary) -> Option<String> {
    match (&dossier.code, dossier.state) {
        (Some(code), _) => Some(code.reveal().clone()),
        (None, DossierState::Saved | DossierState::Returned) => None,
        (None, DossierState::Waiting) => Some(texts.dossier_no_code_waiting()),
        (None, _) => Some(texts.dossier_no_code()),
    }
}

/// The drawing beside its words.
pub(crate) fn icon(dossier: &DossierSummary) -> IconName {
    match (dossier.state, dossier.status) {
        (DossierState::Saved, _) => IconName::Edit,
        (DossierState::Waiting | DossierState::Cancelling, _) => IconName::Clock,
        (DossierState::Returned | DossierState::Unconfirmed, _) => IconName::Warning,
        (_, Some(DossierStatus::Completed | DossierStatus::Returned)) => IconName::Check,
        (_, Some(DossierStatus::Refused | DossierStatus::Stopped)) => IconName::Cancel,
        (_, Some(_)) if dossier.payment_waits || dossier.supplement_waits => IconName::Clock,
        (_, Some(status)) if status.needs_citizen() => IconName::Warning,
        _ => IconName::Dossier,
    }
}
