//! Fees: shown, paid, and their receipts.

use cds_core::{App, Error};
use cds_wire::ipc::PayFeeArgs;

use crate::arguments::Fee;
use crate::output::{Failure, Output};
use crate::write_file;

/// Does what is asked about one fee.
pub(crate) fn fee(app: &App, act: &Fee, output: Output) -> Result<(), Failure> {
    match act {
        Fee::Show { id, png } => {
            let fee = app.fee(id)?;
            if let Some(png) = png {
                write_file(png, &app.fee_picture(id)?.0)?;
            }
            output.fee(&fee)
        }
        Fee::Pay { id, amount } => {
            let amount = match amount {
                Some(amount) => *amount,
                None => app.fee(id)?.amount,
            };
            output.saved(&app.pay_fee(&PayFeeArgs { id: id.clone(), amount })?)
        }
        Fee::Receipt { id } => {
            let fee = app.fee(id)?;
            let receipt = fee.receipt.as_ref().ok_or(Error::NotFound)?;
            output.fee_receipt(&fee, receipt)
        }
    }
}
