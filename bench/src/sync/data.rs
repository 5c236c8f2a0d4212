//! What a citizen has at the portal, made from a seed: the records of the demonstration province, in the numbers of a
//! household after some years. Ids, digests and times are random, as they are; what offices write repeats, as it does.

use cds_bench::random::Random;
use cds_wire::alert::AlertRecord;
use cds_wire::dossier::{DossierRecord, DossierStatus, DossierStep};
use cds_wire::paper::{PaperKind, PaperRecord, PaperSource};
use cds_wire::portal::{BLOBS_PATH, BlobRef, DeviceRecord};
use cds_wire::{Digest, Sensitive, UnixMillis};
use serde::Serialize;
use serde_json::{Value, json};

use super::words;

/// Entities of one citizen: 40 dossiers, 100 papers, 24 alerts, 6 devices, 130 messages.
pub const ENTITIES: usize = 300;
const DOSSIERS: usize = 40;
const PAPERS: usize = 100;
const ALERTS: usize = 24;
const DEVICES: usize = 6;

/// When it all ends: 26 November 2026, 08:00 in Cao Bằng.
const NOW: UnixMillis = 1_795_654_800_000;
const DAY: UnixMillis = 24 * 60 * 60 * 1000;

/// One entity of the change feed.
#[derive(Debug, Clone, Serialize)]
pub struct Entity {
    pub lane: u8,
    pub kind: &'static str,
    pub id: String,
    pub data: Value,
}

/// What a citizen has.
pub fn entities(seed: u64) -> serde_json::Result<Vec<Entity>> {
    let mut random = Random::new(seed ^ 0xC0DA_0001);
    let mut all = Vec::with_capacity(ENTITIES);
    let dossiers: Vec<(String, DossierRecord)> = (0..DOSSIERS).map(|_| (random.uuid(), dossier(&mut random))).collect();
    for _ in 0..ALERTS {
        put(&mut all, 0, AlertRecord::KIND, random.uuid(), &alert(&mut random))?;
    }
    for (id, record) in &dossiers {
        put(&mut all, 1, DossierRecord::KIND, id.clone(), record)?;
    }
    for _ in 0..PAPERS {
        put(&mut all, 2, PaperRecord::KIND, random.uuid(), &paper(&mut random))?;
    }
    for _ in 0..DEVICES {
        let platform = random.of(&["android", "ios", "windows", "linux"]).to_owned();
        let enrolled_at = ago(&mut random, 1500);
        let record =
            DeviceRecord { platform, enrolled_at, ended_at: Some(enrolled_at + random.below(90 * 86_400_000) as i64) };
        put(&mut all, 2, DeviceRecord::KIND, random.uuid(), &record)?;
    }
    while all.len() < ENTITIES {
        let (id, about) = &dossiers[random.below(DOSSIERS as u64) as usize];
        put(&mut all, 2, "message", random.uuid(), &message(&mut random, id, about))?;
    }
    Ok(all)
}

/// Many changes: what several such citizens have, for one.
pub fn changes(seed: u64, count: usize) -> serde_json::Result<Vec<Entity>> {
    let mut all = Vec::with_capacity(count + ENTITIES);
    for more in 1.. {
        if all.len() >= count {
            break;
        }
        all.append(&mut entities(1000 * more + seed)?);
    }
    all.truncate(count);
    Ok(all)
}

/// What a citizen fills in to register a birth.
pub fn form(seed: u64) -> Vec<(String, String)> {
    let mut random = Random::new(seed ^ 0xF0);
    let name = |random: &mut Random| {
        format!("{} {} {}", random.of(words::FAMILY), random.of(words::MIDDLE), random.of(words::GIVEN))
    };
    let place = format!("Xóm {}, xã {}, tỉnh Cao Bằng", random.of(words::HAMLETS), random.of(words::COMMUNES));
    [
        ("ho_ten_nguoi_yeu_cau", name(&mut random)),
        ("quan_he", "Cha đẻ".to_owned()),
        ("ho_ten_con", name(&mut random)),
        ("ngay_sinh", format!("{:02}/11/2026", random.below(25) + 1)),
        ("gioi_tinh", random.of(&["Nam", "Nữ"]).to_owned()),
        ("dan_toc", random.of(&["Tày", "Nùng", "Mông", "Dao", "Kinh"]).to_owned()),
        ("noi_sinh", "Bệnh viện Đa khoa tỉnh Cao Bằng".to_owned()),
        ("que_quan", place.clone()),
        ("ho_ten_me", name(&mut random)),
        ("ho_ten_cha", name(&mut random)),
        ("noi_cu_tru", place),
        ("so_ban_sao", (random.below(4) + 1).to_string()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

/// A paper's file: a PDF of an empty page, with what cannot be made smaller in a stream that nothing shows.
pub fn file(seed: u64, bytes: usize) -> Vec<u8> {
    let around = |length: usize| {
        let head = format!(
            "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
             3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n4 0 obj <</Length {length:08}>> stream\n"
        );
        (head, &b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"[..])
    };
    let (head, tail) = around(0);
    let length = bytes.saturating_sub(head.len() + tail.len());
    let (head, _) = around(length);
    [head.as_bytes(), &Random::new(seed ^ 0xF11E).bytes(length), tail].concat()
}

fn put(
    all: &mut Vec<Entity>,
    lane: u8,
    kind: &'static str,
    id: String,
    record: &impl Serialize,
) -> serde_json::Result<()> {
    all.push(Entity { lane, kind, id, data: serde_json::to_value(record)? });
    Ok(())
}

fn ago(random: &mut Random, days: u64) -> UnixMillis {
    NOW - random.below(days * 86_400_000) as i64
}

fn digest(random: &mut Random) -> Digest {
    Digest(random.bytes(32).try_into().unwrap_or_default())
}

fn dossier(random: &mut Random) -> DossierRecord {
    let (code, name) = random.of(words::PROCEDURES);
    let commune = random.of(words::COMMUNES);
    let filed_at = ago(random, 700);
    let middle =
        *random.of(&[&DossierStatus::Processing, &DossierStatus::SupplementNeeded, &DossierStatus::PaymentNeeded]);
    let last = *random.of(&[&DossierStatus::Processing, &DossierStatus::Completed, &DossierStatus::Returned]);
    let mut at = filed_at;
    let steps = [DossierStatus::Registered, DossierStatus::Accepted, middle, last].map(|status| {
        let step = DossierStep { status, at, note: note(random, status).map(Sensitive::new) };
        at += random.below(4 * 86_400_000) as i64 + 60_000;
        step
    });
    let [.., newest] = &steps;
    let date = (filed_at / DAY) % 28 + 1;
    DossierRecord {
        code: Some(Sensitive::new(format!(
            "H14.40.{:02}-26{:02}{date:02}-{:04}",
            random.below(56) + 1,
            random.below(11) + 1,
            random.below(400)
        ))),
        procedure_code: (*code).to_owned(),
        procedure_name: Sensitive::new((*name).to_owned()),
        status: newest.status,
        note: newest.note.clone(),
        updated_at: newest.at,
        filed_at: Some(filed_at),
        due_at: Some(filed_at + (random.below(20) + 1) as i64 * DAY),
        agency: Some(format!("Trung tâm Phục vụ hành chính công xã {commune}")),
        person: None,
        steps: steps.into(),
        wanted: Vec::new(),
        rating: None,
    }
}

fn note(random: &mut Random, status: DossierStatus) -> Option<String> {
    match status {
        DossierStatus::SupplementNeeded => Some(random.of(words::SUPPLEMENTS).to_owned()),
        DossierStatus::PaymentNeeded => {
            Some(format!("Lệ phí {}.000 đ. Hồ sơ được xử lý tiếp sau khi nộp.", (random.below(60) + 1) * 5))
        }
        DossierStatus::Completed => Some(random.of(words::READY).to_owned()),
        _ => None,
    }
}

fn paper(random: &mut Random) -> PaperRecord {
    let (kind, title) = *random.of(&[
        &(PaperKind::IdentityCard, "Thẻ căn cước"),
        &(PaperKind::BirthCertificate, "Giấy khai sinh"),
        &(PaperKind::HealthInsurance, "Thẻ bảo hiểm y tế"),
        &(PaperKind::LandCertificate, "Giấy chứng nhận quyền sử dụng đất"),
        &(PaperKind::DrivingLicence, "Giấy phép lái xe"),
        &(PaperKind::Diploma, "Bằng tốt nghiệp trung học phổ thông"),
        &(PaperKind::Other, "Xác nhận thông tin về cư trú"),
        &(PaperKind::Other, "Giấy xác nhận tình trạng hôn nhân"),
        &(PaperKind::Other, "Giấy chứng sinh"),
    ]);
    let source = *random.of(&[&PaperSource::OwnUpload, &PaperSource::DossierResult, &PaperSource::DossierComponent]);
    let media_type = random.of(&["image/jpeg", "application/pdf"]).to_owned();
    let expires = random.below(3) == 0;
    PaperRecord {
        kind,
        title: Sensitive::new(format!("{title} của {}", random.of(words::GIVEN))),
        source,
        content: BlobRef {
            sha256: digest(random),
            size: 40_000 + random.below(900_000),
            media_type,
            url: Some(format!("{BLOBS_PATH}/{}", digest(random))),
        },
        thumbnail: None,
        number: None,
        person: None,
        expires_on: expires
            .then(|| format!("20{}-{:02}-{:02}", 27 + random.below(10), random.below(12) + 1, random.below(28) + 1)),
        added_at: ago(random, 1500),
        dossier: None,
    }
}

fn alert(random: &mut Random) -> AlertRecord {
    let (event, headline, description, instruction) = *random.of(words::ALERTS);
    let sent_at = ago(random, 60);
    AlertRecord {
        level: Some(random.below(4) as u8 + 1),
        event: event.to_owned(),
        headline: headline.to_owned(),
        description: description.to_owned(),
        instruction: Some(instruction.to_owned()),
        area: format!("Xã {} và các xã lân cận", random.of(words::COMMUNES)),
        sender: "Đài Khí tượng Thủy văn tỉnh Cao Bằng".to_owned(),
        sent_at,
        expires_at: sent_at + (random.below(72) + 6) as i64 * 3_600_000,
    }
}

/// A message of an office: a kind that is yet to come, which clients keep as it is.
fn message(random: &mut Random, dossier: &str, about: &DossierRecord) -> Value {
    let code = about.code.as_ref().map(|code| code.reveal().as_str()).unwrap_or_default();
    json!({
        "dossier": dossier,
        "from": about.agency,
        "text": format!("Hồ sơ {code}: {}", random.of(words::MESSAGES)),
        "sent_at": ago(random, 700),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seed_makes_three_hundred_entities_and_makes_them_again() {
        let all = entities(3).expect("made");
        assert_eq!(all.len(), ENTITIES);
        let of = |kind: &str| all.iter().filter(|entity| entity.kind == kind).count();
        assert_eq!((of("dossier"), of("paper")), (DOSSIERS, PAPERS));
        assert_eq!(all.iter().map(|entity| &entity.id).collect::<BTreeSet<_>>().len(), ENTITIES);
        let same = |a: &[Entity], b: &[Entity]| serde_json::to_string(a).ok() == serde_json::to_string(b).ok();
        assert!(same(&all, &entities(3).expect("made")) && !same(&all, &entities(4).expect("made")));
    }

    #[test]
    fn every_citizen_has_a_dossier_that_can_move_on() {
        for seed in 1..=90 {
            let worked_on = entities(seed).expect("made").into_iter().any(|entity| {
                entity.kind == DossierRecord::KIND
                    && entity.data["status"] == DossierStatus::Processing.number()
                    && entity.data["steps"].as_array().is_some_and(|steps| steps.len() == 4)
            });
            assert!(worked_on, "seed {seed}");
        }
    }

    #[test]
    fn a_file_has_the_size_asked_for_and_is_taken_for_a_pdf() {
        let file = file(1, 200_000);
        assert_eq!(file.len(), 200_000);
        assert!(cds_core::pictures::prepare(&file, None).is_ok());
    }
}
