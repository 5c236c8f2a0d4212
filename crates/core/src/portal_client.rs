//! What is asked of the portal and what its answers say, both without the network in between; and whole calls over a
//! [`Transport`].

use std::ops::Range;

use cds_wire::Sensitive;
use cds_wire::portal::{BLOB_MEDIA_TYPE, MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::transport::{Method, NoAnswer, Patience, Reply, Request, Transport};

/// Posts `body` and reads the answer.
pub(crate) fn call<T: DeserializeOwned>(
    transport: &dyn Transport,
    path: &str,
    bearer: Option<&Sensitive>,
    body: &impl Serialize,
) -> Result<T, Error> {
    message(&answered(transport.send(post(path, bearer, body)?))?)
}

/// A request with a message.
pub(crate) fn post(path: &str, bearer: Option<&Sensitive>, body: &impl Serialize) -> Result<Request, Error> {
    let body = serde_json::to_vec(body).map_err(|_| Error::Internal("a request has no JSON form"))?;
    Ok(Request { method: Method::Post, body, ..empty(path, bearer) })
}

/// Asks how far the portal has the blob at `path`.
pub(crate) fn ask_offset(path: &str, bearer: &Sensitive) -> Request {
    Request { method: Method::Head, ..empty(path, Some(bearer)) }
}

/// Appends a piece to the blob at `path`, which the portal has up to `offset`.
pub(crate) fn append(path: &str, bearer: &Sensitive, offset: u64, piece: Vec<u8>) -> Request {
    Request { method: Method::Patch, upload_offset: Some(offset), body: piece, ..empty(path, Some(bearer)) }
}

/// Asks for a part of the content at `path`.
pub(crate) fn fetch(path: &str, bearer: Option<&Sensitive>, range: Range<u64>) -> Request {
    Request { range: Some(range), ..empty(path, bearer) }
}

fn empty(path: &str, bearer: Option<&Sensitive>) -> Request {
    Request {
        method: Method::Get,
        path: path.to_owned(),
        bearer: bearer.cloned(),
        upload_offset: None,
        range: None,
        body: Vec::new(),
        patience: Patience::default(),
    }
}

/// The answer, where any came.
pub(crate) fn answered(sent: Result<Reply, NoAnswer>) -> Result<Reply, Error> {
    sent.map_err(no_answer)
}

/// What it means that no answer came.
pub(crate) fn no_answer(why: NoAnswer) -> Error {
    match why {
        NoAnswer::NotSent => Error::NotSent,
        NoAnswer::Unreachable | NoAnswer::Stalled => Error::NoNetwork,
        NoAnswer::Certificate => Error::CertificateRefused,
    }
}

/// The message of an answer. What does not carry the portal's media types did not come from a portal: a hotspot's page with
/// status 200 is "no network", like a hotspot's redirect.
pub(crate) fn message<T: DeserializeOwned>(reply: &Reply) -> Result<T, Error> {
    #[cfg(seeded_bugs)]
    if cds_seeded::bug("hotspot-page-taken-as-the-portal") && reply.status == 200 && reply.media_type != MEDIA_TYPE {
        let page = r#"{"now":0,"cursor":"","has_more":false,"last_seq":0}"#;
        return serde_json::from_str(page).map_err(|_| Error::NotUnderstood);
    }
    match (reply.status, reply.media_type.as_str()) {
        (200..=299, MEDIA_TYPE) => serde_json::from_slice(&reply.body).map_err(|_| Error::NotUnderstood),
        _ => Err(refusal(reply)),
    }
}

/// Whether an answer comes from a portal, and not from what stands in between.
pub(crate) fn is_of_the_portal(reply: &Reply) -> bool {
    matches!(reply.media_type.as_str(), MEDIA_TYPE | PROBLEM_MEDIA_TYPE | BLOB_MEDIA_TYPE)
        || reply.upload_offset.is_some()
}

/// How far the portal has the blob that was asked about, or that a piece was appended to.
pub(crate) fn offset(reply: &Reply) -> Result<u64, Error> {
    match (reply.status, reply.upload_offset) {
        (200..=299, Some(offset)) => Ok(offset),
        _ => Err(refusal(reply)),
    }
}

/// The part of a content that was asked for, `wanted` bytes long.
pub(crate) fn content(reply: Reply, wanted: u64) -> Result<Vec<u8>, Error> {
    match (reply.status, reply.media_type.as_str()) {
        (206, BLOB_MEDIA_TYPE) if reply.body.len() as u64 == wanted => Ok(reply.body),
        // Cut short on the way.
        (206, BLOB_MEDIA_TYPE) => Err(Error::NoNetwork),
        _ => Err(refusal(&reply)),
    }
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
    use crate::transport::Timing;
    use cds_wire::portal::{OtpSent, ProblemCode};

    fn answer(status: u16, media_type: &str, body: &str) -> Result<OtpSent, Error> {
        let (media_type, body) = (media_type.to_owned(), body.as_bytes().to_vec());
        let timing = Timing::default();
        message(&Reply { status, media_type, upload_offset: None, retry_after: None, body, timing })
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
