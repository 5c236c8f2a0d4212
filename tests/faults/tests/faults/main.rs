//! What was confirmed arrives once, whatever happens to power, disk, program, files or portal: the real core over real
//! SQLCipher files against the real portal over HTTP, and the real programs.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod cds;
mod damaged;
mod disk;
mod fixture;
mod killed;
mod restored;
