//! Samples of what screens show.

use cds_wire::ipc::*;

use crate::samples::*;

pub(crate) fn supplement() -> SupplementDraft {
    SupplementDraft { draft: "0193".to_owned(), reason: Some("status_forbids".to_owned()) }
}

pub(crate) fn result_of() -> ResultOf {
    ResultOf {
        id: "0190".to_owned(),
        code: Some("H14.40.02-261102-0011".into()),
        procedure: Some("Đăng ký khai sinh".into()),
    }
}

pub(crate) fn fee_shown() -> FeeShown {
    FeeShown {
        id: "0193".to_owned(),
        dossier: "0191".to_owned(),
        name: "Lệ phí đăng ký khai sinh".into(),
        amount: 50_000,
        standing: FeeStanding::Pending,
        payee: payee(),
        purpose: "H14.40.02-261102-0011".into(),
        asked_at: AT,
        due_at: Some(AT + 9),
        waits_until: Some(AT + 1),
        transfer: Some("0002010102123857…H14".into()),
        can_pay: true,
        needs_biometrics: true,
        cancellable: Some("0194".to_owned()),
        refused: Some("amount_changed".to_owned()),
        failure: Some(failure()),
        receipt: Some(fee_receipt()),
    }
}

pub(crate) fn code_check() -> CodeCheck {
    let reasons = vec!["holder_not_checked".to_owned()];
    CodeCheck { at: AT, result: CodeResult::GenuinePaper, reasons, last4: Some("0001".into()) }
}

pub(crate) fn person() -> PersonShown {
    PersonShown { id: "0195".to_owned(), name: Some("Lý A Thí".into()) }
}

pub(crate) fn corners() -> PageCorners {
    PageCorners {
        top_left: PagePoint { x: 12, y: 7 },
        top_right: PagePoint { x: 700, y: 9 },
        bottom_right: PagePoint { x: 690, y: 980 },
        bottom_left: PagePoint { x: 5, y: 1000 },
    }
}
