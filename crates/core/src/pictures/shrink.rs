//! The best JPEG of a page that is not larger than a limit.
//!
//! Letters are lost by a coarse grid before they are lost by coarse steps of grey, up to a point: so the side is the
//! largest at which a quality that shows no blocks around letters still fits, and the quality then the best that fits.
//! `cargo xtask bench pictures` reads what is kept so, beside ImageMagick.

use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Most pixels that are kept: A4 at 200 dots an inch. A long strip keeps its width.
const MAX_PIXELS: f32 = 2_340.0 * 1_655.0;
/// The quality from which more bytes show no more.
const BEST: u8 = 88;
/// The quality below which a smaller side reads better.
const WORST: u8 = 50;
/// What the side is multiplied by where not even that fits.
const STEP: f32 = 0.88;

/// Encodes the picture; none where it has no size that an encoder takes.
pub(super) fn to_jpeg(picture: DynamicImage, limit: usize) -> Option<Vec<u8>> {
    let pixels = picture.width() as f32 * picture.height() as f32;
    let mut side = (picture.width().max(picture.height()) as f32 * (MAX_PIXELS / pixels).sqrt().min(1.0)) as u32;
    let mut smaller = resized(picture, side);
    loop {
        let page = smaller.to_rgb8();
        if let Some(jpeg) = best_within(&page, limit)? {
            return Some(jpeg);
        }
        if side <= 16 {
            return None;
        }
        side = (side as f32 * STEP) as u32;
        smaller = resized(smaller, side);
    }
}

fn resized(picture: DynamicImage, side: u32) -> DynamicImage {
    match picture.width().max(picture.height()) > side {
        true => picture.resize(side, side, FilterType::CatmullRom),
        false => picture,
    }
}

/// The best quality that fits; inside none where not even the worst does, outside none where it cannot be encoded.
fn best_within(page: &RgbImage, limit: usize) -> Option<Option<Vec<u8>>> {
    let fitting = |quality| encoded(page, quality).map(|jpeg| (jpeg.len() <= limit).then_some(jpeg));
    if let Some(jpeg) = fitting(BEST)? {
        return Some(Some(jpeg));
    }
    let Some(mut best) = fitting(WORST)? else { return Some(None) };
    let (mut fits, mut too_much) = (WORST, BEST);
    while too_much - fits > 2 {
        let between = fits.midpoint(too_much);
        match fitting(between)? {
            Some(jpeg) => (best, fits) = (jpeg, between),
            None => too_much = between,
        }
    }
    Some(Some(best))
}

fn encoded(page: &RgbImage, quality: u8) -> Option<Vec<u8>> {
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    // A stamp's red needs half of the grid only; letters are in the brightness.
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (u16::try_from(page.width()).ok()?, u16::try_from(page.height()).ok()?);
    encoder.encode(page.as_raw(), width, height, ColorType::Rgb).ok()?;
    Some(jpeg)
}
