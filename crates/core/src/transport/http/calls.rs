//! Exchanges over connections that are kept.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::http::response::Parts;
use hyper_util::rt::TokioIo;
use tokio::task::AbortHandle;

use super::dial::{Dialled, Door};
use super::gauge::{Gauge, while_it_moves};
use crate::transport::{NoAnswer, Patience, Timing};

/// A request as HTTP has it.
pub(super) type Outgoing = hyper::Request<Full<Bytes>>;

/// The longest answer read, in bytes, compressed or not. A page of changes is far smaller; a hotspot's page may be anything.
pub(super) const MAX_ANSWER: usize = 16 * 1024 * 1024;
/// How long an unused connection is kept: the portal keeps it longer, so that the two never meet, and so do the networks
/// in between as a rule. One that they have forgotten costs a stall, a new one only a round trip.
const KEEP: Duration = Duration::from_secs(90);
/// Unused connections that are kept: one for what synchronises and one for a paper being opened.
const KEPT: usize = 2;

/// An answer, and what it took.
pub(super) struct Answer {
    pub(super) head: Parts,
    pub(super) body: Vec<u8>,
    pub(super) timing: Timing,
}

/// Exchanges with one portal. As many at once as are asked for, each on a connection of its own.
pub(super) struct Calls {
    door: Door,
    kept: Mutex<Vec<Connection>>,
}

struct Connection {
    sender: SendRequest<Full<Bytes>>,
    gauge: Arc<Gauge>,
    task: AbortHandle,
    unused_since: Duration,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Calls {
    pub(super) fn new(door: Door) -> Self {
        Self { door, kept: Mutex::default() }
    }

    /// One exchange, over a kept connection where there is one.
    pub(super) async fn exchange(&self, request: Outgoing, patience: Patience) -> Result<Answer, NoAnswer> {
        if let Some(kept) = self.kept() {
            match self.over(kept, request.clone(), patience, None).await {
                // It had been closed before anything was written: as good as none.
                Err(NoAnswer::NotSent) => {}
                other => return other,
            }
        }
        let Dialled { stream, gauge, took } = self.door.dial(patience).await?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| NoAnswer::NotSent)?;
        let task = tokio::spawn(async move {
            // Whoever waits for an answer is told by the sender's half.
            let _ = connection.await;
        });
        let connection = Connection { sender, gauge, task: task.abort_handle(), unused_since: Duration::ZERO };
        self.over(connection, request, patience, Some(took)).await
    }

    /// [`NoAnswer::NotSent`] only where not a byte was written.
    async fn over(
        &self,
        mut connection: Connection,
        request: Outgoing,
        patience: Patience,
        dialled: Option<Duration>,
    ) -> Result<Answer, NoAnswer> {
        let gauge = connection.gauge.clone();
        gauge.begin();
        let owed = usize::try_from(request.body().size_hint().lower()).unwrap_or(usize::MAX);
        let ended = while_it_moves(&gauge, patience, owed, answer(&mut connection.sender, request)).await;
        match ended {
            Some(Some((head, body))) => {
                let timing = gauge.timing(dialled);
                tracing::trace!(status = head.status.as_u16(), ?timing, "an exchange");
                self.keep(connection);
                Ok(Answer { head, body, timing })
            }
            _ if gauge.nothing_sent() => Err(NoAnswer::NotSent),
            Some(None) => Err(NoAnswer::Unreachable),
            None => {
                gauge.cut();
                Err(NoAnswer::Stalled)
            }
        }
    }

    /// The connection that was used last and is open still.
    fn kept(&self) -> Option<Connection> {
        let now = self.door.clock.monotonic();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|connection| !connection.sender.is_closed() && now.saturating_sub(connection.unused_since) < KEEP);
        kept.pop()
    }

    /// Whether a kept connection is open.
    #[cfg(test)]
    pub(super) fn any_open(&self) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().any(|connection| !connection.sender.is_closed())
    }

    fn keep(&self, mut connection: Connection) {
        connection.unused_since = self.door.clock.monotonic();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(connection);
    }
}

/// Sends and reads; none where the connection broke, or the answer is longer than any of the portal's.
async fn answer(sender: &mut SendRequest<Full<Bytes>>, request: Outgoing) -> Option<(Parts, Vec<u8>)> {
    sender.ready().await.ok()?;
    let (head, body) = sender.send_request(request).await.ok()?.into_parts();
    Some((head, whole(body).await?))
}

async fn whole(mut body: Incoming) -> Option<Vec<u8>> {
    let expected = usize::try_from(body.size_hint().lower()).ok().filter(|expected| *expected <= MAX_ANSWER)?;
    let mut read = Vec::with_capacity(expected);
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.ok()?.into_data() else { continue };
        if piece.len() > MAX_ANSWER.saturating_sub(read.len()) {
            return None;
        }
        read.extend_from_slice(&piece);
    }
    Some(read)
}
