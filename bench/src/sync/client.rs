//! Ours at the client's end of the link: the core's [`App`] as the shell drives it.

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use cds_core::clock::SystemClock;
use cds_core::keystore::NoKeystore;
use cds_core::rng::OsRng;
use cds_core::transport::{HttpTransport, PlainHttp, TlsRoots};
use cds_core::{App, Environment, Home, IdleLimits, KdfParams};
use cds_wire::Sensitive;
use cds_wire::ipc::{DraftArgs, Stage};
use cds_wire::paper::PaperKind;
use serde::{Deserialize, Serialize};

use super::data;
use super::plan::{FILE, FILES};

/// Opens the vaults here.
pub const PASSPHRASE: &str = "mưa rừng xanh";
/// The procedure that is filed.
const PROCEDURE: &str = "1.001193";
/// How often the wait for the background looks.
const LOOK: Duration = Duration::from_millis(10);
/// Whoever is not done by then never will be.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
/// Screens lock so soon where that is what is measured.
const LOCKED_SOON: IdleLimits =
    IdleLimits { warn: Duration::from_secs(4), lock: Duration::from_secs(5), send: Duration::from_secs(30 * 60) };

/// What a contender says when it is done.
#[derive(Debug, Serialize, Deserialize)]
pub struct Done {
    pub seconds: f64,
    #[serde(default)]
    pub note: Option<String>,
}

/// An app over a home folder, for the portal at an address. Its vault costs nothing to open: that is not measured.
pub fn app(home: &Path, portal: &str, idle: IdleLimits) -> Result<App> {
    let environment = Environment {
        clock: Arc::new(SystemClock::default()),
        rng: Arc::new(OsRng),
        transport: Arc::new(HttpTransport::new(portal, TlsRoots::default(), PlainHttp::ForTests)?),
        keystore: Arc::new(NoKeystore),
        kdf: KdfParams::FOR_TESTS,
        lock_patience: Duration::ZERO,
        idle,
        root: None,
        test_portal: true,
    };
    Ok(App::new(Home::open(home)?, environment))
}

/// `cds-bench client WORK HOME PORTAL SEED`.
pub fn run(arguments: &[String]) -> Result<()> {
    let [work, home, portal, seed] = arguments else { bail!("client WORK HOME PORTAL SEED") };
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let seed: u64 = seed.parse()?;
    let idle = if work == "locked" { LOCKED_SOON } else { IdleLimits { lock: PATIENCE, ..IdleLimits::default() } };
    let app = Arc::new(app(Path::new(home), portal, idle)?);
    app.unlock(&PASSPHRASE.into())?;
    match work.as_str() {
        "sync" => {}
        "push" => file(&app, seed, 0)?,
        "upload" => keep(&app, seed, 1)?,
        "papers" => keep(&app, seed, FILES)?,
        "locked" => file(&app, seed, FILES)?,
        _ => bail!("there is no such work"),
    }
    ready()?;
    let began = Instant::now();
    let note = match work.as_str() {
        "sync" | "push" => {
            let report = app.sync()?;
            ensure!(report.complete && (work == "sync" || report.pushed == 1), "not in step: {report:?}");
            None
        }
        _ => in_background(&app, began, work == "locked")?,
    };
    say(&Done { seconds: began.elapsed().as_secs_f64(), note })?;
    // The connection stays open until everything on the link was counted.
    wait_for_line().map(|_| ())
}

/// Confirms a dossier with so many files.
fn file(app: &App, seed: u64, files: usize) -> Result<()> {
    let fields = data::form(seed).into_iter().map(|(key, value)| (key, Sensitive::new(value))).collect();
    let draft = app.save_draft(&DraftArgs { id: None, procedure: PROCEDURE.to_owned(), commune: None, fields })?.id;
    for number in 0..files {
        app.attach(&draft, &format!("giay_to_{number}"), &contents(seed, number))?;
    }
    app.confirm(&draft)?;
    Ok(())
}

fn keep(app: &App, seed: u64, files: usize) -> Result<()> {
    for number in 0..files {
        app.add_paper(PaperKind::Other, &"Giấy chứng sinh".into(), &contents(seed, number))?;
    }
    Ok(())
}

fn contents(seed: u64, number: usize) -> Vec<u8> {
    // Other bytes each time: what the portal has already would not travel.
    let run = u64::from(std::process::id()) << 20;
    data::file(run ^ (seed << 8) ^ number as u64, FILE)
}

/// Lets the app's own loops send all that waits.
fn in_background(app: &Arc<App>, began: Instant, locks: bool) -> Result<Option<String>> {
    let weak = Arc::downgrade(app);
    let sync = weak.clone();
    thread::spawn(move || App::run_sync_loop(&sync));
    if locks {
        thread::spawn(move || App::run_idle_loop(&weak));
    }
    let mut locked = None;
    while began.elapsed() < PATIENCE {
        let pulse = app.pulse()?;
        if locks && locked.is_none() && matches!(pulse.stage, Stage::Locked { .. }) {
            locked =
                Some(format!("locked after {:.1} s with {} waiting", began.elapsed().as_secs_f64(), pulse.waiting));
        }
        if pulse.waiting == 0 {
            ensure!(locked.is_some() == locks, "done before the screens locked");
            return Ok(locked);
        }
        thread::sleep(LOOK);
    }
    bail!("not done in time")
}

fn ready() -> Result<()> {
    println!("ready");
    std::io::stdout().flush()?;
    ensure!(wait_for_line()?, "nobody says go");
    Ok(())
}

fn say(done: &Done) -> Result<()> {
    println!("{}", serde_json::to_string(done)?);
    Ok(std::io::stdout().flush()?)
}

/// False where there is none any more.
fn wait_for_line() -> Result<bool> {
    let mut line = String::new();
    Ok(std::io::stdin().lock().read_line(&mut line).context("standard input")? > 0)
}
