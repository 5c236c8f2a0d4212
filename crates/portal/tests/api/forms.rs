//! Messages in their compressed forms.

use cds_codec::{Form, decode, encode};
use cds_wire::portal::*;
use reqwest::blocking::Response;

use crate::fixture::*;

const LIMIT: usize = 1024 * 1024;

/// Posts a body as it is; gives status, media type and body.
fn post(
    fixture: &Fixture,
    path: &str,
    media_type: &str,
    accept: Option<&str>,
    body: Vec<u8>,
) -> (u16, String, Vec<u8>) {
    let request = fixture.client.post(format!("{}{path}", fixture.portal.url())).header("content-type", media_type);
    let request = match accept {
        Some(accept) => request.header("accept", accept),
        None => request,
    };
    taken_apart(request.body(body).send().expect("an answer"))
}

fn taken_apart(answer: Response) -> (u16, String, Vec<u8>) {
    let media_type = answer.headers()["content-type"].to_str().expect("text").to_owned();
    let length = answer.content_length();
    let (status, body) = (answer.status().as_u16(), answer.bytes().expect("a body").to_vec());
    assert_eq!(length, Some(body.len() as u64));
    (status, media_type, body)
}

fn otp_request() -> Vec<u8> {
    serde_json::to_vec(&OtpRequest { personal_number: NUMBER.into(), phone: PHONE.into() }).expect("JSON")
}

#[test]
fn a_message_is_read_in_every_form_and_answered_in_the_best_that_is_accepted() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let ask = |form: Form, accept: &str| {
        // Spaces, so that zstd alone finds something too.
        let json = serde_json::to_vec(&pull(None, 65_536)).expect("JSON");
        let (written, body) = encode([json, vec![b' '; 200]].concat(), form);
        assert_eq!(written, form);
        let request = fixture.client.post(format!("{}{SYNC_PATH}", fixture.portal.url())).bearer_auth(device.token());
        let request = request.header("content-type", form.media_type()).header("accept", accept);
        let (status, media_type, body) = taken_apart(request.body(body).send().expect("an answer"));
        assert_eq!(status, 200);
        let answered = Form::of(&media_type).expect("a message's form");
        let page: SyncResponse =
            serde_json::from_slice(&decode(body, answered, LIMIT).expect("a frame")).expect("a page");
        (answered, page.changes)
    };
    let (form, changes) = ask(Form::Json, MEDIA_TYPE);
    assert!(form == Form::Json && !changes.is_empty());
    for asked in Form::ALL {
        for accepted in Form::ALL {
            assert_eq!(ask(asked, accepted.media_type()), (accepted, changes.clone()), "{asked:?}");
        }
    }
}

#[test]
fn a_refusal_is_plain_whatever_is_accepted() {
    let fixture = Fixture::start();
    let (_, body) = encode(serde_json::to_vec(&pull(None, 65_536)).expect("JSON"), Form::Dictionary);
    let (status, media_type, body) =
        post(&fixture, SYNC_PATH, DICTIONARY_MEDIA_TYPE, Some(DICTIONARY_MEDIA_TYPE), body);
    assert_eq!((status, media_type.as_str()), (401, PROBLEM_MEDIA_TYPE));
    assert_eq!(serde_json::from_slice::<Problem>(&body).expect("a problem").code, ProblemCode::Unauthorized);
}

/// The code of the refusal of a body on the way to a one-time password.
fn check(media_type: &str, body: Vec<u8>, expected: ProblemCode) {
    let fixture = Fixture::start();
    let (status, problem, body) = post(&fixture, OTP_PATH, media_type, None, body);
    assert_eq!((status, problem.as_str()), (expected.status(), PROBLEM_MEDIA_TYPE), "{media_type}");
    assert_eq!(serde_json::from_slice::<Problem>(&body).expect("a problem").code, expected);
    assert_eq!(fixture.portal.last_otp(PHONE), None);
}

#[test]
fn a_dictionary_that_the_portal_does_not_have_is_refused_with_a_code() {
    let (_, body) = encode(otp_request(), Form::Dictionary);
    check("application/vnd.congdanso.v1+zstd;dict=2", body, ProblemCode::FormUnsupported);
}

#[test]
fn a_damaged_body_is_refused() {
    let (_, mut body) = encode(otp_request(), Form::Dictionary);
    body.truncate(body.len() / 2);
    check(DICTIONARY_MEDIA_TYPE, body, ProblemCode::BadRequest);
    check(ZSTD_MEDIA_TYPE, otp_request(), ProblemCode::BadRequest);
}

#[test]
fn a_body_is_measured_as_it_travels_and_as_it_is_read() {
    let spaces = [otp_request(), vec![b' '; 300 * 1024]].concat();
    let (form, bomb) = encode(spaces, Form::Zstd);
    assert!(form == Form::Zstd && bomb.len() < 1000);
    check(ZSTD_MEDIA_TYPE, bomb, ProblemCode::TooLarge);
    check(ZSTD_MEDIA_TYPE, vec![0; 300 * 1024], ProblemCode::TooLarge);
}
