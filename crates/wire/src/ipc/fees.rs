//! Fees, as screens show them.

use serde::{Deserialize, Serialize};

use crate::fee::{FeeFailure, FeePayee, FeeReceipt};
use crate::{Sensitive, UnixMillis};

crate::closed_set! {
    /// Where a fee stands from this device's view.
    FeeStanding {
        /// The citizen is to pay it.
        Unpaid,
        /// The citizen has confirmed on this device that they pay, and the portal has not answered.
        Confirmed,
        /// The portal waits for the payment platform's word.
        Pending,
        /// It is paid.
        Paid,
        /// The office gave it back.
        Refunded,
        /// The office asks for it no longer.
        Cancelled,
    }
}

/// A fee of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeShown {
    /// Its id.
    pub id: String,
    /// The dossier's id.
    pub dossier: String,
    /// What it is for, in Vietnamese.
    pub name: Sensitive,
    /// How much, in đồng.
    pub amount: u64,
    /// Where it stands.
    pub standing: FeeStanding,
    /// Whom it is paid to.
    pub payee: FeePayee,
    /// What must stand in the transfer's text.
    pub purpose: Sensitive,
    /// When the office asked for it.
    pub asked_at: UnixMillis,
    /// Until when the office waits for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<UnixMillis>,
    /// Until when the payment platform waits for the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<UnixMillis>,
    /// The VietQR text of the transfer, once the citizen has confirmed that they pay and as long as money for it is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Sensitive>,
    /// The citizen can pay it now: nothing of it waits.
    pub can_pay: bool,
    /// The bank will ask for the payer's face or finger.
    pub needs_biometrics: bool,
    /// The confirmation of the payment, while it can still be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellable: Option<String>,
    /// Why the portal did not take the last confirmation: a code of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The last payment of it that did not come about, or was too much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FeeFailure>,
    /// What the office gave for the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<FeeReceipt>,
}

/// A fee that the citizen pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayFeeArgs {
    /// The fee's id.
    pub id: String,
    /// How much they saw that it is, in đồng.
    pub amount: u64,
}
