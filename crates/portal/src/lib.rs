//! The provincial portal gateway: the reference server of the API that the app speaks.
//!
//! Handlers are stateless; everything lasting is behind [`Storage`]. Time, randomness and the way one-time passwords
//! reach people come in through [`Environment`].

mod api;
pub mod backup;
mod blob_name;
mod calendar;
pub mod catalogue;
mod command;
mod credential;
pub mod cursor;
pub mod demo;
pub mod environment;
pub mod import;
pub mod keys;
pub mod local;
mod notice;
pub mod office;
pub mod openapi;
pub mod otp;
pub mod payment;
pub mod plain;
#[doc(hidden)]
pub mod seams;
pub mod serve;
pub mod status;
pub mod storage;

pub use api::router;
pub use environment::{Clock, Environment, Rng};
pub use storage::{SqliteStorage, Storage};

/// The database's file in the data folder.
pub const DATABASE: &str = "portal.db";
/// The ledger of the demonstration's payment platform, in the data folder.
pub const PLATFORM: &str = "platform.db";
/// Where the demonstration's one-time passwords go, in the data folder.
pub const OTP_OUTBOX: &str = "otp-outbox.jsonl";
