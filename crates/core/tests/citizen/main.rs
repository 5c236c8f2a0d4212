//! A citizen's path through the core, against the real portal over HTTP and real SQLCipher files.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

mod aside;
mod background;
mod catalogue;
mod codes;
mod devices;
mod drafts;
mod failures;
mod family;
mod fees;
mod filing;
mod fixture;
mod following;
mod forms;
mod held;
mod leaving;
mod links;
mod lock;
mod papers;
mod path;
mod petitions;
mod recovery;
mod removal;
mod results;
mod staging;
mod supplement;
