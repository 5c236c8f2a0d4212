//! How much goes into one piece of an upload or download: about what the link moves in four seconds, so that a break
//! costs little and a good link is not slowed by round trips.

use std::time::Duration;

const SMALLEST: u64 = 4 * 1024;
const LARGEST: u64 = 512 * 1024;
/// Before anything was measured: four seconds of a 64 kbit/s link.
const FIRST: u64 = 32 * 1024;
const SECONDS: u64 = 4;

/// The measured pace of the link.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    piece: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { piece: FIRST }
    }
}

impl Pace {
    /// Bytes of the next piece.
    pub(crate) fn piece(self) -> u64 {
        self.piece
    }

    /// Takes note of what a piece took.
    pub(crate) fn measured(&mut self, bytes: u64, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        // Doubling at most: one quick piece may have been luck.
        self.piece = (bytes * 1000 * SECONDS / millis).clamp(SMALLEST, LARGEST).min(self.piece * 2);
    }

    /// The link broke: smaller pieces lose less.
    pub(crate) fn broke(&mut self) {
        self.piece = (self.piece / 2).max(SMALLEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_takes_about_four_seconds() {
        let mut pace = Pace::default();
        pace.measured(32 * 1024, Duration::from_secs(8));
        assert_eq!(pace.piece(), 16 * 1024);
        for _ in 0..9 {
            pace.measured(pace.piece(), Duration::from_millis(1));
        }
        assert_eq!(pace.piece(), LARGEST);
        for _ in 0..9 {
            pace.broke();
        }
        assert_eq!(pace.piece(), SMALLEST);
    }
}
