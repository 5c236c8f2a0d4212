//! HTTP/1.1 by `hyper` over connections of our own, with rustls.
//!
//! On a bad link it is the connection that matters: how it is dialled, what it has not moved for how long, and that it is
//! kept. So it is ours (decision 17): `dial` makes it, `socket` and `gauge` watch it, `calls` exchanges over it.
//!
//! Messages travel in the shortest form that the portal reads (decision 18); above, they are JSON.
//!
//! Roots are given, never taken from the system: a province pins its own, and on Android the system verifier aborts
//! until it is set up through JNI. Plain HTTP is spoken to this machine only.

mod calls;
mod dial;
mod gauge;
mod socket;
mod tls;

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use cds_codec::Form;
use cds_wire::portal::{MEDIA_TYPE, OFFSET_MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use hyper::HeaderMap;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, RANGE, RETRY_AFTER};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::{Method, NoAnswer, Reply, Request, Transport};
use crate::Error;
use crate::clock::SystemClock;
use calls::{Answer, Calls, MAX_ANSWER, Outgoing};
use dial::Door;
use tls::Tls;
pub use tls::TlsRoots;

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
const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// Connections to one portal, kept between requests.
pub struct HttpTransport {
    portal: Url,
    host: HeaderValue,
    /// The portal has refused a message for its form and then took it as JSON.
    plain: AtomicBool,
    calls: Arc<Calls>,
    /// One thread: it drives kept connections also while nobody asks anything, so that one that the portal has closed is
    /// known to be closed, and it may be called from any thread. None only while it is dropped.
    runtime: Option<Runtime>,
}

impl HttpTransport {
    /// For the portal at `address`: `https` with the roots given, or `http` as far as `plain` allows.
    pub fn new(address: &str, roots: TlsRoots, plain: PlainHttp) -> Result<Self, Error> {
        let portal = Url::parse(address).map_err(|_| Error::PortalAddress("it is not a URL"))?;
        match portal.scheme() {
            "https" if roots.is_empty() => return Err(Error::PortalAddress("this build has no root certificate")),
            "http" if plain == PlainHttp::ThisMachine && !is_this_machine(&portal) => {
                return Err(Error::PortalAddress("plain http reaches only this machine"));
            }
            "https" | "http" => {}
            _ => return Err(Error::PortalAddress("it must begin with https")),
        }
        if portal.path() != "/" {
            return Err(Error::PortalAddress("it must have no path"));
        }
        let (Some(host), Some(port)) = (bare_host(&portal), portal.port_or_known_default()) else {
            return Err(Error::PortalAddress("it has no host"));
        };
        let tls = if portal.scheme() == "https" { Some(Tls::new(host, roots)?) } else { None };
        let door = Door { host: host.to_owned(), port, tls, clock: Arc::new(SystemClock::default()) };
        let host = host_header(&portal).ok_or(Error::PortalAddress("it has no host"))?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("portal")
            .enable_all()
            .build()
            .map_err(|_| Error::Internal("the network's thread could not be started"))?;
        let (plain, calls) = (AtomicBool::new(false), Arc::new(Calls::new(door)));
        Ok(Self { portal, host, plain, calls, runtime: Some(runtime) })
    }

    /// Whether the portal runs on this machine.
    pub fn is_this_machine(&self) -> bool {
        is_this_machine(&self.portal)
    }

    /// One exchange, a message in this form where that is shorter. With the answer, the form that was sent.
    fn exchange(&self, request: Request, form: Form) -> Result<(Reply, Form), NoAnswer> {
        let patience = request.patience;
        let (outgoing, form) = self.outgoing(request, form).ok_or(NoAnswer::Unreachable)?;
        let runtime = self.runtime.as_ref().ok_or(NoAnswer::NotSent)?;
        let (done, ended) = mpsc::sync_channel(1);
        let calls = self.calls.clone();
        // Not `block_on`: the caller may itself be a thread of some runtime.
        runtime.spawn(async move {
            let _ = done.send(calls.exchange(outgoing, patience).await);
        });
        Ok((reply(ended.recv().unwrap_or(Err(NoAnswer::Unreachable))?)?, form))
    }

    /// The request as HTTP has it; none where it would go to another host, or is no HTTP.
    fn outgoing(&self, request: Request, form: Form) -> Option<(Outgoing, Form)> {
        let url = self.portal.join(&request.path).ok()?;
        // A path from the portal's own answers, too: neither token nor content leaves for another host.
        if url.origin() != self.portal.origin() {
            return None;
        }
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let (form, body) = cds_codec::encode(request.body, form);
        let mut outgoing = Outgoing::new(body.into());
        *outgoing.uri_mut() = target.parse().ok()?;
        *outgoing.method_mut() = method(request.method);
        let headers = outgoing.headers_mut();
        headers.insert(HOST, self.host.clone());
        match request.method {
            Method::Get => {}
            Method::Head => {
                headers.insert(TUS_RESUMABLE, HeaderValue::from_static("1.0.0"));
            }
            Method::Post => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
                // A compressed message accepts its like by itself; a plain one says that better is welcome.
                if form == Form::Json {
                    let forms = Form::ALL.map(Form::media_type).join(", ");
                    headers.insert(ACCEPT, HeaderValue::try_from(forms).ok()?);
                }
            }
            Method::Patch => {
                headers.insert(TUS_RESUMABLE, HeaderValue::from_static("1.0.0"));
                headers.insert(CONTENT_TYPE, HeaderValue::from_static(OFFSET_MEDIA_TYPE));
            }
        }
        if let Some(token) = &request.bearer {
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.reveal())).ok()?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        if let Some(offset) = request.upload_offset {
            headers.insert(UPLOAD_OFFSET, offset.into());
        }
        if let Some(range) = request.range {
            let range = format!("bytes={}-{}", range.start, range.end.saturating_sub(1));
            headers.insert(RANGE, HeaderValue::try_from(range).ok()?);
        }
        Some((outgoing, form))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Result<Reply, NoAnswer> {
        if request.method != Method::Post || self.plain.load(Ordering::Relaxed) {
            return self.exchange(request, Form::Json).map(|(reply, _)| reply);
        }
        let (reply, form) = self.exchange(request.clone(), Form::Dictionary)?;
        if form == Form::Json || !is_of_form(&reply) {
            return Ok(reply);
        }
        // It was refused before it was read, so it may be sent again whatever it asks for.
        let (again, _) = self.exchange(request, Form::Json)?;
        if !is_of_form(&again) {
            self.plain.store(true, Ordering::Relaxed);
        }
        Ok(again)
    }
}

impl Drop for HttpTransport {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // A name that is being looked up must not hold up the end of the app.
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").finish_non_exhaustive()
    }
}

/// The answer, a message in it as JSON; none where the message is damaged.
fn reply(Answer { head, body, timing }: Answer) -> Result<Reply, NoAnswer> {
    let text = |name: HeaderName| head.headers.get(name).and_then(|value| value.to_str().ok());
    let media_type = text(CONTENT_TYPE).unwrap_or_default();
    let (media_type, body) = match Form::of(media_type) {
        Some(form) => {
            (MEDIA_TYPE.to_owned(), cds_codec::decode(body, form, MAX_ANSWER).map_err(|_| NoAnswer::Unreachable)?)
        }
        None => (media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(), body),
    };
    Ok(Reply {
        status: head.status.as_u16(),
        media_type,
        upload_offset: upload_offset(&head.headers),
        retry_after: text(RETRY_AFTER).and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs),
        body,
        timing,
    })
}

/// Whether a request was refused for the form of its message: by a portal that does not know this one, or knows of none
/// and found no JSON.
fn is_of_form(reply: &Reply) -> bool {
    let code = || serde_json::from_slice::<Problem>(&reply.body).map(|problem| problem.code).ok();
    match (reply.status, reply.media_type.as_str()) {
        (415, _) => true,
        (400, PROBLEM_MEDIA_TYPE) => code() == Some(ProblemCode::BadRequest),
        _ => false,
    }
}

/// A hotspot may copy any status; only a portal that speaks tus says so.
fn upload_offset(headers: &HeaderMap) -> Option<u64> {
    headers.get(TUS_RESUMABLE)?;
    headers.get(UPLOAD_OFFSET)?.to_str().ok()?.parse().ok()
}

fn method(method: Method) -> hyper::Method {
    match method {
        Method::Get => hyper::Method::GET,
        Method::Head => hyper::Method::HEAD,
        Method::Post => hyper::Method::POST,
        Method::Patch => hyper::Method::PATCH,
    }
}

/// The host without the brackets of an IPv6 address.
fn bare_host(url: &Url) -> Option<&str> {
    url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']'))
}

fn host_header(url: &Url) -> Option<HeaderValue> {
    let host = url.host_str()?;
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    HeaderValue::try_from(host).ok()
}

fn is_this_machine(url: &Url) -> bool {
    let Some(host) = bare_host(url) else { return false };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
