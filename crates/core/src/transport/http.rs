//! HTTP by `reqwest` with rustls.
//!
//! Roots are given, never taken from the system: a province pins its own, and on Android the system verifier aborts
//! until it is set up through JNI. Plain HTTP is spoken to this machine only.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use cds_wire::portal::{MEDIA_TYPE, OFFSET_MEDIA_TYPE};
use reqwest::blocking::{Client, RequestBuilder};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RANGE};
use reqwest::{Certificate, Url, redirect};

use super::{Method, NoAnswer, Reply, Request, Timing, Transport};
use crate::Error;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
/// The longest answer read, in bytes. A page of changes is far smaller; a hotspot's page may be anything.
const MAX_ANSWER: u64 = 16 * 1024 * 1024;

/// The certificates that may vouch for the portal.
#[derive(Debug, Clone, Default)]
pub struct TlsRoots(Vec<Certificate>);

impl TlsRoots {
    /// Reads PEM certificates; text without any gives no roots, and then no `https` portal is reached.
    pub fn from_pem(pem: &[u8]) -> Result<Self, Error> {
        Certificate::from_pem_bundle(pem).map(Self).map_err(|_| Error::PortalAddress("a root certificate is damaged"))
    }
}

/// How far plain HTTP may reach.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PlainHttp {
    /// This machine only.
    #[default]
    ThisMachine,
    /// Anywhere: for tests and measurements over an emulated link.
    ForTests,
}

/// tus 1.0: the version spoken, and how far an upload is.
const TUS_RESUMABLE: &str = "tus-resumable";
const UPLOAD_OFFSET: &str = "upload-offset";

/// A connection to one portal.
#[derive(Debug)]
pub struct HttpTransport {
    client: Client,
    portal: Url,
}

impl HttpTransport {
    /// For the portal at `address`: `https` with the roots given, or `http` as far as `plain` allows.
    #[expect(clippy::disallowed_methods, reason = "the one client that reaches the network")]
    pub fn new(address: &str, roots: TlsRoots, plain: PlainHttp) -> Result<Self, Error> {
        let portal = Url::parse(address).map_err(|_| Error::PortalAddress("it is not a URL"))?;
        match portal.scheme() {
            "https" if roots.0.is_empty() => return Err(Error::PortalAddress("this build has no root certificate")),
            "http" if plain == PlainHttp::ThisMachine && !is_this_machine(&portal) => {
                return Err(Error::PortalAddress("plain http reaches only this machine"));
            }
            "https" | "http" => {}
            _ => return Err(Error::PortalAddress("it must begin with https")),
        }
        if portal.path() != "/" {
            return Err(Error::PortalAddress("it must have no path"));
        }
        // Another part of the program may have installed the provider already; either is this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder();
        if portal.scheme() == "http" {
            // A proxy of the system's would carry plain text off this machine.
            builder = builder.no_proxy();
        }
        let client = builder
            .tls_certs_only(roots.0)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|_| Error::Internal("the HTTP client could not be built"))?;
        Ok(Self { client, portal })
    }

    /// Whether the portal runs on this machine.
    pub fn is_this_machine(&self) -> bool {
        is_this_machine(&self.portal)
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        let url = self.portal.join(&request.path).map_err(|_| NoAnswer::Unreachable)?;
        // A path from the portal's own answers, too: neither token nor content leaves for another host.
        if url.origin() != self.portal.origin() {
            return Err(NoAnswer::Unreachable);
        }
        let mut builder = match request.method {
            Method::Get => self.client.get(url),
            Method::Head => tus(self.client.head(url)),
            Method::Post => self.client.post(url).header(CONTENT_TYPE, MEDIA_TYPE).header(ACCEPT, MEDIA_TYPE),
            Method::Patch => tus(self.client.patch(url)).header(CONTENT_TYPE, OFFSET_MEDIA_TYPE),
        };
        if let Some(token) = &request.bearer {
            let mut value =
                HeaderValue::try_from(format!("Bearer {}", token.reveal())).map_err(|_| NoAnswer::Unreachable)?;
            value.set_sensitive(true);
            builder = builder.header(AUTHORIZATION, value);
        }
        if let Some(offset) = request.upload_offset {
            builder = builder.header(UPLOAD_OFFSET, offset);
        }
        if let Some(range) = request.range {
            builder = builder.header(RANGE, format!("bytes={}-{}", range.start, range.end.saturating_sub(1)));
        }
        if !request.body.is_empty() {
            builder = builder.body(request.body);
        }
        let answer = builder.send().map_err(|error| no_answer(&error))?;
        let status = answer.status().as_u16();
        let media_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let offset = answer.headers().get(UPLOAD_OFFSET).and_then(|value| value.to_str().ok()?.parse().ok());
        // A hotspot may copy any status; only a portal that speaks tus says so.
        let upload_offset = offset.filter(|_| answer.headers().contains_key(TUS_RESUMABLE));
        let mut body = Vec::new();
        answer.take(MAX_ANSWER).read_to_end(&mut body).map_err(|_| NoAnswer::Unreachable)?;
        Ok(Reply { status, media_type, upload_offset, retry_after: None, body, timing: Timing::default() })
    }
}

fn tus(builder: RequestBuilder) -> RequestBuilder {
    builder.header(TUS_RESUMABLE, "1.0.0")
}

fn no_answer(error: &reqwest::Error) -> NoAnswer {
    if is_of_certificate(error) {
        NoAnswer::Certificate
    } else if error.is_connect() {
        NoAnswer::NotSent
    } else {
        NoAnswer::Unreachable
    }
}

/// Whether rustls refused the certificate, somewhere in the chain of causes. An `io::Error` hides what it wraps from that
/// chain, and may wrap another.
fn is_of_certificate(error: &(dyn StdError + 'static)) -> bool {
    if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
        return true;
    }
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => is_of_certificate(wrapped),
        None => error.source().is_some_and(is_of_certificate),
    }
}

fn is_this_machine(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
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
        assert_eq!(
            HttpTransport::new(address, TlsRoots::default(), PlainHttp::ThisMachine).is_ok(),
            allowed,
            "{address}"
        );
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
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
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
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
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
        assert!(TlsRoots::from_pem(b"# no certificate yet\n").is_ok_and(|roots| roots.0.is_empty()));
    }
}
