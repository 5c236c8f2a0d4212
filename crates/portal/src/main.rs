//! `cds-portal`: the gateway as a program.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use cds_portal::environment::SystemClock;
use cds_portal::office::{self, OfficeDossier};
use cds_portal::serve::{Tls, TlsFiles};
use cds_portal::{DATABASE, SqliteStorage, demo, router};
use cds_wire::Sensitive;
use cds_wire::dossier::DossierStatus;
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
        /// Speak TLS with this certificate chain, PEM.
        #[arg(long, requires = "tls_key")]
        tls_cert: Option<PathBuf>,
        /// Private key of the certificate, PEM.
        #[arg(long, requires = "tls_cert")]
        tls_key: Option<PathBuf>,
    },
    /// What the office does with dossiers, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Dossier(Dossier),
    /// What the office does for a citizen, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Citizen(Citizen),
}

#[derive(Subcommand)]
enum Dossier {
    /// List all dossiers with id, status, code and procedure.
    List {
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
    /// Move a dossier to another status.
    Advance {
        /// The dossier's code, or its id where it has none yet.
        code: String,
        /// The new status, 1 to 10.
        #[arg(long)]
        status: u8,
        /// What the citizen is told; needed with 3, 5 and 8.
        #[arg(long)]
        note: Option<String>,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

#[derive(Subcommand)]
enum Citizen {
    /// Change the phone that a citizen's one-time passwords go to.
    SetPhone {
        /// Personal number.
        number: String,
        /// The new phone number.
        phone: String,
        /// Folder of the database.
        #[arg(long)]
        data: PathBuf,
    },
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where even standard error fails, the exit code still speaks.
            let _ = writeln!(std::io::stderr(), "cds-portal: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Serve { data, listen, demo, tls_cert, tls_key } => {
            let tls = tls_cert.zip(tls_key).map(|(certificate, key)| TlsFiles { certificate, key });
            serve(&data, listen, demo, tls.as_ref())
        }
        Command::Dossier(Dossier::List { data }) => list(&open(&data)?),
        Command::Dossier(Dossier::Advance { code, status, note, data }) => {
            let status = DossierStatus::try_from(status)?;
            office::advance(&open(&data)?, &SystemClock, &code, status, note.map(Sensitive::new))?;
            Ok(())
        }
        Command::Citizen(Citizen::SetPhone { number, phone, data }) => {
            Ok(office::set_phone(&open(&data)?, &number, &phone)?)
        }
    }
}

/// The database of a portal that has served before.
fn open(data: &Path) -> anyhow::Result<SqliteStorage> {
    let path = data.join(DATABASE);
    ensure!(path.is_file(), "there is no portal's database in this folder: name the one given to `serve --data`");
    Ok(SqliteStorage::open(&path)?)
}

fn list(storage: &SqliteStorage) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for OfficeDossier { id, record } in office::dossiers(storage)? {
        let code = record.code.as_ref().map_or("-", |code| code.reveal());
        writeln!(out, "{id}  {:>2}  {code:<24}  {}", record.status.number(), record.procedure_name.reveal())?;
    }
    Ok(())
}

#[tokio::main]
async fn serve(data: &Path, listen: SocketAddr, demo: bool, tls: Option<&TlsFiles>) -> anyhow::Result<()> {
    if !demo {
        bail!("one-time passwords need an SMS gateway, which this version cannot be given yet: start with --demo");
    }
    let environment = demo::open(data)?;
    let listener = TcpListener::bind(listen).with_context(|| format!("cannot listen on {listen}"))?;
    let tls = match tls {
        Some(files) => Some(Tls::load(files).await.context("certificate and key must be PEM files that fit together")?),
        None => None,
    };
    let scheme = if tls.is_some() { "https" } else { "http" };
    writeln!(std::io::stdout(), "listening on {scheme}://{}", listener.local_addr()?)?;
    cds_portal::serve::serve(listener, tls, router(environment), stopped()).await.context("the portal ended")
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
