//! The line to the portal: one exchange at a time, in the order in which they were asked for.
//!
//! On a slow link two exchanges at once only make each other late. A paper that is opened during a long upload gets the
//! line after the piece that is under way.

use std::sync::{Condvar, Mutex};

use crate::Error;
use crate::mutex::lock;

/// Shared by all that talks to the portal for one account.
#[derive(Debug, Default)]
pub(crate) struct Line {
    tickets: Mutex<Tickets>,
    called: Condvar,
}

#[derive(Debug, Default)]
struct Tickets {
    next: u64,
    serving: u64,
}

/// The line is the holder's until this is dropped.
#[derive(Debug)]
pub(crate) struct Turn<'a>(&'a Line);

impl Line {
    /// Waits for the line.
    pub(crate) fn take(&self) -> Result<Turn<'_>, Error> {
        let mut tickets = lock(&self.tickets)?;
        let mine = tickets.next;
        tickets.next += 1;
        let turn = self.called.wait_while(tickets, |tickets| tickets.serving != mine);
        turn.map(|_| Turn(self)).map_err(|_| Error::Internal("a thread failed while it held a lock"))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Ok(mut tickets) = self.0.tickets.lock() {
            tickets.serving += 1;
        }
        self.0.called.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_comes_before_who_comes_back() {
        let (line, order) = (Line::default(), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            let first = line.take().expect("free");
            let other = scope.spawn(|| {
                let _turn = line.take().expect("after the first");
                order.lock().expect("no panic").push("other");
            });
            while lock(&line.tickets).expect("no panic").next < 2 {
                std::thread::yield_now();
            }
            drop(first);
            let _again = line.take().expect("after the other");
            order.lock().expect("no panic").push("first again");
            other.join().expect("no panic");
        });
        assert_eq!(*order.lock().expect("no panic"), ["other", "first again"]);
    }
}
