//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Công Dân Số without a window.
#[derive(Parser)]
#[command(name = "cds", version)]
pub(crate) struct Arguments {
    /// Home folder: the account, its vault and its cache.
    #[arg(long, env = "CDS_HOME")]
    pub(crate) home: Option<PathBuf>,
    /// Address of the portal: http to this machine, or https with a root certificate built in or named by --tls-roots.
    #[arg(long, env = "CDS_PORTAL", default_value = "http://127.0.0.1:8400")]
    pub(crate) portal: String,
    /// PEM file of the certificates that may vouch for the portal, in place of those that were built in.
    #[arg(long)]
    pub(crate) tls_roots: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// File whose first line is the PIN or passphrase; without it the PIN is asked for.
    #[arg(long)]
    pub(crate) pin_file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Sign in and make the vault.
    Login(Login),
    /// Bring the cache in step with the portal.
    Sync,
    /// List the dossiers, from the cache.
    Dossiers,
    /// Read the QR codes in a picture.
    ReadCodes {
        /// A JPEG or PNG file.
        image: PathBuf,
    },
}

#[derive(Args)]
pub(crate) struct Login {
    /// Personal number: 12 digits.
    #[arg(long)]
    pub(crate) id: String,
    /// Phone number registered with the province.
    #[arg(long)]
    pub(crate) phone: String,
    /// Issue date of the identity card, dd/MM/yyyy or yyyy-MM-dd.
    #[arg(long)]
    pub(crate) issued: String,
    /// The one-time password; without it one is requested and asked for. What stands on a command line can be read by
    /// other users of the machine while it runs.
    #[arg(long, conflicts_with = "otp_file")]
    pub(crate) otp: Option<String>,
    /// Request a one-time password and read it from the demonstration portal's outbox file.
    #[arg(long)]
    pub(crate) otp_file: Option<PathBuf>,
}
