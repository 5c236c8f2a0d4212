//! QR codes as pictures.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma};
use qrcode::{Color, EcLevel, QrCode};

use crate::Error;

/// Pixels of one module: large enough for a cheap camera to read off a screen.
const MODULE: u32 = 8;
/// The quiet zone that ISO/IEC 18004 asks for, in modules.
const QUIET: u32 = 4;

/// The modules of a code with their quiet zone.
pub(crate) struct Modules {
    /// Modules on a side, without the quiet zone.
    inner: u32,
    colours: Vec<Color>,
}

impl Modules {
    /// Those of `text` with error correction M.
    pub(crate) fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|_| Error::Internal("too long for a code"))?;
        Ok(Self { inner: u32::try_from(code.width()).unwrap_or(0), colours: code.to_colors() })
    }

    /// Modules on a side, with the quiet zone.
    pub(crate) fn side(&self) -> u32 {
        self.inner + 2 * QUIET
    }

    /// Whether one is dark, counted from the upper left corner of the quiet zone.
    pub(crate) fn is_dark(&self, x: u32, y: u32) -> bool {
        let inside = |at: u32| at.checked_sub(QUIET).filter(|at| *at < self.inner);
        let colour = inside(x).zip(inside(y)).and_then(|(x, y)| self.colours.get((y * self.inner + x) as usize));
        colour == Some(&Color::Dark)
    }
}

/// A PNG of `text` with error correction M.
pub(crate) fn png(text: &str) -> Result<Vec<u8>, Error> {
    let modules = Modules::of(text)?;
    let side = modules.side() * MODULE;
    let picture = GrayImage::from_fn(side, side, |x, y| {
        Luma([if modules.is_dark(x / MODULE, y / MODULE) { 0 } else { u8::MAX }])
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
