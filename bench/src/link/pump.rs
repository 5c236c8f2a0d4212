//! The thread that carries packets from one end to the other.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::setpriority_process;

use super::capture::Capture;
use super::line::Line;
use super::profile::Profile;

/// A changed setting is noticed at least so soon.
const PATIENCE: Duration = Duration::from_millis(20);
/// A little more than a device's packets.
const BUFFER: usize = 2048;

/// Both directions as they are set now.
pub(super) struct Wire {
    began: Instant,
    pub(super) up: Way,
    pub(super) down: Way,
    pub(super) capture: Option<Capture>,
    pub(super) closed: bool,
}

/// A direction with the packets that are under way, the first to arrive in front.
pub(super) struct Way {
    pub(super) line: Line,
    packets: VecDeque<(Duration, Vec<u8>)>,
}

impl Wire {
    pub(super) fn new(profile: &Profile, seed: u64, phase: Duration) -> Self {
        // Another seed for each way: what one loses says nothing of the other.
        let way = |rate, seed| Way { line: Line::new(profile, rate, seed, phase), packets: VecDeque::new() };
        let (up, down) = (way(profile.up, seed * 2), way(profile.down, seed * 2 + 1));
        Self { began: Instant::now(), up, down, capture: None, closed: false }
    }
}

/// The two devices and what lies between them.
pub(super) struct Pump {
    pub(super) client: File,
    pub(super) server: File,
    pub(super) wire: Arc<Mutex<Wire>>,
}

impl Pump {
    /// Carries packets until the link is closed.
    pub(super) fn run(&mut self) {
        // Of this thread alone, as Linux has it. Where it is not allowed, a busy machine shows in the figures.
        let _ = setpriority_process(None, -15);
        loop {
            let Some(wait) = self.carry() else { return };
            let (nanos, seconds) = (i64::from(wait.subsec_nanos()), i64::try_from(wait.as_secs()).unwrap_or(0));
            let timeout = Timespec { tv_sec: seconds, tv_nsec: nanos };
            let mut ready = [PollFd::new(&self.client, PollFlags::IN), PollFd::new(&self.server, PollFlags::IN)];
            // Interrupted or not: what is due is looked at again.
            let _ = poll(&mut ready, Some(&timeout));
        }
    }

    /// Takes what has come, hands over what is due, and says how long nothing will be; none once closed.
    fn carry(&mut self) -> Option<Duration> {
        let mut wire = self.wire.lock().ok()?;
        if wire.closed {
            return None;
        }
        let now = wire.began.elapsed();
        let Wire { up, down, capture, .. } = &mut *wire;
        take(&mut self.client, up, now, |packet| capture_packet(capture, now, packet));
        take(&mut self.server, down, now, |_| {});
        hand_over(&mut self.server, up, now, |_| {});
        hand_over(&mut self.client, down, now, |packet| capture_packet(capture, now, packet));
        let due = [&wire.up, &wire.down].into_iter().filter_map(|way| Some(way.packets.front()?.0)).min();
        Some(due.map_or(PATIENCE, |due| due.saturating_sub(wire.began.elapsed()).min(PATIENCE)))
    }
}

fn capture_packet(capture: &mut Option<Capture>, now: Duration, packet: &[u8]) {
    if let Some(writing) = capture
        && writing.packet(now, packet).is_err()
    {
        *capture = None;
    }
}

fn take(from: &mut File, way: &mut Way, now: Duration, mut seen: impl FnMut(&[u8])) {
    let mut buffer = [0; BUFFER];
    // An end that is going away gives an error: then there is nothing to take.
    while let Ok(length) = from.read(&mut buffer) {
        let packet = buffer.get(..length).unwrap_or_default();
        // IPv4 alone is routed here.
        if packet.first().is_none_or(|first| first >> 4 != 4) {
            continue;
        }
        seen(packet);
        if let Some(at) = way.line.put(now, length) {
            way.packets.push_back((at, packet.to_vec()));
        }
    }
}

fn hand_over(to: &mut File, way: &mut Way, now: Duration, mut seen: impl FnMut(&[u8])) {
    while let Some((_, packet)) = way.packets.pop_front_if(|(at, _)| *at <= now) {
        seen(&packet);
        match to.write(&packet) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => way.line.lost(packet.len()),
            // A device that is not there any more takes nothing.
            _ => {}
        }
    }
}
