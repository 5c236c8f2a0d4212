//! The API over real HTTP, as a client of another maker would use it.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cds_identity::{Context, DeviceKey, sign_in_message};
use cds_portal::local::LocalPortal;
use cds_wire::portal::*;
use reqwest::blocking::Client;
use serde::Serialize;

const NUMBER: &str = "004090000001";
const PHONE: &str = "0900000001";
const ISSUED: &str = "2021-05-20";

struct Fixture {
    portal: LocalPortal,
    client: Client,
    _folder: tempfile::TempDir,
}

impl Fixture {
    #[expect(clippy::disallowed_methods, reason = "the test is the client")]
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let portal = LocalPortal::start(folder.path()).expect("the portal starts");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().tls_certs_only([]).build().expect("a client");
        Self { portal, client, _folder: folder }
    }

    /// Posts and gives status, media type and body.
    fn post(&self, path: &str, token: Option<&str>, body: &impl Serialize) -> (u16, String, Vec<u8>) {
        let mut request = self.client.post(format!("{}{path}", self.portal.url()));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.body(serde_json::to_vec(body).expect("JSON")).send().expect("an answer");
        let media_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
        (answer.status().as_u16(), media_type, answer.bytes().expect("a body").to_vec())
    }

    fn request_otp(&self, number: &str, phone: &str) -> (u16, String, Vec<u8>) {
        self.post(OTP_PATH, None, &OtpRequest { personal_number: number.into(), phone: phone.into() })
    }

    fn sign_in(&self, request: &SignInRequest) -> Result<SignedIn, Problem> {
        let (status, media_type, body) = self.post(SIGN_IN_PATH, None, request);
        if status == 200 {
            assert_eq!(media_type, MEDIA_TYPE);
            return Ok(serde_json::from_slice(&body).expect("signed in"));
        }
        assert_eq!(media_type, PROBLEM_MEDIA_TYPE);
        Err(serde_json::from_slice(&body).expect("a problem"))
    }

    fn signed_in(&self) -> SignedIn {
        self.request_otp(NUMBER, PHONE);
        let otp = self.portal.last_otp(PHONE).expect("a password was sent");
        self.sign_in(&request(NUMBER, PHONE, ISSUED, &otp)).expect("signed in")
    }

    fn sync(&self, token: &str, cursor: Option<String>, max_bytes: u32) -> Result<SyncResponse, ProblemCode> {
        let request = SyncRequest { schema: SCHEMA, cursor, max_bytes };
        let (status, _, body) = self.post(SYNC_PATH, Some(token), &request);
        match status {
            200 => Ok(serde_json::from_slice(&body).expect("a page")),
            _ => Err(serde_json::from_slice::<Problem>(&body).expect("a problem").code),
        }
    }
}

fn request(number: &str, phone: &str, issued: &str, otp: &str) -> SignInRequest {
    let key = DeviceKey::from_seed(&[9; 32]);
    let proof = key.sign(Context::SignIn, &sign_in_message(number, otp));
    SignInRequest {
        personal_number: number.into(),
        phone: phone.into(),
        otp: otp.into(),
        card_issue_date: issued.into(),
        device: DeviceEnrolment {
            public_key: URL_SAFE_NO_PAD.encode(key.public_key().to_bytes()),
            proof: URL_SAFE_NO_PAD.encode(proof),
            platform: "linux".to_owned(),
        },
    }
}

/// A code of six digits that is not `otp`.
fn other_than(otp: &str) -> &'static str {
    if otp == "000000" { "111111" } else { "000000" }
}

#[test]
fn the_portal_says_that_it_is_up() {
    let fixture = Fixture::start();
    let answer = fixture.client.get(format!("{}{HEALTH_PATH}", fixture.portal.url())).send().expect("an answer");
    assert_eq!(answer.headers()["content-type"], MEDIA_TYPE);
    let health: Health = serde_json::from_slice(&answer.bytes().expect("a body")).expect("health");
    assert!(health.demo);
}

#[test]
fn a_one_time_password_signs_in_once() {
    let fixture = Fixture::start();
    fixture.request_otp(NUMBER, PHONE);
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    let request = request(NUMBER, PHONE, ISSUED, &otp);
    let signed_in = fixture.sign_in(&request).expect("signed in");
    assert_eq!(signed_in.name.reveal(), "Lý A Thí");
    assert_eq!(fixture.sign_in(&request).map_err(|problem| problem.code), Err(ProblemCode::SignInRefused));
}

#[test]
fn a_one_time_password_used_by_two_at_the_same_moment_signs_in_one() {
    let fixture = Fixture::start();
    for _ in 0..5 {
        fixture.request_otp(NUMBER, PHONE);
        let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
        let request = request(NUMBER, PHONE, ISSUED, &otp);
        let signed_in: Vec<bool> = std::thread::scope(|scope| {
            let tries = [0, 1].map(|_| scope.spawn(|| fixture.sign_in(&request).is_ok()));
            tries.into_iter().map(|try_| try_.join().expect("no panic")).collect()
        });
        assert_eq!(signed_in.iter().filter(|ok| **ok).count(), 1, "{signed_in:?}");
    }
}

#[test]
fn known_and_unknown_people_get_the_same_answers_to_the_byte() {
    let fixture = Fixture::start();
    let known = fixture.request_otp(NUMBER, PHONE);
    assert_eq!(fixture.request_otp("004099999999", PHONE), known);
    assert_eq!(fixture.request_otp(NUMBER, "0911111111"), known);
    assert_eq!(known.0, 200);

    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    for tries in 1..=7 {
        let answers: Vec<_> = [NUMBER, "004099999999"]
            .map(|number| fixture.post(SIGN_IN_PATH, None, &request(number, PHONE, ISSUED, other_than(&otp))))
            .into();
        assert_eq!(answers[0], answers[1], "try {tries}");
    }
}

#[test]
fn each_part_of_the_sign_in_is_needed_and_the_refusal_never_says_which_was_wrong() {
    let fixture = Fixture::start();
    let refused = |change: fn(&mut SignInRequest, &str)| {
        fixture.request_otp(NUMBER, PHONE);
        let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
        let mut request = request(NUMBER, PHONE, ISSUED, &otp);
        change(&mut request, &otp);
        fixture.sign_in(&request).expect_err("refused")
    };
    let wrong_date = refused(|request, _| request.card_issue_date = "2021-05-21".into());
    let wrong_phone = refused(|request, _| request.phone = "0900000002".into());
    let wrong_otp = refused(|request, otp| request.otp = other_than(otp).into());
    let wrong_proof = refused(|request, _| request.device.proof = URL_SAFE_NO_PAD.encode([1; 64]));
    assert_eq!(wrong_date.code, ProblemCode::SignInRefused);
    for problem in [wrong_phone, wrong_otp, wrong_proof] {
        assert_eq!(problem, wrong_date);
    }
}

#[test]
fn a_one_time_password_dies_after_five_tries() {
    let fixture = Fixture::start();
    fixture.request_otp(NUMBER, PHONE);
    let otp = fixture.portal.last_otp(PHONE).expect("a password was sent");
    for _ in 0..5 {
        let wrong = request(NUMBER, PHONE, ISSUED, other_than(&otp));
        assert_eq!(fixture.sign_in(&wrong).expect_err("refused").code, ProblemCode::SignInRefused);
    }
    let right = request(NUMBER, PHONE, ISSUED, &otp);
    assert_eq!(fixture.sign_in(&right).expect_err("refused").code, ProblemCode::TooManyTries);
    fixture.signed_in();
}

#[test]
fn pages_of_one_change_add_up_to_the_whole() {
    let fixture = Fixture::start();
    let token = fixture.signed_in().token.into_inner();
    let whole = fixture.sync(&token, None, u32::MAX).expect("a page");
    assert_eq!((whole.changes.len(), whole.has_more), (3, false));

    let mut pieces = Vec::new();
    let mut cursor = None;
    loop {
        let page = fixture.sync(&token, cursor, 1).expect("a page");
        assert_eq!(page.changes.len(), 1, "a page carries one change however large");
        pieces.extend(page.changes);
        cursor = Some(page.cursor);
        if !page.has_more {
            break;
        }
    }
    assert_eq!(pieces, whole.changes);
    let nothing = fixture.sync(&token, cursor, 1).expect("a page");
    assert_eq!((nothing.changes.len(), nothing.has_more), (0, false));
}

#[test]
fn what_is_not_right_is_refused_with_its_code() {
    let fixture = Fixture::start();
    let token = fixture.signed_in().token.into_inner();
    assert_eq!(fixture.sync("wrong", None, 1), Err(ProblemCode::Unauthorized));
    assert_eq!(fixture.sync(&token, Some("wrong".to_owned()), 1), Err(ProblemCode::CursorInvalid));
    let code = |(status, _, body): (u16, String, Vec<u8>)| {
        let problem: Problem = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem.status, status);
        problem.code
    };
    let old = SyncRequest { schema: 0, cursor: None, max_bytes: 1 };
    assert_eq!(code(fixture.post(SYNC_PATH, Some(&token), &old)), ProblemCode::SchemaUnsupported);
    assert_eq!(code(fixture.post(SYNC_PATH, Some(&token), &"x")), ProblemCode::BadRequest);
    assert_eq!(code(fixture.post(OTP_PATH, None, &"x".repeat(300_000))), ProblemCode::TooLarge);
    assert_eq!(code(fixture.request_otp("12", PHONE)), ProblemCode::BadRequest);
    assert_eq!(code(fixture.post("/nowhere", None, &())), ProblemCode::NotFound);
    assert_eq!(code(fixture.post(HEALTH_PATH, None, &())), ProblemCode::NotFound);
}

#[test]
fn one_citizen_never_sees_anothers_changes_or_uses_anothers_cursor() {
    let fixture = Fixture::start();
    let first = fixture.signed_in().token.into_inner();
    fixture.request_otp("004090000002", "0900000002");
    let otp = fixture.portal.last_otp("0900000002").expect("a password was sent");
    let second = fixture.sign_in(&request("004090000002", "0900000002", ISSUED, &otp)).expect("signed in");
    let second = second.token.into_inner();
    let of_first = fixture.sync(&first, None, u32::MAX).expect("a page");
    let of_second = fixture.sync(&second, None, u32::MAX).expect("a page");
    assert!(of_first.changes.iter().all(|change| of_second.changes.iter().all(|other| other.id != change.id)));
    assert_eq!(fixture.sync(&second, Some(of_first.cursor), 1), Err(ProblemCode::CursorInvalid));
}
