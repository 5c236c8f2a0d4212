//! For tests: a wall clock that was set wrong. `CDS_CLOCK_OFFSET_S` is by how many seconds it is ahead, or behind where it is
//! negative. The clock of the machine's start, which nobody sets, goes on as it is.

use std::sync::Arc;
use std::time::Duration;

use cds_core::clock::{Clock, SinceBoot};
use cds_wire::UnixMillis;

/// The machine's clocks, with another time on the wall.
pub(crate) struct Shifted {
    machine: Arc<dyn Clock>,
    ahead: UnixMillis,
}

impl Shifted {
    /// As far off as the environment says; not at all where it says nothing.
    pub(crate) fn from_environment(machine: Arc<dyn Clock>) -> Self {
        let seconds = std::env::var("CDS_CLOCK_OFFSET_S").ok().and_then(|seconds| seconds.parse::<i64>().ok());
        Self { machine, ahead: seconds.unwrap_or_default().saturating_mul(1000) }
    }
}

impl Clock for Shifted {
    fn now(&self) -> UnixMillis {
        self.machine.now().saturating_add(self.ahead)
    }

    fn monotonic(&self) -> Duration {
        self.machine.monotonic()
    }

    fn since_boot(&self) -> SinceBoot {
        self.machine.since_boot()
    }
}
