//! The network as an argument.

mod http;

use std::fmt;

pub use http::{HttpTransport, TlsRoots};

/// Carries one request to the portal and its answer back.
pub trait Transport: Send + Sync {
    /// Posts a JSON body to a path of the portal. Fails only where no HTTP answer came.
    fn post(&self, request: Request<'_>) -> Result<Reply, NoAnswer>;
}

/// A request to the portal.
pub struct Request<'a> {
    /// Path below the portal's address; never holds anything personal.
    pub path: &'static str,
    /// The bearer token, where the path wants one.
    pub bearer: Option<&'a cds_wire::Sensitive>,
    /// The body, JSON.
    pub body: Vec<u8>,
}

/// An HTTP answer, from the portal or from whatever stands in between.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Content type, without parameters.
    pub media_type: String,
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
    /// No connection, a broken one, or time ran out.
    #[error("no connection")]
    Unreachable,
    /// Something answered whose certificate the app's roots do not vouch for: expired, of another name, or foreign.
    #[error("the certificate is not the portal's")]
    Certificate,
}
