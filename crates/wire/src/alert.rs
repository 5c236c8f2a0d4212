//! Alerts of the province, with the fields of CAP 1.2 that a citizen acts on.

use serde::{Deserialize, Serialize};

use crate::UnixMillis;

/// An alert: the data of a change of kind [`AlertRecord::KIND`]. The same for everyone whom it
/// reaches, also where that is one account, hence nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AlertRecord {
    /// Disaster risk level, 1 to 5 (Decision 18/2021/QĐ-TTg); none for what is no disaster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// What it is about, such as `Mưa lớn`.
    pub event: String,
    /// One line.
    pub headline: String,
    /// What happens.
    pub description: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction: Option<String>,
    /// Where, in words.
    pub area: String,
    /// Who warns.
    pub sender: String,
    /// When it was sent.
    pub sent_at: UnixMillis,
    /// When it ends to hold.
    pub expires_at: UnixMillis,
}

impl AlertRecord {
    /// The kind under which alerts travel in the change feed.
    pub const KIND: &'static str = "alert";
}
