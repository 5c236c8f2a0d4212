//! Messages and the forms in which they travel.

use cds_codec::{decode, encode};

use super::*;

const JSON: &[u8] = br#"{"schema":1,"cursor":null,"ack_seq":0,"max_bytes":65536}"#;

fn answer(stream: &mut impl Write, status: &str, media_type: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat()).expect("written");
}

fn post() -> Request {
    Request { method: Method::Post, body: JSON.to_vec(), ..get("/v1/sync") }
}

#[test]
fn a_message_travels_with_the_dictionary_and_is_json_on_both_sides() {
    let (transport, thread) = portal(|listener| {
        let (mut stream, _) = listener.accept().expect("a caller");
        let (head, body) = asked(&mut stream);
        assert!(head.contains(&format!("content-type: {}\r\n", Form::Dictionary.media_type())));
        assert!(!head.contains("accept:"), "the form of the request says what is accepted");
        assert!(body.len() < JSON.len());
        assert_eq!(decode(body, Form::Dictionary, 1000).as_deref(), Ok(JSON));
        let page = JSON.repeat(20);
        let (_, compressed) = encode(page, Form::Dictionary);
        answer(&mut stream, "200 OK", Form::Dictionary.media_type(), &compressed);
        asked(&mut stream);
        answer(&mut stream, "200 OK", Form::Zstd.media_type(), b"no frame");
    });
    let reply = transport.send(post()).expect("an answer");
    assert_eq!((reply.media_type.as_str(), reply.body), (MEDIA_TYPE, JSON.repeat(20)));
    assert!(reply.timing.received < 300, "what travelled is counted");
    assert!(matches!(transport.send(post()), Err(NoAnswer::Unreachable)), "a damaged message is none");
    thread.join().expect("no panic");
}

/// A portal that refuses the form is asked again with JSON, and from then on with JSON alone.
fn check(status: &'static str, problem: &'static str) {
    let (transport, thread) = portal(move |listener| {
        let (mut stream, _) = listener.accept().expect("a caller");
        let (head, _) = asked(&mut stream);
        assert!(head.contains(Form::Dictionary.media_type()));
        answer(&mut stream, status, PROBLEM_MEDIA_TYPE, problem.as_bytes());
        for _ in 0..2 {
            let (head, body) = asked(&mut stream);
            assert!(head.contains(&format!("content-type: {MEDIA_TYPE}\r\n")));
            assert_eq!(body, JSON);
            answer(&mut stream, "200 OK", MEDIA_TYPE, b"{}");
        }
    });
    for _ in 0..2 {
        assert_eq!(transport.send(post()).expect("an answer").body, b"{}");
    }
    thread.join().expect("no panic");
}

#[test]
fn a_portal_without_the_dictionary_gets_json() {
    check("415 No", r#"{"code":"form_unsupported","status":415,"title":"x"}"#);
}

#[test]
fn a_portal_that_knows_only_json_gets_json() {
    check("400 No", r#"{"code":"bad_request","status":400,"title":"x"}"#);
}
