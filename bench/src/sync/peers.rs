//! Peers, installed for the benchmark alone: in `target/bench-peers`, in the versions that `bench/peers` names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Where they are.
pub struct Installed(PathBuf);

impl Installed {
    pub fn python(&self) -> PathBuf {
        self.0.join("venv/bin/python")
    }

    /// A script of `bench/peers`. It lies beside what it imports.
    pub fn script(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// Installs what is not there yet.
pub fn install() -> Result<Installed> {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let target = sources.join("../../target/bench-peers");
    fs::create_dir_all(&target)?;
    let target = target.canonicalize()?;
    let mut changed = false;
    for entry in fs::read_dir(&sources)? {
        let entry = entry?;
        let (new, old) = (fs::read(entry.path())?, target.join(entry.file_name()));
        let pins = ["requirements.txt", "package.json", "package-lock.json"];
        changed |= pins.contains(&&*entry.file_name().to_string_lossy()) && fs::read(&old).ok().as_ref() != Some(&new);
        fs::write(old, new)?;
    }
    let done = target.join("installed");
    if changed || !done.exists() {
        eprintln!("installing peers into {}", target.display());
        // Whatever fails below is tried again next time.
        if done.exists() {
            fs::remove_file(&done)?;
        }
        run(Command::new("python3").args(["-m", "venv", "venv"]).current_dir(&target), "install python3-venv")?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"];
        run(Command::new(target.join("venv/bin/python")).args(pip).current_dir(&target), "PyPI must be reachable")?;
        run(Command::new("npm").args(["ci", "--silent"]).current_dir(&target), "install Node.js 20 with npm")?;
        fs::write(done, "")?;
    }
    Ok(Installed(target))
}

fn run(command: &mut Command, hint: &str) -> Result<()> {
    let status = command.status().with_context(|| hint.to_owned())?;
    if !status.success() {
        bail!("{command:?} failed: {hint}");
    }
    Ok(())
}
