//! Fees: seen, and paid.

use cds_wire::Bytes;
use cds_wire::ipc::{FeeShown, FeeStanding, PayFeeArgs, Saved};

use super::App;
use crate::store::vault::FeeSeen;
use crate::{Error, code_picture, fees, ids};

impl App {
    /// All fees that offices ask for or have asked for, oldest first.
    pub fn fees(&self) -> Result<Vec<FeeShown>, Error> {
        Ok(fees::known(&*self.account()?)?.iter().map(fees::KnownFee::shown).collect())
    }

    /// One fee, by its id.
    pub fn fee(&self, id: &str) -> Result<FeeShown, Error> {
        Ok(fees::find(&*self.account()?, id)?.shown())
    }

    /// Says that the citizen pays a fee of the amount that they saw: a confirmed command, on the disk before this returns,
    /// whose id is the payment's key with the payment platform. It can be cancelled until the portal has it.
    ///
    /// # Errors
    ///
    /// [`Error::PaymentWaits`] where a payment of it waits, [`Error::TooLate`] where it is not to be paid any more, and
    /// [`Error::FeeChanged`] where its amount is another.
    pub fn pay_fee(&self, args: &PayFeeArgs) -> Result<Saved, Error> {
        let account = self.account()?;
        let fee = fees::find(&account, &args.id)?;
        if matches!(fee.standing(), FeeStanding::Confirmed | FeeStanding::Pending) {
            return Err(Error::PaymentWaits);
        }
        if !fee.can_pay() {
            return Err(Error::TooLate);
        }
        if fee.record.amount != args.amount {
            return Err(Error::FeeChanged);
        }
        let now = self.environment.clock.now();
        let id = ids::new_id(now, &*self.environment.rng)?;
        let seen = FeeSeen {
            id: &fee.id,
            dossier: &fee.record.dossier,
            name: &fee.record.name,
            amount: args.amount,
            ver: fee.ver,
        };
        // Another call may have been quicker.
        if !account.vault()?.pay_fee(&seen, &id, now)? {
            return Err(Error::PaymentWaits);
        }
        account.note_confirmed();
        self.something_waits();
        Ok(Saved { id })
    }

    /// The VietQR code of a fee as a PNG, as long as money for it is expected.
    ///
    /// # Errors
    ///
    /// [`Error::TooLate`] where none is.
    pub fn fee_picture(&self, id: &str) -> Result<Bytes, Error> {
        let text = fees::find(&*self.account()?, id)?.transfer().ok_or(Error::TooLate)?;
        Ok(Bytes(code_picture::png(&text)?))
    }
}
