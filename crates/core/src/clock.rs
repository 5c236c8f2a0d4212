//! Time as an argument.

use std::time::Duration;

use cds_wire::UnixMillis;

/// Where the core gets time from.
pub trait Clock: Send + Sync {
    /// The wall clock. It may jump either way.
    fn now(&self) -> UnixMillis;
    /// Time since some moment before; never goes back.
    fn monotonic(&self) -> Duration;
}

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where the core's clock is the machine's")]
mod system {
    use super::{Clock, Duration, SystemClock, UnixMillis};

    impl Default for SystemClock {
        fn default() -> Self {
            Self { started: std::time::Instant::now() }
        }
    }

    impl Clock for SystemClock {
        fn now(&self) -> UnixMillis {
            let now = std::time::SystemTime::now();
            match now.duration_since(std::time::UNIX_EPOCH) {
                Ok(since) => UnixMillis::try_from(since.as_millis()).unwrap_or(UnixMillis::MAX),
                Err(before) => -UnixMillis::try_from(before.duration().as_millis()).unwrap_or(UnixMillis::MAX),
            }
        }

        fn monotonic(&self) -> Duration {
            self.started.elapsed()
        }
    }
}
