//! Other ways to make a photograph small.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader};

/// The name that Debian's package gives ImageMagick's `convert`, which others may share.
const CONVERT: &str = "convert-im6.q16";

/// What an app does that knows nothing of text: quality 75, and as large as that fits into so many bytes.
pub fn fixed_quality(photo: &[u8], limit: usize) -> Result<Vec<u8>> {
    let mut decoder = ImageReader::new(Cursor::new(photo)).with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut upright = DynamicImage::from_decoder(decoder)?;
    upright.apply_orientation(orientation);
    let (mut fits, mut too_large) = (200, upright.width().max(upright.height()) + 1);
    let mut best = None;
    while too_large - fits > 16 {
        let side = u32::midpoint(fits, too_large);
        let mut jpeg = Vec::new();
        let small = upright.resize(side, side, FilterType::CatmullRom).into_rgb8();
        small.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 75))?;
        if jpeg.len() <= limit {
            (fits, best) = (side, Some(jpeg));
        } else {
            too_large = side;
        }
    }
    best.context("it does not fit at any size")
}

/// What ImageMagick makes of it when it is told the size of the file.
pub fn imagemagick(photo: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let (from, to) = (folder.join("magick-from.jpg"), folder.join("magick-to.jpg"));
    fs::write(&from, photo)?;
    let mut convert = Command::new(CONVERT);
    convert.arg(&from).args(["-auto-orient", "-strip", "-define", "jpeg:extent=400kb"]).arg(&to);
    if !convert.status().context("ImageMagick is missing: install the package imagemagick")?.success() {
        bail!("ImageMagick failed");
    }
    let made = fs::read(&to)?;
    fs::remove_file(from)?;
    fs::remove_file(to)?;
    Ok(made)
}

pub fn version() -> Result<String> {
    let output = Command::new(CONVERT).arg("-version").output().context("ImageMagick is missing")?;
    let said = String::from_utf8_lossy(&output.stdout);
    Ok(said.lines().next().unwrap_or_default().split(" http").next().unwrap_or_default().to_owned())
}
