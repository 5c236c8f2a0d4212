//! What is refused before anything is sent, and what an answer says.

mod connections;
mod forms;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use super::super::Patience;
use super::*;

fn get(path: &str) -> Request {
    Request {
        method: Method::Get,
        path: path.to_owned(),
        bearer: None,
        upload_offset: None,
        range: None,
        body: Vec::new(),
        patience: Patience::default(),
    }
}

fn check(address: &str, allowed: bool) {
    assert_eq!(HttpTransport::new(address, TlsRoots::default(), PlainHttp::ThisMachine).is_ok(), allowed, "{address}");
}

#[test]
fn plain_http_reaches_only_this_machine() {
    for allowed in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9"] {
        check(allowed, true);
    }
    for refused in [
        "http://portal.example",
        "http://10.0.0.1",
        "http://127.0.0.1.example",
        "ftp://127.0.0.1",
        "http://127.0.0.1/a",
        "x",
    ] {
        check(refused, false);
    }
}

#[test]
fn plain_http_reaches_further_only_when_told_to() {
    let address = "http://10.0.0.1:8400";
    assert!(HttpTransport::new(address, TlsRoots::default(), PlainHttp::ForTests).is_ok());
    assert!(HttpTransport::new("https://10.0.0.1", TlsRoots::default(), PlainHttp::ForTests).is_err());
}

#[test]
fn a_path_never_leads_to_another_host() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let other = format!("http://{}/x", listener.local_addr().expect("an address"));
    listener.set_nonblocking(true).expect("set");
    let transport =
        HttpTransport::new("http://127.0.0.1:9", TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    for path in [other.as_str(), other.trim_start_matches("http:")] {
        let request = get(path);
        assert!(matches!(transport.send(request), Err(NoAnswer::Unreachable)));
    }
    assert!(listener.accept().is_err(), "nobody called there");
}

#[test]
fn a_request_that_never_left_is_told_from_one_that_may_have_arrived() {
    let ask = |address: &str| {
        let portal = HttpTransport::new(address, TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
        let body = b"{}".to_vec();
        let request = Request { method: Method::Post, body, ..get("/v1/sync") };
        portal.send(request).map(|reply| reply.status).expect_err("no answer")
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let hangs_up = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut begun = [0; 16];
        stream.read_exact(&mut begun).expect("the request has left");
    });
    assert_eq!(ask(&address), NoAnswer::Unreachable);
    hangs_up.join().expect("no panic");
    // Nobody listens there any more.
    assert_eq!(ask(&address), NoAnswer::NotSent);
}

#[test]
fn https_wants_a_root() {
    check("https://portal.example", false);
    assert!(TlsRoots::from_pem(b"# no certificate yet\n").is_ok_and(|roots| roots.is_empty()));
}
/// A transport to a program that does with its listener what it is told.
fn portal(program: impl FnOnce(TcpListener) + Send + 'static) -> (HttpTransport, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let thread = std::thread::spawn(move || program(listener));
    let transport = HttpTransport::new(&address, TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    (transport, thread)
}

/// Reads a whole request: its head, and its body.
fn asked(stream: &mut impl Read) -> (String, Vec<u8>) {
    let (mut read, mut byte) = (Vec::new(), [0]);
    while !read.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).expect("a head");
        read.push(byte[0]);
    }
    let head = String::from_utf8(read).expect("text");
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().expect("a number")];
    stream.read_exact(&mut body).expect("a body");
    (head, body)
}

/// The same as one text.
fn request(stream: &mut impl Read) -> String {
    let (head, body) = asked(stream);
    head + &String::from_utf8_lossy(&body)
}

/// Answers one request on each of as many connections, each with the next text; gives what was asked.
fn answering(answers: &'static [&'static str]) -> (HttpTransport, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let thread = std::thread::spawn(move || {
        let answer = |text: &&str| {
            let (mut stream, _) = listener.accept().expect("a caller");
            let asked = request(&mut stream);
            stream.write_all(text.as_bytes()).expect("written");
            asked
        };
        answers.iter().map(answer).collect()
    });
    let transport = HttpTransport::new(&address, TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    (transport, thread)
}

#[test]
fn a_request_has_only_the_headers_that_say_something() {
    let (transport, asked) = answering(&["HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"; 3]);
    let bearer = Some("t0".into());
    let post = Request { method: Method::Post, bearer: bearer.clone(), body: b"{}".to_vec(), ..get("/v1/sync") };
    let patch = Request { method: Method::Patch, upload_offset: Some(7), body: b"x".to_vec(), ..get("/v1/blobs/b") };
    let part = Request { bearer, range: Some(5..9), ..get("/v1/blobs/b") };
    for sent in [post, patch, part] {
        assert_eq!(transport.send(sent).expect("an answer").status, 200);
    }
    let host = transport.host.to_str().expect("text");
    // Two bytes do not become fewer, and so travel as they are.
    let forms = Form::ALL.map(Form::media_type).join(", ");
    let expected = [
        format!(
            "POST /v1/sync HTTP/1.1\r\nhost: {host}\r\ncontent-type: {MEDIA_TYPE}\r\naccept: {forms}\r\n\
             authorization: Bearer t0\r\ncontent-length: 2\r\n\r\n{{}}"
        ),
        format!(
            "PATCH /v1/blobs/b HTTP/1.1\r\nhost: {host}\r\ntus-resumable: 1.0.0\r\n\
             content-type: {OFFSET_MEDIA_TYPE}\r\nupload-offset: 7\r\ncontent-length: 1\r\n\r\nx"
        ),
        format!("GET /v1/blobs/b HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer t0\r\nrange: bytes=5-8\r\n\r\n"),
    ];
    assert_eq!(asked.join().expect("no panic"), expected);
}

#[test]
fn an_answer_says_its_type_its_offset_and_when_to_come_again() {
    let (transport, asked) = answering(&[
        "HTTP/1.1 429 Later\r\nContent-Type: Application/Problem+JSON; charset=x\r\nRetry-After: 7\r\n\
         upload-offset: 9\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
        "HTTP/1.1 204 None\r\ntus-resumable: 1.0.0\r\nupload-offset: 9\r\nretry-after: soon\r\nconnection: close\r\n\r\n",
        "HTTP/1.1 302 Elsewhere\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n",
    ]);
    let ask = || transport.send(get("/v1/trust")).expect("an answer");
    let refused = ask();
    assert_eq!((refused.status, refused.media_type.as_str()), (429, "application/problem+json"));
    assert_eq!((refused.retry_after, refused.upload_offset), (Some(Duration::from_secs(7)), None));
    assert_eq!(refused.body, b"{}");
    let taken = ask();
    assert_eq!((taken.status, taken.retry_after, taken.upload_offset), (204, None, Some(9)));
    assert_eq!(ask().status, 302, "a redirect is an answer, and is not followed");
    asked.join().expect("no panic");
}
