//! Petitions (phản ánh, kiến nghị): what a citizen tells the office of a commune, and what it answers.

use serde::{Deserialize, Serialize};

use crate::portal::Attachment;
use crate::{Sensitive, UnixMillis};

crate::closed_set! {
    /// What a petition is about.
    PetitionCategory {
        /// Môi trường: litter, waste water, noise, smoke.
        Environment,
        /// Giao thông, đường sá: roads, bridges, signs, lights.
        Traffic,
        /// Điện, nước.
        Utilities,
        /// Đất đai, xây dựng.
        LandBuilding,
        /// An ninh, trật tự.
        Security,
        /// Chính sách xã hội: allowances, poor households, people of merit.
        SocialPolicy,
        /// Thái độ, hành vi của cán bộ.
        OfficialsConduct,
        /// Something else.
        Other,
    } else {
        /// One that this version does not know.
        Unknown
    }
}

crate::closed_set! {
    /// Where a petition stands.
    PetitionStatus {
        /// Đã gửi: nobody has looked at it yet.
        Registered,
        /// Đang xử lý: being worked on.
        Processing,
        /// Đã trả lời: the office has answered; final.
        Answered,
        /// Không tiếp nhận: the office does not take it up and says why; final.
        Refused,
    } else {
        /// A status that this version does not know.
        Other
    }
}

impl PetitionStatus {
    /// Whether nothing more is to come.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Answered | Self::Refused)
    }
}

/// The state of one petition: the data of a change of kind [`PetitionRecord::KIND`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionRecord {
    /// The petition's code, such as `PA-H14.40.12-261127-0001`: no dossier has one like it.
    pub code: Option<Sensitive>,
    /// What it is about.
    pub category: PetitionCategory,
    /// Where that is, in the citizen's words.
    pub place: Sensitive,
    /// Where it stands.
    pub status: PetitionStatus,
    /// What the office wrote with this status: its answer, or why it does not take it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sensitive>,
    /// When the status was reached.
    pub updated_at: UnixMillis,
    /// When it was filed.
    pub filed_at: UnixMillis,
    /// The office that handles it.
    pub agency: String,
    /// Every status it has had, oldest first.
    pub steps: Vec<PetitionStep>,
}

/// One step of a petition's time line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionStep {
    /// The status that was reached.
    pub status: PetitionStatus,
    /// When.
    pub at: UnixMillis,
    /// What the office wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Sensitive>,
}

impl PetitionRecord {
    /// The kind under which petitions travel in the change feed.
    pub const KIND: &'static str = "petition";
}

/// Body of [`command_type::PETITION_SUBMIT`](crate::portal::command::command_type::PETITION_SUBMIT).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PetitionSubmit {
    /// What it is about.
    pub category: PetitionCategory,
    /// Code of the commune whose office is to handle it; the citizen's own where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<String>,
    /// Where it is: one line of at most [`MAX_PLACE`] characters.
    pub place: Sensitive,
    /// What the citizen says: at most [`MAX_TEXT`] characters, with line feeds and no other control characters.
    pub text: Sensitive,
    /// Photographs that go with it, at most [`MAX_PHOTOS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// Longest text of a petition, in characters.
pub const MAX_TEXT: usize = 4_000;
/// Longest description of the place, in characters.
pub const MAX_PLACE: usize = 300;
/// Most photographs of a petition.
pub const MAX_PHOTOS: usize = 5;

impl PetitionSubmit {
    /// Whether it keeps to the bounds: a known category, a place and a text of the lengths that are taken, without control
    /// characters, and not too many photographs.
    pub fn fits(&self) -> bool {
        let is_text = |text: &Sensitive, most, lines: bool| {
            let text = text.reveal();
            let unseen = |letter: char| letter.is_control() && !(lines && letter == '\n');
            !text.trim().is_empty() && text.chars().count() <= most && !text.contains(unseen)
        };
        self.category != PetitionCategory::Unknown
            && is_text(&self.place, MAX_PLACE, false)
            && is_text(&self.text, MAX_TEXT, true)
            && self.attachments.len() <= MAX_PHOTOS
    }
}
