//! The portal as a process that can be stopped and started again over the same data.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::process::{Process, built};

/// A demonstration portal.
#[derive(Debug)]
pub struct Portal {
    data: PathBuf,
    address: String,
    process: Option<Process>,
}

impl Portal {
    /// Starts it on a free port of this machine.
    pub fn start(data: &Path) -> Result<Self> {
        let mut portal = Self { data: data.to_owned(), address: "127.0.0.1:0".to_owned(), process: None };
        portal.start_again()?;
        Ok(portal)
    }

    /// Starts it again at the address it had.
    pub fn start_again(&mut self) -> Result<()> {
        let mut command = Command::new(built("cds-portal")?);
        command.env("RUST_LOG", "warn").args(["serve", "--demo", "--listen", &self.address, "--data"]).arg(&self.data);
        let (process, line) = Process::start_and_read(&mut command)?;
        let address = line.strip_prefix("listening on http://").context("the portal says where it listens")?;
        self.address = address.to_owned();
        self.process = Some(process);
        Ok(())
    }

    /// Stops it, as a power cut would.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Moves a dossier to another status, as an officer would.
    pub fn advance(&self, code: &str, status: u8) -> Result<()> {
        let status = status.to_string();
        let mut office = Command::new(built("cds-portal")?);
        office.args(["dossier", "advance", code, "--status", &status, "--data"]).arg(&self.data);
        ensure!(office.status()?.success(), "the office could not move {code}");
        Ok(())
    }

    /// Its address for the app.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The newest one-time password for a phone.
    pub fn last_otp(&self, phone: &str) -> Result<String> {
        let outbox = std::fs::read_to_string(self.data.join("otp-outbox.jsonl"))?;
        let line = outbox.lines().rev().find(|line| line.contains(phone)).context("no one-time password was sent")?;
        let line: serde_json::Value = serde_json::from_str(line)?;
        Ok(line.get("otp").and_then(serde_json::Value::as_str).context("a line has a password")?.to_owned())
    }
}
