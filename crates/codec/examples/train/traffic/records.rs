//! What the portal has about citizens.

use cds_wire::alert::AlertRecord;
use cds_wire::dossier::{DossierRecord, DossierStatus, DossierStep};
use cds_wire::paper::{PaperRecord, PaperSource};
use cds_wire::portal::{
    BLOBS_PATH, BlobRef, CatalogueRecord, Change, ChangeOp, CommandResult, CommandStatus, CredentialRecord,
    DeviceRecord, HolidaysRecord, ProfileRecord, RecoveryNotice, ResultCode, Sex, TrustRecord,
};
use cds_wire::{Bytes, Digest, Sensitive, UnixMillis};
use serde::Serialize;
use serde_json::{Value, json};

use super::Place;
use super::random::Random;
use super::texts;

/// 1 October 2026.
const NOW: UnixMillis = 1_790_812_800_000;
const DAY: UnixMillis = 24 * 60 * 60 * 1000;

pub fn ago(random: &mut Random, days: u64) -> UnixMillis {
    NOW - random.below(days * 86_400_000) as i64
}

pub fn digest(random: &mut Random) -> Digest {
    Digest(random.bytes(32).try_into().unwrap_or_default())
}

pub fn name(random: &mut Random) -> String {
    format!("{} {} {}", random.of(texts::FAMILY), random.of(texts::MIDDLE), random.of(texts::GIVEN))
}

/// One change of any kind.
pub fn change(random: &mut Random, place: &Place) -> Change {
    match random.below(20) {
        0..7 => put(1, DossierRecord::KIND, None, &dossier(random, place), random),
        7..12 => put(2, PaperRecord::KIND, None, &paper(random), random),
        12..14 => put(0, AlertRecord::KIND, None, &alert(random, place), random),
        14 => put(0, CommandResult::KIND, None, &result(random), random),
        15 => put(2, "message", None, &message(random, place), random),
        16 => put(2, DeviceRecord::KIND, None, &device(random), random),
        17 => removal(random),
        _ => account(random, place),
    }
}

fn put(lane: u8, kind: &str, id: Option<&str>, record: &impl Serialize, random: &mut Random) -> Change {
    let data = serde_json::to_value(record).ok().map(Sensitive::new);
    let id = id.map_or_else(|| random.uuid(), str::to_owned);
    let ver = random.below(6) + 1;
    Change { lane, kind: kind.to_owned(), id, ver, op: ChangeOp::Put, data }
}

fn removal(random: &mut Random) -> Change {
    let kind = (*random.of(&[PaperRecord::KIND, AlertRecord::KIND])).to_owned();
    let (id, ver) = (random.uuid(), random.below(6) + 1);
    Change { lane: 2, kind, id, ver, op: ChangeOp::Del, data: None }
}

/// What an account has once.
fn account(random: &mut Random, place: &Place) -> Change {
    let credential = CredentialRecord {
        credential: Bytes(random.bytes(260)),
        issued_at: ago(random, 100),
        expires_at: NOW + 300 * DAY,
    };
    match random.below(8) {
        0 => put(0, ProfileRecord::KIND, Some("profile"), &profile(random, place), random),
        1 => put(1, CredentialRecord::KIND, Some(CredentialRecord::PAPER), &credential, random),
        2 => put(1, CredentialRecord::KIND, None, &credential, random),
        3 => {
            let list = TrustRecord { list: Bytes(random.bytes(400)) };
            put(0, TrustRecord::KIND, Some("trust"), &list, random)
        }
        4 => {
            let catalogue = CatalogueRecord {
                version: random.below(40),
                sha256: digest(random),
                size: 900_000 + random.below(400_000),
                procedures: 4000 + random.below(100),
                signature: Bytes(random.bytes(110)),
                deltas: Vec::new(),
            };
            put(2, CatalogueRecord::KIND, Some("catalogue"), &catalogue, random)
        }
        5 => put(2, HolidaysRecord::KIND, Some("holidays"), &holidays(), random),
        _ => {
            let notice = RecoveryNotice { device: random.uuid(), asked_at: ago(random, 2), release_at: ago(random, 1) };
            put(0, RecoveryNotice::KIND, Some("recovery"), &notice, random)
        }
    }
}

fn holidays() -> HolidaysRecord {
    let days = [("2027-01-01", "Tết Dương lịch"), ("2027-02-05", "Tết Nguyên đán"), ("2027-04-30", "Ngày Chiến thắng")];
    let days = days.map(|(day, name)| cds_wire::portal::Holiday { day: day.to_owned(), name: name.to_owned() });
    HolidaysRecord { days: days.into(), worked: Vec::new() }
}

fn profile(random: &mut Random, place: &Place) -> ProfileRecord {
    let (commune, commune_name) = place.commune(random);
    ProfileRecord {
        name: Sensitive::new(name(random)),
        personal_number: Sensitive::new(super::number(random)),
        birth_date: Sensitive::new(format!(
            "19{}-{:02}-{:02}",
            50 + random.below(50),
            1 + random.below(12),
            1 + random.below(28)
        )),
        sex: Sensitive::new(*random.of(&[Sex::Male, Sex::Female])),
        commune,
        commune_name,
        phone: Sensitive::new(super::phone(random)),
    }
}

fn dossier(random: &mut Random, place: &Place) -> DossierRecord {
    let (procedure_code, procedure_name) = place.procedure(random);
    let filed_at = ago(random, 500);
    let ways: [&[u8]; 8] = [
        &[1, 2],
        &[1, 2, 4],
        &[1, 2, 4, 9, 10],
        &[1, 2, 5, 4, 9],
        &[1, 2, 6, 4, 10],
        &[1, 3],
        &[1, 2, 5],
        &[1, 2, 4, 7, 8],
    ];
    let way = *random.of(&ways);
    let mut at = filed_at;
    let steps: Vec<DossierStep> = way
        .iter()
        .map(|number| {
            let step = DossierStep { status: status(*number), at, note: note(random, place, *number) };
            at += random.below(4 * 86_400_000) as i64;
            step
        })
        .collect();
    let begun = DossierStep { status: DossierStatus::Registered, at, note: None };
    let newest = steps.last().unwrap_or(&begun).clone();
    DossierRecord {
        code: Some(Sensitive::new(code(random))),
        procedure_code,
        procedure_name: Sensitive::new(procedure_name),
        status: newest.status,
        note: newest.note,
        updated_at: newest.at,
        filed_at: Some(filed_at),
        due_at: Some(filed_at + 15 * DAY),
        agency: Some(place.office(random)),
        person: None,
        steps,
        wanted: Vec::new(),
        rating: None,
    }
}

fn status(number: u8) -> DossierStatus {
    DossierStatus::try_from(number).unwrap_or(DossierStatus::Registered)
}

fn note(random: &mut Random, place: &Place, status: u8) -> Option<Sensitive> {
    let notes: Vec<&str> = place.notes.iter().filter(|(of, _)| *of == status).map(|(_, text)| text.as_str()).collect();
    let often = matches!(status, 3 | 5 | 6 | 9);
    (!notes.is_empty() && (often || random.one_in(4))).then(|| Sensitive::from(*random.of(&notes)))
}

fn code(random: &mut Random) -> String {
    let (month, day) = (random.below(12) + 1, random.below(28) + 1);
    format!("H14.40.{:02}-26{month:02}{day:02}-{:04}", random.below(56), random.below(500))
}

fn blob(random: &mut Random, media_type: &str) -> BlobRef {
    let (sha256, size) = (digest(random), random.below(900_000));
    // As long as the portal's names of blobs.
    let url = Some(format!("{BLOBS_PATH}/{}", random.base64(super::BLOB_NAME)));
    BlobRef { sha256, size, media_type: media_type.to_owned(), url }
}

const SOURCES: &[PaperSource] = &[
    PaperSource::OwnUpload,
    PaperSource::OwnUpload,
    PaperSource::DossierResult,
    PaperSource::DossierComponent,
    PaperSource::NationalStore,
];

fn paper(random: &mut Random) -> PaperRecord {
    let (kind, title) = random.of(texts::PAPERS);
    let source = random.of(SOURCES);
    let media_type = random.of(&["image/jpeg", "image/jpeg", "application/pdf", "image/png"]);
    let content = blob(random, media_type);
    let thumbnail = random.one_in(2).then(|| blob(random, "image/jpeg"));
    let expires_on =
        random.one_in(3).then(|| format!("203{}-0{}-1{}", random.below(9), 1 + random.below(9), random.below(9)));
    PaperRecord {
        kind: *kind,
        title: Sensitive::from(*title),
        source: *source,
        content,
        thumbnail,
        number: None,
        person: None,
        expires_on,
        added_at: ago(random, 900),
        dossier: None,
    }
}

fn alert(random: &mut Random, place: &Place) -> AlertRecord {
    let sent_at = ago(random, 60);
    let level = (!random.one_in(4)).then(|| random.below(4) as u8 + 1);
    if random.one_in(2) {
        let alert = random.of(&place.alerts);
        return AlertRecord {
            level,
            event: alert.event.clone(),
            headline: alert.headline.clone(),
            description: alert.description.clone(),
            instruction: alert.instruction.clone(),
            area: alert.area.clone(),
            sender: alert.sender.clone(),
            sent_at,
            expires_at: sent_at + DAY,
        };
    }
    let (event, headline, description, instruction) = random.of(texts::ALERTS);
    let area = if random.one_in(2) { "Toàn tỉnh Cao Bằng".to_owned() } else { place.commune(random).1 };
    AlertRecord {
        level,
        event: (*event).to_owned(),
        headline: (*headline).to_owned(),
        description: (*description).to_owned(),
        instruction: Some((*instruction).to_owned()),
        area,
        sender: "Đài Khí tượng Thủy văn tỉnh Cao Bằng".to_owned(),
        sent_at,
        expires_at: sent_at + DAY,
    }
}

fn device(random: &mut Random) -> DeviceRecord {
    let platform = (*random.of(&["android", "android", "ios", "windows", "linux", "macos"])).to_owned();
    let ended_at = random.one_in(3).then(|| ago(random, 300));
    DeviceRecord { platform, enrolled_at: ago(random, 400), ended_at }
}

/// A message of an office: a kind that is yet to come.
fn message(random: &mut Random, place: &Place) -> Value {
    let (dossier, from, sent_at) = (random.uuid(), place.office(random), ago(random, 300));
    json!({"dossier": dossier, "from": from, "text": random.of(texts::MESSAGES), "sent_at": sent_at})
}

/// What became of a command.
pub fn result(random: &mut Random) -> CommandResult {
    let seq = random.below(300) + 1;
    let (id, device) = (random.uuid(), random.uuid());
    let applied = CommandResult {
        seq,
        id,
        device,
        status: CommandStatus::Applied,
        code: None,
        entity: Some(random.uuid()),
        ver: Some(1 + random.below(3)),
        receipt: Some(Bytes(random.bytes(260))),
    };
    let without = |status, code| CommandResult {
        status,
        code: Some(code),
        entity: None,
        ver: None,
        receipt: None,
        ..applied.clone()
    };
    match random.below(10) {
        0 => without(CommandStatus::Deferred, ResultCode::BlobMissing),
        1 => without(CommandStatus::Deferred, ResultCode::Behind),
        2 => {
            let codes =
                [ResultCode::StatusForbids, ResultCode::Parent, ResultCode::Superseded, ResultCode::BodyInvalid];
            without(CommandStatus::Rejected, *random.of(&codes))
        }
        3 => without(CommandStatus::Conflict, ResultCode::VersionConflict),
        4 => CommandResult { status: CommandStatus::Duplicate, ..applied },
        _ => applied,
    }
}
