//! What the office asks to be paid for a dossier: a slip for each fee, the code to pay it by, and its receipt.

use cds_vn::date::format_instant;
use cds_wire::ipc::{FeePicture, FeeShown, FeeStanding, IdArgs, PayFee, PayFeeArgs};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, Copy, ErrorNotice, Facts, IconName, Note, Section, Tone, drawing};
use crate::query::use_query;
use crate::submit::use_submit;
use crate::texts::use_texts;

/// One fee. There is a code only once the citizen has confirmed that they pay: no transfer is made that the portal cannot
/// match, and none is offered twice.
#[component]
pub(super) fn Fee(fee: FeeShown) -> Element {
    let texts = use_texts();
    let submit = use_submit();
    let waits = matches!(fee.standing, FeeStanding::Confirmed | FeeStanding::Pending);
    let icon = match fee.standing {
        FeeStanding::Unpaid => IconName::Warning,
        FeeStanding::Confirmed | FeeStanding::Pending => IconName::Clock,
        FeeStanding::Paid | FeeStanding::Refunded => IconName::Check,
        FeeStanding::Cancelled => IconName::Cancel,
    };
    let due = fee.due_at.filter(|_| fee.can_pay || waits);
    let facts = [
        Some((texts.fee_name(), fee.name.reveal().clone())),
        Some((texts.fee_sum(), texts.money(fee.amount))),
        Some((texts.fee_bank(), fee.payee.bank_name.clone())),
        Some((texts.fee_account(), fee.payee.account.clone())),
        Some((texts.fee_holder(), fee.payee.holder.clone())),
        Some((texts.fee_purpose(), fee.purpose.reveal().clone())),
        due.map(|due| (texts.fee_due(), format_instant(due))),
    ];
    let receipt = fee.receipt.clone().map(|receipt| {
        vec![
            (texts.fee_receipt_number(), receipt.number.into_inner()),
            (texts.fee_receipt_amount(), texts.money(receipt.amount)),
            (texts.fee_receipt_at(), format_instant(receipt.paid_at)),
            (texts.fee_receipt_transfer(), receipt.transfer.into_inner()),
        ]
    });
    let args = PayFeeArgs { id: fee.id.clone(), amount: fee.amount };
    let pay = move || {
        let args = args.clone();
        async move { bridge::call::<PayFee>(args).await.map(drop).map_err(|failed| failed.code) }
    };
    rsx! {
        Section { title: texts.fee_slip(), id: "fee-{fee.id}",
            p { class: "with-icon", "data-fee": fee.standing.name(),
                {drawing(icon)}
                strong { {texts.fee_standing(fee.standing)} }
            }
            Facts { facts: facts.into_iter().flatten().collect::<Vec<_>>(), lang: "vi" }
            if let Some(reason) = &fee.refused {
                Note { tone: Tone::Warn, p { {texts.result_code(reason)} } }
            }
            if let Some(failure) = &fee.failure {
                Note { tone: Tone::Warn, p { {texts.fee_failure(failure)} } }
            }
            if waits {
                Note { tone: Tone::Warn, live: true,
                    p { {texts.fee_not_twice()} }
                    if let Some(until) = fee.waits_until {
                        p { {texts.fee_waits_until(format_instant(until))} }
                    }
                }
                if let Some(text) = &fee.transfer {
                    Code { id: fee.id.clone(), text: text.reveal().clone() }
                }
            }
            if fee.can_pay {
                if fee.needs_biometrics {
                    Note { tone: Tone::Warn, p { {texts.fee_biometrics()} } }
                }
                form { onsubmit: move |event| submit.run(event, pay()),
                    Button { id: "pay-{fee.id}", submit: true, busy: submit.is_busy(), {texts.fee_pay()} }
                }
            }
            if let Some(code) = submit.error() {
                ErrorNotice { code }
            }
            if let Some(facts) = receipt {
                h3 { {texts.fee_receipt()} }
                Facts { facts, lang: "vi" }
            }
        }
    }
}

/// The code as a picture, for another device's camera, and as a text to copy.
#[component]
fn Code(id: String, text: String) -> Element {
    let texts = use_texts();
    let picture = use_query::<FeePicture>(IdArgs { id: id.clone() });
    rsx! {
        p { {texts.fee_how()} }
        if let Some(Ok(picture)) = picture.get() {
            img { class: "fee-picture", id: "fee-picture", src: bridge::picture_url("image/png", &picture), alt: texts.fee_picture() }
        }
        p { class: "quiet", {texts.fee_text()} }
        p { class: "fee-text", id: "fee-text-{id}", {text} }
        Copy { id: "copy-{id}", of: format!("fee-text-{id}") }
    }
}
