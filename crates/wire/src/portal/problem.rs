//! Refusals (RFC 9457) with a stable code.

use serde::{Deserialize, Serialize};

/// Why the portal refuses a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// The stable code a client acts on.
    pub code: ProblemCode,
    /// HTTP status, repeated.
    pub status: u16,
    /// One English sentence for an engineer; nothing personal.
    pub title: String,
}

crate::closed_set! {
    /// The closed set of refusals.
    ProblemCode {
        /// The body is not what this path takes.
        BadRequest,
        /// Number, phone, one-time password, card date or device proof do not belong together. Never says which.
        SignInRefused,
        /// This one-time password was tried too often: a new one is needed. Waiting does not help.
        TooManyTries,
        /// This was asked for too often: wait for as long as `Retry-After` says.
        TooManyRequests,
        /// The token is missing, unknown or too old: sign in again.
        Unauthorized,
        /// The device was revoked, and may keep nothing of what the portal gave it.
        DeviceRevoked,
        /// The cursor is not one this portal gave this account: pull from the beginning.
        CursorInvalid,
        /// The schema version is not served.
        SchemaUnsupported,
        /// An upload's offset is not where the portal's bytes end.
        OffsetWrong,
        /// The bytes do not have the digest they were offered under; the upload begins again.
        DigestWrong,
        /// The account's uploads are full.
        QuotaExceeded,
        /// The range lies outside the content.
        RangeUnsatisfiable,
        /// No such path or method, blob, or other device of the account.
        NotFound,
        /// The request, or the blob, is larger than the portal takes.
        TooLarge,
        /// The request carries more commands than the portal takes at once: send them in several.
        TooManyCommands,
        /// The upload speaks another version of tus than 1.0.0.
        TusVersionUnsupported,
        /// The body's form is not one this portal reads, such as with a dictionary it does not have: send it as JSON.
        FormUnsupported,
        /// The portal failed; repeating later may help.
        Internal,
    }
}

impl ProblemCode {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest | Self::CursorInvalid | Self::SchemaUnsupported => 400,
            Self::Unauthorized | Self::DeviceRevoked => 401,
            Self::SignInRefused => 403,
            Self::NotFound => 404,
            Self::OffsetWrong => 409,
            Self::TusVersionUnsupported => 412,
            Self::TooLarge | Self::TooManyCommands => 413,
            Self::FormUnsupported => 415,
            Self::RangeUnsatisfiable => 416,
            Self::DigestWrong => 460,
            Self::QuotaExceeded => 507,
            Self::TooManyTries | Self::TooManyRequests => 429,
            Self::Internal => 500,
        }
    }
}
