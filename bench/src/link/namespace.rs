//! Network namespaces, by the program `ip`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

const PREFIX: &str = "cdsb-";
const HINT: &str = "install iproute2";

/// A network namespace. It goes with this value, and what runs in it must have ended before.
pub(super) struct Namespace(String);

impl Namespace {
    /// Makes it, with nothing in it but its own loopback.
    pub(super) fn make(name: &str) -> Result<Self> {
        ip(&["netns", "add", name])?;
        let namespace = Self(name.to_owned());
        ip(&["-n", name, "link", "set", "lo", "up"])?;
        for setting in [
            // Their solicitations would stand among the packets.
            "net.ipv6.conf.all.disable_ipv6=1",
            "net.ipv6.conf.default.disable_ipv6=1",
            // What a run has learned of the path must not help the next.
            "net.ipv4.tcp_no_metrics_save=1",
        ] {
            namespace.set(setting)?;
        }
        namespace.use_cubic()?;
        Ok(namespace)
    }

    fn set(&self, setting: &str) -> Result<()> {
        let mut sysctl = Command::new("ip");
        sysctl.args(["netns", "exec", &self.0, "sysctl", "-q", "-w", setting]);
        checked(&mut sysctl).context("install procps").map(|_| ())
    }

    /// TCP keeps its pace as on phones and most servers, whatever this machine prefers.
    fn use_cubic(&self) -> Result<()> {
        const ALLOWED: &str = "/proc/sys/net/ipv4/tcp_allowed_congestion_control";
        const CUBIC: &str = "net.ipv4.tcp_congestion_control=cubic";
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        if self.set(CUBIC).is_ok() {
            return Ok(());
        }
        // A namespace may choose only what is allowed to everyone: so it is, for this moment.
        let _one_at_a_time = ONE_AT_A_TIME.lock();
        let before = fs::read_to_string(ALLOWED)?;
        fs::write(ALLOWED, format!("{} cubic", before.trim())).context("this kernel has no TCP cubic")?;
        let chosen = self.set(CUBIC);
        fs::write(ALLOWED, before.trim())?;
        chosen
    }

    /// Moves a device here and gives it an address.
    pub(super) fn take_device(&self, device: &str, address: &str, peer: &str) -> Result<()> {
        ip(&["link", "set", device, "netns", &self.0])?;
        ip(&["-n", &self.0, "link", "set", device, "name", "link0", "mtu", "1500"])?;
        ip(&["-n", &self.0, "address", "add", address, "peer", peer, "dev", "link0"])?;
        ip(&["-n", &self.0, "link", "set", "link0", "up"])
    }

    /// A command that runs here, ends with the thread that starts it, and goes before what else the machine does.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.0, "nice", "-n", "-10", "setpriv", "--pdeathsig", "KILL", "--"]);
        command.arg(program);
        command
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // What stays is removed at the next start.
        let _ = ip(&["netns", "delete", &self.0]);
    }
}

/// Removes the namespaces of processes that are gone, and ends what still runs in them.
pub(super) fn clear_stale() -> Result<()> {
    for name in listed(&["netns", "list"])? {
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        let Some(owner) = owner.filter(|pid| pid.parse::<u32>().is_ok()) else { continue };
        if is_benchmark(owner) {
            continue;
        }
        for pid in listed(&["netns", "pids", &name])? {
            if let Some(pid) = pid.parse().ok().and_then(Pid::from_raw) {
                // It may have ended by itself just now.
                let _ = kill_process(pid, Signal::KILL);
            }
        }
        ip(&["netns", "delete", &name])?;
    }
    Ok(())
}

fn is_benchmark(pid: &str) -> bool {
    fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim() == "cds-bench")
}

fn listed(arguments: &[&str]) -> Result<Vec<String>> {
    let output = checked(Command::new("ip").args(arguments))?;
    Ok(output.lines().filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect())
}

fn ip(arguments: &[&str]) -> Result<()> {
    checked(Command::new("ip").args(arguments)).map(|_| ())
}

fn checked(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().context(HINT)?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
