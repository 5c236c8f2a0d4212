//! Typed calls to the portal over a [`Transport`].

use cds_wire::Sensitive;
use cds_wire::portal::{MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::transport::{NoAnswer, Request, Transport};

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
    path: &'static str,
    bearer: Option<&Sensitive>,
    body: &impl Serialize,
) -> Result<Answer<T>, Error> {
    let body = serde_json::to_vec(body).map_err(|_| Error::Internal("a request has no JSON form"))?;
    let bytes_up = body.len() as u64;
    let reply = transport.post(Request { path, bearer, body }).map_err(|no_answer| match no_answer {
        NoAnswer::Unreachable => Error::NoNetwork,
        NoAnswer::Certificate => Error::CertificateRefused,
    })?;
    let bytes_down = reply.body.len() as u64;
    match (reply.status, reply.media_type.as_str()) {
        (200..=299, MEDIA_TYPE) => {
            let value = serde_json::from_slice(&reply.body).map_err(|_| Error::NotUnderstood)?;
            Ok(Answer { value, bytes_up, bytes_down })
        }
        (400..=599, PROBLEM_MEDIA_TYPE) => match serde_json::from_slice::<Problem>(&reply.body) {
            Ok(problem) if problem.status == reply.status => Err(Error::Refused(problem.code)),
            _ => Err(Error::NoNetwork),
        },
        _ => Err(Error::NoNetwork),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::Reply;
    use cds_wire::portal::{OtpSent, ProblemCode};

    struct Canned(u16, &'static str, &'static str);

    impl Transport for Canned {
        fn post(&self, _: Request<'_>) -> Result<Reply, NoAnswer> {
            Ok(Reply { status: self.0, media_type: self.1.to_owned(), body: self.2.as_bytes().to_vec() })
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
