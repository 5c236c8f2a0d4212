//! The network as an argument.

mod http;

use std::fmt;
use std::ops::Range;

pub use http::{HttpTransport, PlainHttp, TlsRoots};

/// Carries one request to the portal and its answer back.
pub trait Transport: Send + Sync {
    /// Sends a request to a path of the portal. Fails only where no HTTP answer came.
    fn send(&self, request: Request<'_>) -> Result<Reply, NoAnswer>;
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks how far an upload is.
    Head,
    /// Sends a JSON body.
    Post,
    /// Appends a piece to an upload.
    Patch,
}

/// A request to the portal.
pub struct Request<'a> {
    /// What it does.
    pub method: Method,
    /// Path below the portal's address; never holds anything personal.
    pub path: &'a str,
    /// The bearer token, where the path wants one.
    pub bearer: Option<&'a cds_wire::Sensitive>,
    /// Where the piece of an upload begins.
    pub upload_offset: Option<u64>,
    /// Which bytes are wanted.
    pub range: Option<Range<u64>>,
    /// The body: JSON, or with [`Method::Patch`] the piece.
    pub body: Vec<u8>,
}

/// An HTTP answer, from the portal or from whatever stands in between.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Content type, without parameters.
    pub media_type: String,
    /// How far an upload is, where the answer says it.
    pub upload_offset: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

impl fmt::Debug for Request<'_> {
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
    /// The connection broke, or time ran out: the request may have arrived.
    #[error("no answer")]
    Unreachable,
    /// Something answered whose certificate the app's roots do not vouch for: expired, of another name, or foreign.
    #[error("the certificate is not the portal's")]
    Certificate,
}
