//! Listening: plain or TLS, until told to stop.
//!
//! By `axum-server`, which does each TLS handshake on a task of its own: a caller who never finishes one holds up nobody.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;

/// How long requests under way may take once the portal is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long the head of a request may take, from the end of the one before it on its connection.
/// Longer than clients keep an unused connection, so that a request never meets its end.
const HEADERS: Duration = Duration::from_secs(120);

/// How long a TLS handshake may take: at 10 kbit/s, certificates alone take some seconds.
const HANDSHAKE: Duration = Duration::from_secs(60);

/// Where the portal's certificate and its key lie, PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The certificate, with those between it and the root after it.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// A certificate and key that were read and fit together.
#[derive(Clone)]
pub struct Tls(RustlsConfig);

impl Tls {
    /// Reads the files.
    pub async fn load(files: &TlsFiles) -> io::Result<Self> {
        // Another part of the program may have installed the provider already; either is this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let read = RustlsConfig::from_pem_file(&files.certificate, &files.key).await?;
        let mut config = read.get_inner().as_ref().clone();
        // Tickets that hold the session themselves: a memory of sessions would forget all but the last few hundred
        // citizens. One a connection: each is used once, by the next connection.
        config.ticketer = rustls::crypto::ring::Ticketer::new().map_err(io::Error::other)?;
        config.send_tls13_tickets = 1;
        Ok(Self(RustlsConfig::from_config(Arc::new(config))))
    }
}

/// Serves on `listener` until `stopped` ends; then lets requests under way finish.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let handle = Handle::new();
    let stop = handle.clone();
    tokio::spawn(async move {
        stopped.await;
        stop.graceful_shutdown(Some(GRACE));
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    match tls {
        Some(Tls(config)) => {
            let acceptor = RustlsAcceptor::new(config).handshake_timeout(HANDSHAKE).acceptor(NoDelayAcceptor::new());
            let mut server = axum_server::from_tcp(listener)?.acceptor(acceptor).handle(handle);
            limit(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.acceptor(NoDelayAcceptor::new()).handle(handle);
            limit(server.http_builder());
            server.serve(service).await
        }
    }
}

fn limit(builder: &mut Builder<TokioExecutor>) {
    // The time of the portal is in the bodies, where it is wanted; a date in each head is 37 bytes for nothing.
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS).auto_date_header(false);
}
