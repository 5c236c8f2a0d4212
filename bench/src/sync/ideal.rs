//! What physics asks for.

use std::time::Duration;

use cds_bench::link::{Counts, Profile};

use super::plan::{Job, Row};

/// Content of a full TCP segment, and the segment with its IP and TCP headers.
const SEGMENT: (f64, f64) = (1448.0, 1500.0);

/// The least time a run could take, in seconds: two round trips without jitter (one to connect, one to ask and be
/// answered), and the bytes that arrived in this very run over the link's rate, or for an upload the files' bytes in full
/// segments. Through outages, that much time up.
pub fn seconds(job: &Job, counts: &Counts) -> f64 {
    let over = |bytes: f64, rate: Option<u64>| rate.map_or(0.0, |rate| bytes * 8.0 / rate as f64);
    let moving = match job.row {
        Row::Upload | Row::Papers | Row::Locked => over(job.row.payload() as f64 / SEGMENT.0 * SEGMENT.1, job.link.up),
        _ => over(counts.up.arrived() as f64, job.link.up) + over(counts.down.arrived() as f64, job.link.down),
    };
    let work = Duration::from_secs_f64(moving) + job.link.round_trip() * 2;
    through_outages(&job.link, job.phase, work).as_secs_f64()
}

/// When so much work is done that goes on only while the link is up.
fn through_outages(link: &Profile, phase: Duration, mut work: Duration) -> Duration {
    let Some(outage) = link.outage else { return work };
    let mut at = phase;
    loop {
        at = outage.next_up(at);
        let until = outage.next_down(at);
        if at + work <= until {
            return at + work - phase;
        }
        work -= until - at;
        at = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_waits_while_the_link_is_down() {
        let check = |phase, work, expected| {
            let taken = through_outages(&Profile::OUTAGES, Duration::from_secs(phase), Duration::from_secs(work));
            assert_eq!(taken, Duration::from_secs(expected), "phase {phase}, work {work}");
        };
        check(0, 5, 5);
        check(0, 12, 12);
        check(0, 13, 21);
        check(9, 3, 3);
        check(9, 4, 12);
        check(9, 16, 32);
    }
}
