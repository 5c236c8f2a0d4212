//! The network as an argument.

mod http;

use std::fmt;
use std::ops::Range;
use std::time::Duration;

pub use http::{HttpTransport, PlainHttp, TlsRoots};

/// Carries one request to the portal and its answer back.
pub trait Transport: Send + Sync {
    /// Sends a request to a path of the portal. Fails only where no HTTP answer came.
    fn send(&self, request: Request) -> Result<Reply, NoAnswer>;
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks how far an upload is.
    Head,
    /// Sends a message.
    Post,
    /// Appends a piece to an upload.
    Patch,
}

/// A request to the portal.
#[derive(Clone)]
pub struct Request {
    /// What it does.
    pub method: Method,
    /// Path below the portal's address; never holds anything personal.
    pub path: String,
    /// The bearer token, where the path wants one.
    pub bearer: Option<cds_wire::Sensitive>,
    /// Where the piece of an upload begins.
    pub upload_offset: Option<u64>,
    /// Which bytes are wanted.
    pub range: Option<Range<u64>>,
    /// The body: a message as JSON, however it travels, or with [`Method::Patch`] the piece.
    pub body: Vec<u8>,
    /// How long it may stand still.
    pub patience: Patience,
}

/// How long nothing may move on a connection before it is given up. As long as bytes move, however slowly, nothing is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// While bytes of the request may still be on their way.
    pub owing: Duration,
    /// From the answer's first byte on, and where the request is short.
    pub quiet: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let minute = Duration::from_secs(60);
        Self { owing: minute, quiet: minute }
    }
}

/// An HTTP answer, from the portal or from whatever stands in between.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Content type in lower case, without parameters; of a message always
    /// [`MEDIA_TYPE`](cds_wire::portal::MEDIA_TYPE), however it travelled.
    pub media_type: String,
    /// How far an upload is, where the answer says it.
    pub upload_offset: Option<u64>,
    /// `Retry-After`, where it is a number of seconds.
    pub retry_after: Option<Duration>,
    /// The body; a message as JSON.
    pub body: Vec<u8>,
    /// What it took, in bytes as they travelled.
    pub timing: Timing,
}

/// What an exchange took, for the engine to know the link by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// How long dialling took (TCP alone: one round trip); none on a connection that was kept.
    pub dialled: Option<Duration>,
    /// Bytes of head and body that were sent.
    pub sent: u64,
    /// Bytes of head and body that came.
    pub received: u64,
    /// From the first byte sent to the first byte of the answer.
    pub answered: Duration,
    /// From the first byte of the answer to its last.
    pub came: Duration,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("path", &self.path).finish_non_exhaustive()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why no HTTP answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No connection could be made: nothing of the request has left this device.
    #[error("nothing was sent: no connection")]
    NotSent,
    /// The connection broke: the request may have arrived.
    #[error("no answer")]
    Unreachable,
    /// Nothing moved for as long as the request's patience lasts: the link stands still. The request may have arrived.
    #[error("the connection stood still")]
    Stalled,
    /// Something answered whose certificate the app's roots do not vouch for: expired, of another name, or foreign.
    #[error("the certificate is not the portal's")]
    Certificate,
}
