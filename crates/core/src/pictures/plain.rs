//! A picture file without what stands in it beside the picture.

use std::io::Cursor;

use image::error::{LimitError, LimitErrorKind};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::{NoPaper, jpeg, png};

/// Largest side of a picture that is decoded, in pixels: a phone's camera gives about 4,000.
const MAX_SIDE: u32 = 8_192;
/// Most pixels of a picture that is decoded: a camera's 50 megapixels.
const MAX_PIXELS: u64 = 52_000_000;
/// Most bytes of the decoded picture: 50 megapixels with four bytes each. A PNG may have eight.
const MAX_DECODED: u64 = 4 * MAX_PIXELS;

/// What is needed to show it.
pub(super) struct Plain {
    pub(super) format: ImageFormat,
    /// The file with nothing beside the picture.
    pub(super) bytes: Vec<u8>,
    /// Which side is up: a phone lays the picture down as its sensor saw it and writes that beside it.
    pub(super) orientation: Orientation,
    /// It goes on to its end mark.
    pub(super) whole: bool,
}

impl Plain {
    /// Goes through the parts of a file and keeps what the picture is made of.
    pub(super) fn of(file: &[u8]) -> Result<Self, NoPaper> {
        if file.starts_with(jpeg::MAGIC) {
            jpeg::plain(file)
        } else if file.starts_with(png::MAGIC) {
            Ok(png::plain(file))
        } else {
            Err(NoPaper::Unreadable)
        }
    }

    /// Decodes it within bounds of size and memory, the right side up.
    pub(super) fn upright(&self) -> Result<DynamicImage, NoPaper> {
        let mut reader = ImageReader::with_format(Cursor::new(&self.bytes), self.format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        reader.limits(limits);
        let decoded = reader.into_decoder().and_then(|decoder| {
            let (width, height) = decoder.dimensions();
            if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
                let too_large = LimitError::from_kind(LimitErrorKind::DimensionError);
                return Err(ImageError::Limits(too_large));
            }
            let mut picture = DynamicImage::from_decoder(decoder)?;
            picture.apply_orientation(self.orientation);
            Ok(picture)
        });
        decoded.map_err(|error| match error {
            ImageError::Limits(_) => NoPaper::TooLarge,
            _ => NoPaper::Damaged,
        })
    }
}

/// Reads which side is up from a block in TIFF form; what cannot be read is upright.
pub(super) fn orientation(exif: &[u8]) -> Orientation {
    Orientation::from_exif_chunk(exif).unwrap_or(Orientation::NoTransforms)
}
