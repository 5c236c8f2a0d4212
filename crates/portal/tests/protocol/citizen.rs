//! The client of the example: signs in, files one dossier with one paper, and learns what became of it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{CommandParts, Context, DeviceKey, Receipt, TrustList, command_hash, sign_in_message};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;
use cds_wire::{Bytes, Digest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Digest as _;

use crate::http::{Message, pretty};
use crate::province::{ISSUED, NUMBER, PHONE, PROCEDURE, Province};

/// The paper: small, and of characters that a document can show.
const PAPER: &str = "%PDF-1.4 (Giay chung sinh so 17/2026, tram y te xa Quang Uyen)";
/// How much of it arrives before the connection breaks.
const BREAK: usize = 40;
const COMMAND: &str = "0199ffcc-3c00-7a10-8c4e-2f9d6b7a1e01";
const DOSSIER: &str = "0199ffcc-1d2b-7c3d-9e4f-5a6b7c8d9e0f";
const PAGE_BYTES: u32 = 64 * 1024;

/// What was said, by the names of the document's blocks.
type Said = Vec<(String, String)>;

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn json(body: &impl Serialize) -> String {
    pretty(&serde_json::to_string(body).expect("JSON"))
}

struct Talk {
    province: Province,
    said: Said,
}

impl Talk {
    fn ask(&mut self, step: &str, request: &Message) -> Message {
        let answer = self.province.ask(request);
        self.said.push((format!("{step} request"), request.text()));
        self.said.push((format!("{step} answer"), answer.text()));
        answer
    }

    fn post<T: DeserializeOwned>(&mut self, step: &str, path: &str, token: Option<&str>, body: &impl Serialize) -> T {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let mut headers = vec![("content-type", MEDIA_TYPE)];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let answer = self.ask(step, &Message::request("POST", path, &headers, &json(body)));
        serde_json::from_str(&answer.body).expect(step)
    }
}

/// The whole example, from the first request to the last answer.
pub(crate) fn conversation() -> Said {
    let mut talk = Talk { province: Province::open(), said: Said::new() };
    let seed: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).expect("small") + 1);
    let key = DeviceKey::from_seed(&seed);

    let _: OtpSent =
        talk.post("password", OTP_PATH, None, &OtpRequest { personal_number: NUMBER.into(), phone: PHONE.into() });
    let otp = talk.province.otp();
    let proof = key.sign(Context::SignIn, &sign_in_message(NUMBER, &otp));
    let request = SignInRequest {
        personal_number: NUMBER.into(),
        phone: PHONE.into(),
        otp: otp.as_str().into(),
        card_issue_date: Some(ISSUED.into()),
        device: DeviceEnrolment {
            public_key: URL_SAFE_NO_PAD.encode(key.public_key().to_bytes()),
            proof: URL_SAFE_NO_PAD.encode(proof),
            id: None,
            platform: "android".to_owned(),
        },
    };
    let signed_in: SignedIn = talk.post("sign-in", SIGN_IN_PATH, None, &request);
    let token = signed_in.token.reveal().clone();
    let bearer = format!("Bearer {token}");

    let pull = |cursor, ack_seq| SyncRequest {
        schema: SCHEMA,
        cursor,
        ack_seq,
        max_bytes: PAGE_BYTES,
        commands: vec![],
        offers: vec![],
    };
    let first: SyncResponse = talk.post("first sync", SYNC_PATH, Some(&token), &pull(None, 0));

    let sha256 = Digest(sha2::Sha256::digest(PAPER).into());
    let size = PAPER.len() as u64;
    let (command, listing) = command(&key, &signed_in, sha256, size);
    talk.said.push(("command hash".to_owned(), listing));
    let filing =
        SyncRequest { commands: vec![command], offers: vec![Offer { sha256, size }], ..pull(Some(first.cursor), 0) };
    let filed: SyncResponse = talk.post("filing", SYNC_PATH, Some(&token), &filing);
    let url = filed.uploads[0].url.clone().expect("a place");

    let patch = |offset: usize, bytes: &str| {
        let offset = offset.to_string();
        let headers =
            [("authorization", bearer.as_str()), ("content-type", OFFSET_MEDIA_TYPE), ("upload-offset", &offset)];
        Message::request("PATCH", &url, &headers, bytes)
    };
    let (begin, rest) = PAPER.split_at(BREAK);
    talk.ask("first piece", &patch(0, begin));
    talk.ask("offset", &Message::request("HEAD", &url, &[("authorization", &bearer)], ""));
    talk.ask("second piece", &patch(BREAK, rest));

    let result: SyncResponse = talk.post("result", SYNC_PATH, Some(&token), &pull(Some(filed.cursor), 0));
    talk.said.push(("receipt".to_owned(), receipt(&signed_in, &result)));
    let _: SyncResponse = talk.post("acknowledgement", SYNC_PATH, Some(&token), &pull(Some(result.cursor), 1));

    let headers = [("authorization", bearer.as_str()), ("range", "bytes=9-29")];
    talk.ask("range", &Message::request("GET", &url, &headers, ""));
    talk.said
}

/// The command, and what is hashed of it, one part a line.
fn command(key: &DeviceKey, signed_in: &SignedIn, sha256: Digest, size: u64) -> (Command, String) {
    let body = DossierSubmit {
        procedure: PROCEDURE.to_owned(),
        commune: None,
        form: None,
        person: None,
        fields: [("ho_ten_tre".to_owned(), "Lý Thị Mỷ".into())].into(),
        attachments: vec![Attachment {
            name: "Giấy chứng sinh".to_owned(),
            sha256,
            size,
            media_type: "application/pdf".to_owned(),
        }],
    };
    let mut command = Command {
        seq: 1,
        id: COMMAND.to_owned(),
        stream: format!("{}{DOSSIER}", stream::DOSSIER),
        command_type: command_type::DOSSIER_SUBMIT.to_owned(),
        base: None,
        supersedes: None,
        blobs: vec![sha256],
        body: serde_json::to_string(&body).expect("JSON").as_str().into(),
        sig: Bytes::default(),
        receipt: None,
        received_as: None,
    };
    let hash = hash(signed_in, &command);
    command.sig = Bytes(key.sign(Context::Command, &hash).to_vec());

    let count = |what: &str, number: u64| format!("{} how many {what}\n", hex(&number.to_be_bytes()));
    let part = |what: &str, bytes: &[u8]| {
        let length = hex(&(bytes.len() as u64).to_be_bytes());
        format!("{length} length of {what}\n{} {what}\n", hex(bytes))
    };
    let listing = [
        part("account", signed_in.account.as_bytes()),
        part("device", signed_in.device.as_bytes()),
        part("seq", &command.seq.to_be_bytes()),
        part("id", command.id.as_bytes()),
        part("stream", command.stream.as_bytes()),
        part("type", command.command_type.as_bytes()),
        count("bases", 0),
        count("superseded", 0),
        count("blobs", 1),
        part("blob", &sha256.0),
        part("body", command.body.reveal().as_bytes()),
        format!("SHA-256: {}", hex(&hash)),
    ];
    (command, listing.concat())
}

/// What the device signs of a command that builds on nothing and replaces nothing.
pub(crate) fn hash(signed_in: &SignedIn, command: &Command) -> [u8; 32] {
    let blobs: Vec<[u8; 32]> = command.blobs.iter().map(|digest| digest.0).collect();
    command_hash(&CommandParts {
        account: &signed_in.account,
        device: &signed_in.device,
        seq: command.seq,
        id: &command.id,
        stream: &command.stream,
        command_type: &command.command_type,
        base: None,
        supersedes: None,
        blobs: &blobs,
        body: command.body.reveal(),
    })
}

/// What the receipt says.
fn receipt(signed_in: &SignedIn, result: &SyncResponse) -> String {
    let root = signed_in.trust.root.0.as_slice().try_into().expect("32 bytes");
    let list = TrustList::verify(&signed_in.trust.list.0, root).expect("the province's list");
    let bytes = &result.results[0].receipt.as_ref().expect("a receipt").0;
    let Receipt { command_hash, account, entity, code, revision, time } =
        Receipt::verify(bytes, &list).expect("a receipt of the province");
    format!(
        "1: h'{}'\n2: \"{account}\"\n3: \"{entity}\"\n4: \"{}\"\n5: {revision}\n6: {time}",
        hex(&command_hash),
        code.expect("a code"),
    )
}
