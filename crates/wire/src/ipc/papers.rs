//! Papers, alerts, devices and identity codes, as screens show them.

use serde::{Deserialize, Serialize};

use crate::ipc::PersonShown;
use crate::paper::{PaperKind, PaperSource};
use crate::portal::Sex;
use crate::{Bytes, Sensitive, UnixMillis};

crate::closed_set! {
    /// Where a paper is.
    PaperState {
        /// On this device, waiting to be sent.
        Waiting,
        /// On this device and at the portal.
        Kept,
        /// At the portal; its content is not on this device yet.
        Portal,
        /// The portal did not take it; it stays on this device.
        Returned,
        /// The portal received it and does not show it any more: it was deleted on another device, or the portal was put
        /// back and has forgotten it. It stays on this device.
        Unconfirmed,
        /// The citizen has had it deleted, and the portal has yet to do so. It is not shown meanwhile.
        Deleting,
        /// The portal was asked to delete it and did not.
        NotDeleted,
    }
}

crate::closed_set! {
    /// How near the last day of a paper's validity is.
    PaperExpiry {
        /// It has passed.
        Expired,
        /// It is within 30 days, today among them.
        Within30Days,
        /// It is within 60 days.
        Within60Days,
        /// It is later.
        Later,
    }
}

/// One line of the list of papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperSummary {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: PaperKind,
    /// Its name.
    pub title: Sensitive,
    /// Where it comes from.
    pub source: PaperSource,
    /// Media type of its content.
    pub media_type: String,
    /// Size of its content, in bytes.
    pub size: u64,
    /// Where it is.
    pub state: PaperState,
    /// Why the portal did not take it, or did not delete it: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The command that deletes it, while it can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellable: Option<String>,
    /// The number that stands on it.
    #[serde(default)]
    pub number: Option<Sensitive>,
    /// Last day of validity, `yyyy-MM-dd`.
    pub expires_on: Option<String>,
    /// How near that day is; none where it is not known.
    #[serde(default)]
    pub expiry: Option<PaperExpiry>,
    /// Whom of the family it is about; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonShown>,
    /// When it was added.
    pub added_at: UnixMillis,
    /// The dossier whose result it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<ResultOf>,
}

/// The dossier whose result a paper is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultOf {
    /// The dossier's id.
    pub id: String,
    /// Its code, where this device knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Sensitive>,
    /// Name of its procedure, where this device knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<Sensitive>,
}

/// One page of a paper, drawn for the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageShown {
    /// The picture.
    pub picture: Bytes,
    /// Its media type: `image/jpeg` or `image/png`.
    pub media_type: String,
    /// Which page it is, from 0.
    pub page: u32,
    /// How many the paper has.
    pub pages: u32,
    /// The picture's width, in pixels.
    pub width: u32,
    /// The picture's height, in pixels.
    pub height: u32,
}

/// Output of listing alerts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertList {
    /// Those that hold first, then by level and time.
    pub alerts: Vec<AlertSummary>,
    /// When the portal last answered: "no alerts" is not said for "no connection".
    pub last_contact: Option<UnixMillis>,
    /// This device's clock as the list was read.
    pub now: UnixMillis,
}

/// One alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertSummary {
    /// Its id.
    pub id: String,
    /// The alert.
    pub alert: crate::alert::AlertRecord,
    /// It has expired by this device's clock.
    pub expired: bool,
}

/// One signed-in device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSummary {
    /// Its id.
    pub id: String,
    /// It is this device.
    pub this: bool,
    /// Kind of device.
    pub platform: String,
    /// When it signed in first.
    pub enrolled_at: UnixMillis,
    /// When it was signed out or revoked.
    pub ended_at: Option<UnixMillis>,
}

/// The citizen's paper code, ready to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeShown {
    /// The text of the QR code.
    pub text: Sensitive,
    /// The holder's name.
    pub name: Sensitive,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: Option<Sensitive>,
    /// Sex.
    pub sex: Option<Sensitive<Sex>>,
    /// Last four digits of the personal number.
    pub last4: Sensitive,
    /// The code as a PNG picture, black on white, with its quiet zone.
    pub picture: Bytes,
    /// When it was issued.
    pub issued_at: UnixMillis,
    /// When it expires.
    pub expires_at: UnixMillis,
    /// The province's root is not built into this app: the code is for trial.
    pub trial: bool,
}

crate::closed_set! {
    /// What checking a code established.
    CodeResult {
        /// The province signed it for a device that showed it now.
        Live,
        /// The same, but what was withdrawn lately is not known here: the status list is old, or there is none.
        LiveStatusOld,
        /// The province signed it; whether the person is its holder is for the checker to see.
        GenuinePaper,
        /// It cannot be told here.
        CannotTell,
        /// It is not what the province signed, or no longer holds.
        Invalid,
    }
}

/// Output of checking a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeChecked {
    /// The answer.
    pub result: CodeResult,
    /// Why, as codes; with a genuine code, what it does not prove.
    pub reasons: Vec<String>,
    /// The name that the province signed.
    pub name: Option<Sensitive>,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: Option<Sensitive>,
    /// Last four digits of the personal number.
    pub last4: Option<Sensitive>,
    /// Name of the province that signed it.
    pub issuer: Option<String>,
    /// It was checked against a root that is not built into this app.
    pub trial: bool,
    /// How many seconds the holder's clock is ahead of this one's (negative: behind), where that took two scans.
    pub clock_off_s: Option<i64>,
    /// In how many seconds to scan again, where one scan cannot tell.
    pub wait_s: Option<u32>,
    /// When the trust list was issued by which it was judged.
    pub list_issued_at: Option<UnixMillis>,
    /// When the status list was issued by which it was judged; none where there is none.
    pub status_issued_at: Option<UnixMillis>,
    /// How many days old that is, where it is too old to be passed over.
    pub status_days: Option<u32>,
}
