//! The real `cds`, run to its end or killed before.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use cds_core::clock::{Clock, SystemClock};
use cds_e2e::built;

use crate::fixture::PASSPHRASE;

pub(crate) struct Cds {
    home: PathBuf,
    portal: String,
}

impl Cds {
    pub(crate) fn new(home: &Path, portal: &str) -> Self {
        std::fs::write(home.with_extension("pin"), PASSPHRASE).expect("written");
        Self { home: home.to_owned(), portal: portal.to_owned() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(built("cds").expect("built"));
        command.arg("--home").arg(&self.home).args(["--portal", &self.portal, "--pin-file"]);
        command.arg(self.home.with_extension("pin")).args(arguments);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        command
    }

    /// What it prints.
    pub(crate) fn say(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("cds runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Runs it to the end; returns how long it took.
    pub(crate) fn run(&self, arguments: &[&str]) -> Duration {
        let clock = SystemClock::default();
        let began = clock.monotonic();
        self.say(arguments);
        clock.monotonic().saturating_sub(began)
    }

    /// Kills it after this time. Returns how long it took where it ended by itself before, which must have gone well.
    pub(crate) fn kill_after(&self, time: Duration, arguments: &[&str]) -> Option<Duration> {
        let clock = SystemClock::default();
        let began = clock.monotonic();
        let mut child = self.command(arguments).stdout(Stdio::piped()).spawn().expect("cds runs");
        let mut output = child.stdout.take().expect("its output");
        let (ended, ending) = channel();
        let waiting = std::thread::spawn(move || {
            // Its output closes when it ends, and not before.
            let read = std::io::copy(&mut output, &mut std::io::sink());
            ended.send(()).and(Ok(read))
        });
        let by_itself = ending.recv_timeout(time).is_ok();
        if !by_itself {
            child.kill().expect("killed");
        }
        let status = child.wait().expect("it ended");
        let took = clock.monotonic().saturating_sub(began);
        // Nobody listens any more where it was killed.
        let _ = waiting.join().expect("no panic");
        // It may have ended between the time and the kill.
        if !by_itself && status.code().is_none() {
            return None;
        }
        assert!(status.success(), "{arguments:?} ended by itself: {status}");
        Some(took)
    }
}
