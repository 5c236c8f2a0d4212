//! Reading QR codes from picture files.

use cds_scan::Luma;

use crate::pictures::{self, NoPaper};

/// The texts of all QR codes in a JPEG or PNG picture.
pub fn read_codes(file: &[u8]) -> Result<Vec<String>, NoPaper> {
    let luma = pictures::decode(file)?.into_luma8();
    let (width, height) = (luma.width() as usize, luma.height() as usize);
    let picture = Luma::new(width, height, luma.as_raw()).map_err(|_| NoPaper::Unreadable)?;
    Ok(cds_scan::read_codes(picture))
}
