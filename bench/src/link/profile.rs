//! What a link is like.

use std::time::Duration;

/// What a link is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Profile {
    /// Its name in tables.
    pub name: &'static str,
    /// Bits a second from client to server; none for no limit.
    pub up: Option<u64>,
    /// Bits a second from server to client; none for no limit.
    pub down: Option<u64>,
    /// One way.
    pub delay: Duration,
    /// Up to so much is added to the delay of each packet, evenly. Packets never overtake each other.
    pub jitter: Duration,
    /// Part of the packets that is lost, 0 to 1.
    pub loss: f64,
    /// When nothing passes.
    pub outage: Option<Outage>,
    /// Bytes that wait at each end before more are dropped.
    pub queue: usize,
}

/// Nothing passes for a while, over and over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Packets pass for so long.
    pub up: Duration,
    /// Then they are lost for so long.
    pub down: Duration,
}

/// What Linux sends at once into a new connection (10 segments of 1,500 bytes) just fits, so that the first flight is not
/// cut, and it is two to four times what is in flight at the rates of EDGE. A deeper queue makes every peer that relies
/// on TCP alone worse: with 32 kB the round trip rises to 5 s and its retransmission timer with it.
const QUEUE: usize = 16 * 1024;

impl Profile {
    /// Nothing is slow: for making ready.
    pub const OPEN: Self = Self {
        name: "open",
        up: None,
        down: None,
        delay: Duration::ZERO,
        jitter: Duration::ZERO,
        loss: 0.0,
        outage: None,
        queue: 16 * 1024 * 1024,
    };
    /// A phone on 2G with a fair signal.
    pub const EDGE: Self = Self {
        name: "EDGE",
        up: Some(50_000),
        down: Some(100_000),
        delay: Duration::from_millis(300),
        jitter: Duration::from_millis(30),
        queue: QUEUE,
        ..Self::OPEN
    };
    /// The same, losing one packet in thirty-three.
    pub const LOSS: Self = Self { name: "EDGE, 3 % loss", loss: 0.03, ..Self::EDGE };
    /// The same, with a cell that comes and goes.
    pub const OUTAGES: Self = Self {
        name: "EDGE, outages",
        outage: Some(Outage { up: Duration::from_secs(12), down: Duration::from_secs(8) }),
        ..Self::EDGE
    };
    /// At the edge of the cell.
    pub const SLOW: Self = Self { name: "10 kbit/s", up: Some(10_000), down: Some(10_000), ..Self::EDGE };

    /// What a round trip takes at least.
    pub fn round_trip(&self) -> Duration {
        self.delay * 2
    }
}

impl Outage {
    /// Whether nothing passes at a time, counted from the beginning of a time up.
    pub fn is_down(&self, at: Duration) -> bool {
        let cycle = (self.up + self.down).as_nanos().max(1);
        at.as_nanos() % cycle >= self.up.as_nanos()
    }

    /// The first time at or after `at` when packets pass.
    pub fn next_up(&self, at: Duration) -> Duration {
        if !self.is_down(at) {
            return at;
        }
        let cycle = (self.up + self.down).as_secs_f64();
        Duration::from_secs_f64(((at.as_secs_f64() / cycle).floor() + 1.0) * cycle)
    }

    /// When it goes down next, from a time when packets pass.
    pub fn next_down(&self, at: Duration) -> Duration {
        let cycle = (self.up + self.down).as_secs_f64();
        Duration::from_secs_f64((at.as_secs_f64() / cycle).floor() * cycle) + self.up
    }
}
