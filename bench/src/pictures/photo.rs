//! A page as a phone photographs it on a table: turned and tilted a little, unevenly lit, blurred, noisy; held upright, so
//! that the sensor lies on its side and Exif says so.

use std::io::Cursor;

use anyhow::{Context, Result};
use cds_bench::random::Random;
use cds_wire::ipc::{PageCorners, PagePoint};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageDecoder, ImageReader, Luma, Rgb, RgbImage, imageops};

use super::page;

/// The photograph the right side up.
const WIDTH: u32 = 3000;
const HEIGHT: u32 = 4000;
/// What phones take.
const QUALITY: u8 = 92;
/// How many pixels a finger misses a corner by.
const MISSED: f64 = 12.0;

/// A photograph.
pub struct Photo {
    /// The JPEG as the phone writes it.
    pub file: Vec<u8>,
    /// Where a person says that the page's corners are.
    pub corners: PageCorners,
    /// Where they are, as parts of the upright picture's width and height.
    pub truly: [(f64, f64); 4],
}

/// Cuts the page out of an upright picture of any size, for a reader that is no judge of tables and tilts: as a PGM of
/// 300 dots an inch.
pub fn cut(jpeg: &[u8], truly: [(f64, f64); 4]) -> Result<Vec<u8>> {
    let mut decoder = ImageReader::new(Cursor::new(jpeg)).with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    let picture = picture.into_luma8();
    let (wide, high) = (f64::from(picture.width()), f64::from(picture.height()));
    let onto = homography(truly.map(|(x, y)| (x * wide, y * high)));
    let page = GrayImage::from_fn(page::WIDTH, page::HEIGHT, |x, y| {
        let (u, v) = ((f64::from(x) + 0.5) / f64::from(page::WIDTH), (f64::from(y) + 0.5) / f64::from(page::HEIGHT));
        let (x, y) = map(&onto, u, v);
        Luma([between(&picture, x - 0.5, y - 0.5) as u8])
    });
    Ok([format!("P5\n{} {}\n255\n", page::WIDTH, page::HEIGHT).as_bytes(), page.as_raw()].concat())
}

/// Takes one.
pub fn take(sheet: &GrayImage, random: &mut Random) -> Result<Photo> {
    let mut between = |from: f64, to: f64| from + (to - from) * random.part();
    let turn = between(-2.5, 2.5).to_radians();
    let high = f64::from(HEIGHT) * between(0.86, 0.92);
    let wide = high * f64::from(sheet.width()) / f64::from(sheet.height());
    let middle = (f64::from(WIDTH) / 2.0 + between(-30.0, 30.0), f64::from(HEIGHT) / 2.0 + between(-40.0, 40.0));
    let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(x, y)| {
        let (x, y) = (x * wide + between(-60.0, 60.0), y * high + between(-60.0, 60.0));
        let (sin, cos) = turn.sin_cos();
        (middle.0 + x * cos - y * sin, middle.1 + x * sin + y * cos)
    });
    let light = Light {
        across: between(-0.22, 0.22),
        down: between(-0.22, 0.22),
        shadow: (between(0.0, 1.0), between(0.0, 1.0)),
        darkness: between(0.1, 0.3),
        warmth: between(0.86, 1.0),
    };
    let blur = between(0.8, 1.3) as f32;
    let grain = between(4.0, 8.0);
    let missed = corners.map(|(x, y)| {
        let near = |value: f64, end: u32, by: f64| (value + by).round().clamp(0.0, f64::from(end)) as u32;
        let (by_x, by_y) = (between(-MISSED, MISSED), between(-MISSED, MISSED));
        PagePoint { x: near(x, WIDTH, by_x), y: near(y, HEIGHT, by_y) }
    });
    let [top_left, top_right, bottom_right, bottom_left] = missed;
    let onto_sheet = inverse(&homography(corners)).context("the page is seen from its edge")?;
    let lit = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| light.on(colour(sheet, &onto_sheet, x, y), x, y));
    let mut upright = imageops::fast_blur(&lit, blur);
    for part in upright.iter_mut() {
        // Three numbers make a bell.
        let noise = (random.part() + random.part() + random.part() - 1.5) * 2.0 * grain;
        *part = (f64::from(*part) + noise).clamp(0.0, 255.0) as u8;
    }
    let mut jpeg = Vec::new();
    imageops::rotate270(&upright).write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))?;
    let file = with_exif(&jpeg).context("a JPEG begins with its mark")?;
    let truly = corners.map(|(x, y)| (x / f64::from(WIDTH), y / f64::from(HEIGHT)));
    Ok(Photo { file, truly, corners: PageCorners { top_left, top_right, bottom_right, bottom_left } })
}

/// Which side is up (the sensor's left), as Exif says it.
fn with_exif(jpeg: &[u8]) -> Option<Vec<u8>> {
    let exif = b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    Some([jpeg.get(..2)?, exif, jpeg.get(2..)?].concat())
}

struct Light {
    across: f64,
    down: f64,
    shadow: (f64, f64),
    darkness: f64,
    warmth: f64,
}

impl Light {
    fn on(&self, grey: f64, x: u32, y: u32) -> Rgb<u8> {
        let (x, y) = (f64::from(x) / f64::from(WIDTH), f64::from(y) / f64::from(HEIGHT));
        let slope = 0.84 + self.across * (x - 0.5) + self.down * (y - 0.5);
        let away = (x - self.shadow.0).powi(2) + (y - self.shadow.1).powi(2);
        let shaded = slope * (1.0 - self.darkness * (-away / 0.08).exp()) * grey;
        Rgb([shaded, shaded * (1.0 + self.warmth) / 2.0, shaded * self.warmth].map(|part| part.clamp(0.0, 255.0) as u8))
    }
}

/// The sheet's shade there, or the table's: boards with dark joints.
fn colour(sheet: &GrayImage, onto: &[f64; 9], x: u32, y: u32) -> f64 {
    let (u, v) = map(onto, f64::from(x) + 0.5, f64::from(y) + 0.5);
    let (u, v) = (u * f64::from(sheet.width()) - 0.5, v * f64::from(sheet.height()) - 0.5);
    let inside = u >= 0.0 && v >= 0.0 && u < f64::from(sheet.width() - 1) && v < f64::from(sheet.height() - 1);
    if !inside {
        return if x % 600 < 8 { 40.0 } else { 90.0 + f64::from((x / 7) % 5) * 3.0 };
    }
    between(sheet, u, v)
}

/// The shade between four pixels.
fn between(sheet: &GrayImage, x: f64, y: f64) -> f64 {
    let (x, y) = (x.clamp(0.0, f64::from(sheet.width()) - 1.01), y.clamp(0.0, f64::from(sheet.height()) - 1.01));
    let (left, top) = (x as u32, y as u32);
    let shade = |x, y| f64::from(sheet.get_pixel(x, y).0[0]);
    let (across, down) = (x.fract(), y.fract());
    let upper = shade(left, top) * (1.0 - across) + shade(left + 1, top) * across;
    let lower = shade(left, top + 1) * (1.0 - across) + shade(left + 1, top + 1) * across;
    upper * (1.0 - down) + lower * down
}

fn map(m: &[f64; 9], x: f64, y: f64) -> (f64, f64) {
    let depth = m[6] * x + m[7] * y + m[8];
    ((m[0] * x + m[1] * y + m[2]) / depth, (m[3] * x + m[4] * y + m[5]) / depth)
}

/// From the unit square to the corners.
fn homography([a, b, c, d]: [(f64, f64); 4]) -> [f64; 9] {
    let (right, left) = ((b.0 - c.0, b.1 - c.1), (d.0 - c.0, d.1 - c.1));
    let skew = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let area = right.0 * left.1 - left.0 * right.1;
    let g = (skew.0 * left.1 - left.0 * skew.1) / area;
    let h = (right.0 * skew.1 - skew.0 * right.1) / area;
    [b.0 - a.0 + g * b.0, d.0 - a.0 + h * d.0, a.0, b.1 - a.1 + g * b.1, d.1 - a.1 + h * d.1, a.1, g, h, 1.0]
}

fn inverse(m: &[f64; 9]) -> Option<[f64; 9]> {
    let [a, b, c, d, e, f, g, h, i] = *m;
    let all = [
        e * i - f * h,
        c * h - b * i,
        b * f - c * e,
        f * g - d * i,
        a * i - c * g,
        c * d - a * f,
        d * h - e * g,
        b * g - a * h,
        a * e - b * d,
    ];
    let determinant = a * all[0] + b * all[3] + c * all[6];
    (determinant != 0.0).then(|| all.map(|part| part / determinant))
}
