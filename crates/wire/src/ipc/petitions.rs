//! Petitions, as screens show them.

use serde::{Deserialize, Serialize};

use super::{DossierState, ReceiptSummary};
use crate::petition::{PetitionCategory, PetitionStatus, PetitionStep};
use crate::{Sensitive, UnixMillis};

/// One line of the list of petitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionSummary {
    /// The petition's id.
    pub id: String,
    /// Its code; none until the portal has given one.
    pub code: Option<Sensitive>,
    /// What it is about; none where a draft does not say yet.
    pub category: Option<PetitionCategory>,
    /// Where that is, in the citizen's words; may be empty in a draft.
    pub place: Sensitive,
    /// Where it stands at the office; none before the portal has said so.
    pub status: Option<PetitionStatus>,
    /// How far it has come from this device's view.
    pub state: DossierState,
    /// What the office wrote with this status.
    pub note: Option<Sensitive>,
    /// Why it was returned: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When the status was reached, or the content last changed.
    pub updated_at: UnixMillis,
}

/// Output of listing petitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionList {
    /// Newest change first.
    pub petitions: Vec<PetitionSummary>,
    /// When the portal last answered; none before the first sync.
    pub last_contact: Option<UnixMillis>,
    /// This device's clock as the list was read, so that the interface can tell the data's age.
    pub now: UnixMillis,
}

/// A petition in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionDetail {
    /// Its line in the list.
    pub summary: PetitionSummary,
    /// Name of the commune whose office is to handle it, where this device still has what was filled in.
    pub commune: Option<String>,
    /// The office that handles it.
    pub agency: Option<String>,
    /// When it was filed, as the portal says.
    pub filed_at: Option<UnixMillis>,
    /// Its time line, oldest first.
    pub steps: Vec<PetitionStep>,
    /// What the citizen wrote, where this device still has it.
    pub text: Option<Sensitive>,
    /// Names of the photographs that go with it, where this device still has them.
    pub attachments: Vec<String>,
    /// The portal's receipt, where this device filed it.
    pub receipt: Option<ReceiptSummary>,
    /// The command that filed it, while it can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellable: Option<String>,
    /// The office does not take it up and this device still has its content: it can be filed anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_file_again: bool,
}
