//! `cds-portal`: the gateway as a program.

#[cfg(seeded_bugs)]
compile_error!("bugs that were put in on purpose are for `cargo xtask mutants` alone");

#[path = "main/fee.rs"]
mod fee;
#[path = "main/import.rs"]
mod import;
#[path = "main/office.rs"]
mod office;
#[path = "main/operate.rs"]
mod operate;
#[path = "main/petition.rs"]
mod petition;
#[path = "main/serve.rs"]
mod serve;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::ensure;
use cds_portal::{DATABASE, SqliteStorage};
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
    Serve(serve::Serve),
    /// What the office does with dossiers, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Dossier(office::Dossier),
    /// What the office does with petitions, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Petition(petition::Petition),
    /// What the office does for a citizen, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Citizen(office::Citizen),
    /// Credentials that were issued; the portal may be serving meanwhile.
    #[command(subcommand)]
    Credential(office::Credential),
    /// Warn people; the portal may be serving meanwhile.
    #[command(subcommand)]
    Alert(office::Alert),
    /// Help a citizen who stands at the counter; the portal may be serving meanwhile.
    #[command(subcommand)]
    Recovery(office::Recovery),
    /// What the office does with fees, for demonstrations; the portal may be serving meanwhile.
    #[command(subcommand)]
    Fee(fee::Fee),
    /// The double of the payment platform, with banks behind it; the portal may be serving meanwhile.
    #[command(subcommand)]
    Platform(fee::Platform),
    /// Take national data from files; the portal may be serving meanwhile.
    #[command(subcommand)]
    Import(import::Import),
    /// What may be filed; the portal may be serving meanwhile.
    #[command(subcommand)]
    Procedure(import::Procedure),
    /// The province's keys and trust list; the portal may be serving meanwhile.
    #[command(subcommand)]
    Trust(operate::Trust),
    /// Copy the database into a folder; the portal may be serving meanwhile.
    Backup(operate::Backup),
    /// Print the API's description (OpenAPI 3.1).
    Openapi,
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
        Command::Serve(serve) => serve.run(),
        Command::Dossier(dossier) => dossier.run(),
        Command::Petition(petition) => petition.run(),
        Command::Citizen(citizen) => citizen.run(),
        Command::Credential(credential) => credential.run(),
        Command::Alert(alert) => alert.run(),
        Command::Recovery(recovery) => recovery.run(),
        Command::Fee(fee) => fee.run(),
        Command::Platform(platform) => platform.run(),
        Command::Import(import) => import.run(),
        Command::Procedure(procedure) => procedure.run(),
        Command::Trust(trust) => trust.run(),
        Command::Backup(backup) => backup.run(),
        Command::Openapi => Ok(std::io::stdout().write_all(cds_portal::openapi::document()?.as_bytes())?),
    }
}

/// The database of a portal that has served before.
fn open(data: &Path) -> anyhow::Result<SqliteStorage> {
    let path = data.join(DATABASE);
    ensure!(path.is_file(), "there is no portal's database in this folder: name the one given to `serve --data`");
    Ok(SqliteStorage::open(&path)?)
}

/// A code as it stands on the wire.
fn name(code: &impl serde::Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
