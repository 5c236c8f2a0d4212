//! `run` and `tour`.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::demo::{ADDRESS, Portal, folder};
use crate::setup;
use crate::shell::{built, cargo, run as run_command, step, target_dir};
use crate::ui;

/// Starts the demonstration portal and the app; without a display, the tour.
pub(crate) fn run() -> Result<()> {
    if !has_display() {
        println!("==> no display here: the tour, in a virtual one");
        return tour(&[]);
    }
    setup::for_app()?;
    ui::build()?;
    build(Build::ForPeople)?;
    let mut portal = Portal::start()?;
    portal.wait_until_it_listens()?;
    let mut app = Command::new(built("congdanso")?)
        .env("CDS_HOME", folder().join("home"))
        .env("CDS_PORTAL", format!("http://{ADDRESS}"))
        .spawn()
        .context("the app could not be started: run `cargo build --workspace` and look at what it says")?;
    println!("==> the app is open. Sign in with 004090000001, 0900000001, 20/05/2021; the README lists the others.");
    println!("    Data lies in {}; delete that folder to begin anew.", folder().display());
    let status = loop {
        if let Some(status) = app.try_wait()? {
            break status;
        }
        if !portal.is_running() {
            app.kill()?;
            bail!("the demonstration portal ended; the lines above say why");
        }
        for line in portal.new_passwords() {
            println!("    {line}");
        }
        std::thread::sleep(Duration::from_millis(300));
    };
    if !status.success() {
        bail!("the app ended with {status}; the lines above say why (is there a display at DISPLAY?)");
    }
    Ok(())
}

/// Walks through the app in a virtual display and leaves screenshots.
pub(crate) fn tour(walks: &[&str]) -> Result<()> {
    setup::for_virtual_window()?;
    ui::build()?;
    build(Build::ForDriving)?;
    let pictures = target_dir().join("tour");
    step("tour", || {
        let mut tour = Command::new(built("cds-tour")?);
        tour.arg(&pictures).args(walks);
        run_command(&mut tour, "the lines above say at which step the page was not as expected")
    })?;
    println!("==> screenshots are in {}", pictures.display());
    Ok(())
}

/// Times the way from the PIN to the identity code in a virtual display, beside the start of an empty window.
pub(crate) fn bench_unlock() -> Result<()> {
    setup::for_virtual_window()?;
    ui::build()?;
    build(Build::ForDriving)?;
    step("building an empty window", || {
        let mut empty = cargo();
        // Of the whole workspace, too, so that nothing is built anew for it.
        empty.args(["build", "--workspace", "--example", "empty-window"]).args(DRIVEN);
        run_command(&mut empty, "the lines above say what does not compile")
    })?;
    step("bench: from the PIN to the identity code, beside an empty window", || {
        run_command(&mut Command::new(built("cds-bench-unlock")?), "the lines above say why")
    })
}

/// Which app is built.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Build {
    /// The one that people use.
    ForPeople,
    /// The one that tests and the tour drive: files are chosen from a list, and waits can be short.
    ForDriving,
}

/// What cargo is told to build the app for driving; all commands that share its builds name it alike.
pub(crate) const DRIVEN: [&str; 2] = ["--features", "congdanso/automation"];

/// Builds every program. The whole workspace at once, so that all commands share one set of features and of builds.
pub(crate) fn build(which: Build) -> Result<()> {
    step("building app, portal and cds (several minutes the first time)", || {
        let mut build = cargo();
        build.args(["build", "--workspace"]);
        if which == Build::ForDriving {
            build.args(DRIVEN);
        }
        run_command(&mut build, "the lines above say what does not compile")
    })
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
