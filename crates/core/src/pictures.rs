//! What becomes of a file that is kept as a paper or attached to a dossier. What it is is told from its bytes, never from
//! its name.
//!
//! A photographed page is turned upright, cut out where its corners are given, made smaller and encoded anew until it is at
//! most [`MAX_PAGE`]; where that is nothing to do, its bytes stay. Either way what cameras write beside a picture (place,
//! time, device, preview) is left out, also before it is decoded, so that no decoder has to read it. The colour profile
//! goes too: without it a phone's colours are a little paler, and a paper is read all the same. A PDF is kept as it is.
//!
//! A PNG that needs nothing but that stays a PNG, as does one that was turned or cut and still fits: a screenshot's letters
//! are sharper so, and smaller. A larger one becomes a JPEG as photos do.

mod jpeg;
mod plain;
mod png;
mod sheets;
mod shrink;
mod staged;
mod straighten;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use cds_wire::ipc::PageCorners;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};

use self::plain::Plain;
use crate::pages;

pub use self::sheets::prepare_pages;
pub(crate) use self::staged::stage;

/// The largest that a photographed page is kept, in bytes.
pub const MAX_PAGE: usize = 400_000;
/// Longest side of a thumbnail, in pixels.
const THUMBNAIL_SIDE: u32 = 160;
/// JPEG quality of a thumbnail: about 5 kB each.
const THUMBNAIL_QUALITY: u8 = 60;

/// A file that is to be kept, or to be a page of what is kept.
#[derive(Debug, Clone, Copy)]
pub struct PageFile<'a> {
    /// Its bytes.
    pub file: &'a [u8],
    /// Where in the upright picture the page is; without them all of it is kept.
    pub corners: Option<PageCorners>,
}

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub media_type: &'static str,
    /// What is kept.
    pub content: Vec<u8>,
    /// A small JPEG of it; none for a PDF that cannot be drawn.
    pub thumbnail: Option<Vec<u8>>,
}

/// Why a file may not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPaper {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is no JPEG, PNG or PDF.
    #[error("the file is no JPEG or PNG picture and no PDF")]
    Unreadable,
    /// It is one of these, but damaged or cut short.
    #[error("the file is damaged or cut short")]
    Damaged,
    /// The picture is larger than is decoded.
    #[error("the picture is larger than 8192 pixels a side or 52 megapixels")]
    TooLarge,
    /// The PDF can be read by those only who know its password.
    #[error("the PDF has a password: remove it first")]
    HasPassword,
    /// Several files are to be one paper, and not every one is a picture.
    #[error("several files become one paper only where each is a picture")]
    NotPictures,
    /// The corners given are not those of a page in this picture.
    #[error("the corners are not those of a page in the picture")]
    NoPage,
}

/// Whether the file begins as a JPEG or PNG picture does.
pub(crate) fn is_picture(file: &[u8]) -> bool {
    file.starts_with(jpeg::MAGIC) || file.starts_with(png::MAGIC)
}

/// Makes of a file what is kept of it. A picture is decoded whole, so that what is kept can be shown. `corners` say where
/// in the upright picture the page is.
pub fn prepare(file: &[u8], corners: Option<&PageCorners>) -> Result<Prepared, NoPaper> {
    if file.is_empty() {
        return Err(NoPaper::Empty);
    }
    if file.starts_with(b"%PDF-") {
        return prepare_pdf(file, corners);
    }
    let plain = Plain::of(file)?;
    if !plain.whole {
        return Err(NoPaper::Damaged);
    }
    let as_it_is = plain.orientation == Orientation::NoTransforms && corners.is_none();
    let format = plain.format;
    let mut picture = plain.upright()?;
    if let Some(corners) = corners {
        picture = straighten::page(&on_white(picture), corners).ok_or(NoPaper::NoPage)?;
    }
    let thumbnail = thumbnail(&picture);
    if as_it_is && plain.bytes.len() <= MAX_PAGE {
        return Ok(Prepared { media_type: media_type(format), content: plain.bytes, thumbnail });
    }
    if format == ImageFormat::Png
        && !as_it_is
        && let Some(content) = fitting_png(&picture)
    {
        return Ok(Prepared { media_type: "image/png", content, thumbnail });
    }
    let content = shrink::to_jpeg(on_white(picture), MAX_PAGE).ok_or(NoPaper::Unreadable)?;
    Ok(Prepared { media_type: "image/jpeg", content, thumbnail })
}

fn prepare_pdf(file: &[u8], corners: Option<&PageCorners>) -> Result<Prepared, NoPaper> {
    // Its pages are no photograph, whatever was drawn onto one.
    if corners.is_some() {
        return Err(NoPaper::NoPage);
    }
    // The end mark stands in the last kilobyte (ISO 32000-1, 7.5.5); a file cut short lacks it.
    let tail = file.get(file.len().saturating_sub(1024)..).unwrap_or_default();
    if !tail.windows(5).any(|window| window == b"%%EOF") {
        return Err(NoPaper::Damaged);
    }
    let first_page = pages::first_page(file, THUMBNAIL_SIDE)?;
    let thumbnail = first_page.as_ref().and_then(thumbnail);
    Ok(Prepared { media_type: "application/pdf", content: file.to_vec(), thumbnail })
}

/// Decodes a JPEG or PNG picture within bounds of size and memory, the right side up. One that is cut short is decoded as
/// far as it goes: it was kept before that was looked at, or is only searched for codes.
pub(crate) fn decode(file: &[u8]) -> Result<DynamicImage, NoPaper> {
    Plain::of(file)?.upright()
}

fn media_type(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "image/png",
        _ => "image/jpeg",
    }
}

fn fitting_png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).ok()?;
    (bytes.len() <= MAX_PAGE).then_some(bytes)
}

/// JPEG has no transparency; what is see-through is paper.
fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut sheet = picture.into_rgba8();
    for pixel in sheet.pixels_mut() {
        let [colours @ .., seen] = &mut pixel.0;
        for colour in colours {
            let paper = 255 * (255 - u32::from(*seen));
            *colour = ((u32::from(*colour) * u32::from(*seen) + paper + 127) / 255).min(255) as u8;
        }
        *seen = 255;
    }
    DynamicImage::ImageRgba8(sheet)
}

fn thumbnail(picture: &DynamicImage) -> Option<Vec<u8>> {
    let small = on_white(picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE)).into_rgb8();
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, THUMBNAIL_QUALITY);
    small.write_with_encoder(encoder).ok()?;
    Some(bytes)
}
