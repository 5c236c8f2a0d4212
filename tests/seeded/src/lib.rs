//! Bugs that were put in on purpose, to prove that the tests find them.
//!
//! `cargo xtask mutants` alone compiles them, by `--cfg seeded_bugs`, and brings one at a time to life. No other build depends
//! on this crate.

use std::sync::OnceLock;

/// Names the bug that is alive.
pub const VARIABLE: &str = "CDS_BUG";

/// Whether this bug is alive.
pub fn bug(name: &str) -> bool {
    static ALIVE: OnceLock<Option<String>> = OnceLock::new();
    ALIVE.get_or_init(|| std::env::var(VARIABLE).ok()).as_deref() == Some(name)
}
