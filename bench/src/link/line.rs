//! One direction of a link: what becomes of each packet. Pure: times come in as arguments.

use std::collections::VecDeque;
use std::time::Duration;

use super::profile::{Outage, Profile};
use crate::random::Random;

/// Packets and their bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Packets put onto the link.
    pub packets: u64,
    /// Their bytes, with IP headers.
    pub bytes: u64,
    /// Those of the packets that did not arrive.
    pub lost: u64,
    /// Their bytes.
    pub lost_bytes: u64,
}

impl Count {
    /// Bytes that arrived.
    pub fn arrived(&self) -> u64 {
        self.bytes - self.lost_bytes
    }
}

/// One direction.
pub(super) struct Line {
    rate: Option<u64>,
    delay: Duration,
    jitter: Duration,
    loss: f64,
    outage: Option<Outage>,
    phase: Duration,
    queue: usize,
    random: Random,
    /// When the last packet has left.
    free: Duration,
    /// When the last packet arrives: the next never overtakes it.
    arrived: Duration,
    /// What still waits: when each has left, and its bytes.
    waiting: VecDeque<(Duration, usize)>,
    waiting_bytes: usize,
    pub(super) count: Count,
}

impl Line {
    pub(super) fn new(profile: &Profile, rate: Option<u64>, seed: u64, phase: Duration) -> Self {
        let Profile { delay, jitter, loss, outage, queue, .. } = *profile;
        Self {
            rate,
            delay,
            jitter,
            loss,
            outage,
            phase,
            queue,
            random: Random::new(seed),
            free: Duration::ZERO,
            arrived: Duration::ZERO,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            count: Count::default(),
        }
    }

    /// When a packet that is put onto the link now arrives; none where it is lost.
    pub(super) fn put(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        self.count.packets += 1;
        self.count.bytes += bytes as u64;
        let arrives = self.fate(now, bytes);
        if arrives.is_none() {
            self.lost(bytes);
        }
        arrives
    }

    /// A packet is lost after all.
    pub(super) fn lost(&mut self, bytes: usize) {
        self.count.lost += 1;
        self.count.lost_bytes += bytes as u64;
    }

    fn fate(&mut self, now: Duration, bytes: usize) -> Option<Duration> {
        while let Some((_, left)) = self.waiting.pop_front_if(|(at, _)| *at <= now) {
            self.waiting_bytes -= left;
        }
        if self.waiting_bytes + bytes > self.queue {
            return None;
        }
        let takes = self.rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(bytes as f64 * 8.0 / rate as f64));
        let begins = self.free.max(now);
        let left = begins + takes;
        self.free = left;
        self.waiting.push_back((left, bytes));
        self.waiting_bytes += bytes;
        // Both are drawn for every packet, so that a lost one does not shift what befalls the others.
        let (loss, jitter) = (self.random.part(), self.random.part());
        if loss < self.loss || self.is_down(begins) || self.is_down(left) {
            return None;
        }
        self.arrived = self.arrived.max(left + self.delay + self.jitter.mul_f64(jitter));
        Some(self.arrived)
    }

    fn is_down(&self, at: Duration) -> bool {
        self.outage.is_some_and(|outage| outage.is_down(self.phase + at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;

    fn line(profile: Profile, phase: Duration) -> Line {
        Line::new(&profile, profile.up, 1, phase)
    }

    #[test]
    fn a_packet_takes_its_bits_over_the_rate_and_the_delay_and_the_next_waits_for_it() {
        let mut line = line(Profile { jitter: Duration::ZERO, ..Profile::EDGE }, Duration::ZERO);
        assert_eq!(line.put(Duration::ZERO, 1250), Some(MS(200 + 300)));
        assert_eq!(line.put(Duration::ZERO, 1250), Some(MS(400 + 300)));
        assert_eq!(line.put(MS(1000), 1250), Some(MS(1000 + 200 + 300)));
        assert_eq!(line.count, Count { packets: 3, bytes: 3750, lost: 0, lost_bytes: 0 });
    }

    #[test]
    fn what_finds_the_queue_full_is_lost_and_there_is_room_again_later() {
        let mut line = line(Profile { queue: 3000, jitter: Duration::ZERO, ..Profile::EDGE }, Duration::ZERO);
        assert!(line.put(Duration::ZERO, 1500).is_some() && line.put(Duration::ZERO, 1500).is_some());
        assert_eq!(line.put(Duration::ZERO, 1500), None);
        assert!(line.put(MS(240), 1500).is_some());
        assert_eq!((line.count.lost, line.count.lost_bytes), (1, 1500));
    }

    #[test]
    fn jitter_delays_and_never_reorders() {
        let mut line = line(Profile { up: None, ..Profile::EDGE }, Duration::ZERO);
        let arrivals: Vec<Duration> = (0..200).filter_map(|at| line.put(MS(at), 40)).collect();
        assert!(arrivals.is_sorted());
        let delays = arrivals.iter().zip(0..).map(|(arrived, at)| *arrived - MS(at));
        assert!(delays.clone().all(|delay| delay >= MS(300) && delay <= MS(330)));
        assert!(delays.max() > Some(MS(325)), "the whole of it is used");
    }

    #[test]
    fn nothing_passes_while_it_is_down() {
        let line = |phase| {
            let mut line = line(Profile::OUTAGES, MS(phase));
            [0, 2_990, 3_100, 10_900, 11_100].map(|at| line.put(MS(at), 40).is_some())
        };
        assert_eq!(line(9_000), [true, true, false, false, true]);
        assert_eq!(line(0), [true, true, true, true, true]);
    }

    #[test]
    fn about_three_in_a_hundred_are_lost_and_a_seed_loses_the_same() {
        let lost = || {
            let mut line = line(Profile { up: None, ..Profile::LOSS }, Duration::ZERO);
            (0..10_000).filter(|at| line.put(MS(*at), 40).is_none()).collect::<Vec<u64>>()
        };
        assert!((250..350).contains(&lost().len()));
        assert_eq!(lost(), lost());
    }
}
