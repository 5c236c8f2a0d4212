//! What happened, line by line: hashed whole, kept at its end.

use std::collections::VecDeque;

use sha2::{Digest, Sha256};

/// Lines that a failure shows.
const KEPT: usize = 60;

/// The trace of one seed.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    hash: Sha256,
    last: VecDeque<String>,
}

impl Trace {
    /// One more line.
    pub fn line(&mut self, line: String) {
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
        if self.last.len() == KEPT {
            self.last.pop_front();
        }
        self.last.push_back(line);
    }

    /// A hash over all lines.
    pub fn hash(&self) -> String {
        self.hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The last lines.
    pub fn end(&self) -> String {
        self.last.iter().map(|line| format!("    {line}\n")).collect()
    }
}
