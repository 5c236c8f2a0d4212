//! The segments of a JPEG (ITU-T T.81, annex B).

use image::ImageFormat;
use image::metadata::Orientation;

use super::NoPaper;
use super::plain::{Plain, orientation};

/// How a JPEG begins.
pub(super) const MAGIC: &[u8] = &[0xff, 0xd8];
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const COMMENT: u8 = 0xfe;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
/// A progressive picture has about ten. Each goes over all of it again, and costs a few bytes only.
const MAX_SCANS: usize = 100;

/// What a JPEG says of its picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// Pixels across.
    pub(super) width: u16,
    /// Pixels down.
    pub(super) height: u16,
    /// 1 grey, 3 for screens, 4 for printers.
    pub(super) colours: u8,
}

/// Reads it from the frame's header; none where that is no JPEG.
pub(super) fn frame(file: &[u8]) -> Option<Frame> {
    let mut rest = file.strip_prefix(MAGIC)?;
    loop {
        let (marker, after) = next_marker(rest)?;
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        // SOF0 to SOF15, but for the three that are something else (T.81, table B.1).
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let [_, _, _, h, i, w, x, colours, ..] = *after.first_chunk::<8>()?;
            return Some(Frame { width: u16::from_be_bytes([w, x]), height: u16::from_be_bytes([h, i]), colours });
        }
        rest = after.get(length..)?;
    }
}

/// Keeps what the picture is made of; drops comments, what applications wrote, and what follows the end.
pub(super) fn plain(file: &[u8]) -> Result<Plain, NoPaper> {
    let mut kept = Plain {
        format: ImageFormat::Jpeg,
        bytes: MAGIC.to_vec(),
        orientation: Orientation::NoTransforms,
        whole: false,
    };
    let mut rest = file.get(MAGIC.len()..).unwrap_or_default();
    let mut scans = 0;
    while let Some((marker, after)) = next_marker(rest) {
        rest = after;
        match marker {
            END => {
                kept.bytes.extend([0xff, END]);
                kept.whole = true;
                break;
            }
            // Those that stand alone; between segments they mean nothing.
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = rest.first_chunk().map_or(0, |length| usize::from(u16::from_be_bytes(*length)));
        let (Some(body), Some(after)) = (rest.get(2..length), rest.get(length..)) else { break };
        rest = after;
        if marker == APP1
            && kept.orientation == Orientation::NoTransforms
            && let Some(exif) = body.strip_prefix(b"Exif\0\0")
        {
            kept.orientation = orientation(exif);
        }
        if !belongs(marker, body) {
            continue;
        }
        kept.bytes.extend([0xff, marker]);
        kept.bytes.extend(length.to_be_bytes().iter().skip(size_of::<usize>() - 2));
        kept.bytes.extend(body);
        if marker == SCAN {
            scans += 1;
            if scans > MAX_SCANS {
                return Err(NoPaper::TooLarge);
            }
            let (coded, after) = rest.split_at(coded_length(rest));
            kept.bytes.extend(coded);
            rest = after;
        }
    }
    Ok(kept)
}

/// The next marker and what follows it; bytes before it belong to nothing.
fn next_marker(mut rest: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let start = rest.iter().position(|byte| *byte == 0xff)?;
        let from = rest.get(start..)?;
        let place = from.iter().position(|byte| *byte != 0xff)?;
        let marker = *from.get(place)?;
        rest = from.get(place + 1..)?;
        if marker != 0 {
            return Some((marker, rest));
        }
    }
}

/// How many bytes of a scan there are before the next marker that ends it.
fn coded_length(rest: &[u8]) -> usize {
    let ends = |pair: &[u8]| matches!(pair, [0xff, next] if !matches!(*next, 0 | 0xff | 0xd0..=0xd7));
    rest.windows(2).position(ends).unwrap_or(rest.len())
}

/// What tells how the picture is coded. JFIF's segment may hold a preview; Adobe's names the colours.
fn belongs(marker: u8, body: &[u8]) -> bool {
    match marker {
        APP0 => body.starts_with(b"JFIF\0") && body.len() == 14,
        APP14 => body.starts_with(b"Adobe") && body.len() == 12,
        APP1..=APP15 | COMMENT => false,
        _ => true,
    }
}
