//! A page as it waits for the others, and for its corners: upright and bare, with more bytes than are kept of it, since it is
//! cut out and encoded once more.

use image::ImageFormat;
use image::metadata::Orientation;

use super::plain::Plain;
use super::{NoPaper, jpeg, media_type, on_white, prepare_pdf, shrink};

/// The largest that a page waits, in bytes: at that no encoder's blocks are seen.
const MAX_STAGED: usize = 1_500_000;

/// A page as it waits.
pub(crate) struct Staged {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub(crate) media_type: &'static str,
    /// Its bytes.
    pub(crate) content: Vec<u8>,
    /// Its width and height, in pixels; zeros for a PDF.
    pub(crate) size: (u32, u32),
}

/// Makes of a file what waits of it. A picture is decoded whole, so that it can be shown and cut.
pub(crate) fn stage(file: &[u8]) -> Result<Staged, NoPaper> {
    if file.is_empty() {
        return Err(NoPaper::Empty);
    }
    if file.starts_with(b"%PDF-") {
        let pdf = prepare_pdf(file, None)?;
        return Ok(Staged { media_type: pdf.media_type, content: pdf.content, size: (0, 0) });
    }
    let plain = Plain::of(file)?;
    if !plain.whole {
        return Err(NoPaper::Damaged);
    }
    let picture = plain.upright()?;
    let size = (picture.width(), picture.height());
    if plain.orientation == Orientation::NoTransforms && plain.bytes.len() <= MAX_STAGED {
        return Ok(Staged { media_type: media_type(plain.format), content: plain.bytes, size });
    }
    let content = shrink::to_jpeg(on_white(picture), MAX_STAGED).ok_or(NoPaper::Unreadable)?;
    let frame = jpeg::frame(&content).ok_or(NoPaper::Unreadable)?;
    let size = (frame.width.into(), frame.height.into());
    Ok(Staged { media_type: media_type(ImageFormat::Jpeg), content, size })
}
