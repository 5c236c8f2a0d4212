//! Dialling.
//!
//! The system repeats an unanswered SYN after 1, 3, 7 s and more: on a link that was away for eight seconds it says
//! nothing for the next seven. So another attempt begins each second beside the ones before; the first to connect wins.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::gauge::{Gauge, while_it_moves};
use super::socket::{SMALLEST_ASKED_FOR, Socket, Stream};
use super::tls::{Tls, is_of_certificate};
use crate::clock::Clock;
use crate::transport::{NoAnswer, Patience};

/// From one attempt to the next.
const EVERY: Duration = Duration::from_secs(1);
/// An attempt is given up after this: longer than any usable link's round trip, and six at most are under way.
const ATTEMPT: Duration = Duration::from_secs(6);
/// Shortest and longest time for dialling and the handshake together; between them, as long as the request's quiet
/// patience. An outage of some seconds is waited out, and somebody without a signal is told before they give up.
const SHORTEST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(30);

#[expect(clippy::disallowed_types, reason = "the one place that opens connections for the core")]
mod tcp {
    pub(in super::super) type Tcp = tokio::net::TcpStream;
    pub(super) type Unconnected = tokio::net::TcpSocket;
}

pub(super) use tcp::Tcp;

/// Where the portal is.
pub(super) struct Door {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) tls: Option<Tls>,
    pub(super) clock: Arc<dyn Clock>,
}

/// A connection that was made.
pub(super) struct Dialled {
    pub(super) stream: Stream,
    pub(super) gauge: Arc<Gauge>,
    /// How long TCP took: one round trip.
    pub(super) took: Duration,
}

impl Door {
    /// Makes a connection. Fails with [`NoAnswer::NotSent`] or [`NoAnswer::Certificate`].
    pub(super) async fn dial(&self, patience: Patience) -> Result<Dialled, NoAnswer> {
        let until = self.clock.monotonic() + patience.quiet.clamp(SHORTEST, LONGEST);
        loop {
            let left = until.saturating_sub(self.clock.monotonic());
            let (tcp, took) = timeout(left, self.connect()).await.map_err(|_| NoAnswer::NotSent)??;
            let gauge = Arc::new(Gauge::new(self.clock.clone()));
            let socket = Socket::new(tcp, gauge.clone());
            let Some(tls) = &self.tls else { return Ok(Dialled { stream: Stream::Plain(socket), gauge, took }) };
            let handshake = tls.connector.connect(tls.name.clone(), socket);
            match while_it_moves(&gauge, patience, 0, handshake).await {
                Some(Ok(stream)) => return Ok(Dialled { stream: Stream::Tls(Box::new(stream)), gauge, took }),
                Some(Err(error)) if is_of_certificate(&error) => return Err(NoAnswer::Certificate),
                Some(Err(_)) => return Err(NoAnswer::NotSent),
                None => {}
            }
        }
    }

    /// Connects by TCP.
    async fn connect(&self) -> Result<(Tcp, Duration), NoAnswer> {
        // Once: looking a name up cannot be given up, and many that hang would pile up.
        let addresses = lookup(&self.host, self.port).await.map_err(|_| NoAnswer::NotSent)?;
        let mut attempts = JoinSet::new();
        for number in 0.. {
            let attempt = attempt(addresses.clone(), number, self.clock.clone());
            attempts.spawn(timeout(ATTEMPT, attempt));
            let mut next = std::pin::pin!(sleep(EVERY));
            loop {
                tokio::select! {
                    biased;
                    Some(ended) = attempts.join_next() => match ended {
                        Ok(Ok(Ok(connected))) => return Ok(connected),
                        Ok(Ok(Err(error))) if error.kind() == io::ErrorKind::ConnectionRefused => {
                            return Err(NoAnswer::NotSent);
                        }
                        // Where the last one under way failed at once, there is no network to wait for.
                        Ok(Ok(Err(_))) | Err(_) if attempts.is_empty() => return Err(NoAnswer::NotSent),
                        _ => {}
                    },
                    () = &mut next => break,
                }
            }
        }
        Err(NoAnswer::NotSent)
    }
}

/// Tries the host's addresses in turn, beginning with another one each time: where the first leads nowhere, the next
/// attempt does not wait for it.
async fn attempt(mut addresses: Vec<SocketAddr>, number: usize, clock: Arc<dyn Clock>) -> io::Result<(Tcp, Duration)> {
    let first = number.checked_rem(addresses.len()).unwrap_or_default();
    addresses.rotate_left(first);
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses {
        let begun = clock.monotonic();
        match open(address).await {
            Ok(connected) => return Ok((connected, clock.monotonic().saturating_sub(begun))),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens connections for the core")]
async fn lookup(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((host, port)).await?.collect())
}

async fn open(address: SocketAddr) -> io::Result<Tcp> {
    let socket = if address.is_ipv4() { tcp::Unconnected::new_v4() } else { tcp::Unconnected::new_v6() }?;
    socket.set_nodelay(true)?;
    socket.set_send_buffer_size(SMALLEST_ASKED_FOR)?;
    socket.connect(address).await
}
