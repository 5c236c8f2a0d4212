//! The double's notice to the portal: one request over plain HTTP, as a platform's server sends it.

use std::io::{self, Read, Write};
use std::time::Duration;

use cds_wire::portal::{MEDIA_TYPE, PAYMENT_NOTICE_PATH, PaymentNotice};

/// How long the portal may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a notice did not reach the portal. The portal finds what it was about at the citizen's next synchronisation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotifyError {
    /// The address is not one of plain HTTP.
    #[error("the portal's address is not http://HOST:PORT")]
    Address,
    /// No connection, or it broke.
    #[error("the portal does not answer: {}", .0.kind())]
    Io(#[from] io::Error),
    /// The portal refused it, or something else answered.
    #[error("the portal did not take the notice")]
    Refused,
}

/// Tells the portal at `http://HOST:PORT` that something happened to an order.
#[expect(clippy::disallowed_types, reason = "the platform's own way to the portal, in place of the platform's server")]
pub fn notify(portal: &str, notice: &PaymentNotice) -> Result<(), NotifyError> {
    let host = portal.strip_prefix("http://").map(|rest| rest.trim_end_matches('/')).ok_or(NotifyError::Address)?;
    let body = serde_json::to_vec(notice).map_err(io::Error::from)?;
    let mut stream = std::net::TcpStream::connect(host)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = format!(
        "POST {PAYMENT_NOTICE_PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {MEDIA_TYPE}\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    if answer.starts_with(b"HTTP/1.1 200 ") { Ok(()) } else { Err(NotifyError::Refused) }
}
