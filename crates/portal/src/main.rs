//! `cds-portal`: the gateway as a program.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use cds_portal::{demo, router};
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// The provincial portal gateway.
#[derive(Parser)]
#[command(name = "cds-portal")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal's API.
    Serve {
        /// Folder of the database; made where it does not exist.
        #[arg(long)]
        data: PathBuf,
        /// Address and port; port 0 takes a free one and prints it.
        #[arg(long, default_value = "127.0.0.1:8400")]
        listen: SocketAddr,
        /// Serve the demonstration province; its one-time passwords go to otp-outbox.jsonl in the data folder.
        #[arg(long)]
        demo: bool,
    },
}

fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Arguments::parse().command {
        Command::Serve { data, listen, demo } => serve(&data, listen, demo),
    }
}

#[tokio::main]
async fn serve(data: &Path, listen: SocketAddr, demo: bool) -> anyhow::Result<()> {
    if !demo {
        bail!("one-time passwords need an SMS gateway, which this version cannot be given yet: start with --demo");
    }
    let environment = demo::open(data)?;
    let listener = tokio::net::TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    writeln!(std::io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    axum::serve(listener, router(environment)).with_graceful_shutdown(stopped()).await?;
    Ok(())
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
