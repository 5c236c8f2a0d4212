//! What `cds` prints, for people and as JSON, and how it ends.

mod fees;
mod forms;
mod lists;
mod petitions;
mod single;

use std::io::{self, Write};
use std::process::ExitCode;

use cds_core::Error;
use cds_wire::ipc::{AppError, ErrorCode, SyncReport};

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
                ErrorCode::PortalAddressRefused
                | ErrorCode::FileTooLarge
                | ErrorCode::FileUnreadable
                | ErrorCode::FileEmpty
                | ErrorCode::FileDamaged
                | ErrorCode::PictureTooLarge
                | ErrorCode::PdfHasPassword
                | ErrorCode::PagesNotPictures
                | ErrorCode::PageNotFound
                | ErrorCode::FormTooLarge
                | ErrorCode::DraftIncomplete
                | ErrorCode::NotReadyToFile
                | ErrorCode::SupplementEmpty
                | ErrorCode::TrustFileInvalid => 3,
                ErrorCode::NoNetwork | ErrorCode::CertificateRefused => 4,
                ErrorCode::SignInRefused
                | ErrorCode::TooManyTries
                | ErrorCode::TooOften
                | ErrorCode::SignInNeeded
                | ErrorCode::RecoveryWaiting
                | ErrorCode::RecoveryUnfit
                | ErrorCode::RecoveryPossible
                | ErrorCode::AnotherCitizen
                | ErrorCode::PortalFailed => 5,
                ErrorCode::WrongSecret => 6,
                ErrorCode::AccountInUse => 7,
                ErrorCode::NotReady => 8,
                ErrorCode::NotFound
                | ErrorCode::CodeWithdrawn
                | ErrorCode::TooLate
                | ErrorCode::PaymentWaits
                | ErrorCode::FeeChanged
                | ErrorCode::SupplementUnasked
                | ErrorCode::RatingRefused => 9,
                ErrorCode::Unsent => 10,
                ErrorCode::UnlockWaiting => 13,
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
        let SyncReport { pushed, pulled, requests, bytes_up, bytes_down, ms, .. } = report;
        print(&format!(
            "{pushed} sent, {pulled} changes in {requests} requests, {bytes_up} bytes up, {bytes_down} down, {ms} ms"
        ))
    }

    /// Says on standard error what went wrong; with `--json` as an object with a stable code.
    pub(crate) fn failure(self, failure: &Failure) -> ExitCode {
        let text = if self.json { failure.code() } else { format!("cds: {failure}") };
        // Where even standard error fails, the exit code still speaks.
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(failure.exit_code())
    }
}

/// Prints a line. What came from elsewhere may hold control characters, which would drive the terminal.
fn print(line: &str) -> Result<(), Failure> {
    let line: String = line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect();
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(io::Error::from)?;
    Ok(writeln!(io::stdout(), "{text}")?)
}

/// A code as it stands on the wire.
fn code_of(code: &impl serde::Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
