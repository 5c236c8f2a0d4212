//! Fees and their receipts.

use cds_vn::date::format_instant;
use cds_vn::number::grouped;
use cds_wire::fee::FeeReceipt;
use cds_wire::ipc::{FeeShown, FeeStanding};

use super::{Failure, Output, code_of, print, print_json};

impl Output {
    pub(crate) fn fees(self, fees: &[FeeShown]) -> Result<(), Failure> {
        if self.json {
            return print_json(&fees);
        }
        fees.iter().try_for_each(line)
    }

    pub(crate) fn fee(self, fee: &FeeShown) -> Result<(), Failure> {
        if self.json {
            return print_json(fee);
        }
        line(fee)?;
        let payee = &fee.payee;
        print(&format!(
            "  to       {} ({}), account {}, {}",
            payee.bank_name, payee.bank, payee.account, payee.holder
        ))?;
        print(&format!("  purpose  {}", fee.purpose.reveal()))?;
        let dates = [("asked", Some(fee.asked_at)), ("due", fee.due_at), ("waits until", fee.waits_until)];
        for (what, at) in dates.into_iter().filter_map(|(what, at)| Some((what, at?))) {
            print(&format!("  {what} {}", format_instant(at)))?;
        }
        if let Some(reason) = &fee.refused {
            print(&format!("  the portal did not take the last confirmation: {reason}"))?;
        }
        if let Some(failure) = &fee.failure {
            let returned = failure.returned.map(|sum| format!(", {} goes back to the payer", money(sum)));
            print(&format!("  last payment: {}{}", code_of(&failure.outcome), returned.unwrap_or_default()))?;
        }
        if fee.needs_biometrics && (fee.can_pay || fee.transfer.is_some()) {
            print("  above 10.000.000 đ: the bank asks for the payer's face or finger")?;
        }
        if matches!(fee.standing, FeeStanding::Confirmed | FeeStanding::Pending) {
            print("  if you have made the transfer, do not make it again")?;
        }
        match &fee.transfer {
            Some(text) => print(text.reveal()),
            None => Ok(()),
        }
    }

    /// The receipt as a text to be kept: in Vietnamese, as the office writes it.
    pub(crate) fn fee_receipt(self, fee: &FeeShown, receipt: &FeeReceipt) -> Result<(), Failure> {
        if self.json {
            return print_json(receipt);
        }
        print("BIÊN LAI NỘP PHÍ, LỆ PHÍ")?;
        let payee = &fee.payee;
        let lines = [
            ("Số biên lai", receipt.number.reveal().clone()),
            ("Mã hồ sơ", fee.purpose.reveal().clone()),
            ("Nộp cho việc", fee.name.reveal().clone()),
            ("Số tiền", money(receipt.amount)),
            ("Tiền đến lúc", format_instant(receipt.paid_at)),
            ("Mã giao dịch", receipt.transfer.reveal().clone()),
            ("Nộp vào", format!("{}, số {}, {}", payee.bank_name, payee.account, payee.holder)),
        ];
        for (what, said) in lines {
            print(&format!("{what}: {said}"))?;
        }
        if fee.standing == FeeStanding::Refunded { print("Khoản này đã được hoàn lại.") } else { Ok(()) }
    }
}

fn line(fee: &FeeShown) -> Result<(), Failure> {
    let (standing, name) = (code_of(&fee.standing), fee.name.reveal());
    let purpose = fee.purpose.reveal();
    print(&format!("{}  {standing:<9}  {:>14}  {purpose:<24}  {name}", fee.id, money(fee.amount)))
}

fn money(amount: u64) -> String {
    format!("{} đ", grouped(&amount.to_string()))
}
