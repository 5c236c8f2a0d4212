//! What `cds` prints, for people and as JSON, and how it ends.

use std::io::{self, Write};
use std::process::ExitCode;

use cds_core::Error;
use cds_vn::card_qr;
use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{AppError, DossierList, ErrorCode, SyncReport};

/// Why `cds` failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The core refused or failed.
    #[error(transparent)]
    Core(#[from] Error),
    /// A value given on the command line is not valid.
    #[error("{0}")]
    Value(String),
    /// Standard input or output failed.
    #[error("standard input or output: {}", .0.kind())]
    Io(#[from] io::Error),
}

impl Failure {
    /// A stable code for scripts: the interface's, or `invalid_value` for a value of the command line.
    fn code(&self) -> String {
        let code = match self {
            Self::Core(error) => error.code(),
            Self::Value(_) => return r#"{"code":"invalid_value"}"#.to_owned(),
            Self::Io(_) => ErrorCode::Internal,
        };
        serde_json::to_string(&AppError { code }).unwrap_or_default()
    }

    fn exit_code(&self) -> u8 {
        match self {
            Self::Value(_) => 3,
            Self::Io(_) => 1,
            Self::Core(Error::Field(_)) => 3,
            Self::Core(error) => match error.code() {
                ErrorCode::PortalAddressRefused => 3,
                ErrorCode::NoNetwork | ErrorCode::CertificateRefused => 4,
                ErrorCode::SignInRefused
                | ErrorCode::TooManyTries
                | ErrorCode::SignInNeeded
                | ErrorCode::PortalFailed => 5,
                ErrorCode::WrongSecret => 6,
                ErrorCode::AccountInUse => 7,
                ErrorCode::NotReady => 8,
                _ => 1,
            },
        }
    }
}

/// How to print.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

impl Output {
    pub(crate) fn sync(self, report: &SyncReport) -> Result<(), Failure> {
        if self.json {
            return print_json(report);
        }
        let SyncReport { pulled, requests, bytes_up, bytes_down, ms, .. } = report;
        print(&format!("{pulled} changes in {requests} requests, {bytes_up} bytes up, {bytes_down} down, {ms} ms"))
    }

    pub(crate) fn dossiers(self, list: &DossierList) -> Result<(), Failure> {
        if self.json {
            return print_json(&list.dossiers);
        }
        match list.last_contact {
            Some(contact) => print(&format!("As of {}", format_instant(contact)))?,
            None => print("Never synchronised")?,
        }
        for dossier in &list.dossiers {
            let code = dossier.code.as_ref().map_or("no code yet", |code| code.reveal());
            let (status, procedure) = (dossier.status.number(), dossier.procedure.reveal());
            print(&format!("{}  {status:>2}  {code:<28} {procedure}", format_instant(dossier.updated_at)))?;
            if let Some(note) = dossier.note.as_ref().map(Sensitive::reveal) {
                print(&format!("{:22}{note}", ""))?;
            }
        }
        Ok(())
    }

    pub(crate) fn codes(self, codes: &[String]) -> Result<(), Failure> {
        if self.json {
            return print_json(&codes);
        }
        for code in codes {
            match card_qr::parse(code) {
                Ok(card) => print(&format!("identity card (not verified): {}, {}", card.name, card.birth_date))?,
                Err(_) => print(code)?,
            }
        }
        Ok(())
    }

    /// Says on standard error what went wrong; with `--json` as an object with a stable code.
    pub(crate) fn failure(self, failure: &Failure) -> ExitCode {
        let text = if self.json { failure.code() } else { format!("cds: {failure}") };
        // Where even standard error fails, the exit code still speaks.
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(failure.exit_code())
    }
}

fn print(line: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(io::Error::from)?;
    print(&text)
}
