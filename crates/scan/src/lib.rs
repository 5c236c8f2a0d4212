//! Finds and reads QR codes in a luma picture.
//!
//! Pure: bytes in, texts out. The core hands it pictures from files; in the webview the same code reads camera frames,
//! so that only text crosses to the shell. Decoding is `rqrr`'s, chosen because it is pure Rust, builds for
//! WebAssembly and needs no image library.

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

/// The texts of all QR codes that can be read in the picture, in the order found. Codes that are there but damaged
/// beyond correction are left out.
pub fn read_codes(picture: Luma<'_>) -> Vec<String> {
    let Luma { width, height, pixels } = picture;
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        pixels.get(y * width + x).copied().unwrap_or(u8::MAX)
    });
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A QR code of `text`, four pixels a module with the quiet zone of four modules.
    fn picture(text: &str) -> (usize, Vec<u8>) {
        let code = qrcode::QrCode::new(text).expect("the text fits a QR code");
        let modules = code.width();
        let colours = code.to_colors();
        let side = (modules + 8) * 4;
        let mut pixels = vec![u8::MAX; side * side];
        for y in 0..modules * 4 {
            for x in 0..modules * 4 {
                if colours[y / 4 * modules + x / 4] == qrcode::Color::Dark {
                    pixels[(y + 16) * side + x + 16] = 0;
                }
            }
        }
        (side, pixels)
    }

    #[test]
    fn a_code_is_read_with_its_vietnamese_marks() {
        for text in ["CDS1:ABC", "Nguyễn Thị Hoà|Xã Quảng Uyên, Cao Bằng"] {
            let (side, pixels) = picture(text);
            let luma = Luma::new(side, side, &pixels).expect("the size is right");
            assert_eq!(read_codes(luma), [text]);
        }
    }

    #[test]
    fn a_picture_without_a_code_gives_nothing() {
        for shade in [0, 128, 255] {
            let pixels = [shade; 64 * 64];
            assert!(read_codes(Luma::new(64, 64, &pixels).expect("the size is right")).is_empty());
        }
        assert!(read_codes(Luma::new(0, 0, &[]).expect("an empty picture")).is_empty());
    }

    #[test]
    fn a_code_with_a_corner_torn_off_is_not_read_wrongly() {
        let (side, mut pixels) = picture("0123456789");
        for y in 0..side / 2 {
            pixels[y * side..y * side + side / 2].fill(u8::MAX);
        }
        assert!(read_codes(Luma::new(side, side, &pixels).expect("the size is right")).is_empty());
    }

    #[test]
    fn a_wrong_number_of_bytes_is_named() {
        let refused = Luma::new(3, 2, &[0; 5]).map(|_| ());
        assert_eq!(refused, Err(WrongSize { width: 3, height: 2, bytes: 5 }));
        assert!(Luma::new(usize::MAX, 2, &[]).is_err());
    }
}
