//! `cds-portal serve`.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;

use anyhow::{Context, bail};
use cds_portal::serve::{Tls, TlsFiles, serve};
use cds_portal::{demo, router};
use clap::Args;

/// What to serve, and where.
#[derive(Args)]
pub(crate) struct Serve {
    /// Folder of the database; made where it does not exist.
    #[arg(long)]
    data: PathBuf,
    /// Address and port; port 0 takes a free one and prints it.
    #[arg(long, default_value = "127.0.0.1:8400")]
    listen: SocketAddr,
    /// Serve the demonstration province; its one-time passwords go to otp-outbox.jsonl in the data folder.
    #[arg(long)]
    demo: bool,
    /// Speak TLS with this certificate chain, PEM.
    #[arg(long, requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Private key of the certificate, PEM.
    #[arg(long, requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl Serve {
    #[tokio::main]
    pub(crate) async fn run(self) -> anyhow::Result<()> {
        let Self { data, listen, demo, tls_cert, tls_key } = self;
        if !demo {
            bail!("one-time passwords need an SMS gateway, which this version cannot be given yet: start with --demo");
        }
        let environment = demo::open(&data)?;
        let listener = TcpListener::bind(listen).with_context(|| format!("cannot listen on {listen}"))?;
        let tls = match tls_cert.zip(tls_key) {
            Some((certificate, key)) => {
                let tls = Tls::load(&TlsFiles { certificate, key }).await;
                Some(tls.context("certificate and key must be PEM files that fit together")?)
            }
            None => None,
        };
        let scheme = if tls.is_some() { "https" } else { "http" };
        writeln!(std::io::stdout(), "listening on {scheme}://{}", listener.local_addr()?)?;
        serve(listener, tls, router(environment), stopped()).await.context("the portal ended")
    }
}

/// Returns when the program is asked to stop: by Ctrl-C, or by SIGTERM as service managers do.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
