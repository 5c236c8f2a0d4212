//! The portal as a process that can be stopped and started again over the same data, and its office.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::process::{Process, built};

/// A demonstration portal.
#[derive(Debug)]
pub struct Portal {
    data: PathBuf,
    address: String,
    process: Option<Process>,
    /// Codes of the dossiers that the demonstration begins with.
    begun_with: BTreeSet<String>,
}

/// A dossier as the office lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeDossier {
    /// Its status, 1 to 10.
    pub status: u8,
    /// Its code.
    pub code: String,
    /// Name of its procedure.
    pub procedure: String,
}

impl Portal {
    /// Starts it on a free port of this machine. What it logs stands beside its data, in `data.log`.
    pub fn start(data: &Path) -> Result<Self> {
        let mut portal = Self {
            data: data.to_owned(),
            address: "127.0.0.1:0".to_owned(),
            process: None,
            begun_with: BTreeSet::new(),
        };
        portal.start_again()?;
        portal.begun_with = portal.dossiers()?.into_iter().map(|dossier| dossier.code).collect();
        Ok(portal)
    }

    /// Starts it again at the address it had.
    pub fn start_again(&mut self) -> Result<()> {
        let log = self.data.with_extension("log");
        let mut command = Command::new(built("cds-portal")?);
        command.env("RUST_LOG", "debug").args(["serve", "--demo", "--listen", &self.address, "--data"]).arg(&self.data);
        command.stderr(File::options().append(true).create(true).open(&log)?);
        let said = || format!("it said: {}", std::fs::read_to_string(&log).unwrap_or_default());
        let (process, line) = Process::start_and_read(&mut command).with_context(said)?;
        let address = line.strip_prefix("listening on http://").context("the portal says where it listens")?;
        self.address = address.to_owned();
        self.process = Some(process);
        Ok(())
    }

    /// Stops it, as a power cut would.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Moves a dossier to another status, as an officer would, with what the citizen is told.
    pub fn advance(&self, code: &str, status: u8, note: Option<&str>) -> Result<()> {
        let status = status.to_string();
        let mut arguments = vec!["dossier", "advance", code, "--status", &status];
        arguments.extend(note.iter().flat_map(|note| ["--note", note]));
        self.office(&arguments).map(drop)
    }

    /// Ends a procedure: nothing more is filed under it.
    pub fn close_procedure(&self, code: &str) -> Result<()> {
        self.office(&["procedure", "close", code]).map(drop)
    }

    /// Asks the citizen of a dossier for a paper, as an officer would.
    pub fn ask_for_paper(&self, code: &str, note: &str, paper: &str) -> Result<()> {
        self.office(&["dossier", "advance", code, "--status", "5", "--note", note, "--paper", paper]).map(drop)
    }

    /// Asks for a fee of a dossier, in đồng, and gives its id.
    pub fn ask_for_fee(&self, code: &str, amount: u32, name: &str) -> Result<String> {
        let said = self.office(&["fee", "ask", code, "--amount", &amount.to_string(), "--name", name])?;
        Ok(said.split_whitespace().next().context("the office names the fee")?.to_owned())
    }

    /// A payer's bank reads the code of a transfer; the money is on its way until [`settle`](Self::settle).
    pub fn pay_late(&self, qr: &str) -> Result<()> {
        self.office(&["platform", "pay", "--qr", qr, "--as", "late"]).map(drop)
    }

    /// All money on its way arrives, and the portal is told.
    pub fn settle(&self) -> Result<()> {
        self.office(&["platform", "settle", "--portal", &self.url()]).map(drop)
    }

    /// Hands over the result of a dossier.
    pub fn deliver(&self, code: &str, file: &Path, title: &str) -> Result<()> {
        let file = file.to_string_lossy();
        self.office(&["dossier", "result", code, "--file", &file, "--kind", "other", "--title", title]).map(drop)
    }

    /// Warns everyone in the province, for a day, of what is the least disaster.
    pub fn warn(&self, headline: &str) -> Result<()> {
        let what = ["alert", "publish", "--level", "1", "--event", "Sương mù", "--headline", headline];
        let more = ["--description", "Tầm nhìn dưới 50 mét.", "--area", "Toàn tỉnh", "--hours", "24"];
        self.office(&[&what[..], &more[..]].concat()).map(drop)
    }

    /// Takes a made-up catalogue of the national one's size and extremes.
    pub fn import_made_up(&self) -> Result<()> {
        self.office(&["import", "made-up"]).map(drop)
    }

    /// Releases a citizen's recovery key, as for someone who stands at the counter.
    pub fn release_recovery(&self, number: &str) -> Result<()> {
        self.office(&["recovery", "release", number]).map(drop)
    }

    /// Withdraws a citizen's credentials.
    pub fn withdraw_credentials(&self, number: &str) -> Result<()> {
        self.office(&["credential", "revoke", number]).map(drop)
    }

    /// Writes what those who check codes are given.
    pub fn export_trust(&self, file: &Path) -> Result<()> {
        self.office(&["trust", "export", &file.to_string_lossy()]).map(drop)
    }

    /// All dossiers that the office has.
    pub fn dossiers(&self) -> Result<Vec<OfficeDossier>> {
        let list = self.office(&["dossier", "list"])?;
        let line = |line: &str| {
            let mut words = line.split_whitespace().skip(1);
            let (status, code) = (words.next()?.parse().ok()?, words.next()?.to_owned());
            Some(OfficeDossier { status, code, procedure: words.collect::<Vec<_>>().join(" ") })
        };
        list.lines().map(|text| line(text).with_context(|| format!("{text:?} is no dossier"))).collect()
    }

    /// The code of the one dossier that was filed under this name and that was not there from the beginning, once the office has it.
    pub async fn filed(&self, procedure: &str) -> Result<String> {
        for _ in 0..600 {
            let new = |found: &OfficeDossier| found.procedure == procedure && !self.begun_with.contains(&found.code);
            let found: Vec<_> = self.dossiers()?.into_iter().filter(new).collect();
            match found.as_slice() {
                [] => tokio::time::sleep(Duration::from_millis(100)).await,
                [one] => return Ok(one.code.clone()),
                more => anyhow::bail!("the office has {procedure:?} {} times", more.len()),
            }
        }
        anyhow::bail!("the office did not get {procedure:?}")
    }

    /// Answers the one petition that there is.
    pub fn answer_petition(&self, answer: &str) -> Result<()> {
        let list = self.office(&["petition", "list"])?;
        let id = list.split_whitespace().next().context("the office has no petition")?;
        self.office(&["petition", "advance", id, "--status", "answered", "--note", answer]).map(drop)
    }

    /// Waits until the office has a dossier in this status.
    pub async fn reaches(&self, code: &str, status: u8) -> Result<()> {
        for _ in 0..600 {
            if self.dossiers()?.iter().any(|found| found.code == code && found.status == status) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::bail!("{code} did not come to status {status}")
    }

    fn office(&self, arguments: &[&str]) -> Result<String> {
        let mut office = Command::new(built("cds-portal")?);
        let done = office.args(arguments).arg("--data").arg(&self.data).output()?;
        ensure!(done.status.success(), "the office: {}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8(done.stdout)?)
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
