//! What is known of the link to the portal, and what follows from it: how much goes into one request, one page and one
//! piece, and how long a connection may stand still before it is given up.
//!
//! A break must cost little, so that nothing takes much longer than four seconds; and a slow link must not be taken for a
//! broken one, so that the limit grows with what is on its way and with how slow the link is. How slow, the best of the
//! last few exchanges says: one that went through an outage took long because nothing moved, and a limit that believed it
//! would never notice an outage again. A link that has become slow is cut once or twice, until the doubled limit fits it.

use std::time::Duration;

use crate::transport::{NoAnswer, Patience, Reply, Timing};

/// What one request, page or piece of a download takes at the measured rate.
const SECONDS: u64 = 4;
/// What a piece of an upload takes. The portal keeps what has arrived of a piece that breaks, so that a longer one loses
/// nothing, and on EDGE the round trip after each of four seconds would be a seventh of the time.
const SECONDS_UP: u64 = 8;
const SMALLEST: u64 = 4 * 1024;
const LARGEST: u64 = 512 * 1024;
/// Before anything was measured, up: four seconds of a 32 kbit/s link.
const FIRST: u64 = 16 * 1024;
/// And down: most first pulls are two pages then.
const FIRST_DOWN: u64 = 20 * 1024;
/// How many times smaller the records of a page are on the wire: measured with the shipped dictionary, on the low side.
const PACKED: u64 = 4;
const LARGEST_PAGE: u64 = 1024 * 1024;
/// Exchanges that move less say more about the round trip than about the rate.
const TELLING: u64 = 4 * 1024;

/// So many rates are remembered.
const TELLING_RATES: usize = 3;

/// A connection may stand still for so long whatever is known.
const STILL: Duration = Duration::from_secs(6);
const STILL_ROUND_TRIPS: u32 = 4;
/// Bytes that may be on their way while nothing seems to move: the transport keeps no more in the system's buffers than
/// this, or what the link moves in two seconds.
const IN_FLIGHT: u64 = 8 * 1024;
const IN_FLIGHT_SECONDS: u64 = 2;
const IN_FLIGHT_TIMES: u64 = 3;
/// Bytes a second, until a rate was seen: 8 kbit/s.
const SLOWEST: u64 = 1000;
/// Doubling after stalls ends here.
const LONGEST_STILL: Duration = Duration::from_secs(60);

/// The measured link. Kept from one synchronisation to the next.
#[derive(Debug, Clone)]
pub struct Link {
    /// Smoothed round trip.
    round_trip: Option<Duration>,
    up: Way,
    down: Way,
    /// Rates of the last requests that told one, bytes a second, the newest first.
    rates: [Option<u64>; TELLING_RATES],
    /// Stalls since something moved.
    stalls: u32,
}

impl Default for Link {
    /// Nothing is known.
    fn default() -> Self {
        let (up, down) = (Way::new(FIRST, SECONDS_UP), Way::new(FIRST_DOWN, SECONDS));
        Self { round_trip: None, up, down, rates: [None; TELLING_RATES], stalls: 0 }
    }
}

/// One direction.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Bytes that take as long as a piece should.
    piece: u64,
    seconds: u64,
}

impl Way {
    const fn new(piece: u64, seconds: u64) -> Self {
        Self { piece, seconds }
    }

    /// Takes note of the bytes that moved, and how long that took.
    fn measured(&mut self, bytes: u64, took: Duration) -> Option<u64> {
        if bytes < TELLING {
            return None;
        }
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        let rate = bytes.saturating_mul(1000) / millis;
        // Doubling at most: one quick piece may have been luck.
        self.piece = rate.saturating_mul(self.seconds).clamp(SMALLEST, LARGEST).min(self.piece * 2);
        Some(rate.max(1))
    }

    fn broke(&mut self) {
        self.piece = (self.piece / 2).max(SMALLEST);
    }
}

impl Link {
    /// How long a connection may stand still with `owed` bytes of a request to send.
    pub(crate) fn patience(&self, owed: usize) -> Patience {
        let quiet = STILL.max(self.round_trip.unwrap_or_default() * STILL_ROUND_TRIPS);
        let buffered = IN_FLIGHT.max(self.up.piece / SECONDS_UP * IN_FLIGHT_SECONDS);
        let in_flight = u64::try_from(owed).unwrap_or(u64::MAX).min(buffered);
        let rate = self.rates.iter().flatten().max().copied().unwrap_or(SLOWEST).max(1);
        let owing = quiet.max(Duration::from_millis(IN_FLIGHT_TIMES * in_flight * 1000 / rate));
        Patience { owing: self.doubled(owing), quiet: self.doubled(quiet) }
    }

    fn doubled(&self, limit: Duration) -> Duration {
        limit.max(limit.saturating_mul(1 << self.stalls.min(8)).min(LONGEST_STILL))
    }

    /// Bytes of the next piece of an upload.
    pub(crate) fn piece_up(&self) -> u64 {
        self.up.piece
    }

    /// Bytes of the next piece of a download.
    pub(crate) fn piece_down(&self) -> u64 {
        self.down.piece
    }

    /// Bytes of records in one page.
    pub(crate) fn page(&self) -> u32 {
        u32::try_from((self.down.piece * PACKED).min(LARGEST_PAGE)).unwrap_or(u32::MAX)
    }

    /// Bytes of commands' bodies in one request; one command goes however long. On the wire they take half of a piece's time or
    /// less.
    pub(crate) fn bodies(&self) -> usize {
        usize::try_from(self.up.piece).unwrap_or(usize::MAX)
    }

    /// Takes note of how an exchange ended.
    pub(crate) fn note(&mut self, sent: &Result<Reply, NoAnswer>) {
        match sent {
            Ok(reply) => self.measured(&reply.timing),
            Err(NoAnswer::Stalled) => self.stalled(),
            Err(NoAnswer::Unreachable) => self.broke(),
            Err(NoAnswer::NotSent | NoAnswer::Certificate) => {}
        }
    }

    /// Takes note of an exchange that came to its end.
    fn measured(&mut self, timing: &Timing) {
        self.stalls = 0;
        if let Some(dialled) = timing.dialled {
            // As TCP smooths it: an eighth of the new one.
            let smoothed = self.round_trip.map_or(dialled, |known| known * 7 / 8 + dialled / 8);
            self.round_trip = Some(smoothed);
        }
        let round_trip = self.round_trip.unwrap_or_default();
        self.down.measured(timing.received, timing.came);
        if let Some(rate) = self.up.measured(timing.sent, timing.answered.saturating_sub(round_trip)) {
            self.rates.rotate_right(1);
            if let Some(newest) = self.rates.first_mut() {
                *newest = Some(rate);
            }
        }
    }

    /// The connection stood still and was given up.
    fn stalled(&mut self) {
        self.stalls = self.stalls.saturating_add(1);
    }

    /// The connection broke: smaller pieces lose less.
    fn broke(&mut self) {
        self.up.broke();
        self.down.broke();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn up(bytes: u64, millis: u64) -> Timing {
        Timing { sent: bytes, answered: Duration::from_millis(millis), ..Timing::default() }
    }

    #[test]
    fn a_piece_takes_its_seconds() {
        let mut link = Link::default();
        link.measured(&up(16 * 1024, 16_000));
        assert_eq!(link.piece_up(), 8 * 1024);
        let came = Timing { received: 16 * 1024, came: Duration::from_secs(8), ..Timing::default() };
        link.measured(&came);
        assert_eq!(link.piece_down(), 8 * 1024);
        for _ in 0..9 {
            link.measured(&up(link.piece_up(), 1));
        }
        assert_eq!(link.piece_up(), LARGEST);
        for _ in 0..9 {
            link.broke();
        }
        assert_eq!(link.piece_up(), SMALLEST);
    }

    #[test]
    fn a_page_is_larger_by_what_compression_saves() {
        let mut link = Link::default();
        assert_eq!(link.page(), 80 * 1024);
        let came = Timing { received: 16 * 1024, came: Duration::from_secs(2), ..Timing::default() };
        link.measured(&came);
        assert_eq!(link.page(), 128 * 1024);
    }

    #[test]
    fn small_exchanges_say_nothing_of_the_rate() {
        let mut link = Link::default();
        link.measured(&up(300, 5000));
        assert_eq!((link.piece_up(), link.rates), (FIRST, [None; TELLING_RATES]));
    }

    #[test]
    fn a_healthy_link_of_10_kbit_s_is_not_cut() {
        let mut link = Link::default();
        // Before anything is known, and with the rates measured: what is on its way gets three times its time.
        for _ in 0..3 {
            let piece = link.piece_up();
            let needs = Duration::from_millis(piece.min(IN_FLIGHT) * 1000 / 1250);
            assert!(link.patience(usize::try_from(piece).expect("small")).owing > needs * 2);
            link.measured(&up(piece, piece * 1000 / 1250));
        }
        assert_eq!(link.rates, [Some(1250); TELLING_RATES]);
        assert_eq!(link.piece_up(), 10_000);
    }

    #[test]
    fn an_exchange_through_an_outage_does_not_make_the_next_outage_unnoticed() {
        let mut link = Link::default();
        link.measured(&up(16 * 1024, 21_000));
        link.measured(&up(8 * 1024, 1_300));
        assert_eq!(link.patience(8 * 1024).owing, STILL);
    }

    #[test]
    fn the_limit_is_six_seconds_or_four_round_trips_and_doubles_with_stalls_up_to_a_minute() {
        let mut link = Link::default();
        assert_eq!(link.patience(0).quiet, Duration::from_secs(6));
        link.measured(&Timing { dialled: Some(Duration::from_secs(2)), ..Timing::default() });
        assert_eq!(link.patience(0).quiet, Duration::from_secs(8));
        let mut limits = Vec::new();
        for _ in 0..5 {
            link.stalled();
            limits.push(link.patience(0).quiet.as_secs());
        }
        assert_eq!(limits, [16, 32, 60, 60, 60]);
        link.measured(&Timing::default());
        assert_eq!(link.patience(0).quiet, Duration::from_secs(8));
    }
}
