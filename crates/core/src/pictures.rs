//! What a paper's file is: told from its bytes, never from its name.

use std::io::Cursor;

use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::pages;

/// Largest side of a picture that is decoded, in pixels: a phone's camera gives about 4,000.
const MAX_SIDE: u32 = 8_192;
/// Most pixels of a picture that is decoded: a camera's 50 megapixels, and 200 MB while it is worked on.
const MAX_PIXELS: u64 = 52_000_000;
/// Longest side of a thumbnail, in pixels.
const THUMBNAIL_SIDE: u32 = 160;
/// JPEG quality of a thumbnail: about 5 kB each.
const THUMBNAIL_QUALITY: u8 = 60;

/// A file that may be kept as a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspected {
    /// `image/jpeg`, `image/png` or `application/pdf`.
    pub media_type: &'static str,
    /// A small JPEG of it; none for a PDF that cannot be drawn.
    pub thumbnail: Option<Vec<u8>>,
}

/// Why a file may not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPaper {
    /// It is no JPEG, PNG or PDF, or it is damaged.
    #[error("the file is no JPEG or PNG picture and no PDF, or it is damaged")]
    Unreadable,
    /// The picture is larger than is decoded.
    #[error("the picture is larger than 8192 pixels a side")]
    TooLarge,
}

/// Looks at a file. A picture is decoded whole, so that what is kept can be shown.
pub fn inspect(file: &[u8]) -> Result<Inspected, NoPaper> {
    if file.starts_with(b"%PDF-") {
        // The end mark stands in the last kilobyte (ISO 32000-1, 7.5.5); a file cut short lacks it.
        let tail = file.get(file.len().saturating_sub(1024)..).unwrap_or_default();
        let whole = tail.windows(5).any(|window| window == b"%%EOF");
        return if whole {
            let first_page = pages::pdf_thumbnail(file, THUMBNAIL_SIDE);
            Ok(Inspected { media_type: "application/pdf", thumbnail: first_page.as_ref().and_then(thumbnail) })
        } else {
            Err(NoPaper::Unreadable)
        };
    }
    let (picture, format) = decode(file)?;
    let media_type = match format {
        ImageFormat::Png => "image/png",
        _ => "image/jpeg",
    };
    Ok(Inspected { media_type, thumbnail: thumbnail(&picture) })
}

/// Decodes a JPEG or PNG picture within bounds of size and memory, the right side up.
pub(crate) fn decode(file: &[u8]) -> Result<(DynamicImage, ImageFormat), NoPaper> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| NoPaper::Unreadable)?;
    let format = reader.format().ok_or(NoPaper::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    reader.limits(limits);
    let decoded = reader.into_decoder().and_then(|mut decoder| {
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > MAX_PIXELS {
            let too_large = LimitError::from_kind(LimitErrorKind::DimensionError);
            return Err(ImageError::Limits(too_large));
        }
        // A phone lays the picture down as its sensor saw it and writes beside it which side is up.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder)?;
        picture.apply_orientation(orientation);
        Ok(picture)
    });
    match decoded {
        Ok(picture) => Ok((picture, format)),
        Err(ImageError::Limits(_)) => Err(NoPaper::TooLarge),
        Err(_) => Err(NoPaper::Unreadable),
    }
}

fn thumbnail(picture: &DynamicImage) -> Option<Vec<u8>> {
    let small = picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE).into_rgb8();
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, THUMBNAIL_QUALITY);
    small.write_with_encoder(encoder).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbImage::from_fn(640, 480, |x, y| image::Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
        picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
        bytes
    }

    #[test]
    fn a_picture_is_known_by_its_bytes_and_gets_a_thumbnail() {
        for (format, media_type) in [(ImageFormat::Jpeg, "image/jpeg"), (ImageFormat::Png, "image/png")] {
            let inspected = inspect(&picture(format)).expect("a paper");
            assert_eq!(inspected.media_type, media_type);
            let (small, _) = decode(&inspected.thumbnail.expect("a thumbnail")).expect("a picture");
            assert_eq!((small.width(), small.height()), (160, 120));
        }
    }

    #[test]
    fn a_pdf_is_kept_as_it_is() {
        let inspected = inspect(b"%PDF-1.7\n1 0 obj\n%%EOF\n").expect("a paper");
        assert_eq!(inspected, Inspected { media_type: "application/pdf", thumbnail: None });
    }

    #[test]
    fn what_is_neither_or_cut_short_is_refused() {
        let jpeg = picture(ImageFormat::Jpeg);
        for file in [b"".as_slice(), b"hello", b"%PDF-1.7\n1 0 obj", &jpeg[..200], b"GIF89a\x01\0\x01\0"] {
            assert_eq!(inspect(file), Err(NoPaper::Unreadable));
        }
    }
}
