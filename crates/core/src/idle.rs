//! When nobody is there: how long until the screens lock.

use std::time::Duration;

use cds_wire::UnixMillis;

use crate::clock::Clock;

/// How long an open app waits for its citizen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleLimits {
    /// After this the citizen is told that the screens will lock.
    pub warn: Duration,
    /// After this they lock.
    pub lock: Duration,
    /// For so long after that, what was confirmed may still be sent.
    pub send: Duration,
}

impl Default for IdleLimits {
    fn default() -> Self {
        Self { warn: Duration::from_secs(240), lock: Duration::from_secs(300), send: Duration::from_secs(30 * 60) }
    }
}

/// When the citizen was last there, by both clocks: the wall clock counts while the device sleeps, the other one when
/// somebody sets the wall clock back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastSeen {
    wall: UnixMillis,
    monotonic: Duration,
}

impl LastSeen {
    pub(crate) fn now(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), monotonic: clock.monotonic() }
    }

    /// How long ago that is.
    pub(crate) fn ago(self, clock: &dyn Clock) -> Duration {
        let by_wall = u64::try_from(clock.now().saturating_sub(self.wall)).unwrap_or(0);
        clock.monotonic().saturating_sub(self.monotonic).max(Duration::from_millis(by_wall))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::clock::SinceBoot;

    struct Hands(Mutex<(UnixMillis, Duration)>);

    impl Clock for Hands {
        fn now(&self) -> UnixMillis {
            self.0.lock().expect("no panic").0
        }

        fn monotonic(&self) -> Duration {
            self.0.lock().expect("no panic").1
        }

        fn since_boot(&self) -> SinceBoot {
            SinceBoot { boot: None, elapsed: self.monotonic() }
        }
    }

    #[test]
    fn neither_sleep_nor_a_clock_set_back_makes_the_pause_shorter() {
        let check = |wall_ms: UnixMillis, monotonic_s: u64, expected_s: u64| {
            let hands = Hands(Mutex::new((1_000_000, Duration::from_secs(50))));
            let seen = LastSeen::now(&hands);
            *hands.0.lock().expect("no panic") = (1_000_000 + wall_ms, Duration::from_secs(50 + monotonic_s));
            assert_eq!(seen.ago(&hands), Duration::from_secs(expected_s));
        };
        check(0, 0, 0);
        check(10_000, 10, 10);
        check(600_000, 10, 600);
        check(-600_000, 10, 10);
    }
}
