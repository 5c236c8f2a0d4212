//! What the payment platform says to the portal.

use serde::{Deserialize, Serialize};

use crate::Bytes;

/// Something happened to an order. It says not what: the portal asks the platform, and believes only its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNotice {
    /// The order's key: the id of the command by which the citizen confirmed the payment.
    pub order: String,
    /// HMAC-SHA-256 with the secret that platform and portal share, over two parts, each behind its length as 8 bytes with
    /// the most significant first: `cds/payment-notice/1` and the key.
    pub mac: Bytes,
}

/// The portal has asked the platform about the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PaymentNoted {}
