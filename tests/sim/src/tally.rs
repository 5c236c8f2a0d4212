//! How often everything happened. What never happens proves nothing.

use std::collections::BTreeMap;
use std::fmt;

/// What must have come in a run of many seeds, and so often.
pub const AT_LEAST: u64 = 50;

/// What the network, the disks and the people do.
pub const FAULTS: &[&str] = &[
    "request lost",
    "request not sent",
    "certificate foreign",
    "request delayed",
    "request stalled",
    "request duplicated",
    "request cut in its body",
    "late request arrives",
    "answer lost",
    "answer cut in its body",
    "answer lost after an error in between",
    "upload taken over",
    "upload damaged",
    "hotspot 200 text/html",
    "hotspot 200 in our media type",
    "hotspot 302",
    "hotspot 511",
    "portal 500",
    "portal 503 with Retry-After",
    "portal 429 with Retry-After",
    "cursor forged",
    "cursor of another account",
    "app closed",
    "cache put back by a power cut",
    "cache lost",
    "cache set aside while a page is taken over",
    "vault put back to an older copy",
    "device cloned",
    "token revoked",
    "device revoked",
    "device clock off",
    "years pass",
    "weeks pass",
    "portal backed up",
    "portal restored",
    "portal restored and grown",
    "sign-in answer lost",
    "quota full",
];

/// Why a pull began again.
pub const RESETS: &[&str] = &["expired", "diverged", "cursor_invalid"];

/// Results, each with its code.
pub const RESULTS: &[&str] = &[
    "applied",
    "duplicate",
    "conflict version_conflict",
    "deferred behind",
    "deferred blob_missing",
    "rejected blob_damaged",
    "rejected blob_too_large",
    "rejected body_invalid",
    "rejected device_fork",
    "rejected entity_unknown",
    "rejected id_reused",
    "rejected parent",
    "rejected procedure_unknown",
    "rejected signature_invalid",
    "rejected status_forbids",
    "rejected superseded",
    "rejected too_late",
    "rejected type_unknown",
];

/// The engine's steps: a crash comes before each and after each.
pub const STEPS: &[&str] = &[
    "Prepare",
    "Thaw",
    "ForgetCursor",
    "Learn",
    "TakeResults",
    "Apply",
    "ReadPiece",
    "ForgetDeleted",
    "SafePapers",
    "CopyContent",
    "Settle",
    "DropPaper",
    "LetGo",
    "MissingThumbnails",
    "MissingResults",
    "KeepPiece",
    "NewerCatalogue",
    "TakeCatalogue",
];

/// Counts by group and name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<(&'static str, String), u64>);

impl Tally {
    /// One more.
    pub fn count(&mut self, group: &'static str, name: &str) {
        *self.0.entry((group, name.to_owned())).or_default() += 1;
    }

    /// Adds another's counts.
    pub fn add(&mut self, other: &Self) {
        for (key, count) in &other.0 {
            *self.0.entry(key.clone()).or_default() += count;
        }
    }

    fn of(&self, group: &'static str, name: &str) -> u64 {
        self.0.get(&(group, name.to_owned())).copied().unwrap_or_default()
    }

    /// What came fewer than `least` times.
    pub fn rare(&self, least: u64) -> Vec<String> {
        let listed = [("fault", FAULTS), ("reset", RESETS), ("result", RESULTS)];
        let mut expected: Vec<(&'static str, String)> = Vec::new();
        for (group, names) in listed {
            expected.extend(names.iter().map(|name| (group, (*name).to_owned())));
        }
        for step in STEPS {
            expected.push(("crash", format!("before {step}")));
            expected.push(("crash", format!("after {step}")));
        }
        expected.retain(|(group, name)| self.of(group, name) < least);
        expected.into_iter().map(|(group, name)| format!("{group}: {name}: {}", self.of(group, &name))).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((group, name), count) in &self.0 {
            writeln!(f, "{group:<8} {name:<44} {count:>9}")?;
        }
        Ok(())
    }
}
