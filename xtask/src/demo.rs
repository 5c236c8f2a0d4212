//! The demonstration portal beside the app.

#![expect(clippy::disallowed_types, reason = "the build program asks whether the portal listens")]

use std::collections::HashSet;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{built, target_dir};

/// Where `run` lets the demonstration portal listen.
pub(crate) const ADDRESS: &str = "127.0.0.1:8400";

/// A portal that stops with this value.
pub(crate) struct Portal {
    process: Child,
    outbox: PathBuf,
    seen: HashSet<String>,
}

impl Portal {
    /// Starts it over its part of [`folder`], which it keeps from run to run.
    pub(crate) fn start() -> Result<Self> {
        let data = folder().join("portal");
        std::fs::create_dir_all(&data)?;
        let outbox = data.join("otp-outbox.jsonl");
        let seen = lines(&outbox).collect();
        let process = Command::new(built("cds-portal")?)
            .args(["serve", "--demo", "--listen", ADDRESS, "--data"])
            .arg(&data)
            .spawn()
            .context("the portal could not be started: run `cargo build --workspace` and look at what it says")?;
        Ok(Self { process, outbox, seen })
    }

    /// One-time passwords sent since the last call, as lines for the person at the terminal.
    pub(crate) fn new_passwords(&mut self) -> Vec<String> {
        let new: Vec<String> = lines(&self.outbox).filter(|line| !self.seen.contains(line)).collect();
        self.seen.extend(new.iter().cloned());
        new.iter()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|line| {
                let (phone, otp) = (line.get("phone")?.as_str()?, line.get("otp")?.as_str()?);
                Some(format!("one-time password for {phone}: {otp}"))
            })
            .collect()
    }

    /// Waits until it answers.
    pub(crate) fn wait_until_it_listens(&mut self) -> Result<()> {
        while self.is_running() {
            if TcpStream::connect(ADDRESS).is_ok() && self.is_running() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("the demonstration portal ended at once: is another one listening on {ADDRESS}? Stop it and start again")
    }

    /// Whether it is still running.
    pub(crate) fn is_running(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to stop.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What `run` keeps: the portal's data and the app's home.
pub(crate) fn folder() -> PathBuf {
    // Numbered by its form: data of an earlier form would not open.
    target_dir().join("demo").join("2")
}

fn lines(path: &Path) -> impl Iterator<Item = String> + use<> {
    std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}
