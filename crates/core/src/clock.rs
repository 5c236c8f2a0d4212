//! Time as an argument.

use std::time::Duration;

use cds_wire::UnixMillis;

/// Where the core gets time from.
pub trait Clock: Send + Sync {
    /// The wall clock. It may jump either way.
    fn now(&self) -> UnixMillis;
    /// Time since some moment before; never goes back.
    fn monotonic(&self) -> Duration;
    /// Time since the machine was started, which no program and no citizen sets.
    fn since_boot(&self) -> SinceBoot;
}

/// How long the machine has been up, sleep included where the system counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SinceBoot {
    /// Which start of the machine this counts from; none where the system does not say.
    pub boot: Option<String>,
    /// How long ago that was.
    pub elapsed: Duration,
}

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where the core's clock is the machine's")]
mod system {
    use super::{Clock, Duration, SinceBoot, SystemClock, UnixMillis};

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

        fn since_boot(&self) -> SinceBoot {
            SinceBoot { boot: super::boot(), elapsed: super::uptime() }
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn boot() -> Option<String> {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|id| id.trim().to_owned())
}

/// Apple's and Windows' names of a start are out of safe code's reach; [`Tries`](crate::tries) does without.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn boot() -> Option<String> {
    None
}

#[cfg(unix)]
fn uptime() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    #[cfg(any(target_os = "linux", target_os = "android"))]
    const SINCE_BOOT: ClockId = ClockId::Boottime;
    /// Apple's goes on while the machine sleeps.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const SINCE_BOOT: ClockId = ClockId::Monotonic;
    Duration::try_from(clock_gettime(SINCE_BOOT)).unwrap_or_default()
}

#[cfg(not(unix))]
fn uptime() -> Duration {
    Duration::from_secs(sysinfo::System::uptime())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boot_clock_counts_from_the_same_start_for_every_clock_of_the_machine() {
        let (one, two) = (SystemClock::default().since_boot(), SystemClock::default().since_boot());
        assert_eq!(one.boot, two.boot);
        assert!(one.elapsed <= two.elapsed && one.elapsed > Duration::ZERO);
        #[cfg(target_os = "linux")]
        assert!(one.boot.is_some_and(|boot| boot.len() == 36));
    }
}
