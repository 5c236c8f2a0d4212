//! Lots that fall the same way each time for the same seed.

/// What becomes of something that was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Kept,
    Lost,
    /// Some of its sectors are there.
    Torn,
}

/// A run of lots.
#[derive(Debug)]
pub(crate) enum Chance {
    Always(Fate),
    Drawn(u64),
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        match seed % 4 {
            0 => Self::Always(Fate::Lost),
            1 => Self::Always(Fate::Kept),
            _ => Self::Drawn(seed),
        }
    }

    pub(crate) fn fate(&mut self) -> Fate {
        if let Self::Always(fate) = self {
            return *fate;
        }
        match self.draw() % 3 {
            0 => Fate::Kept,
            1 => Fate::Lost,
            _ => Fate::Torn,
        }
    }

    /// Yes or no, evenly.
    pub(crate) fn coin(&mut self) -> bool {
        match self {
            Self::Always(fate) => *fate != Fate::Lost,
            Self::Drawn(_) => self.draw().is_multiple_of(2),
        }
    }

    /// The next number (splitmix64).
    fn draw(&mut self) -> u64 {
        let Self::Drawn(state) = self else { return 0 };
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
