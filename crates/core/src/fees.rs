//! Fees as the citizen sees them: what the portal says of each, and what was confirmed here and is not answered yet.

use cds_vn::vietqr::{Service, Transfer};
use cds_wire::Sensitive;
use cds_wire::dossier::DossierRecord;
use cds_wire::fee::{FeeRecord, FeeState};
use cds_wire::ipc::{CommandState, FeeShown, FeeStanding};

use crate::Error;
use crate::account::Account;
use crate::dossiers::takes_payments;
use crate::store::vault::FeePayment;

/// A fee as it is known here.
pub(crate) struct KnownFee {
    pub(crate) id: String,
    /// The version that this device has seen.
    pub(crate) ver: u64,
    pub(crate) record: FeeRecord,
    /// Its dossier has ended, or is to be withdrawn: nothing is to be paid any more.
    ended: bool,
    /// The payments of it that were confirmed here, oldest first.
    payments: Vec<FeePayment>,
}

/// All fees, oldest first.
pub(crate) fn known(account: &Account) -> Result<Vec<KnownFee>, Error> {
    let vault = account.vault()?;
    let (payments, outbox) = (vault.fee_payments()?, vault.outbox()?);
    drop(vault);
    let mut fees = account.mirror.with(|cache| {
        let mut fees = Vec::new();
        for (id, _) in cache.entities::<FeeRecord>(FeeRecord::KIND)? {
            let Some((ver, record)) = cache.entity::<FeeRecord>(FeeRecord::KIND, &id)? else { continue };
            let dossier = cache.entity::<DossierRecord>(DossierRecord::KIND, &record.dossier)?;
            let takes = |dossier: DossierRecord| takes_payments(dossier.status, &outbox, &record.dossier);
            let ended = dossier.is_some_and(|(_, dossier)| !takes(dossier));
            let payments = payments.iter().filter(|payment| payment.fee == id).cloned().collect();
            fees.push(KnownFee { id, ver, record, ended, payments });
        }
        Ok(fees)
    })?;
    fees.sort_by(|a, b| (a.record.asked_at, &a.id).cmp(&(b.record.asked_at, &b.id)));
    Ok(fees)
}

/// One fee by its id.
pub(crate) fn find(account: &Account, id: &str) -> Result<KnownFee, Error> {
    known(account)?.into_iter().find(|fee| fee.id == id).ok_or(Error::NotFound)
}

/// Whether nothing of these fees of a dossier is to be paid now, and something waits to be confirmed.
pub(crate) fn only_wait(fees: &[FeeShown], dossier: &str) -> bool {
    let mut of_dossier = fees.iter().filter(|fee| fee.dossier == dossier).map(|fee| fee.standing);
    let waits = |standing| matches!(standing, FeeStanding::Confirmed | FeeStanding::Pending);
    let mut any = false;
    of_dossier.all(|standing| {
        any |= waits(standing);
        standing != FeeStanding::Unpaid
    }) && any
}

impl KnownFee {
    /// Where it stands from this device's view.
    pub(crate) fn standing(&self) -> FeeStanding {
        let waiting = self.payments.iter().rev().find(|payment| payment.waits(self.ver));
        match (self.record.state, waiting.map(|payment| payment.state)) {
            (FeeState::Unpaid, Some(CommandState::Received)) => FeeStanding::Pending,
            (FeeState::Unpaid, Some(_)) => FeeStanding::Confirmed,
            (FeeState::Unpaid, None) => FeeStanding::Unpaid,
            (FeeState::Pending, _) => FeeStanding::Pending,
            (FeeState::Paid, _) => FeeStanding::Paid,
            (FeeState::Refunded, _) => FeeStanding::Refunded,
            (FeeState::Cancelled, _) => FeeStanding::Cancelled,
        }
    }

    /// Whether the citizen has taken the payment that waits back, and the portal has yet to say whether it had it before.
    fn is_taken_back(&self) -> bool {
        let last = self.payments.iter().rev().find(|payment| payment.waits(self.ver));
        last.is_some_and(|payment| payment.cancelling)
    }

    /// Whether the citizen can pay it now.
    pub(crate) fn can_pay(&self) -> bool {
        self.standing() == FeeStanding::Unpaid && !self.ended
    }

    /// The VietQR text of its transfer, once the citizen has confirmed that they pay and as long as money for it is
    /// expected: money that is sent before that, or after the confirmation was taken back, nobody could count. None also
    /// where a part of it does not fit.
    pub(crate) fn transfer(&self) -> Option<String> {
        let FeeRecord { payee, amount, purpose, .. } = &self.record;
        let expected = match self.standing() {
            FeeStanding::Confirmed | FeeStanding::Pending => !self.ended && !self.is_taken_back(),
            FeeStanding::Unpaid | FeeStanding::Paid | FeeStanding::Refunded | FeeStanding::Cancelled => false,
        };
        let transfer = Transfer {
            bank: payee.bank.clone(),
            account: payee.account.clone(),
            service: Service::Account,
            amount: Some(*amount),
            purpose: Some(purpose.reveal().clone()),
        };
        transfer.text().ok().filter(|_| expected)
    }

    /// What the citizen sees of it.
    pub(crate) fn shown(&self) -> FeeShown {
        let standing = self.standing();
        let cancellable = self.payments.iter().rev().find(|payment| {
            let unanswered = payment.state.is_open();
            unanswered && !payment.cancelling
        });
        let last = self.payments.last().filter(|_| standing == FeeStanding::Unpaid);
        let record = self.record.clone();
        FeeShown {
            id: self.id.clone(),
            dossier: record.dossier,
            name: record.name,
            amount: record.amount,
            standing,
            payee: record.payee,
            purpose: record.purpose,
            asked_at: record.asked_at,
            due_at: record.due_at,
            waits_until: record.waits_until,
            transfer: self.transfer().map(Sensitive::new),
            can_pay: self.can_pay(),
            needs_biometrics: record.amount > FeeRecord::WITHOUT_BIOMETRICS,
            cancellable: cancellable.map(|payment| payment.command.clone()),
            refused: last.and_then(|payment| payment.refused.clone()),
            failure: record.failure,
            receipt: record.receipt,
        }
    }
}
