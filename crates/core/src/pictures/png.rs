//! The chunks of a PNG (third edition, 5.3).

use image::ImageFormat;
use image::metadata::Orientation;

use super::plain::{Plain, orientation};

/// How a PNG begins.
pub(super) const MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Length, type, and check sum.
const AROUND: usize = 12;

/// Keeps what the picture is made of; drops texts, times, profiles, further frames, and what follows the end.
pub(super) fn plain(file: &[u8]) -> Plain {
    let mut kept =
        Plain { format: ImageFormat::Png, bytes: MAGIC.to_vec(), orientation: Orientation::NoTransforms, whole: false };
    let mut rest = file.get(MAGIC.len()..).unwrap_or_default();
    while let Some((chunk, after)) = next_chunk(rest) {
        rest = after;
        match chunk.get(4..8) {
            Some(b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT") => kept.bytes.extend(chunk),
            Some(b"eXIf") if kept.orientation == Orientation::NoTransforms => {
                kept.orientation = orientation(chunk.get(8..chunk.len() - 4).unwrap_or_default());
            }
            Some(b"IEND") => {
                kept.bytes.extend(chunk);
                kept.whole = true;
                break;
            }
            _ => {}
        }
    }
    kept
}

fn next_chunk(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
    rest.split_at_checked(length.checked_add(AROUND)?)
}
