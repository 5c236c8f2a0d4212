//! Drafts, dossiers and the outbox, as screens show them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FeeShown, PaperSummary};
use crate::dossier::{DossierRating, DossierStatus, DossierStep};
use crate::form::FormRef;
use crate::ipc::PersonShown;
use crate::{Sensitive, UnixMillis};

crate::closed_set! {
    /// How far a dossier has come from this device's view.
    DossierState {
        /// A draft on this device.
        Saved,
        /// Confirmed; waits to be sent, or for the portal to have all of it.
        Waiting,
        /// Taken back after it was sent; the portal has yet to say whether it had it before.
        Cancelling,
        /// The portal has it: its receipt was verified.
        Received,
        /// The portal did not take it; its content is a draft again, with the reason.
        Returned,
        /// The portal shows it; it was filed elsewhere or long ago.
        Known,
        /// This device holds a receipt, and the portal no longer names it.
        Unconfirmed,
    }
}

/// One line of the list of dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierSummary {
    /// The dossier's id.
    pub id: String,
    /// Its code; none until the portal has given one.
    pub code: Option<Sensitive>,
    /// Name of the procedure, in Vietnamese.
    pub procedure: Sensitive,
    /// Where it stands at the office; none before the portal has said so.
    pub status: Option<DossierStatus>,
    /// How far it has come from this device's view.
    pub state: DossierState,
    /// What the office wrote with this status.
    pub note: Option<Sensitive>,
    /// Why it was returned: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom of the family it is about; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonShown>,
    /// When the status was reached, or the content last changed.
    pub updated_at: UnixMillis,
    /// What the citizen writes to add to it, as the office asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<SupplementDraft>,
    /// It wants payment, and the citizen has paid all that is asked for or waits for that to be confirmed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub payment_waits: bool,
    /// What the office asks for was added, and waits to be sent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub supplement_waits: bool,
}

/// A draft that adds to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplementDraft {
    /// The draft's id.
    pub draft: String,
    /// Why it came back: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Output of listing dossiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierList {
    /// Newest change first.
    pub dossiers: Vec<DossierSummary>,
    /// When the portal last answered; none before the first sync.
    pub last_contact: Option<UnixMillis>,
    /// This device's clock as the list was read, so that the interface can tell the data's age.
    pub now: UnixMillis,
    /// Everything the portal has for this citizen has been pulled at least once.
    pub complete: bool,
}

/// A dossier in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierDetail {
    /// Its line in the list.
    pub summary: DossierSummary,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Code of the commune whose office is to handle it, where the citizen chose one.
    pub commune: Option<String>,
    /// The office that handles it.
    pub agency: Option<String>,
    /// When it was filed, as the portal says.
    pub filed_at: Option<UnixMillis>,
    /// When the result is due, as the office printed it.
    pub due_at: Option<UnixMillis>,
    /// How much of that time is left, while the office owes a result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_left: Option<TimeLeft>,
    /// Its time line, oldest first.
    pub steps: Vec<DossierStep>,
    /// What was filled in, where this device still has it.
    pub fields: BTreeMap<String, Sensitive>,
    /// Names of the papers that go with it, where this device still has them.
    pub attachments: Vec<String>,
    /// The portal's receipt, where this device filed it.
    pub receipt: Option<ReceiptSummary>,
    /// The command that filed it, while it can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellable: Option<String>,
    /// The office has ended it without a result and this device still has its content: it can be filed anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_file_again: bool,
    /// The citizen can ask the office to withdraw it, and has not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_withdraw: bool,
    /// What else the citizen has confirmed about it and the portal has not answered yet, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<OutboxEntry>,
    /// Names of the papers that the office asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// The office asks for more, and nothing that answers it waits to be sent: a supplement can be begun or gone on with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_supplement: bool,
    /// The papers that are its result, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<PaperSummary>,
    /// What the citizen said of how it was handled, as the portal has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<DossierRating>,
    /// There is a result, and the citizen has not said how it was handled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub can_rate: bool,
    /// What the office asks to be paid for it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeShown>,
}

/// How much of an office's working time is left until a result is due, or has passed since. Eight hours are a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLeft {
    /// The result is late.
    pub late: bool,
    /// Whole working days.
    pub days: u32,
    /// Minutes of working time beside them.
    pub minutes: u32,
    /// The office waits for the citizen: this time does not count, and the office will set another day.
    pub paused: bool,
}

/// A dossier that is being filled in, as a form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDetail {
    /// Its id.
    pub id: String,
    /// Code of the procedure.
    pub procedure_code: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Code of the commune whose office is to handle it; none for the citizen's own.
    pub commune: Option<String>,
    /// The form of its own that it is filled in by, in the version that it was begun in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormRef>,
    /// Whom of the family it is about; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonShown>,
    /// The form's fields by name.
    pub fields: BTreeMap<String, Sensitive>,
    /// The papers that go with it, by name.
    pub attachments: Vec<AttachmentSummary>,
    /// Why it came back: a code of the portal's.
    pub reason: Option<String>,
    /// What the office wrote when it refused it, or when it asked for what this draft adds.
    pub note: Option<Sensitive>,
    /// Id of the dossier that it adds to; none for what becomes a dossier of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplements: Option<String>,
    /// When it was last saved.
    pub updated_at: UnixMillis,
}

/// A paper that goes with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentSummary {
    /// Which of the required papers it is, as the form names it.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size, in bytes.
    pub size: u64,
}

/// A verified receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptSummary {
    /// When the portal received it, by the portal's clock.
    pub received_at: UnixMillis,
    /// The dossier's code at that moment.
    pub code: Option<Sensitive>,
}

/// What the citizen fills in. Saving it again replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftArgs {
    /// The draft's id; none makes a new one.
    pub id: Option<String>,
    /// Code of the procedure.
    pub procedure: String,
    /// Code of the commune whose office is to handle it; none for the citizen's own.
    pub commune: Option<String>,
    /// The form's fields by name.
    pub fields: BTreeMap<String, Sensitive>,
}

/// An id: of a draft that was saved, of a command that was confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The id.
    pub id: String,
}

crate::closed_set! {
    /// Where a confirmed command stands.
    CommandState {
        /// Not sent yet: it can be changed or cancelled.
        Waiting,
        /// Sent; the portal's answer has not come back.
        Sent,
        /// The portal has it and waits for more of it.
        Deferred,
        /// The portal received it: its receipt was verified.
        Received,
        /// The portal did not take it.
        Returned,
    }
}

impl CommandState {
    /// Whether the portal has yet to say what became of it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Sent | Self::Deferred)
    }
}

/// One line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// The command's id.
    pub id: String,
    /// Its number; none until it was first sent.
    pub seq: Option<u64>,
    /// What it does: `dossier.submit`, `paper.add` and so on.
    #[serde(rename = "type")]
    pub command_type: String,
    /// What it is about, in the citizen's words.
    pub title: Sensitive,
    /// Where it stands.
    pub state: CommandState,
    /// Why it waits or was returned: a code of the portal's.
    pub reason: Option<String>,
    /// The dossier or paper it belongs to.
    pub entity: Option<String>,
    /// When it was confirmed.
    pub confirmed_at: UnixMillis,
}

/// Output of listing the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbox {
    /// Oldest first.
    pub entries: Vec<OutboxEntry>,
    /// Confirmed commands that this vault should hold and does not: an older copy of it was put in its place.
    pub missing: u64,
    /// What a damaged vault could not give back, until the citizen has put it away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<LostItem>,
}

crate::closed_set! {
    /// What a damaged vault could not give back.
    LostKind {
        /// A draft.
        Draft,
        /// A dossier that was confirmed. Where the portal has received it, the list of dossiers shows it.
        Dossier,
        /// A petition that was confirmed. Where the portal has received it, the list of petitions shows it.
        Petition,
        /// A paper of the citizen's.
        Paper,
        /// A paper that goes with a dossier or a draft.
        Attachment,
        /// Something else that was confirmed.
        Request,
        /// All that was not sent from the vault before this one, whose PIN and keystore were both lost.
        Vault,
    }
}

/// Something that a damaged vault could not give back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostItem {
    /// What it was.
    pub kind: LostKind,
    /// Its name; of an attachment, that of what it goes with. None where it could not be read either: then there may be
    /// several.
    pub title: Option<Sensitive>,
    /// When it was made, as far as that is known.
    pub made_at: Option<UnixMillis>,
}
