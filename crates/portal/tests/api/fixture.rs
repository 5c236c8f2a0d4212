//! A portal whose clock stands still until it is moved, and devices that speak to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DeviceKey, Receipt, TrustList, sign_in_message};
use cds_portal::local::LocalPortal;
use cds_portal::seams::command_hash;
use cds_portal::{Clock, Environment, demo};
use cds_wire::portal::command::{command_type, stream};
use cds_wire::portal::*;
use cds_wire::{Bytes, Digest};
use reqwest::blocking::Client;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

pub(crate) const NUMBER: &str = "004090000001";
pub(crate) const PHONE: &str = "0900000001";
pub(crate) const ISSUED: &str = "2021-05-20";
pub(crate) const HOUR_MS: i64 = 60 * 60 * 1000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;
/// A procedure of the demonstration's catalogue.
pub(crate) const PROCEDURE: &str = "1.001193";

/// A clock that a test moves.
pub(crate) struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl TestClock {
    pub(crate) fn advance(&self, by: i64) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

pub(crate) struct Fixture {
    pub(crate) portal: LocalPortal,
    pub(crate) environment: Environment,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) client: Client,
    pub(crate) folder: tempfile::TempDir,
}

impl Fixture {
    pub(crate) fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// A portal over an environment that was changed.
    pub(crate) fn start_with(change: impl FnOnce(&mut Environment)) -> Self {
        Self::over(tempfile::tempdir().expect("a folder"), change)
    }

    /// A portal over a folder that may hold another's data.
    #[expect(clippy::disallowed_methods, reason = "the test is the client")]
    pub(crate) fn over(folder: tempfile::TempDir, change: impl FnOnce(&mut Environment)) -> Self {
        let mut environment = demo::open(folder.path()).expect("the demonstration opens");
        let clock = Arc::new(TestClock(AtomicI64::new(environment.clock.now())));
        environment.clock = clock.clone();
        change(&mut environment);
        let portal = LocalPortal::serve(environment.clone(), folder.path(), None).expect("the portal starts");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().tls_certs_only([]).build().expect("a client");
        Self { portal, environment, clock, client, folder }
    }

    /// Posts and gives status, media type and body.
    pub(crate) fn post(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> (u16, String, Vec<u8>) {
        let mut request = self.client.post(format!("{}{path}", self.portal.url()));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.body(serde_json::to_vec(body).expect("JSON")).send().expect("an answer");
        let media_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
        (answer.status().as_u16(), media_type, answer.bytes().expect("a body").to_vec())
    }

    pub(crate) fn request_otp(&self, number: &str, phone: &str) -> (u16, String, Vec<u8>) {
        self.post(OTP_PATH, None, &OtpRequest { personal_number: number.into(), phone: phone.into() })
    }

    pub(crate) fn sign_in(&self, request: &SignInRequest) -> Result<SignedIn, Problem> {
        let (status, media_type, body) = self.post(SIGN_IN_PATH, None, request);
        if status == 200 {
            assert_eq!(media_type, MEDIA_TYPE);
            return Ok(serde_json::from_slice(&body).expect("signed in"));
        }
        assert_eq!(media_type, PROBLEM_MEDIA_TYPE);
        Err(serde_json::from_slice(&body).expect("a problem"))
    }

    /// Signs in after a one-time password, with a request that was changed.
    pub(crate) fn sign_in_with(&self, change: impl FnOnce(&mut SignInRequest)) -> Result<SignedIn, Problem> {
        self.request_otp(NUMBER, PHONE);
        let otp = self.portal.last_otp(PHONE).expect("a password was sent");
        let mut request = request(NUMBER, PHONE, ISSUED, &otp);
        change(&mut request);
        self.sign_in(&request)
    }

    pub(crate) fn signed_in(&self) -> SignedIn {
        self.sign_in_with(|_| {}).expect("signed in")
    }

    pub(crate) fn device(&self) -> Device<'_> {
        Device { fixture: self, signed_in: self.signed_in(), key: DeviceKey::from_seed(&[9; 32]) }
    }

    pub(crate) fn sync(&self, token: &str, request: &SyncRequest) -> Result<SyncResponse, ProblemCode> {
        let (status, _, body) = self.post(SYNC_PATH, Some(token), request);
        match status {
            200 => Ok(serde_json::from_slice(&body).expect("a page")),
            _ => Err(serde_json::from_slice::<Problem>(&body).expect("a problem").code),
        }
    }
}

/// A request that pulls.
pub(crate) fn pull(cursor: Option<String>, max_bytes: u32) -> SyncRequest {
    SyncRequest { schema: SCHEMA, cursor, ack_seq: 0, max_bytes, commands: vec![], offers: vec![] }
}

pub(crate) fn request(number: &str, phone: &str, issued: &str, otp: &str) -> SignInRequest {
    let key = DeviceKey::from_seed(&[9; 32]);
    let proof = key.sign(Context::SignIn, &sign_in_message(number, otp));
    SignInRequest {
        personal_number: number.into(),
        phone: phone.into(),
        otp: otp.into(),
        card_issue_date: Some(issued.into()),
        device: DeviceEnrolment {
            public_key: URL_SAFE_NO_PAD.encode(key.public_key().to_bytes()),
            proof: URL_SAFE_NO_PAD.encode(proof),
            id: None,
            platform: "linux".to_owned(),
        },
    }
}

/// A device that has signed in.
pub(crate) struct Device<'a> {
    pub(crate) fixture: &'a Fixture,
    pub(crate) signed_in: SignedIn,
    pub(crate) key: DeviceKey,
}

impl Device<'_> {
    pub(crate) fn token(&self) -> &str {
        self.signed_in.token.reveal()
    }

    pub(crate) fn hash(&self, command: &Command) -> [u8; 32] {
        command_hash(&self.signed_in.account, &self.signed_in.device, command)
    }

    /// The command as this device signs it.
    pub(crate) fn signed(&self, mut command: Command) -> Command {
        command.sig = Bytes(self.key.sign(Context::Command, &self.hash(&command)).to_vec());
        command
    }

    /// Sends signed commands with offers, and gives the whole answer.
    pub(crate) fn exchange(&self, ack_seq: u64, commands: &[Command], offers: &[Offer]) -> SyncResponse {
        let commands = commands.iter().cloned().map(|command| self.signed(command)).collect();
        let request = SyncRequest { ack_seq, commands, offers: offers.to_vec(), ..pull(None, u32::MAX) };
        self.fixture.sync(self.token(), &request).expect("a page")
    }

    /// Sends one command and gives its result.
    pub(crate) fn send(&self, command: &Command) -> CommandResult {
        self.send_knowing(0, command)
    }

    /// The same, knowing results up to `ack_seq`.
    pub(crate) fn send_knowing(&self, ack_seq: u64, command: &Command) -> CommandResult {
        let answer = self.exchange(ack_seq, std::slice::from_ref(command), &[]);
        let mut results = answer.results.into_iter().filter(|result| result.seq == command.seq);
        results.find(|result| result.id == command.id).expect("a result")
    }

    /// Everything that is there now.
    pub(crate) fn pulled(&self) -> SyncResponse {
        self.exchange(0, &[], &[])
    }

    /// The newest state of an entity.
    pub(crate) fn entity<T: serde::de::DeserializeOwned>(&self, kind: &str, id: &str) -> Option<T> {
        let found = self.pulled().changes.into_iter().find(|change| change.kind == kind && change.id == id)?;
        Some(serde_json::from_value(found.data?.into_inner()).expect("its record"))
    }

    /// Uploads a blob that was negotiated.
    pub(crate) fn upload(&self, content: &[u8]) {
        let answer = self.exchange(0, &[], &[offer(content)]);
        let url = answer.uploads[0].url.clone().expect("a place");
        let answer = self.patch(&url, 0, content.to_vec());
        assert_eq!(answer.status().as_u16(), 204);
    }

    pub(crate) fn patch(&self, url: &str, offset: u64, bytes: Vec<u8>) -> reqwest::blocking::Response {
        let request =
            self.fixture.client.patch(format!("{}{url}", self.fixture.portal.url())).bearer_auth(self.token());
        let request = request.header("upload-offset", offset).header("content-type", OFFSET_MEDIA_TYPE);
        request.body(bytes).send().expect("an answer")
    }

    /// The receipt of a result, checked against the province's list, this account and this command.
    pub(crate) fn receipt(&self, command: &Command, result: &CommandResult) -> Receipt {
        let trust = &self.signed_in.trust;
        let root = trust.root.0.as_slice().try_into().expect("32 bytes");
        let list = TrustList::verify(&trust.list.0, root).expect("the province's list");
        let bytes = &result.receipt.as_ref().expect("a receipt").0;
        let receipt = Receipt::verify(bytes, &list).expect("a genuine receipt");
        assert_eq!(receipt.command_hash, self.hash(command));
        assert_eq!(receipt.account, self.signed_in.account);
        receipt
    }
}

/// An id that is a UUID.
pub(crate) fn id(number: u64) -> String {
    format!("01930000-0000-7000-8000-{number:012x}")
}

pub(crate) fn digest(content: &[u8]) -> Digest {
    Digest(Sha256::digest(content).into())
}

pub(crate) fn offer(content: &[u8]) -> Offer {
    Offer { sha256: digest(content), size: content.len() as u64 }
}

/// A command that is not signed yet.
pub(crate) fn command(seq: u64, command_type: &str, stream: &str, body: &impl Serialize) -> Command {
    Command {
        seq,
        id: id(seq),
        stream: stream.to_owned(),
        command_type: command_type.to_owned(),
        base: None,
        supersedes: None,
        blobs: vec![],
        body: serde_json::to_string(body).expect("JSON").as_str().into(),
        sig: Bytes::default(),
        receipt: None,
        received_as: None,
    }
}

/// Files the dossier of a number, with photos.
pub(crate) fn submit(seq: u64, dossier: u64, photos: &[&[u8]]) -> Command {
    let attachment = |content: &&[u8]| Attachment {
        name: "Giấy chứng sinh".to_owned(),
        sha256: digest(content),
        size: content.len() as u64,
        media_type: "image/jpeg".to_owned(),
    };
    let body = DossierSubmit {
        procedure: PROCEDURE.to_owned(),
        commune: None,
        form: None,
        person: None,
        fields: [("ten".to_owned(), "Lý Thị Mỷ".into())].into(),
        attachments: photos.iter().map(attachment).collect(),
    };
    let command = command(seq, command_type::DOSSIER_SUBMIT, &dossier_stream(dossier), &body);
    Command { blobs: photos.iter().map(|content| digest(content)).collect(), ..command }
}

pub(crate) fn withdraw(seq: u64, dossier: u64) -> Command {
    let body = DossierWithdraw { reason: "Nộp nhầm.".into() };
    command(seq, command_type::DOSSIER_WITHDRAW, &dossier_stream(dossier), &body)
}

pub(crate) fn dossier_stream(dossier: u64) -> String {
    format!("{}{}", stream::DOSSIER, id(dossier))
}

/// What a result says in short.
pub(crate) fn said(result: &CommandResult) -> (CommandStatus, Option<ResultCode>) {
    (result.status, result.code)
}

/// Copies a portal's database while nothing writes.
pub(crate) fn copy_database(environment: &Environment, to: &Path) {
    environment.storage.copy_to(to).expect("copied");
}
