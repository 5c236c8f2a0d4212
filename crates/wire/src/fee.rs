//! Fees of dossiers: what the office asks for, and what became of paying it.

use serde::{Deserialize, Serialize};

use crate::{Sensitive, UnixMillis};

/// One fee of a dossier: the data of a change of kind [`FeeRecord::KIND`], whose id is the fee's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeRecord {
    /// Id of the dossier that it belongs to.
    pub dossier: String,
    /// What it is for, in Vietnamese, as the office wrote it.
    pub name: Sensitive,
    /// How much, in đồng.
    pub amount: u64,
    /// Where it stands.
    pub state: FeeState,
    /// Whom it is paid to.
    pub payee: FeePayee,
    /// What stands in the transfer's text: the dossier's code.
    pub purpose: Sensitive,
    /// When the office asked for it.
    pub asked_at: UnixMillis,
    /// Until when the office waits for it, where it named a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<UnixMillis>,
    /// While it is pending: until when the payment platform waits for the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<UnixMillis>,
    /// The last payment of it that did not come about, or was too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FeeFailure>,
    /// What the office gives for the money, once it has it. It stays when the fee is given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FeeReceipt>,
    /// When its state was reached.
    pub updated_at: UnixMillis,
}

impl FeeRecord {
    /// The kind under which fees travel in the change feed.
    pub const KIND: &'static str = "fee";
    /// Bank transfers of more than this need the payer's face or finger, in đồng (Decision 2345/QĐ-NHNN).
    pub const WITHOUT_BIOMETRICS: u64 = 10_000_000;
}

crate::closed_set! {
    /// Where a fee stands.
    FeeState {
        /// Chưa thanh toán: the citizen is to pay it.
        Unpaid,
        /// Chờ xác nhận: the citizen said that they pay, and the payment platform has not confirmed it.
        Pending,
        /// Đã thanh toán: the payment platform has confirmed it to the portal.
        Paid,
        /// Đã hoàn phí: the office gave it back.
        Refunded,
        /// Hủy: the office asks for it no longer.
        Cancelled,
    }
}

impl FeeState {
    /// Whether the office still asks for it.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unpaid | Self::Pending)
    }
}

/// Whom a fee is paid to: an account of the office's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeePayee {
    /// The bank's identification number at NAPAS: 6 digits.
    pub bank: String,
    /// The bank's name.
    pub bank_name: String,
    /// Number of the account: at most 19 letters and digits.
    pub account: String,
    /// Who holds it.
    pub holder: String,
}

/// A payment that did not come about, or was too much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeFailure {
    /// What happened.
    pub outcome: FeeOutcome,
    /// When the portal learned of it.
    pub at: UnixMillis,
    /// How much came and goes back to the account it came from, in đồng; none where nothing came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<u64>,
}

crate::closed_set! {
    /// Why a payment did not pay its fee.
    FeeOutcome {
        /// The bank did not carry it out: no money has left.
        Declined,
        /// No money came in the time that the payment platform waits. What comes later is still counted where it is owed.
        Expired,
        /// Another amount came than was asked for.
        AmountDiffers,
        /// Money came that was not owed: the fee was paid already, the office asks for another amount or for nothing any more,
        /// the dossier takes no payments, or the money came too late.
        NotOwed,
    } else {
        /// An outcome that this version does not know.
        Other
    }
}

/// What the office gives for the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeReceipt {
    /// Its number.
    pub number: Sensitive,
    /// How much was paid, in đồng.
    pub amount: u64,
    /// When the money came, by the payment platform's clock.
    pub paid_at: UnixMillis,
    /// The payment platform's number for the transfer.
    pub transfer: Sensitive,
}
