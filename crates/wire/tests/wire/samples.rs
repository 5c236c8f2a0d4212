//! One value of each type that others hold.

use cds_wire::alert::AlertRecord;
use cds_wire::dossier::{DossierRating, DossierRecord, DossierStatus, DossierStep};
use cds_wire::fee::{FeeFailure, FeeOutcome, FeePayee, FeeReceipt, FeeRecord, FeeState};
use cds_wire::form::FormRef;
use cds_wire::petition::{PetitionCategory, PetitionRecord, PetitionStatus, PetitionStep, PetitionSubmit};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::{self, *};
use cds_wire::{Bytes, Digest, Sensitive};

pub(crate) const AT: i64 = 1_791_478_740_000;

pub(crate) fn record() -> DossierRecord {
    DossierRecord {
        code: Some("H14.40.02-261102-0011".into()),
        procedure_code: "1.001193".to_owned(),
        procedure_name: "Đăng ký khai sinh".into(),
        status: DossierStatus::SupplementNeeded,
        note: Some("Thiếu bản chụp giấy chứng sinh.".into()),
        updated_at: AT,
        filed_at: Some(AT - 1),
        due_at: Some(AT + 1),
        agency: Some("UBND Phường Thục Phán".to_owned()),
        person: Some("0195".to_owned()),
        steps: vec![step()],
        wanted: vec!["Bản chụp giấy tờ tùy thân".to_owned()],
        rating: Some(rating()),
    }
}

pub(crate) fn rating() -> DossierRating {
    DossierRating { stars: 4, comment: Some("Lý A Thí".into()), at: AT }
}

pub(crate) fn step() -> DossierStep {
    DossierStep {
        status: DossierStatus::Registered, at: AT, note: Some("Thiếu bản chụp giấy chứng sinh.".into())
    }
}

pub(crate) fn petition() -> PetitionRecord {
    PetitionRecord {
        code: Some("PA-H14.40.02-261102-0011".into()),
        category: PetitionCategory::Traffic,
        place: "Ngã ba Lý A Thí".into(),
        status: PetitionStatus::Answered,
        note: Some("Đã thay biển báo Lý A Thí.".into()),
        updated_at: AT,
        filed_at: AT - 1,
        agency: "UBND Phường Thục Phán".to_owned(),
        steps: vec![petition_step()],
    }
}

pub(crate) fn petition_step() -> PetitionStep {
    PetitionStep { status: PetitionStatus::Answered, at: AT, note: Some("Đã thay biển báo Lý A Thí.".into()) }
}

pub(crate) fn petition_submit() -> PetitionSubmit {
    PetitionSubmit {
        category: PetitionCategory::Traffic,
        commune: Some("01273".to_owned()),
        place: "Ngã ba Lý A Thí".into(),
        text: "Biển báo Lý A Thí bị gãy.".into(),
        attachments: vec![attachment()],
    }
}

pub(crate) fn enrolment() -> DeviceEnrolment {
    DeviceEnrolment { public_key: "AAAA".to_owned(), proof: "BBBB".to_owned(), id: None, platform: "linux".to_owned() }
}

pub(crate) fn trust() -> Trust {
    Trust { root: Bytes(vec![1; 32]), list: Bytes(vec![2; 5]), status: None }
}

pub(crate) fn digest() -> Digest {
    Digest([9; 32])
}

pub(crate) fn blob() -> BlobRef {
    BlobRef { sha256: digest(), size: 7, media_type: "image/jpeg".to_owned(), url: Some("/v1/blobs/x".to_owned()) }
}

pub(crate) fn attachment() -> Attachment {
    Attachment { name: "giay-chung-sinh".to_owned(), sha256: digest(), size: 7, media_type: "image/jpeg".to_owned() }
}

pub(crate) fn submit() -> DossierSubmit {
    DossierSubmit {
        procedure: "1.001193".to_owned(),
        commune: Some("01273".to_owned()),
        form: Some(FormRef { id: "mau-thu".to_owned(), version: 1 }),
        fields: [("ho-ten".to_owned(), "Lý A Thí".into())].into(),
        person: Some("0195".to_owned()),
        attachments: vec![attachment()],
    }
}

pub(crate) fn command() -> portal::Command {
    portal::Command {
        seq: 1,
        id: "0190".to_owned(),
        stream: format!("{}0191", stream::DOSSIER),
        command_type: command_type::DOSSIER_SUBMIT.to_owned(),
        base: Some(Base { entity: "0191".to_owned(), ver: 2 }),
        supersedes: None,
        blobs: vec![digest()],
        body: Sensitive::new(serde_json::to_string(&submit()).expect("JSON")),
        sig: Bytes(vec![3; 64]),
        receipt: Some(Bytes(vec![4; 9])),
        received_as: Some(ReceivedAs { device: "e".to_owned(), seq: 7 }),
    }
}

pub(crate) fn result() -> CommandResult {
    CommandResult {
        seq: 1,
        id: "0190".to_owned(),
        device: "d".to_owned(),
        status: CommandStatus::Applied,
        code: None,
        entity: Some("0191".to_owned()),
        ver: Some(1),
        receipt: Some(Bytes(vec![4; 9])),
    }
}

pub(crate) fn payee() -> FeePayee {
    FeePayee {
        bank: "999999".to_owned(),
        bank_name: "Ngân hàng thử nghiệm".to_owned(),
        account: "8800200000777".to_owned(),
        holder: "TT PVHCC TINH CAO BANG".to_owned(),
    }
}

pub(crate) fn failure() -> FeeFailure {
    FeeFailure { outcome: FeeOutcome::AmountDiffers, at: AT, returned: Some(30_000) }
}

pub(crate) fn fee_receipt() -> FeeReceipt {
    FeeReceipt { number: "BL-261127-0001".into(), amount: 50_000, paid_at: AT + 2, transfer: "H14-FT-1".into() }
}

pub(crate) fn fee() -> FeeRecord {
    FeeRecord {
        dossier: "0191".to_owned(),
        name: "Lệ phí đăng ký khai sinh".into(),
        amount: 50_000,
        state: FeeState::Paid,
        payee: payee(),
        purpose: "H14.40.02-261102-0011".into(),
        asked_at: AT,
        due_at: Some(AT + 9),
        waits_until: Some(AT + 1),
        failure: Some(failure()),
        receipt: Some(fee_receipt()),
        updated_at: AT + 3,
    }
}

pub(crate) fn alert() -> AlertRecord {
    AlertRecord {
        level: Some(3),
        event: "Mưa lớn".to_owned(),
        headline: "Mưa lớn, nguy cơ lũ quét".to_owned(),
        description: "Mưa 100–200 mm trong 24 giờ.".to_owned(),
        instruction: Some("Tránh xa bờ suối.".to_owned()),
        area: "Các xã vùng cao".to_owned(),
        sender: "Đài Khí tượng Thủy văn tỉnh".to_owned(),
        sent_at: AT,
        expires_at: AT + 1,
    }
}
