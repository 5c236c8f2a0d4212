//! The words for where a fee stands and what became of paying it.

use cds_wire::fee::{FeeFailure, FeeOutcome};
use cds_wire::ipc::FeeStanding;

use super::Texts;

impl Texts {
    /// Where a fee stands.
    pub(crate) fn fee_standing(&self, standing: FeeStanding) -> String {
        match standing {
            FeeStanding::Unpaid => self.fee_unpaid(),
            FeeStanding::Confirmed => self.fee_confirmed(),
            FeeStanding::Pending => self.fee_pending(),
            FeeStanding::Paid => self.fee_paid(),
            FeeStanding::Refunded => self.fee_refunded(),
            FeeStanding::Cancelled => self.fee_cancelled(),
        }
    }

    /// Why a payment did not pay its fee, where the money is, and what to do.
    pub(crate) fn fee_failure(&self, failure: &FeeFailure) -> String {
        let returned = self.grouped(failure.returned.unwrap_or_default());
        match failure.outcome {
            FeeOutcome::Declined => self.fee_failed_declined(),
            FeeOutcome::Expired => self.fee_failed_expired(),
            FeeOutcome::AmountDiffers => self.fee_failed_differs(returned),
            FeeOutcome::NotOwed => self.fee_failed_not_owed(returned),
            FeeOutcome::Other => self.fee_failed_other(),
        }
    }

    /// A sum of money.
    pub(crate) fn money(&self, amount: u64) -> String {
        self.fee_money(self.grouped(amount))
    }
}
