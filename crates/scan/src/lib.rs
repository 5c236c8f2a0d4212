//! Finds and reads QR codes in a luma picture.
//!
//! Pure: bytes in, texts out. The core hands it pictures from files; in the webview the same code reads camera frames,
//! so that only text crosses to the shell.
//!
//! Codes are found here: corner patterns (`finder.rs`), three of which make a code (`triple.rs`), a grid that is moved
//! until all modules that are known beforehand agree (`fit.rs`), and modules that are parted again where blur has mixed
//! them (`read.rs`), and what they say, errors corrected (`decode.rs`). A library's tables for the last of these are
//! larger than all of this together, which counts in a webview.

mod attempts;
mod best;
mod decode;
mod finder;
mod fit;
mod homography;
mod layout;
mod picture;
mod read;
mod triple;

/// A picture in shades of grey: one byte a pixel, row by row, 0 black.
#[derive(Clone, Copy)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: &'a [u8],
}

impl<'a> Luma<'a> {
    /// Fails where the number of bytes is not width times height.
    pub fn new(width: usize, height: usize, pixels: &'a [u8]) -> Result<Self, WrongSize> {
        match width.checked_mul(height) {
            Some(expected) if expected == pixels.len() => Ok(Self { width, height, pixels }),
            _ => Err(WrongSize { width, height, bytes: pixels.len() }),
        }
    }
}

/// The bytes given are not a picture of the size given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} bytes are no picture of {width} by {height} pixels")]
pub struct WrongSize {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Bytes given.
    pub bytes: usize,
}

/// The texts of all QR codes that can be read in the picture, each once. Codes that are there but damaged beyond
/// correction are left out, as are those that hold no UTF-8 text.
///
/// Takes its time, for a picture from a file: every attempt is made. Pictures of more than four million pixels are
/// scaled down first.
pub fn read_codes(picture: Luma<'_>) -> Vec<String> {
    attempts::all(picture)
}

/// The same for one frame of a camera, in a part of the time: the quickest attempt, and where that reads nothing one of
/// the others. Which one depends on `number`, the frame's place in the order of frames, so that a code that is held
/// before the camera is looked at in all ways.
pub fn read_frame(picture: Luma<'_>, number: usize) -> Vec<String> {
    attempts::one(picture, number)
}
