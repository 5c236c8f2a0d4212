//! The citizen's family, as screens show it.

use serde::{Deserialize, Serialize};

use crate::family::{ConsentBy, Relation};
use crate::portal::Sex;
use crate::{Sensitive, UnixMillis};

crate::closed_set! {
    /// Where a dependant stands.
    DependantState {
        /// Confirmed; waits to be sent.
        Waiting,
        /// The portal has it.
        Kept,
        /// To be removed; that waits to be sent.
        Removing,
        /// The portal did not take it; what was filled in stays on this device.
        Returned,
    }
}

/// One of the citizen's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DependantSummary {
    /// Their id.
    pub id: String,
    /// Full name.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`, `yyyy-MM` or `yyyy`.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Personal number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<Sensitive>,
    /// What they are to the citizen.
    pub relation: Relation,
    /// Whose consent it is kept under.
    pub consent_by: ConsentBy,
    /// When that was given.
    pub consent_at: UnixMillis,
    /// Where they stand.
    pub state: DependantState,
    /// Why they were returned: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Adds a dependant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddDependantArgs {
    /// Full name.
    pub name: Sensitive,
    /// Date of birth as it is typed; a month or a year alone where no more is known.
    pub birth_date: Sensitive,
    /// Sex.
    pub sex: Sensitive<Sex>,
    /// Personal number, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<Sensitive>,
    /// What they are to the citizen.
    pub relation: Relation,
    /// The citizen has ticked the consent, in the text of version [`CONSENT_TEXT`](crate::family::CONSENT_TEXT).
    pub consent: bool,
}

/// Whom of the family a paper or a dossier is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonShown {
    /// The dependant's id.
    pub id: String,
    /// Their name; none once they were removed from the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Sensitive>,
}
