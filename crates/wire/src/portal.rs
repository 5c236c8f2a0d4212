//! The portal's API: paths, media types, and the bodies that travel.

mod problem;
mod sign_in;
mod sync;

pub use problem::{Problem, ProblemCode};
pub use sign_in::{DeviceEnrolment, OtpRequest, OtpSent, SignInRequest, SignedIn};
pub use sync::{Change, ChangeOp, SyncRequest, SyncResponse};

/// Media type of every successful answer. An answer without it, or without [`PROBLEM_MEDIA_TYPE`], did not come from a
/// portal (a hotspot's page, say), whatever its status.
pub const MEDIA_TYPE: &str = "application/vnd.congdanso.v1+json";

/// Media type of every refusal (RFC 9457).
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// Version of the sync schema these types describe.
pub const SCHEMA: u32 = 1;

/// Liveness: `GET`, answers [`Health`].
pub const HEALTH_PATH: &str = "/healthz";
/// Asks for a one-time password: `POST` [`OtpRequest`], answers [`OtpSent`].
pub const OTP_PATH: &str = "/v1/sign-in/otp";
/// Signs in: `POST` [`SignInRequest`], answers [`SignedIn`].
pub const SIGN_IN_PATH: &str = "/v1/sign-in";
/// Synchronises: `POST` [`SyncRequest`] with a bearer token, answers [`SyncResponse`].
pub const SYNC_PATH: &str = "/v1/sync";

/// The portal is up and its storage answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Health {
    /// Version of the portal software.
    pub version: String,
    /// The portal serves a demonstration province with synthetic citizens.
    pub demo: bool,
}
