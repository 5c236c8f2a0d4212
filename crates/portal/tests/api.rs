//! The API over real HTTP, as a client of another maker would use it.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "api/blobs.rs"]
mod blobs;
#[path = "api/commands.rs"]
mod commands;
#[path = "api/devices.rs"]
mod devices;
#[path = "api/family.rs"]
mod family;
#[path = "api/fees.rs"]
mod fees;
#[path = "api/fixture.rs"]
mod fixture;
#[path = "api/followed.rs"]
mod followed;
#[path = "api/forms.rs"]
mod forms;
#[path = "api/petitions.rs"]
mod petitions;
#[path = "api/restored.rs"]
mod restored;
#[path = "api/sign_in.rs"]
mod sign_in;
#[path = "api/sync.rs"]
mod sync;
#[path = "api/tus.rs"]
mod tus;
