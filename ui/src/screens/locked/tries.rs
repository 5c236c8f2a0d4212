//! How it stands with wrong tries.

use cds_wire::ipc::UnlockTries;
use dioxus::prelude::*;

use crate::pulse::use_pulse;
use crate::texts::{Texts, use_texts};

/// At how many seconds before the end of a wait it is read out, first to last.
const READ_OUT_S: [u32; 8] = [3600, 1800, 900, 300, 120, 60, 30, 10];

/// How many more tries may be wrong, or how long the next one must wait: whole minutes, and the last one by seconds.
///
/// What is seen changes each second in the last minute; what a screen reader reads out by itself only now and then.
#[component]
pub(crate) fn Tries() -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let tries = pulse.read().as_ref().and_then(|pulse| pulse.tries);
    let shown = tries.map(|tries| words(&texts, tries, tries.wait_s)).unwrap_or_default();
    let read_out = tries.map(|tries| words(&texts, tries, step(tries.wait_s))).unwrap_or_default();
    rsx! {
        if !shown.is_empty() {
            p { class: "quiet", id: "unlock-tries", {shown} }
        }
        // There from the beginning: a region that comes with its words is not read out everywhere.
        p { class: "unseen", role: "status", {read_out} }
    }
}

fn words(texts: &Texts, UnlockTries { free, wait_s: real }: UnlockTries, wait_s: u32) -> String {
    match (real, free) {
        (0, 0) => texts.unlock_try_now(),
        (0, free) => texts.unlock_tries_left(free),
        _ if wait_s <= 60 => texts.unlock_wait_seconds(wait_s),
        _ => texts.unlock_wait_minutes(wait_s.div_ceil(60)),
    }
}

/// The last step that was reached: what is read out never promises too early a time.
fn step(wait_s: u32) -> u32 {
    READ_OUT_S.into_iter().rev().find(|step| *step >= wait_s).unwrap_or(wait_s)
}

#[cfg(test)]
mod tests {
    use cds_wire::ipc::Language;

    use super::*;

    #[test]
    fn a_wait_of_an_hour_is_read_out_eight_times_and_then_that_it_is_over() {
        let texts = Texts::new(Language::En);
        let mut read_out: Vec<String> =
            (0..=3600).rev().map(|wait_s| words(&texts, UnlockTries { free: 0, wait_s }, step(wait_s))).collect();
        read_out.dedup();
        let again = |count: u32, unit: &str| format!("You can try again in {count} {unit}.");
        let minutes = [60, 30, 15, 5, 2].map(|count| again(count, "minutes"));
        let seconds = [60, 30, 10].map(|count| again(count, "seconds"));
        let over = [texts.unlock_try_now()];
        assert_eq!(read_out, [&minutes[..], &seconds, &over].concat());
    }

    #[test]
    fn what_is_seen_counts_each_second_of_the_last_minute() {
        let texts = Texts::new(Language::En);
        let check = |free: u32, wait_s: u32, expected: &str| {
            assert_eq!(words(&texts, UnlockTries { free, wait_s }, wait_s), expected);
        };
        check(4, 0, "4 tries left before you must wait.");
        check(0, 59, "You can try again in 59 seconds.");
        check(0, 61, "You can try again in 2 minutes.");
        check(0, 0, &texts.unlock_try_now());
    }
}
