//! `cds`: the core without a window, for scripts, tests and measurements.
//!
//! Exit codes: 0 done; 1 a fault of the program or the device; 2 wrong usage; 3 a value that is not valid; 4 no network, or
//! what answered is not the portal;
//! 5 the portal refused; 6 wrong PIN or passphrase; 7 another program has the account open; 8 not signed in, or signed
//! in already.

mod arguments;
mod login;
mod output;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use cds_core::transport::TlsRoots;
use cds_core::{App, Environment, Home};
use cds_wire::Sensitive;
use cds_wire::ipc::Stage;
use clap::Parser;
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, Command};
use output::{Failure, Output};

/// The certificates that may vouch for the portal; none in a development build.
const TLS_ROOTS: &[u8] = include_bytes!("../../../assets/trust/tls-roots.pem");

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let output = Output { json: arguments.json };
    match run(&arguments, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => output.failure(&failure),
    }
}

fn run(arguments: &Arguments, output: Output) -> Result<(), Failure> {
    if let Command::ReadCodes { image } = &arguments.command {
        let file = read_file(image)?;
        let codes = cds_core::codes::read_codes(&file).map_err(|error| Failure::Value(error.to_string()))?;
        return output.codes(&codes);
    }
    let app = open(arguments)?;
    let stage = app.status()?.stage;
    if matches!(&arguments.command, Command::Login(_)) != (stage == Stage::SignedOut) {
        return Err(cds_core::Error::NotReady.into());
    }
    match &arguments.command {
        Command::Login(login) => login::login(&app, login, || secret(arguments)),
        Command::Sync => {
            app.unlock(&secret(arguments)?)?;
            output.sync(&app.sync()?)
        }
        Command::Dossiers => {
            app.unlock(&secret(arguments)?)?;
            output.dossiers(&app.dossiers()?)
        }
        Command::ReadCodes { .. } => Ok(()),
    }
}

fn open(arguments: &Arguments) -> Result<App, Failure> {
    let home =
        arguments.home.as_deref().ok_or_else(|| Failure::Value("name the home folder: --home DIR".to_owned()))?;
    let roots = match &arguments.tls_roots {
        Some(path) => TlsRoots::from_pem(&read_file(path)?)?,
        None => TlsRoots::from_pem(TLS_ROOTS)?,
    };
    let environment = Environment::of_this_system(&arguments.portal, roots)?;
    Ok(App::new(Home::open(home)?, environment))
}

/// The PIN or passphrase: the first line of the file named, or asked for.
fn secret(arguments: &Arguments) -> Result<Sensitive, Failure> {
    let text = match &arguments.pin_file {
        Some(path) => String::from_utf8_lossy(&read_file(path)?).into_owned(),
        None => login::ask("PIN or passphrase (shown as typed)")?,
    };
    Ok(text.lines().next().unwrap_or_default().into())
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Value(format!("{} cannot be read: {}", path.display(), error.kind())))
}
