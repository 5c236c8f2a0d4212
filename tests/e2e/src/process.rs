//! Programs that end with the value that started them, and the app's processes over a home folder.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A running program.
#[derive(Debug)]
pub(crate) struct Process(Child);

impl Process {
    /// Starts a program.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.spawn();
        Ok(Self(child.with_context(|| format!("{name} is missing: run `cargo xtask setup`"))?))
    }

    /// Starts a program and waits for the first line it prints.
    pub(crate) fn start_and_read(command: &mut Command) -> Result<(Self, String)> {
        let mut process = Self::start(command.stdout(Stdio::piped()))?;
        let stdout = process.0.stdout.take().context("its output is ours")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        anyhow::ensure!(!line.is_empty(), "{} ended at once", command.get_program().to_string_lossy());
        Ok((process, line.trim().to_owned()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A program of the workspace, beside the one that runs.
pub fn built(name: &str) -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    here.ancestors()
        .skip(1)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
        .with_context(|| format!("{name} is not built: run `cargo build --workspace`"))
}

/// A process of the app: the app itself, or one that its webview started.
#[derive(Debug)]
pub(crate) struct AppProcess {
    pub(crate) number: i32,
    /// Its program.
    name: String,
    /// It is the app itself, the one that holds the account.
    pub(crate) is_app: bool,
}

impl AppProcess {
    /// Those that run over this home folder. The driver has the same environment and is none of them.
    pub(crate) fn over(home: &Path) -> Result<Vec<Self>> {
        let app = built("congdanso")?;
        let over_home = [b"CDS_HOME=".as_slice(), home.as_os_str().as_encoded_bytes()].concat();
        let mut found = Vec::new();
        for process in std::fs::read_dir("/proc")? {
            let process = process?;
            let Ok(number) = process.file_name().to_string_lossy().parse() else { continue };
            // Processes end while this looks at them.
            let Ok(program) = std::fs::read_link(process.path().join("exe")) else { continue };
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let is_over_home = environment.split(|byte| *byte == 0).any(|variable| variable == over_home);
            let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if is_over_home && name != "WebKitWebDriver" {
                found.push(Self { number, name, is_app: program == app });
            }
        }
        Ok(found)
    }

    /// Whether it draws the page.
    pub(crate) fn is_page(&self) -> bool {
        self.name == "WebKitWebProcess"
    }

    /// Ends it at once, as a power cut would: it is told nothing and writes nothing more.
    #[cfg(unix)]
    pub(crate) fn cut(&self) {
        if let Some(process) = rustix::process::Pid::from_raw(self.number) {
            // It may have ended since it was found.
            let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        }
    }
}
