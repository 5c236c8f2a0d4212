//! Blobs: sent in pieces, over connections that break, and fetched in ranges.

use std::io::{Read, Write};
use std::time::Duration;

use cds_portal::environment::Limits;
use cds_wire::portal::CommandStatus::{Applied, Deferred, Rejected};
use cds_wire::portal::*;
use reqwest::blocking::Response;

use crate::fixture::{Device, Fixture, ISSUED, digest, offer, request, said, submit};

fn photo(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at * 7 % 251) as u8).collect()
}

fn place(device: &Device<'_>, content: &[u8]) -> String {
    device.exchange(0, &[], &[offer(content)]).uploads[0].url.clone().expect("a place")
}

fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers().get(name).map(|value| value.to_str().expect("text"))
}

fn head(device: &Device<'_>, url: &str) -> Response {
    let url = format!("{}{url}", device.fixture.portal.url());
    device.fixture.client.head(url).bearer_auth(device.token()).send().expect("an answer")
}

fn get(device: &Device<'_>, url: &str, headers: &[(&str, &str)]) -> Response {
    let url = format!("{}{url}", device.fixture.portal.url());
    let request = device.fixture.client.get(url).bearer_auth(device.token());
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().expect("an answer")
}

fn code(response: Response) -> ProblemCode {
    assert_eq!(header(&response, "content-type"), Some(PROBLEM_MEDIA_TYPE));
    serde_json::from_slice::<Problem>(&response.bytes().expect("a body")).expect("a problem").code
}

#[expect(clippy::disallowed_types, reason = "the test is the client, and breaks its connection")]
type Connection = std::net::TcpStream;

/// A connection that announces a whole upload and sends what it is told to.
fn connection(device: &Device<'_>, url: &str, offset: u64, announced: usize) -> Connection {
    let address = device.fixture.portal.url().replace("http://", "");
    let mut connection = Connection::connect(&address).expect("connected");
    let head = format!(
        "PATCH {url} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\nupload-offset: {offset}\r\n\
         content-type: {OFFSET_MEDIA_TYPE}\r\ncontent-length: {announced}\r\n\r\n",
        device.token()
    );
    connection.write_all(head.as_bytes()).expect("sent");
    connection
}

/// Bytes of the blob at the portal.
fn received(device: &Device<'_>, content: &[u8]) -> u64 {
    let account = &device.signed_in.account;
    let blob = device.fixture.environment.storage.read(|tx| tx.blob(account, &digest(content)));
    blob.expect("read").expect("known").received
}

fn wait_until(what: impl Fn() -> bool) {
    while !what() {
        std::thread::yield_now();
    }
}

#[test]
fn an_upload_goes_on_where_it_was_cut() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(300_000);
    let url = place(&device, &content);
    let mut cut = connection(&device, &url, 0, content.len());
    cut.write_all(&content[..100_000]).expect("sent");
    wait_until(|| received(&device, &content) == 100_000);
    drop(cut);
    let state = head(&device, &url);
    assert_eq!(state.status().as_u16(), 200);
    let of = |name: &str| header(&state, name).map(str::to_owned);
    let expected = ["100000", "300000", "1.0.0"].map(|text| Some(text.to_owned()));
    assert_eq!([of("upload-offset"), of("upload-length"), of("tus-resumable")], expected);
    let offered = device.exchange(0, &[], &[offer(&content)]).uploads[0].clone();
    assert_eq!((offered.have, offered.offset), (false, Some(100_000)));
    let answer = device.patch(&url, 100_000, content[100_000..].to_vec());
    assert_eq!((answer.status().as_u16(), header(&answer, "upload-offset")), (204, Some("300000")));
    assert_eq!(header(&answer, "tus-resumable"), Some("1.0.0"));
    let offered = device.exchange(0, &[], &[offer(&content)]).uploads[0].clone();
    assert!(offered.have && offered.url.is_none());
    assert_eq!(get(&device, &url, &[]).bytes().expect("a body"), content);
}

#[test]
fn a_newer_connection_takes_over_from_one_that_is_not_dead_yet() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(200_000);
    let url = place(&device, &content);
    let mut old = connection(&device, &url, 0, content.len());
    old.write_all(&content[..50_000]).expect("sent");
    wait_until(|| received(&device, &content) == 50_000);
    assert_eq!(header(&head(&device, &url), "upload-offset"), Some("50000"));
    old.write_all(&content[50_000..60_000]).expect("sent");
    let mut answer = [0; 12];
    old.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 409");
    assert_eq!(received(&device, &content), 50_000);
    assert_eq!(device.patch(&url, 50_000, content[50_000..].to_vec()).status().as_u16(), 204);
    assert_eq!(get(&device, &url, &[]).bytes().expect("a body"), content);
}

#[test]
fn an_upload_that_falls_silent_is_let_go_with_what_came() {
    let limits = Limits { upload_stall: Duration::from_millis(100), ..Limits::demonstration() };
    let fixture = Fixture::start_with(|environment| environment.limits = limits);
    let device = fixture.device();
    let content = photo(1000);
    let url = place(&device, &content);
    let mut silent = connection(&device, &url, 0, content.len());
    silent.write_all(&content[..400]).expect("sent");
    let mut answer = String::new();
    silent.read_to_string(&mut answer).expect("an answer, and the end");
    assert!(answer.starts_with("HTTP/1.1 204") && answer.contains("upload-offset: 400"), "{answer}");
    assert_eq!(device.patch(&url, 400, content[400..].to_vec()).status().as_u16(), 204);
}

#[test]
fn a_wrong_offset_is_answered_with_the_right_one() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(1000);
    let url = place(&device, &content);
    assert_eq!(device.patch(&url, 0, content[..400].to_vec()).status().as_u16(), 204);
    let answer = device.patch(&url, 500, content[500..].to_vec());
    assert_eq!((answer.status().as_u16(), header(&answer, "upload-offset")), (409, Some("400")));
    assert_eq!(code(answer), ProblemCode::OffsetWrong);
    assert_eq!(code(device.patch(&url, 400, photo(601))), ProblemCode::TooLarge);
    assert_eq!(header(&head(&device, &url), "upload-offset"), Some("400"));
}

#[test]
fn a_blob_that_is_damaged_twice_ends_what_waits_for_it() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(1000);
    let command = submit(1, 1, &[&content]);
    assert_eq!(said(&device.send(&command)), (Deferred, Some(ResultCode::BlobMissing)));
    let url = place(&device, &content);
    let damaged = || device.patch(&url, 0, vec![0; 1000]);
    assert_eq!(damaged().status().as_u16(), 460);
    assert_eq!(header(&head(&device, &url), "upload-offset"), Some("0"));
    assert_eq!(device.send(&command).status, Deferred);
    assert_eq!(code(damaged()), ProblemCode::DigestWrong);
    assert_eq!(said(&device.send(&command)), (Rejected, Some(ResultCode::BlobDamaged)));
    let late = device.pulled().changes.into_iter().filter(|change| change.kind == CommandResult::KIND).count();
    assert_eq!(late, 1);
    // A page made again has another digest, but the same one is welcome too.
    assert_eq!(device.patch(&url, 0, content.clone()).status().as_u16(), 204);
}

#[test]
fn what_is_too_large_ends_its_command_and_what_has_no_room_yet_waits() {
    let limits = Limits { unattached_bytes: 10_000, ..Limits::demonstration() };
    let fixture = Fixture::start_with(|environment| environment.limits = limits);
    let device = fixture.device();
    let (small, large) = (photo(6000), photo(6001));
    let giant = Offer { size: MAX_BLOB + 1, ..offer(b"giant") };
    let commands = [submit(1, 1, &[&small]), submit(2, 2, &[&large]), submit(3, 3, &[b"giant"])];
    let answer = device.exchange(0, &commands, &[offer(&small), offer(&large), giant]);
    let said_all: Vec<_> = answer.results.iter().map(said).collect();
    let waits = (Deferred, Some(ResultCode::BlobMissing));
    assert_eq!(said_all, [waits, waits, (Rejected, Some(ResultCode::BlobTooLarge))]);
    let places: Vec<_> = answer.uploads.iter().map(|upload| (upload.have, upload.url.is_some())).collect();
    assert_eq!(places, [(false, true), (false, false), (false, false)]);
    // Once a dossier keeps it, a blob no longer counts.
    device.upload(&small);
    assert_eq!(device.send(&commands[0]).status, Applied);
    device.upload(&large);
    assert_eq!(device.send(&commands[1]).status, Applied);
}

#[test]
fn an_upload_that_was_offered_with_another_size_begins_again() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(1000);
    let wrong = Offer { size: 2000, ..offer(&content) };
    let url = device.exchange(0, &[], &[wrong]).uploads[0].url.clone().expect("a place");
    assert_eq!(device.patch(&url, 0, content.clone()).status().as_u16(), 204);
    let again = device.exchange(0, &[], &[offer(&content)]).uploads[0].clone();
    assert_eq!((again.url.as_deref(), again.offset), (Some(url.as_str()), Some(0)));
    assert_eq!(device.patch(&url, 0, content.clone()).status().as_u16(), 204);
    // What was verified stands, whatever size is offered.
    assert!(device.exchange(0, &[], &[wrong]).uploads[0].have);
}

#[test]
fn ranges_are_served_while_the_content_is_the_same() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(200_000);
    device.upload(&content);
    let url = place_of(&device, &content);
    let whole = get(&device, &url, &[]);
    assert_eq!((whole.status().as_u16(), header(&whole, "content-type")), (200, Some(BLOB_MEDIA_TYPE)));
    let etag = header(&whole, "etag").expect("a tag").to_owned();
    let part = get(&device, &url, &[("range", "bytes=65000-66999"), ("if-range", &etag)]);
    assert_eq!(part.status().as_u16(), 206);
    assert_eq!(header(&part, "content-range"), Some("bytes 65000-66999/200000"));
    assert_eq!(part.bytes().expect("a body"), &content[65_000..67_000]);
    let other = get(&device, &url, &[("range", "bytes=0-0"), ("if-range", "\"other\"")]);
    assert_eq!(other.status().as_u16(), 200);
    let beyond = get(&device, &url, &[("range", "bytes=200000-")]);
    assert_eq!((beyond.status().as_u16(), code(beyond)), (416, ProblemCode::RangeUnsatisfiable));
}

/// Where a blob that is there is fetched.
fn place_of(device: &Device<'_>, content: &[u8]) -> String {
    use base64::Engine;
    let account = &device.signed_in.account;
    let blob = device.fixture.environment.storage.read(|tx| tx.blob(account, &digest(content)));
    let name = blob.expect("read").expect("known").name;
    format!("{BLOBS_PATH}/{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(name))
}

#[test]
fn nobody_reaches_anothers_blob() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(1000);
    let url = place(&device, &content);
    fixture.request_otp("004090000002", "0900000002");
    let otp = fixture.portal.last_otp("0900000002").expect("a password was sent");
    let signed_in = fixture.sign_in(&request("004090000002", "0900000002", ISSUED, &otp));
    let signed_in = signed_in.expect("signed in");
    let other = Device { fixture: &fixture, signed_in, key: cds_identity::DeviceKey::from_seed(&[9; 32]) };
    assert_eq!(code(other.patch(&url, 0, content.clone())), ProblemCode::NotFound);
    assert_eq!(head(&other, &url).status().as_u16(), 404);
    assert_ne!(place(&other, &content), url);
    let nobody = fixture.client.get(format!("{}{url}", fixture.portal.url())).send().expect("an answer");
    assert_eq!(code(nobody), ProblemCode::Unauthorized);
    assert_eq!(code(get(&device, &url, &[])), ProblemCode::NotFound);
}

#[test]
fn a_tus_client_creates_its_uploads_itself() {
    use base64::Engine;
    let fixture = Fixture::start();
    let device = fixture.device();
    let content = photo(1000);
    let create = |length: u64| {
        let text = base64::engine::general_purpose::STANDARD.encode(digest(&content).to_string());
        let request = fixture.client.post(format!("{}{BLOBS_PATH}", fixture.portal.url())).bearer_auth(device.token());
        let request = request.header("upload-length", length).header("upload-metadata", format!("sha256 {text}"));
        request.send().expect("an answer")
    };
    assert_eq!(code(create(MAX_BLOB + 1)), ProblemCode::TooLarge);
    let made = create(1000);
    assert_eq!(made.status().as_u16(), 201);
    assert_eq!(header(&made, "location"), Some(place(&device, &content).as_str()));
}

#[test]
fn every_answer_to_an_upload_names_the_version_of_tus_and_another_is_refused() {
    let fixture = Fixture::start();
    let device = fixture.device();
    let url = place(&device, &photo(1000));
    let ask = |version: &'static str| {
        let head = fixture.client.head(format!("{}{url}", fixture.portal.url())).bearer_auth(device.token());
        head.header("tus-resumable", version).send().expect("an answer")
    };
    assert_eq!(ask("1.0.0").status().as_u16(), 200);
    let other = ask("0.2.2");
    assert_eq!((other.status().as_u16(), header(&other, "tus-version")), (412, Some("1.0.0")));
    let wrong = device.patch(&url, 500, photo(500));
    assert_eq!((wrong.status().as_u16(), header(&wrong, "tus-resumable")), (409, Some("1.0.0")));
}
