//! The table.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::ideal;
use super::plan::{Job, Outcome, Row, Who};

/// Runs of one contender at one work over one link.
#[derive(Default)]
struct Runs {
    seconds: Vec<f64>,
    bytes: Vec<f64>,
    limits: Vec<f64>,
    notes: Vec<String>,
    /// Outages come at phases of a cycle: their mean says more than the middle one.
    mean: bool,
}

impl Runs {
    fn figure(&self, values: &[f64]) -> f64 {
        if self.mean { values.iter().sum::<f64>() / values.len().max(1) as f64 } else { median(values) }
    }
}

/// Every work over every link as a row of Markdown, then what else runs said.
pub fn table(outcomes: &[(Job, Outcome)]) -> String {
    let mut groups: BTreeMap<(Row, usize, Who), Runs> = BTreeMap::new();
    let mut links: Vec<&str> = Vec::new();
    for (job, outcome) in outcomes {
        let link = links.iter().position(|name| *name == job.link.name).unwrap_or_else(|| {
            links.push(job.link.name);
            links.len() - 1
        });
        let runs = groups.entry((job.row, link, job.who)).or_default();
        runs.seconds.push(outcome.seconds);
        runs.bytes.push(outcome.counts.bytes() as f64);
        runs.limits.push(ideal::seconds(job, &outcome.counts));
        runs.notes.extend(outcome.note.clone());
        runs.mean = job.link.outage.is_some();
    }
    let mut text = "| Work | Link | Ours | Limit | Ours ÷ limit | Peer | Ours ÷ peer |\n| --- | --- | --- | --- | --- | --- | --- |\n".to_owned();
    let mut notes = String::new();
    for ((row, link, who), ours) in groups.iter().filter(|((_, _, who), _)| *who == Who::Ours) {
        let (seconds, limit) = (ours.figure(&ours.seconds), ours.figure(&ours.limits));
        let peers = groups
            .iter()
            .filter(|((peers_row, peers_link, peer), _)| (peers_row, peers_link) == (row, link) && peer != who);
        let (mut names, mut ratios) = (Vec::new(), Vec::new());
        for ((_, _, peer), runs) in peers {
            let theirs = runs.figure(&runs.seconds);
            names.push(format!("{} {theirs:.2} s, {}", peer.name(), kilobytes(runs.figure(&runs.bytes))));
            ratios.push(format!("{:.2}", seconds / theirs));
        }
        let or_none = |parts: Vec<String>| if parts.is_empty() { "–".to_owned() } else { parts.join("; ") };
        let _ = writeln!(
            text,
            "| {} | {} | {seconds:.2} s, {} | {limit:.2} s | {:.2} | {} | {} |",
            row.name(),
            links.get(*link).unwrap_or(&""),
            kilobytes(ours.figure(&ours.bytes)),
            seconds / limit,
            or_none(names),
            or_none(ratios),
        );
        for note in &ours.notes {
            let _ = writeln!(notes, "{}: {note}", row.name());
        }
    }
    format!("{text}\n{notes}")
}

fn kilobytes(bytes: f64) -> String {
    format!("{:.2} kB", bytes / 1000.0)
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cds_bench::link::{Count, Counts, Profile};

    use super::*;

    #[test]
    fn a_row_holds_the_middle_run_of_each_and_their_ratio() {
        let run = |who, seconds, bytes| {
            let job = Job { row: Row::Nothing, link: Profile::EDGE, seed: 1, phase: Duration::ZERO, who };
            let up = Count { packets: 1, bytes, ..Count::default() };
            (job, Outcome { seconds, counts: Counts { up, down: Count::default() }, note: None })
        };
        let outcomes =
            [run(Who::Ours, 1.0, 500), run(Who::Ours, 1.5, 500), run(Who::Ours, 9.0, 900), run(Who::Kinto, 3.0, 1200)];
        let expected =
            "| nothing new, new connection | EDGE | 1.50 s, 0.50 kB | 1.28 s | 1.17 | Kinto 3.00 s, 1.20 kB | 0.50 |";
        assert_eq!(table(&outcomes).lines().nth(2), Some(expected));
    }
}
