//! Typed calls to the portal over a [`Transport`].

use std::ops::Range;

use cds_wire::Sensitive;
use cds_wire::portal::{BLOB_MEDIA_TYPE, MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::transport::{Method, NoAnswer, Reply, Request, Transport};

/// An answer and what it cost.
pub(crate) struct Answer<T> {
    pub(crate) value: T,
    pub(crate) bytes_up: u64,
    pub(crate) bytes_down: u64,
}

/// Posts `body` and reads the answer. What does not carry the portal's media types did not come from a portal: a
/// hotspot's page with status 200 is "no network", like a hotspot's redirect.
pub(crate) fn call<T: DeserializeOwned>(
    transport: &dyn Transport,
    path: &str,
    bearer: Option<&Sensitive>,
    body: &impl Serialize,
) -> Result<Answer<T>, Error> {
    let body = serde_json::to_vec(body).map_err(|_| Error::Internal("a request has no JSON form"))?;
    let bytes_up = body.len() as u64;
    let request = Request { method: Method::Post, path, bearer, upload_offset: None, range: None, body };
    let reply = send(transport, request)?;
    let bytes_down = reply.body.len() as u64;
    if !matches!((reply.status, reply.media_type.as_str()), (200..=299, MEDIA_TYPE)) {
        return Err(refusal(&reply));
    }
    let value = serde_json::from_slice(&reply.body).map_err(|_| Error::NotUnderstood)?;
    Ok(Answer { value, bytes_up, bytes_down })
}

/// How far the portal has the blob at `path`.
pub(crate) fn upload_offset(transport: &dyn Transport, path: &str, bearer: &Sensitive) -> Result<u64, Error> {
    let request = Request {
        method: Method::Head,
        path,
        bearer: Some(bearer),
        upload_offset: None,
        range: None,
        body: Vec::new(),
    };
    let reply = send(transport, request)?;
    match (reply.status, reply.upload_offset) {
        (200..=299, Some(offset)) => Ok(offset),
        _ => Err(refusal(&reply)),
    }
}

/// Appends a piece to the blob at `path`, which the portal has up to `offset`. Returns how far it has it then.
pub(crate) fn append(
    transport: &dyn Transport,
    path: &str,
    bearer: &Sensitive,
    offset: u64,
    piece: Vec<u8>,
) -> Result<u64, Error> {
    let request = Request {
        method: Method::Patch,
        path,
        bearer: Some(bearer),
        upload_offset: Some(offset),
        range: None,
        body: piece,
    };
    let reply = send(transport, request)?;
    match (reply.status, reply.upload_offset) {
        (200..=299, Some(offset)) => Ok(offset),
        _ => Err(refusal(&reply)),
    }
}

/// A part of the content at `path`.
pub(crate) fn download(
    transport: &dyn Transport,
    path: &str,
    bearer: Option<&Sensitive>,
    range: Range<u64>,
) -> Result<Vec<u8>, Error> {
    let wanted = range.end - range.start;
    let request =
        Request { method: Method::Get, path, bearer, upload_offset: None, range: Some(range), body: Vec::new() };
    let reply = send(transport, request)?;
    match (reply.status, reply.media_type.as_str()) {
        (206, BLOB_MEDIA_TYPE) if reply.body.len() as u64 == wanted => Ok(reply.body),
        // Cut short on the way.
        (206, BLOB_MEDIA_TYPE) => Err(Error::NoNetwork),
        _ => Err(refusal(&reply)),
    }
}

fn send(transport: &dyn Transport, request: Request<'_>) -> Result<Reply, Error> {
    transport.send(request).map_err(|no_answer| match no_answer {
        NoAnswer::NotSent => Error::NotSent,
        NoAnswer::Unreachable => Error::NoNetwork,
        NoAnswer::Certificate => Error::CertificateRefused,
    })
}

/// What an answer that is no success means: the portal's refusal where it carries a known code, no network otherwise.
fn refusal(reply: &Reply) -> Error {
    match (reply.status, reply.media_type.as_str()) {
        (400..=599, PROBLEM_MEDIA_TYPE) => match serde_json::from_slice::<Problem>(&reply.body) {
            Ok(problem) if problem.status == reply.status => Error::Refused(problem.code),
            _ => Error::NoNetwork,
        },
        _ => Error::NoNetwork,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cds_wire::portal::{OtpSent, ProblemCode};

    struct Canned(u16, &'static str, &'static str);

    impl Transport for Canned {
        fn send(&self, _: Request<'_>) -> Result<Reply, NoAnswer> {
            let body = self.2.as_bytes().to_vec();
            Ok(Reply { status: self.0, media_type: self.1.to_owned(), upload_offset: None, body })
        }
    }

    fn answer(status: u16, media_type: &'static str, body: &'static str) -> Result<OtpSent, Error> {
        call(&Canned(status, media_type, body), "/", None, &()).map(|answer| answer.value)
    }

    #[test]
    fn only_the_portals_media_types_are_the_portal() {
        let sent = r#"{"expires_in_s":300}"#;
        assert!(answer(200, MEDIA_TYPE, sent).is_ok());
        for (status, media_type) in
            [(200, "text/html"), (200, "application/json"), (302, MEDIA_TYPE), (511, "text/html")]
        {
            assert!(matches!(answer(status, media_type, sent), Err(Error::NoNetwork)), "{status} {media_type}");
        }
    }

    #[test]
    fn a_refusal_counts_with_a_known_code_only() {
        let refused = answer(403, PROBLEM_MEDIA_TYPE, r#"{"code":"sign_in_refused","status":403,"title":"x"}"#);
        assert!(matches!(refused, Err(Error::Refused(ProblemCode::SignInRefused))));
        for body in [
            "<html>",
            r#"{"code":"pay_first","status":403,"title":"x"}"#,
            r#"{"code":"sign_in_refused","status":200,"title":"x"}"#,
        ] {
            assert!(matches!(answer(403, PROBLEM_MEDIA_TYPE, body), Err(Error::NoNetwork)), "{body}");
        }
        assert!(matches!(answer(200, MEDIA_TYPE, "{}"), Err(Error::NotUnderstood)));
    }
}
