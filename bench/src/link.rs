//! A slow link between two network namespaces, for real programs over real kernel TCP.
//!
//! Each namespace has one TUN device; this process carries the IP packets between the two and makes them wait, or loses
//! them, as the [`Profile`] says. It sees every packet, so it counts them and can write them down. Why not `tc netem`:
//! it is not in every kernel, knows no outages, and its losses cannot be repeated from a seed.
//!
//! Needs root. Namespaces are named after the process; those of a process that is gone are removed at the next start.

mod capture;
mod line;
mod namespace;
mod profile;
mod pump;
mod tun;

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};

pub use line::Count;
pub use profile::{Outage, Profile};

use namespace::Namespace;
use pump::{Pump, Wire};

/// Address of the client's end.
pub const CLIENT: &str = "10.77.0.1";
/// Address of the server's end.
pub const SERVER: &str = "10.77.0.2";

/// Two namespaces with a link between them. They go with this value.
pub struct Link {
    client: Namespace,
    server: Namespace,
    wire: Arc<Mutex<Wire>>,
    pump: Option<JoinHandle<()>>,
}

/// What has gone onto the link since it was set, in whole IP packets, those that were lost among them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// From client to server.
    pub up: Count,
    /// From server to client.
    pub down: Count,
}

impl Counts {
    /// Bytes of both directions.
    pub fn bytes(&self) -> u64 {
        self.up.bytes + self.down.bytes
    }
}

impl Link {
    /// Makes both ends, with nothing slow about them yet.
    pub fn make() -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !rustix::process::geteuid().is_root() {
            return Err(anyhow!("the link is made of network namespaces and TUN devices, which needs root"));
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        if number == 0 {
            namespace::clear_stale()?;
        }
        let pid = std::process::id();
        let (client_fd, client) = end(&format!("cdsb-{pid}-{number}-c"), &format!("cb{number}c"), CLIENT, SERVER)?;
        let (server_fd, server) = end(&format!("cdsb-{pid}-{number}-s"), &format!("cb{number}s"), SERVER, CLIENT)?;
        let wire = Arc::new(Mutex::new(Wire::new(&Profile::OPEN, 0, Duration::ZERO)));
        let mut pump = Pump { client: client_fd, server: server_fd, wire: Arc::clone(&wire) };
        let thread = std::thread::Builder::new().name("link".to_owned()).spawn(move || pump.run())?;
        Ok(Self { client, server, wire, pump: Some(thread) })
    }

    /// From now on the link is so, its outages `phase` into their first time up. Counts begin at nothing; what was on its
    /// way is lost.
    pub fn set(&self, profile: &Profile, seed: u64, phase: Duration) -> Result<()> {
        let mut wire = self.wire()?;
        let capture = wire.capture.take();
        *wire = Wire::new(profile, seed, phase);
        wire.capture = capture;
        Ok(())
    }

    /// What has gone onto the link since it was set.
    pub fn counts(&self) -> Result<Counts> {
        let wire = self.wire()?;
        Ok(Counts { up: wire.up.line.count, down: wire.down.line.count })
    }

    /// Writes every packet from now on as the client's end sees it, in the format of pcap; none ends it.
    pub fn capture(&self, file: Option<&Path>) -> Result<()> {
        let capture = file.map(capture::Capture::begin).transpose()?;
        self.wire()?.capture = capture;
        Ok(())
    }

    /// A command that runs at the client's end.
    pub fn at_client(&self, program: &Path) -> Command {
        self.client.command(program)
    }

    /// A command that runs at the server's end.
    pub fn at_server(&self, program: &Path) -> Command {
        self.server.command(program)
    }

    fn wire(&self) -> Result<MutexGuard<'_, Wire>> {
        self.wire.lock().map_err(|_| anyhow!("the link's thread failed"))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        if let Ok(mut wire) = self.wire.lock() {
            wire.closed = true;
        }
        if let Some(pump) = self.pump.take() {
            // Whether it panicked shows in the run itself.
            let _ = pump.join();
        }
    }
}

/// One end: a namespace with a TUN device in it, and that device's other side here.
fn end(name: &str, device: &str, address: &str, peer: &str) -> Result<(std::fs::File, Namespace)> {
    let namespace = Namespace::make(name)?;
    // Named after this process too while it stands in the machine's own namespace.
    let interim = format!("{device}{}", std::process::id() % 1_000_000);
    let tun =
        tun::open(&interim).context("no TUN device could be made: the kernel needs CONFIG_TUN and /dev/net/tun")?;
    namespace.take_device(&interim, address, peer)?;
    Ok((tun, namespace))
}
