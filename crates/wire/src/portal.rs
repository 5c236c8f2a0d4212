//! The portal's API: paths, media types, and the bodies that travel.

pub mod command;
mod payment;
mod problem;
mod records;
mod sign_in;
mod sync;

pub use command::{
    Attachment, Base, BlobRef, Command, CommandResult, CommandStatus, DossierRate, DossierSubmit, DossierSupplement,
    DossierWithdraw, FeePay, Nothing, PaperAdd, ReceivedAs, ResultCode,
};
pub use payment::{PaymentNoted, PaymentNotice};
pub use problem::{Problem, ProblemCode};
pub use records::{
    CatalogueDelta, CatalogueRecord, CredentialRecord, DeviceRecord, Holiday, HolidaysRecord, ProfileRecord,
    RecoveryNotice, Sex, StatusRecord, TrustRecord,
};
pub use sign_in::{
    DeviceEnded, DeviceEnrolment, OtpRequest, OtpSent, RecoveryAnswer, RecoveryRequest, RevokeDeviceRequest,
    SignInRequest, SignOutRequest, SignedIn, SignedOut, Trust,
};
pub use sync::{Change, ChangeOp, Offer, Reset, SyncRequest, SyncResponse, Upload};

/// Media type of a message as plain JSON. An answer without it, one of its compressed forms ([`ZSTD_MEDIA_TYPE`]) or
/// [`PROBLEM_MEDIA_TYPE`] did not come from a portal (a hotspot's page, say), whatever its status.
///
/// Where a request says nothing of what it accepts, the answer has the form of the request.
pub const MEDIA_TYPE: &str = "application/vnd.congdanso.v1+json";

/// Media type of a message whose JSON is compressed with zstd (RFC 8878), in either direction. A parameter
/// [`DICTIONARY_PARAMETER`] names the dictionary, where one is needed.
pub const ZSTD_MEDIA_TYPE: &str = "application/vnd.congdanso.v1+zstd";

/// The same with the dictionary 1.
pub const DICTIONARY_MEDIA_TYPE: &str = "application/vnd.congdanso.v1+zstd;dict=1";

/// The parameter that names a dictionary.
pub const DICTIONARY_PARAMETER: &str = "dict";

/// Media type of every refusal (RFC 9457).
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// Media type of a blob's bytes in a successful download.
pub const BLOB_MEDIA_TYPE: &str = "application/vnd.congdanso.v1.blob";

/// Media type of a piece of an upload (tus 1.0).
pub const OFFSET_MEDIA_TYPE: &str = "application/offset+octet-stream";

/// Largest blob, in bytes.
pub const MAX_BLOB: u64 = 6 * 1024 * 1024;

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

/// Signs out: `POST` [`SignOutRequest`] with a bearer token, answers [`SignedOut`].
pub const SIGN_OUT_PATH: &str = "/v1/sign-out";
/// Ends another device of the account: `POST` [`RevokeDeviceRequest`] with a bearer token, answers [`DeviceEnded`].
pub const REVOKE_DEVICE_PATH: &str = "/v1/devices/revoke";
/// Asks for the recovery key: `POST` [`RecoveryRequest`] with a bearer token, answers [`RecoveryAnswer`].
pub const RECOVERY_PATH: &str = "/v1/recovery";
/// Where the payment platform says that something happened to an order: `POST` [`PaymentNotice`], answers [`PaymentNoted`].
pub const PAYMENT_NOTICE_PATH: &str = "/v1/payments/notice";
/// The trust list: `GET`, answers [`Trust`]. For anyone.
pub const TRUST_PATH: &str = "/v1/trust";
/// The status list of a digest: `GET` `/v1/status/<digest>`, answers bytes; `Range` and `If-Range` are served. For anyone.
pub const STATUS_PATH: &str = "/v1/status";
/// The catalogue pack of a digest: `GET` `/v1/catalogue/<digest>`, answers bytes; `Range` and `If-Range` are served. For
/// anyone.
pub const CATALOGUE_PATH: &str = "/v1/catalogue";
/// Blobs of an account: `/v1/blobs/<name>`, the name as it is handed out in [`Upload`] and [`BlobRef`]. `HEAD` tells the
/// offset, `PATCH` appends (tus 1.0), `GET` downloads with `Range` and `If-Range`; `POST` to the folder creates.
pub const BLOBS_PATH: &str = "/v1/blobs";

/// The portal is up and its storage answers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Health {
    /// Version of the portal software.
    pub version: String,
    /// The portal serves a demonstration province with synthetic citizens.
    pub demo: bool,
}
