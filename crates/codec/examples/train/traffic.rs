//! Messages between citizens and the portal, as they are: the words of the province, and ids, digests and signatures that
//! no two messages share.

pub mod random;
mod records;
mod texts;

use std::collections::BTreeMap;

use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;
use cds_wire::{Bytes, Sensitive};
use serde::Deserialize;
use serde_json::{to_string, to_vec};

use random::Random;
use records::{ago, digest, name};

/// Bytes of a blob's name at the portal.
const BLOB_NAME: usize = 32;
/// Bytes of a cursor, about.
const CURSOR: usize = 64;

/// What the demonstration province is made of.
#[derive(Deserialize)]
pub struct Place {
    communes: Vec<Commune>,
    #[serde(skip)]
    procedures: Vec<Procedure>,
    #[serde(skip)]
    alerts: Vec<Alert>,
    /// What offices wrote to the demonstration's citizens, by status.
    #[serde(skip)]
    notes: Vec<(u8, String)>,
}

#[derive(Deserialize)]
struct Alert {
    event: String,
    headline: String,
    description: String,
    instruction: Option<String>,
    area: String,
    sender: String,
}

#[derive(Deserialize)]
struct Citizen {
    dossiers: Vec<Dossier>,
}

#[derive(Deserialize)]
struct Dossier {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    status: u8,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Commune {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Procedure {
    code: String,
    name: String,
}

impl Place {
    pub fn of_the_demonstration() -> serde_json::Result<Self> {
        let units = include_str!("../../../portal/demo/units.json");
        let procedures = include_str!("../../../portal/demo/procedures.json");
        let alerts = include_str!("../../../portal/demo/alerts.json");
        let citizens = include_str!("../../../portal/demo/citizens.json");
        let place: Self = serde_json::from_str(units)?;
        let citizens: Vec<Citizen> = serde_json::from_str(citizens)?;
        let steps = citizens.into_iter().flat_map(|citizen| citizen.dossiers).flat_map(|dossier| dossier.steps);
        let notes = texts::NOTES.iter().map(|(status, note)| (*status, (*note).to_owned()));
        Ok(Self {
            procedures: serde_json::from_str(procedures)?,
            alerts: serde_json::from_str(alerts)?,
            notes: steps.filter_map(|step| Some((step.status, step.note?))).chain(notes).collect(),
            ..place
        })
    }

    fn commune(&self, random: &mut Random) -> (String, String) {
        let commune = random.of(&self.communes);
        (commune.code.clone(), commune.name.clone())
    }

    fn procedure(&self, random: &mut Random) -> (String, String) {
        let procedure = random.of(&self.procedures);
        (procedure.code.clone(), procedure.name.clone())
    }

    fn office(&self, random: &mut Random) -> String {
        let office = *random.of(texts::OFFICES);
        let name = self.commune(random).1;
        let name = name.trim_start_matches("Xã ").trim_start_matches("Phường ");
        if office.ends_with(' ') { format!("{office}{name}") } else { office.to_owned() }
    }
}

fn number(random: &mut Random) -> String {
    format!("00409{:07}", random.below(10_000_000))
}

fn phone(random: &mut Random) -> String {
    format!("09{:08}", random.below(100_000_000))
}

/// All that one citizen and the portal tell each other.
pub fn of_citizen(seed: u64, place: &Place) -> serde_json::Result<Vec<Vec<u8>>> {
    let random = &mut Random::new(seed);
    let mut messages = sign_in(random)?;
    for _ in 0..3 {
        messages.push(to_vec(&nothing_to_send(random))?);
        messages.push(to_vec(&nothing_new(random))?);
    }
    messages.push(to_vec(&first_request(random))?);
    for count in [1, 1, 1, 2, 3, 8, 30] {
        messages.push(to_vec(&page(random, place, count))?);
    }
    for count in [1, 1, 2] {
        messages.push(to_vec(&push(random, place, count)?)?);
        messages.push(to_vec(&pushed(random, place, count))?);
    }
    Ok(messages)
}

fn sign_in(random: &mut Random) -> serde_json::Result<Vec<Vec<u8>>> {
    let (personal_number, phone) = (Sensitive::new(number(random)), Sensitive::new(phone(random)));
    let device = DeviceEnrolment {
        public_key: random.base64(32),
        proof: random.base64(64),
        id: random.one_in(3).then(|| random.uuid()),
        platform: (*random.of(&["android", "ios", "windows"])).to_owned(),
    };
    let request = SignInRequest {
        personal_number: personal_number.clone(),
        phone: phone.clone(),
        otp: Sensitive::new(format!("{:06}", random.below(1_000_000))),
        card_issue_date: Some(Sensitive::new(format!(
            "202{}-0{}-2{}",
            random.below(6),
            1 + random.below(9),
            random.below(9)
        ))),
        device,
    };
    let answer = SignedIn {
        token: Sensitive::new(random.base64(32)),
        account: random.uuid(),
        device: random.uuid(),
        name: Sensitive::new(name(random)),
        province: "Tỉnh Cao Bằng".to_owned(),
        trust: Trust { root: Bytes(random.bytes(32)), list: Bytes(random.bytes(400)), status: None },
        recovery_key: Bytes(random.bytes(32)),
    };
    let waiting = RecoveryAnswer::Waiting { release_at: ago(random, 1) };
    Ok(vec![
        to_vec(&OtpRequest { personal_number, phone })?,
        to_vec(&OtpSent { expires_in_s: 300 })?,
        to_vec(&request)?,
        to_vec(&answer)?,
        to_vec(&waiting)?,
    ])
}

/// A cursor: its first bytes say version and day.
fn cursor(random: &mut Random) -> String {
    let length = CURSOR - 8 + random.below(8) as usize;
    random.base64(length)
}

/// A request with nothing to send.
pub fn nothing_to_send(random: &mut Random) -> SyncRequest {
    SyncRequest {
        schema: SCHEMA,
        cursor: Some(cursor(random)),
        ack_seq: random.below(60),
        max_bytes: *random.of(&[65_536, 32_768, 16_384, 25_000, 524_288]),
        commands: Vec::new(),
        offers: Vec::new(),
    }
}

fn first_request(random: &mut Random) -> SyncRequest {
    SyncRequest { cursor: None, ack_seq: 0, ..nothing_to_send(random) }
}

/// An answer with nothing in it.
pub fn nothing_new(random: &mut Random) -> SyncResponse {
    let last_seq = random.below(60);
    SyncResponse {
        now: ago(random, 300),
        cursor: cursor(random),
        has_more: false,
        last_seq,
        safe_seq: random.one_in(2).then_some(last_seq),
        numbers: None,
        results: Vec::new(),
        changes: Vec::new(),
        uploads: Vec::new(),
        reset: None,
        retry_after: None,
    }
}

/// A page of changes.
pub fn page(random: &mut Random, place: &Place, count: usize) -> SyncResponse {
    let mut changes: Vec<Change> = (0..count).map(|_| records::change(random, place)).collect();
    changes.sort_by_key(|change| change.lane);
    SyncResponse { changes, has_more: random.one_in(3), ..nothing_new(random) }
}

/// A request with commands.
pub fn push(random: &mut Random, place: &Place, count: usize) -> serde_json::Result<SyncRequest> {
    let commands = (0..count).map(|_| command(random, place)).collect::<serde_json::Result<Vec<Command>>>()?;
    let offer = |sha256: &cds_wire::Digest, random: &mut Random| Offer { sha256: *sha256, size: random.below(900_000) };
    let offers = commands.iter().flat_map(|command| &command.blobs).map(|sha256| offer(sha256, random)).collect();
    Ok(SyncRequest { commands, offers, ..nothing_to_send(random) })
}

/// The answer to it.
pub fn pushed(random: &mut Random, place: &Place, count: usize) -> SyncResponse {
    let results = (0..count).map(|_| records::result(random)).collect();
    let upload = |random: &mut Random| {
        let have = random.one_in(4);
        let url = (!have).then(|| format!("{BLOBS_PATH}/{}", random.base64(BLOB_NAME)));
        Upload { sha256: digest(random), have, url, offset: (!have).then_some(0) }
    };
    let uploads = (0..random.below(3)).map(|_| upload(random)).collect();
    SyncResponse { results, uploads, ..page(random, place, count) }
}

fn command(random: &mut Random, place: &Place) -> serde_json::Result<Command> {
    let (command_type, of, blobs, body) = match random.below(10) {
        0..5 => {
            let (procedure, _) = place.procedure(random);
            let attachments = attachments(random);
            let blobs = attachments.iter().map(|attachment| attachment.sha256).collect();
            let commune = random.one_in(2).then(|| place.commune(random).0);
            let body = DossierSubmit {
                procedure,
                commune,
                form: None,
                person: None,
                fields: fields(random, place),
                attachments,
            };
            (command_type::DOSSIER_SUBMIT, stream::DOSSIER, blobs, to_string(&body)?)
        }
        5 | 6 => {
            let attachments = attachments(random);
            let blobs = attachments.iter().map(|attachment| attachment.sha256).collect();
            let body = DossierSupplement { fields: BTreeMap::new(), attachments };
            (command_type::DOSSIER_SUPPLEMENT, stream::DOSSIER, blobs, to_string(&body)?)
        }
        7 => {
            let reason = Sensitive::from(*random.of(texts::REASONS));
            (command_type::DOSSIER_WITHDRAW, stream::DOSSIER, Vec::new(), to_string(&DossierWithdraw { reason })?)
        }
        8 => {
            let (kind, title) = random.of(texts::PAPERS);
            let content = |random: &mut Random| BlobRef {
                sha256: digest(random),
                size: random.below(900_000),
                media_type: "image/jpeg".to_owned(),
                url: None,
            };
            let (content, thumbnail) = (content(random), random.one_in(2).then(|| content(random)));
            let blobs = std::iter::once(&content).chain(&thumbnail).map(|blob| blob.sha256).collect();
            let body = PaperAdd {
                kind: *kind,
                title: Sensitive::from(*title),
                content,
                thumbnail,
                number: None,
                person: None,
                expires_on: None,
            };
            (command_type::PAPER_ADD, stream::PAPER, blobs, to_string(&body)?)
        }
        _ => (command_type::PAPER_REMOVE, stream::PAPER, Vec::new(), to_string(&Nothing {})?),
    };
    let entity = random.uuid();
    Ok(Command {
        seq: random.below(60) + 1,
        id: random.uuid(),
        stream: format!("{of}{entity}"),
        command_type: command_type.to_owned(),
        base: (command_type != command_type::DOSSIER_SUBMIT).then(|| Base { entity, ver: 1 + random.below(5) }),
        supersedes: random.one_in(12).then(|| random.uuid()),
        blobs,
        body: Sensitive::new(body),
        sig: Bytes(random.bytes(64)),
        receipt: random.one_in(20).then(|| Bytes(random.bytes(260))),
        received_as: None,
    })
}

fn attachments(random: &mut Random) -> Vec<Attachment> {
    let attachment = |random: &mut Random| Attachment {
        name: random.of(texts::PAPERS).1.to_owned(),
        sha256: digest(random),
        size: random.below(900_000),
        media_type: (*random.of(&["image/jpeg", "application/pdf"])).to_owned(),
    };
    (0..random.below(3)).map(|_| attachment(random)).collect()
}

/// A form that was filled in.
fn fields(random: &mut Random, place: &Place) -> BTreeMap<String, Sensitive> {
    let others = (0..random.below(9)).map(|_| *random.of(texts::FIELDS));
    let fields: Vec<(&str, &str)> = texts::KNOWN.iter().copied().chain(others).collect();
    fields
        .into_iter()
        .map(|(field, value)| (field.to_owned(), Sensitive::new(filled_in(random, place, value))))
        .collect()
}

fn filled_in(random: &mut Random, place: &Place, value: &str) -> String {
    match value {
        "name" => name(random),
        "date" => format!("{:02}/{:02}/20{:02}", 1 + random.below(28), 1 + random.below(12), random.below(27)),
        "people" => (*random.of(texts::PEOPLES)).to_owned(),
        "number" => number(random),
        "phone" => phone(random),
        "digit" => random.below(9).to_string(),
        "home" => format!("{}, Tỉnh Cao Bằng", place.commune(random).1),
        "place" => {
            let name = place.commune(random).1;
            let name = name.replacen("Xã", "xã", 1).replacen("Phường", "phường", 1);
            format!("Xóm {}, {name}, tỉnh Cao Bằng", random.below(9) + 1)
        }
        text => text.to_owned(),
    }
}
