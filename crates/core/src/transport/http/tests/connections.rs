//! What becomes of connections: kept, closed, standing still, resumed.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{HandshakeKind, ServerConfig, ServerConnection, StreamOwned};

use super::*;

const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn impatient(request: Request) -> Request {
    let moment = Duration::from_millis(200);
    Request { patience: Patience { owing: moment, quiet: moment }, ..request }
}

#[test]
fn a_connection_is_kept_and_its_exchanges_are_timed() {
    let (transport, thread) = portal(|listener| {
        let (mut stream, _) = listener.accept().expect("a caller");
        for _ in 0..2 {
            request(&mut stream);
            stream.write_all(ANSWER.as_bytes()).expect("written");
        }
    });
    let first = transport.send(get("/v1/trust")).expect("an answer").timing;
    let second = transport.send(get("/v1/trust")).expect("an answer on the same connection").timing;
    assert!(first.dialled.is_some() && second.dialled.is_none());
    let asked = format!("GET /v1/trust HTTP/1.1\r\nhost: {}\r\n\r\n", transport.host.to_str().expect("text"));
    for timing in [first, second] {
        assert_eq!((timing.sent, timing.received), (asked.len() as u64, ANSWER.len() as u64));
    }
    thread.join().expect("no panic");
}

#[test]
fn a_kept_connection_that_the_portal_has_closed_is_not_used() {
    let (transport, thread) = portal(|listener| {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("a caller");
            request(&mut stream);
            stream.write_all(ANSWER.as_bytes()).expect("written");
        }
    });
    assert!(transport.send(get("/v1/trust")).is_ok());
    while transport.calls.any_open() {
        std::thread::yield_now();
    }
    let again = transport.send(get("/v1/trust")).expect("an answer on another connection");
    assert!(again.timing.dialled.is_some());
    thread.join().expect("no panic");
}

#[test]
fn requests_from_several_threads_do_not_wait_for_each_other() {
    let (transport, thread) = portal(|listener| {
        let mut callers: Vec<_> = (0..3).map(|_| listener.accept().expect("a caller").0).collect();
        for caller in &mut callers {
            request(caller);
        }
        for caller in &mut callers {
            caller.write_all(ANSWER.as_bytes()).expect("written");
        }
    });
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| assert!(transport.send(get("/v1/trust")).is_ok()));
        }
    });
    thread.join().expect("no panic");
}

#[test]
fn a_connection_on_which_nothing_moves_is_given_up() {
    let (transport, thread) = portal(|listener| {
        let (mut stream, _) = listener.accept().expect("a caller");
        request(&mut stream);
        // Nothing is answered; the caller hangs up.
        assert!(!matches!(stream.read(&mut [0]), Ok(bytes) if bytes > 0));
    });
    let asked = transport.send(impatient(get("/v1/trust")));
    assert!(matches!(asked, Err(NoAnswer::Stalled)));
    thread.join().expect("no panic");
}

#[test]
fn an_answer_that_stops_half_way_is_given_up() {
    let (transport, thread) = portal(|listener| {
        let (mut stream, _) = listener.accept().expect("a caller");
        request(&mut stream);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{").expect("written");
        assert!(!matches!(stream.read(&mut [0]), Ok(bytes) if bytes > 0));
    });
    assert!(matches!(transport.send(impatient(get("/v1/trust"))), Err(NoAnswer::Stalled)));
    thread.join().expect("no panic");
}

#[test]
fn an_upload_that_nobody_takes_is_given_up_though_the_system_took_some_of_it() {
    let (given_up, wait) = mpsc::channel();
    let (transport, thread) = portal(move |listener| {
        let caller = listener.accept().expect("a caller");
        wait.recv().expect("told");
        drop(caller);
    });
    let piece = Request { method: Method::Patch, body: vec![7; 8 * 1024 * 1024], ..get("/v1/blobs/b") };
    assert!(matches!(transport.send(impatient(piece)), Err(NoAnswer::Stalled)));
    given_up.send(()).expect("somebody waits");
    thread.join().expect("no panic");
}

#[test]
fn an_answer_cut_short_is_none_and_one_without_an_end_is_not_read() {
    let (transport, asked) = answering(&[
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}",
        "this is no HTTP\r\n\r\n",
    ]);
    for _ in 0..3 {
        assert!(matches!(transport.send(get("/v1/trust")), Err(NoAnswer::Unreachable)));
    }
    asked.join().expect("no panic");
}

#[test]
fn a_name_with_several_addresses_is_reached_where_one_of_them_answers() {
    let (transport, asked) = answering(&[ANSWER]);
    let port = transport.portal.port().expect("a port");
    let named = format!("http://localhost:{port}");
    let named = HttpTransport::new(&named, TlsRoots::default(), PlainHttp::ThisMachine).expect("a transport");
    assert!(named.send(get("/v1/trust")).is_ok());
    asked.join().expect("no panic");
}

#[test]
fn a_later_connection_resumes_the_session_of_an_earlier_one() {
    let mut params = CertificateParams::new([]).expect("no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("signed");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(["127.0.0.1".to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &root).expect("signed");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .expect("they fit");
    let config = Arc::new(config);

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("https://{}", listener.local_addr().expect("an address"));
    let thread = std::thread::spawn(move || {
        let kinds = (0..2).map(|_| {
            let (stream, _) = listener.accept().expect("a caller");
            let connection = ServerConnection::new(config.clone()).expect("a connection");
            let mut stream = StreamOwned::new(connection, stream);
            request(&mut stream);
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            stream.write_all(answer.as_bytes()).expect("written");
            stream.conn.handshake_kind().expect("it was made")
        });
        kinds.collect::<Vec<HandshakeKind>>()
    });
    let roots = TlsRoots::from_pem(root.pem().as_bytes()).expect("a root");
    let transport = HttpTransport::new(&address, roots, PlainHttp::ThisMachine).expect("a transport");
    for _ in 0..2 {
        assert!(transport.send(get("/v1/trust")).is_ok());
    }
    assert_eq!(thread.join().expect("no panic"), [HandshakeKind::Full, HandshakeKind::Resumed]);
}
