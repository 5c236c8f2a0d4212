//! Pictures and papers for the citizen to choose, and the sheet on which the tour's pictures lie.
//!
//! What `DynamicImage` does is compiled with the `image` crate, which is optimised in development builds as well: a contact
//! sheet of 40 pictures takes seconds, with the generic functions of `imageops` it takes minutes.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, imageops};
use qrcode::{Color, QrCode};

/// A paper of two pages.
const PAPER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/portal/demo/papers/1-xac-nhan-cu-tru.pdf");
/// Width of a picture on the contact sheet, in pixels, and how many lie side by side.
const THUMBNAIL: u32 = 300;
const COLUMNS: usize = 6;
const GAP: u32 = 12;

/// Writes a photo as large as a phone's camera makes them, with this comment in it: the app must make it smaller.
pub fn photo(file: &Path, comment: &str) -> Result<()> {
    let mut noise = 1_u32;
    let picture = RgbImage::from_fn(2400, 1600, |x, y| {
        // A noise that is the same in every run: photos do not compress well either.
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [grain, ..] = noise.to_be_bytes();
        Rgb([grain / 2 + (x / 20) as u8, grain / 2 + (y / 14) as u8, grain])
    });
    DynamicImage::ImageRgb8(picture).save(file).with_context(|| format!("{} cannot be written", file.display()))?;
    let jpeg = std::fs::read(file)?;
    ensure!(jpeg.len() > 1_000_000, "the photo is too small to be a camera's");
    let rest = jpeg.strip_prefix(b"\xff\xd8").context("a JPEG begins with its marker")?;
    let length = u16::try_from(comment.len() + 2)?.to_be_bytes();
    let commented = [b"\xff\xd8\xff\xfe".as_slice(), &length, comment.as_bytes(), rest].concat();
    std::fs::write(file, commented).with_context(|| format!("{} cannot be written", file.display()))
}

/// Writes a picture of the QR code that says this.
pub fn code_picture(file: &Path, text: &str) -> Result<()> {
    /// Pixels a module, and modules of white around the code.
    const MODULE: u32 = 6;
    const MARGIN: u32 = 4;
    let code = QrCode::new(text)?;
    let (side, colours) = (u32::try_from(code.width())?, code.to_colors());
    let width = (side + 2 * MARGIN) * MODULE;
    let picture = GrayImage::from_fn(width, width, |x, y| {
        let (x, y) = ((x / MODULE).wrapping_sub(MARGIN), (y / MODULE).wrapping_sub(MARGIN));
        let place = (x < side && y < side).then(|| (y * side + x) as usize);
        let dark = place.and_then(|place| colours.get(place)) == Some(&Color::Dark);
        Luma([if dark { 0 } else { 255 }])
    });
    DynamicImage::ImageLuma8(picture).save(file).with_context(|| format!("{} cannot be written", file.display()))
}

/// Writes a PDF of two pages with this comment in its bytes.
pub fn paper_pdf(file: &Path, comment: &str) -> Result<()> {
    let mut paper = std::fs::read(PAPER)?;
    paper.extend_from_slice(format!("\n% {comment}\n").as_bytes());
    std::fs::write(file, paper).with_context(|| format!("{} cannot be written", file.display()))
}

/// Puts pictures of the same size small on one sheet, line by line.
pub fn contact_sheet(pictures: &[PathBuf], file: &Path) -> Result<()> {
    let mut small = Vec::new();
    for picture in pictures {
        let picture = image::open(picture).with_context(|| format!("{} is no picture", picture.display()))?;
        let height = (picture.height() * THUMBNAIL / picture.width().max(1)).max(1);
        small.push(picture.thumbnail_exact(THUMBNAIL, height).to_rgb8());
    }
    let tallest = small.iter().map(RgbImage::height).max().context("a sheet has pictures")?;
    let columns = u32::try_from(COLUMNS.min(small.len()))?;
    let lines = u32::try_from(small.len().div_ceil(COLUMNS))?;
    let size = (columns * (THUMBNAIL + GAP) + GAP, lines * (tallest + GAP) + GAP);
    let mut sheet = RgbImage::from_pixel(size.0, size.1, Rgb([128, 128, 128]));
    for (place, picture) in small.iter().enumerate() {
        let (column, line) = (i64::try_from(place % COLUMNS)?, i64::try_from(place / COLUMNS)?);
        let step = (i64::from(THUMBNAIL + GAP), i64::from(tallest + GAP));
        imageops::replace(&mut sheet, picture, i64::from(GAP) + column * step.0, i64::from(GAP) + line * step.1);
    }
    DynamicImage::ImageRgb8(sheet).save(file).with_context(|| format!("{} cannot be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_a_picture_with_its_comment_and_a_sheet_has_place_for_all() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (picture, sheet) = (folder.path().join("photo.jpg"), folder.path().join("sheet.png"));
        photo(&picture, "a comment")?;
        let bytes = std::fs::read(&picture)?;
        assert!(bytes.windows(9).any(|window| window == b"a comment"));
        contact_sheet(&vec![picture; COLUMNS + 1], &sheet)?;
        let columns = u32::try_from(COLUMNS)?;
        let expected = (columns * (THUMBNAIL + GAP) + GAP, 2 * (200 + GAP) + GAP);
        assert_eq!(image::image_dimensions(sheet)?, expected);
        Ok(())
    }
}
