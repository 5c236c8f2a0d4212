//! Papers that are put together page by page, and found again.

use serde::{Deserialize, Serialize};

use super::PageCorners;
use crate::paper::PaperKind;
use crate::{Bytes, Sensitive};

/// Arguments of [`StagePhoto`](super::StagePhoto).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagePhotoArgs {
    /// A JPEG taken in the webview and made smaller there: at most [`MAX_PHOTO`](super::MAX_PHOTO).
    pub photo: Bytes,
}

/// A page of a paper that is being put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedPage {
    /// What names it.
    pub number: u32,
    /// Its width, in pixels of the upright picture; 0 for a PDF, which is a paper of its own and is not cut.
    pub width: u32,
    /// Its height, likewise.
    pub height: u32,
    /// Where the paper is in it; none: all of it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corners: Option<PageCorners>,
}

/// Arguments of [`StagedPicture`](super::StagedPicture).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedPictureArgs {
    /// The page's number.
    pub number: u32,
    /// How wide it is shown, in device pixels.
    pub width: u32,
    /// All of the picture, and not only what its corners leave.
    pub whole: bool,
}

/// Arguments of [`ChangeStaged`](super::ChangeStaged).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStagedArgs {
    /// The page's number.
    pub number: u32,
    /// What becomes of it.
    pub change: StagedChange,
}

/// What becomes of a page that waits for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StagedChange {
    /// What lies between these corners is kept of it.
    Cut(PageCorners),
    /// All of it is kept.
    Whole,
    /// It changes places with the one before it.
    Earlier,
    /// It is given up.
    Remove,
}

/// Arguments of [`FindPapers`](super::FindPapers).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindPapersArgs {
    /// Words that occur in name, kind or number, with or without marks; none: every paper.
    pub text: Sensitive,
    /// Of this kind alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PaperKind>,
}
