//! One stretch of a citizen's life with the app, told promise by promise, for tests that end it anywhere.
//!
//! A call that has returned is a promise: what it kept is on this device whatever happens next, and what it confirmed
//! reaches the portal once. [`Story`] makes the calls and says what was promised at the moment it was; whoever cut it
//! short then looks whether all of it holds.

mod promise;
mod story;

pub use promise::{Promise, Promised};
pub use story::{Story, paper};
