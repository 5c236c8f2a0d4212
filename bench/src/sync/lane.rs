//! A link with the servers at its end, over which one run follows another.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use cds_bench::link::{Link, Profile, SERVER};
use cds_portal::environment::SystemClock;
use cds_portal::{DATABASE, SqliteStorage, Storage, office};
use cds_wire::dossier::{DossierRecord, DossierStatus};

use super::client::Done;
use super::data;
use super::options::Options;
use super::plan::{FILE, FILES, Job, Outcome, Row, Who};
use super::template::{self, ABSENT, Folder, Template};

const PORTAL_PORT: u16 = 8400;
const KINTO_PORT: u16 = 8888;
const TUS_PORT: u16 = 1080;
/// The last acknowledgements are on the link by then.
const SETTLED: Duration = Duration::from_millis(250);

/// A link, a copy of everything, and servers as they are needed.
pub struct Lane<'a> {
    // In this order they end: what runs at the ends of the link before the link.
    portal: Option<Running>,
    kinto: Option<Running>,
    tus: Option<Running>,
    link: Link,
    folder: Folder,
    template: &'a Template,
    _copy: tempfile::TempDir,
}

impl<'a> Lane<'a> {
    pub fn make(template: &'a Template) -> Result<Self> {
        let copy = tempfile::Builder::new().prefix("cds-bench-").tempdir()?;
        let folder = template.copy_to(&copy.path().join("lane"))?;
        Ok(Self { portal: None, kinto: None, tus: None, link: Link::make()?, folder, template, _copy: copy })
    }

    pub fn run(&mut self, job: &Job, options: &Options) -> Result<Outcome> {
        self.link.set(&Profile::OPEN, 0, Duration::ZERO)?;
        let command = match job.who {
            Who::Ours => self.ours(job)?,
            Who::Kinto | Who::KintoGzip => self.kinto(job)?,
            Who::Tus | Who::TusPieces => self.tus(job)?,
        };
        let mut contender = Running::start(command)?;
        self.link.set(&job.link, job.seed, job.phase)?;
        let capture = options.pcap.as_ref().map(|folder| folder.join(job.to_string().replace([' ', ',', '/'], "_")));
        self.link.capture(capture.map(|path| path.with_extension("pcap")).as_deref())?;
        contender.tell("go")?;
        let done: Done = serde_json::from_str(&contender.line()?)?;
        thread::sleep(SETTLED);
        let counts = self.link.counts()?;
        self.link.capture(None)?;
        self.link.set(&Profile::OPEN, 0, Duration::ZERO)?;
        drop(contender);
        let note = match job.row {
            Row::Locked => Some(format!("{}; {}", done.note.unwrap_or_default(), self.arrived(job)?)),
            _ => done.note,
        };
        Ok(Outcome { seconds: done.seconds, counts, note })
    }

    fn ours(&mut self, job: &Job) -> Result<Command> {
        if self.portal.is_none() {
            let program = std::env::current_exe()?.with_file_name("cds-portal");
            let mut portal = self.link.at_server(&program);
            portal.args(["serve", "--demo", "--data"]).arg(self.folder.portal());
            portal.args(["--listen", &format!("{SERVER}:{PORTAL_PORT}")]).env("RUST_LOG", "error");
            self.portal = Some(Running::start(portal)?);
        }
        let (work, home) = match job.row {
            Row::Nothing => ("sync", self.folder.home(job.seed)),
            Row::Exchange => {
                self.move_a_dossier(job.seed)?;
                ("push", self.folder.home(job.seed))
            }
            Row::First => ("sync", self.copied(&self.folder.fresh(job.seed))?),
            Row::Many => ("sync", self.copied(&self.folder.home(ABSENT))?),
            Row::Upload => ("upload", self.folder.home(job.seed)),
            Row::Papers => ("papers", self.folder.home(job.seed)),
            Row::Locked => ("locked", self.folder.home(job.seed)),
        };
        let mut client = self.link.at_client(&std::env::current_exe()?);
        client.args(["client", work]).arg(home).arg(format!("http://{SERVER}:{PORTAL_PORT}")).arg(job.seed.to_string());
        Ok(client)
    }

    fn kinto(&mut self, job: &Job) -> Result<Command> {
        let peers = self.template.peers.as_ref().context("peers were not asked for")?;
        if self.kinto.is_none() {
            let mut server = self.link.at_server(&peers.python());
            server.arg(peers.script("kinto_server.py")).args([SERVER, &KINTO_PORT.to_string()]);
            self.kinto = Some(Running::start(server)?);
        }
        let work = match job.row {
            Row::Nothing => "nothing",
            Row::Exchange => "exchange",
            _ => "first",
        };
        let encoding = if job.who == Who::KintoGzip { "gzip" } else { "identity" };
        let mut client = self.link.at_client(&peers.python());
        client.arg(peers.script("kinto_client.py")).arg(format!("http://{SERVER}:{KINTO_PORT}/v1"));
        client.args([work, encoding]).arg(self.folder.records(job.seed)).arg(job.seed.to_string());
        let form = self.folder.scratch("form.json");
        std::fs::write(&form, serde_json::to_vec(&data::form(job.seed))?)?;
        client.arg(form);
        Ok(client)
    }

    fn tus(&mut self, job: &Job) -> Result<Command> {
        let peers = self.template.peers.as_ref().context("peers were not asked for")?;
        if self.tus.is_none() {
            let mut server = self.link.at_server(Path::new("node"));
            server.arg(peers.script("tus_server.mjs")).args([SERVER, &TUS_PORT.to_string()]);
            server.arg(self.folder.scratch("tus"));
            self.tus = Some(Running::start(server)?);
        }
        let file = self.folder.scratch("file");
        std::fs::write(&file, data::file(job.seed, FILE))?;
        let mut client = self.link.at_client(Path::new("node"));
        client.arg(peers.script("tus_client.mjs")).arg(format!("http://{SERVER}:{TUS_PORT}/files"));
        client.arg(file).arg(if job.who == Who::Tus { "0" } else { "16384" });
        Ok(client)
    }

    /// Runs that must not change a home have one of their own.
    fn copied(&self, home: &Path) -> Result<PathBuf> {
        let copy = self.folder.scratch("run");
        template::copy(home, &copy)?;
        Ok(copy)
    }

    fn storage(&self) -> Result<SqliteStorage> {
        Ok(SqliteStorage::open(&self.folder.portal().join(DATABASE))?)
    }

    /// The office asks for another paper.
    fn move_a_dossier(&self, seed: u64) -> Result<()> {
        let open = |entity: &&data::Entity| {
            entity.kind == DossierRecord::KIND
                && entity.data.get("status").and_then(serde_json::Value::as_u64)
                    == Some(u64::from(DossierStatus::Processing.number()))
        };
        let entities = data::entities(seed)?;
        let dossier = entities.iter().find(open).context("some dossier is being worked on")?;
        let note = "Thiếu bản chụp giấy chứng sinh. Xin chụp lại rõ cả bốn góc rồi gửi bổ sung.".into();
        office::advance(&self.storage()?, &SystemClock, &dossier.id, DossierStatus::SupplementNeeded, Some(note))?;
        Ok(())
    }

    /// What the portal has of the dossier that was sent.
    fn arrived(&self, job: &Job) -> Result<String> {
        let known: Vec<String> = data::entities(job.seed)?.into_iter().map(|entity| entity.id).collect();
        let storage: &dyn Storage = &self.storage()?;
        let (mut dossiers, mut files, mut bytes) = (0, 0, 0);
        storage.read(|tx| -> Result<()> {
            let account = format!("00000000-0000-4000-8000-{:012}", job.seed);
            for entity in tx.entities(DossierRecord::KIND)? {
                if entity.owner != account || known.contains(&entity.id) {
                    continue;
                }
                dossiers += 1;
                for submission in tx.submissions(&account, &entity.id)? {
                    let body: cds_wire::portal::DossierSubmit = serde_json::from_str(submission.body.reveal())?;
                    for attachment in body.attachments {
                        let blob = tx.blob(&account, &attachment.sha256)?.context("an attachment is missing")?;
                        ensure!(blob.verified, "an attachment is not verified");
                        files += 1;
                        bytes += blob.size;
                    }
                }
            }
            Ok(())
        })?;
        ensure!((dossiers, files) == (1, FILES), "the portal has {dossiers} dossiers and {files} files");
        Ok(format!("the portal has the dossier with {files} verified files, {bytes} B"))
    }
}

/// A program that talks by lines. It ends with this value.
struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Running {
    /// Starts it and waits until it says that it is ready.
    fn start(mut command: Command) -> Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let output = BufReader::new(child.stdout.take().context("a pipe")?);
        let mut running = Self { input: child.stdin.take(), child, output };
        running.line().with_context(|| format!("{command:?} did not begin"))?;
        Ok(running)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.output.read_line(&mut line)? > 0, "a program ended before it was done: its last words are above");
        Ok(line)
    }

    fn tell(&mut self, line: &str) -> Result<()> {
        let input = self.input.as_mut().context("a pipe")?;
        Ok(writeln!(input, "{line}")?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
