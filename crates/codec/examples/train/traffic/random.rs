//! Numbers from a seed (SplitMix64): the same messages every time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0, below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    /// Once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of a list that is not empty.
    #[expect(clippy::indexing_slicing, reason = "below its length")]
    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next() as u8).collect()
    }

    pub fn base64(&mut self, count: usize) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes(count))
    }

    pub fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        let tail = b & 0xFFFF_FFFF_FFFF;
        format!("{:08x}-{:04x}-7{:03x}-{:04x}-{tail:012x}", a >> 32, a & 0xFFFF, (a >> 16) & 0xFFF, 0x8000 | (b >> 50))
    }
}
