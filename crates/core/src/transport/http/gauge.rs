//! What moves on one connection, and since when nothing has.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Clock;
use crate::transport::{Patience, Timing};

/// A request whose body is no longer than this leaves in one segment: what it owes is no reason to wait.
const SHORT: usize = 1024;

/// Watches one connection. Each exchange on it begins with [`Gauge::begin`].
pub(super) struct Gauge {
    clock: Arc<dyn Clock>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// When a byte moved last, in or out.
    moved: Duration,
    sent: u64,
    received: u64,
    first_sent: Option<Duration>,
    /// When the answer began. What TLS says for itself, such as a ticket, is none.
    answered: Option<Duration>,
    cut: bool,
}

impl Gauge {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        let seen = Mutex::new(Seen { moved: clock.monotonic(), ..Seen::default() });
        Self { clock, seen }
    }

    pub(super) fn now(&self) -> Duration {
        self.clock.monotonic()
    }

    /// An exchange begins.
    pub(super) fn begin(&self) {
        *self.seen() = Seen { moved: self.now(), ..Seen::default() };
    }

    /// The socket took bytes.
    pub(super) fn sent(&self, bytes: usize) {
        let now = self.now();
        let mut seen = self.seen();
        seen.moved = now;
        seen.sent += bytes as u64;
        seen.first_sent.get_or_insert(now);
    }

    /// The socket gave bytes.
    pub(super) fn received(&self, bytes: usize) {
        let now = self.now();
        let mut seen = self.seen();
        seen.moved = now;
        seen.received += bytes as u64;
    }

    /// Bytes of an answer came.
    pub(super) fn answered(&self) {
        let now = self.now();
        self.seen().answered.get_or_insert(now);
    }

    /// Whether nothing of the exchange has left.
    pub(super) fn nothing_sent(&self) -> bool {
        self.seen().sent == 0
    }

    /// How much longer nothing may move, with a request whose body is so long.
    pub(super) fn left(&self, patience: Patience, body: usize) -> Duration {
        let now = self.now();
        let seen = self.seen();
        let limit = if body > SHORT && seen.answered.is_none() { patience.owing } else { patience.quiet };
        limit.saturating_sub(now.saturating_sub(seen.moved))
    }

    /// The connection stood still: what the system still holds of it is not to be sent.
    pub(super) fn cut(&self) {
        self.seen().cut = true;
    }

    /// Whether [`Gauge::cut`] was called.
    pub(super) fn is_cut(&self) -> bool {
        self.seen().cut
    }

    /// What the exchange took.
    pub(super) fn timing(&self, dialled: Option<Duration>) -> Timing {
        let seen = self.seen();
        let begun = seen.first_sent.unwrap_or(seen.moved);
        let answered = seen.answered.unwrap_or(seen.moved);
        Timing {
            dialled,
            sent: seen.sent,
            received: seen.received,
            answered: answered.saturating_sub(begun),
            came: seen.moved.saturating_sub(answered),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Numbers only: none is half written where a thread failed.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for `work` as long as something moves within the patience; none where nothing did.
pub(super) async fn while_it_moves<T>(
    gauge: &Gauge,
    patience: Patience,
    body: usize,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = std::pin::pin!(work);
    loop {
        let left = gauge.left(patience, body);
        if left.is_zero() {
            return None;
        }
        if let Ok(done) = tokio::time::timeout(left, work.as_mut()).await {
            return Some(done);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SinceBoot;
    use cds_wire::UnixMillis;

    #[derive(Default)]
    struct Hand(Mutex<Duration>);

    impl Clock for Hand {
        fn now(&self) -> UnixMillis {
            0
        }

        fn monotonic(&self) -> Duration {
            *self.0.lock().expect("no panic")
        }

        fn since_boot(&self) -> SinceBoot {
            SinceBoot { boot: None, elapsed: self.monotonic() }
        }
    }

    const LONG: usize = 100_000;
    const PATIENCE: Patience = Patience { owing: Duration::from_secs(20), quiet: Duration::from_secs(6) };

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn gauge() -> (Arc<Hand>, Gauge) {
        let clock = Arc::new(Hand::default());
        (clock.clone(), Gauge::new(clock))
    }

    #[test]
    fn one_byte_in_a_while_is_enough_for_ever() {
        let (clock, gauge) = gauge();
        gauge.begin();
        for second in (0..6000).step_by(5) {
            *clock.0.lock().expect("no panic") = seconds(second);
            assert!(!gauge.left(PATIENCE, 0).is_zero(), "after {second} s");
            if second % 2 == 0 { gauge.sent(1) } else { gauge.received(1) }
        }
        *clock.0.lock().expect("no panic") += seconds(6);
        assert!(gauge.left(PATIENCE, 0).is_zero());
    }

    #[test]
    fn what_is_owed_is_waited_for_longer_until_the_answer_begins() {
        let (clock, gauge) = gauge();
        gauge.begin();
        gauge.sent(LONG);
        *clock.0.lock().expect("no panic") = seconds(1);
        assert_eq!(gauge.left(PATIENCE, LONG), seconds(19));
        assert_eq!(gauge.left(PATIENCE, 100), seconds(5), "a short request owes nothing");
        // A ticket of TLS is no answer.
        gauge.received(100);
        assert_eq!(gauge.left(PATIENCE, LONG), seconds(20));
        gauge.answered();
        assert_eq!(gauge.left(PATIENCE, LONG), seconds(6));
    }

    #[test]
    fn an_exchange_is_timed_from_its_own_first_byte() {
        let (clock, gauge) = gauge();
        gauge.sent(500);
        let at = |second| *clock.0.lock().expect("no panic") = seconds(second);
        at(10);
        gauge.begin();
        assert!(gauge.nothing_sent());
        at(11);
        gauge.sent(30);
        at(12);
        gauge.sent(12);
        at(15);
        gauge.received(5);
        gauge.answered();
        at(19);
        gauge.received(6);
        gauge.answered();
        let timing = Timing { dialled: None, sent: 42, received: 11, answered: seconds(4), came: seconds(4) };
        assert_eq!(gauge.timing(None), timing);
        assert!(!gauge.nothing_sent());
    }
}
