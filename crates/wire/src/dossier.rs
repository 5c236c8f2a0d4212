//! Dossiers as the portal describes them and the interface shows them.

use serde::{Deserialize, Serialize};

use crate::{Sensitive, UnixMillis};

/// Where a dossier stands: the ten statuses of the national dossier system, by number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum DossierStatus {
    /// 1 Mới đăng ký: filed, nobody has looked at it yet.
    Registered = 1,
    /// 2 Được tiếp nhận: the office took it in.
    Accepted = 2,
    /// 3 Không được tiếp nhận: the office refused it; final.
    Refused = 3,
    /// 4 Đang xử lý: being worked on.
    Processing = 4,
    /// 5 Yêu cầu bổ sung giấy tờ: the citizen must supply papers.
    SupplementNeeded = 5,
    /// 6 Yêu cầu thực hiện nghĩa vụ tài chính: the citizen must pay.
    PaymentNeeded = 6,
    /// 7 Công dân yêu cầu rút hồ sơ: the citizen asked to withdraw it.
    WithdrawalRequested = 7,
    /// 8 Dừng xử lý: stopped; final.
    Stopped = 8,
    /// 9 Đã xử lý xong: the result is ready and not yet collected.
    Completed = 9,
    /// 10 Đã trả kết quả: the result was handed over; final.
    Returned = 10,
}

impl DossierStatus {
    /// All ten, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Registered,
        Self::Accepted,
        Self::Refused,
        Self::Processing,
        Self::SupplementNeeded,
        Self::PaymentNeeded,
        Self::WithdrawalRequested,
        Self::Stopped,
        Self::Completed,
        Self::Returned,
    ];

    /// The status's number in the national system, 1 to 10.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Whether the dossier has ended.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Stopped | Self::Returned)
    }

    /// Whether the citizen can still ask for it to be withdrawn: it has no result yet, and that was not asked for.
    pub const fn can_be_withdrawn(self) -> bool {
        !matches!(self, Self::Completed | Self::WithdrawalRequested) && !self.is_final()
    }

    /// Whether the citizen can say how it was handled: there is a result.
    pub const fn can_be_rated(self) -> bool {
        matches!(self, Self::Completed | Self::Returned)
    }

    /// Whether fees of it can be paid: it has not ended, and is not to end at the citizen's wish.
    pub const fn takes_payments(self) -> bool {
        !matches!(self, Self::WithdrawalRequested) && !self.is_final()
    }

    /// Whether the office can ask for a fee: it works on the dossier, and waits for nothing but payment.
    pub const fn can_be_charged(self) -> bool {
        matches!(self, Self::Registered | Self::Accepted | Self::Processing | Self::PaymentNeeded)
    }

    /// Whether the office waits for the citizen.
    pub const fn needs_citizen(self) -> bool {
        matches!(self, Self::SupplementNeeded | Self::PaymentNeeded)
    }
}

impl From<DossierStatus> for u8 {
    fn from(status: DossierStatus) -> Self {
        status.number()
    }
}

impl TryFrom<u8> for DossierStatus {
    type Error = UnknownStatus;

    fn try_from(number: u8) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.number() == number).ok_or(UnknownStatus(number))
    }
}

/// A status number outside 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownStatus(pub u8);

impl std::fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "dossier status {} is not one of 1 to 10", self.0)
    }
}

impl std::error::Error for UnknownStatus {}

/// The state of one dossier: the data of a change of kind [`DossierRecord::KIND`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierRecord {
    /// The dossier's code as printed, such as `H14.40.12-261008-0975`; none before the office has given one.
    pub code: Option<Sensitive>,
    /// Code of the procedure under which it was filed, such as `1.001193`.
    pub procedure_code: String,
    /// Name of the procedure, in Vietnamese, as it was when the dossier was filed.
    pub procedure_name: Sensitive,
    /// Where it stands.
    pub status: DossierStatus,
    /// What the office wrote for the citizen with this status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sensitive>,
    /// When the status was reached.
    pub updated_at: UnixMillis,
    /// When it was filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_at: Option<UnixMillis>,
    /// When the result is due, as the office printed it: the only authority for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<UnixMillis>,
    /// The office that handles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// Whom of the family it is about, by id; none for the citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Every status it has had, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<DossierStep>,
    /// Names of the papers that the office asks for, in status 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<String>,
    /// What the citizen says of how it was handled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<DossierRating>,
}

/// What a citizen says of how a dossier was handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierRating {
    /// From 1, very dissatisfied, to 5, very satisfied.
    pub stars: u8,
    /// In their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Sensitive>,
    /// When the portal got it.
    pub at: UnixMillis,
}

/// One step of a dossier's time line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DossierStep {
    /// The status that was reached.
    pub status: DossierStatus,
    /// When.
    pub at: UnixMillis,
    /// What the office wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sensitive>,
}

impl DossierRecord {
    /// The kind under which dossiers travel in the change feed.
    pub const KIND: &'static str = "dossier";
}
