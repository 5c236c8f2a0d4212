//! Reading QR codes from picture files.

use cds_scan::Luma;

/// Largest picture decoded, in pixels across or down: a phone's camera gives about 4,000.
const MAX_SIDE: u32 = 8_192;

/// Why a picture's codes were not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPicture {
    /// The bytes are no JPEG or PNG, or are damaged.
    #[error("the file is no JPEG or PNG picture, or it is damaged")]
    Damaged,
    /// The picture is larger than is decoded.
    #[error("the picture is larger than 8192 pixels a side")]
    TooLarge,
}

/// The texts of all QR codes in a JPEG or PNG picture.
pub fn read_codes(file: &[u8]) -> Result<Vec<String>, NoPicture> {
    let mut reader =
        image::ImageReader::new(std::io::Cursor::new(file)).with_guessed_format().map_err(|_| NoPicture::Damaged)?;
    let mut limits = image::Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    reader.limits(limits);
    let luma = match reader.decode() {
        Ok(picture) => picture.into_luma8(),
        Err(image::ImageError::Limits(_)) => return Err(NoPicture::TooLarge),
        Err(_) => return Err(NoPicture::Damaged),
    };
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let picture = Luma::new(width, height, luma.as_raw()).map_err(|_| NoPicture::Damaged)?;
    Ok(cds_scan::read_codes(picture))
}
