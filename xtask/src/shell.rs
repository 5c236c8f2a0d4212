//! Running other programs, and saying so.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Makes the workspace's folder the current one, so that every path below is relative to it.
pub(crate) fn enter_workspace() -> Result<()> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").context("start this program with `cargo xtask`")?;
    let root = Path::new(&manifest).parent().context("xtask has no folder above it")?;
    std::env::set_current_dir(root).context("the workspace's folder cannot be entered")
}

/// Cargo's target folder of the workspace.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// A program this workspace built in the development profile.
pub(crate) fn built(name: &str) -> Result<PathBuf> {
    let path = target_dir().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    path.canonicalize().with_context(|| format!("{} is not built: run `cargo build --workspace`", path.display()))
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says what is done and how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {what}");
    let started = now();
    let result = work()?;
    let seconds = started.elapsed().as_secs();
    if seconds >= 2 {
        println!("    {what}: {}", minutes(seconds));
    }
    Ok(result)
}

/// Seconds as people read them.
pub(crate) fn minutes(seconds: u64) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[expect(clippy::disallowed_methods, reason = "the build program times its own steps")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Runs a command with its output on ours. `hint` says what to do where it fails.
pub(crate) fn run(command: &mut Command, hint: &str) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("{name} could not be started: {hint}"))?;
    if !status.success() {
        let line = command_line(command);
        bail!("`{line}` failed: {hint}");
    }
    Ok(())
}

/// Runs a command quietly and gives what it printed; its error output is shown where it fails.
pub(crate) fn read(command: &mut Command, hint: &str) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("{name} could not be started: {hint}"))?;
    if !output.status.success() {
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        bail!("`{}` failed: {hint}", command_line(command));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command runs and succeeds; nothing it prints is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether a program is in PATH.
pub(crate) fn in_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
