//! Which runs there are.

use std::fmt;
use std::time::Duration;

use cds_bench::link::{Counts, Profile};

use super::options::Options;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// In step already.
    Nothing,
    /// One dossier goes, one state comes.
    Exchange,
    /// Everything the citizen has.
    First,
    /// A file of 200 kB.
    Upload,
    /// 1,000 changes after a long absence.
    Many,
    /// Ten files of 200 kB.
    Papers,
    /// A dossier of 2 MB, the screen locked meanwhile.
    Locked,
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Ours,
    Kinto,
    /// Behind a proxy that compresses.
    KintoGzip,
    /// The file in one request.
    Tus,
    /// In requests of 16 kB.
    TusPieces,
}

/// One run.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub row: Row,
    pub link: Profile,
    pub seed: u64,
    /// Into the first time up of the link's outages.
    pub phase: Duration,
    pub who: Who,
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub seconds: f64,
    pub counts: Counts,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Bytes of a file in the rows that send files.
pub const FILE: usize = 200_000;
/// Changes of the row of that name.
pub const MANY: usize = 1_000;
/// Files of the rows that send several.
pub const FILES: usize = 10;

impl Row {
    pub const ALL: [Self; 7] =
        [Self::Nothing, Self::Exchange, Self::First, Self::Upload, Self::Many, Self::Papers, Self::Locked];

    pub fn of_letter(letter: &str) -> Option<Vec<Self>> {
        match letter {
            "a" => Some(vec![Self::Nothing]),
            "b" => Some(vec![Self::Exchange]),
            "c" => Some(vec![Self::First]),
            "d" => Some(vec![Self::Upload]),
            "e" => Some(vec![Self::Many, Self::Papers]),
            "f" => Some(vec![Self::Locked]),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing new, new connection",
            Self::Exchange => "push 1, pull 1",
            Self::First => "first pull of 300 entities",
            Self::Upload => "upload 200 kB",
            Self::Many => "1,000 changes",
            Self::Papers => "10 papers of 200 kB",
            Self::Locked => "2 MB dossier, screen locked",
        }
    }

    /// Bytes of files that go up.
    pub fn payload(self) -> usize {
        match self {
            Self::Upload => FILE,
            Self::Papers | Self::Locked => FILE * FILES,
            _ => 0,
        }
    }

    fn contenders(self) -> &'static [Who] {
        match self {
            Self::Nothing | Self::Exchange => &[Who::Ours, Who::Kinto],
            Self::First => &[Who::Ours, Who::Kinto, Who::KintoGzip],
            Self::Upload => &[Who::Ours, Who::Tus, Who::TusPieces],
            Self::Many | Self::Papers | Self::Locked => &[Who::Ours],
        }
    }
}

impl Who {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Kinto => "Kinto",
            Self::KintoGzip => "Kinto, gzip",
            Self::Tus => "tus, one request",
            Self::TusPieces => "tus, 16 kB pieces",
        }
    }
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, link, seed, phase, who } = self;
        write!(f, "{}, {}, {}, seed {seed}, phase {} s", row.name(), link.name, who.name(), phase.as_secs())
    }
}

/// All runs, the longest first, so that no lane ends long after the others; contenders take turns.
pub fn jobs(options: &Options) -> Vec<Job> {
    let mut jobs = Vec::new();
    for row in options.rows.iter().rev() {
        for (link, runs) in links(*row, options) {
            for seed in 1..=runs {
                let phase =
                    if link.outage.is_some() { Duration::from_secs(3 * (seed - 1) % 12) } else { Duration::ZERO };
                let who = row.contenders().iter().filter(|who| options.peers || **who == Who::Ours);
                jobs.extend(who.map(|who| Job { row: *row, link, seed, phase, who: *who }));
            }
        }
    }
    jobs
}

/// The links of a row, and how many runs over each: outages have four phases.
fn links(row: Row, options: &Options) -> Vec<(Profile, u64)> {
    let runs = |link: &Profile| if link.outage.is_some() { options.runs.next_multiple_of(4) } else { options.runs };
    match row {
        Row::Nothing | Row::Exchange | Row::First => options.links.iter().map(|link| (*link, runs(link))).collect(),
        // A minute or more each.
        Row::Upload => vec![(Profile::OUTAGES, options.runs.min(8).next_multiple_of(4))],
        Row::Many => vec![(Profile::EDGE, options.runs)],
        Row::Papers | Row::Locked => vec![(Profile::EDGE, 1)],
    }
}
