//! QR codes as pictures.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::Error;

/// Pixels of one module: large enough for a cheap camera to read off a screen.
const MODULE: u32 = 8;
/// The quiet zone that ISO/IEC 18004 asks for, in modules.
const QUIET: u32 = 4;

/// A PNG of `text` with error correction M.
pub(crate) fn png(text: &str) -> Result<Vec<u8>, Error> {
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| Error::Internal("too long for a code"))?;
    let modules = u32::try_from(code.width()).unwrap_or(0);
    let colours = code.to_colors();
    let side = (modules + 2 * QUIET) * MODULE;
    let picture = GrayImage::from_fn(side, side, |x, y| {
        let module = |at: u32| (at / MODULE).checked_sub(QUIET).filter(|module| *module < modules);
        let dark = module(x).zip(module(y)).and_then(|(x, y)| colours.get((y * modules + x) as usize));
        Luma([if dark == Some(&Color::Dark) { 0 } else { u8::MAX }])
    });
    let mut bytes = Vec::new();
    picture
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .map_err(|_| Error::Internal("the code could not be drawn"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_read_again() {
        let text = "CDS1:6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK-";
        let picture = png(text).expect("drawn");
        assert_eq!(crate::codes::read_codes(&picture).expect("a picture"), [text]);
    }
}
