//! Listening: plain or TLS, until told to stop.
//!
//! By `axum-server`, which does each TLS handshake on a task of its own: a caller who never finishes one holds up nobody.

use std::future::Future;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;

/// How long requests under way may take once the portal is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long the head of a request may take, from the end of the one before it on its connection.
const HEADERS: Duration = Duration::from_secs(120);

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
        RustlsConfig::from_pem_file(&files.certificate, &files.key).await.map(Self)
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
            let mut server = axum_server::from_tcp_rustls(listener, config)?.handle(handle);
            limit(server.http_builder());
            server.serve(service).await
        }
        None => {
            let mut server = axum_server::from_tcp(listener)?.handle(handle);
            limit(server.http_builder());
            server.serve(service).await
        }
    }
}

fn limit(builder: &mut Builder<TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS);
}
