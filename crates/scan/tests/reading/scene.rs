//! Sheets with codes, seen by a camera.

use qrcode::{Color, EcLevel, QrCode};

/// A picture that codes are drawn into.
#[derive(Debug, Clone)]
pub struct Scene {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

/// How a code lies in the picture.
#[derive(Debug, Clone, Copy)]
pub struct Lies {
    /// The middle of the code, in pixels.
    pub middle: (f64, f64),
    /// Pixels a module.
    pub module: f64,
    /// In degrees.
    pub turn: f64,
    /// How much smaller the far side is than the near one, a part.
    pub tilt: f64,
    pub mirrored: bool,
}

impl Lies {
    /// Straight, in the middle of a picture of that size.
    pub fn in_middle(scene: &Scene, module: f64) -> Self {
        let middle = (scene.width as f64 / 2.0, scene.height as f64 / 2.0);
        Self { middle, module, turn: 0.0, tilt: 0.0, mirrored: false }
    }
}

impl Scene {
    /// A light sheet.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![220; width * height] }
    }

    /// Draws the code of a text, with 16 rays a pixel.
    pub fn draw(&mut self, text: &str, lies: Lies) {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("the text fits a QR code");
        let size = code.width() as f64;
        let (sine, cosine) = lies.turn.to_radians().sin_cos();
        for place in 0..self.pixels.len() {
            let (x, y) = ((place % self.width) as f64, (place / self.width) as f64);
            if (x - lies.middle.0).hypot(y - lies.middle.1) > size * lies.module * 2.0 {
                continue;
            }
            let dark = (0..16).filter(|ray| {
                let right = x + (f64::from(ray % 4) + 0.5) / 4.0 - lies.middle.0;
                let down = y + (f64::from(ray / 4) + 0.5) / 4.0 - lies.middle.1;
                let (across, along) = (right * cosine + down * sine, down * cosine - right * sine);
                let depth = 1.0 + lies.tilt * along / (size * lies.module);
                let (column, row) =
                    (across / lies.module / depth + size / 2.0, along / lies.module / depth + size / 2.0);
                let column = if lies.mirrored { size - column } else { column };
                let inside = |value: f64| value >= 0.0 && value < size;
                inside(column) && inside(row) && code[(column as usize, row as usize)] == Color::Dark
            });
            let dark = dark.count();
            if dark > 0 {
                self.pixels[place] = u8::try_from(220 - dark * 11).expect("within a byte");
            }
        }
    }

    /// Mixes each pixel with those so near.
    pub fn blur(&mut self, reach: usize) {
        for stride in [1, self.width] {
            let old = self.pixels.clone();
            for place in reach * stride..old.len() - reach * stride {
                let sum: usize =
                    (0..=2 * reach).map(|step| usize::from(old[place + step * stride - reach * stride])).sum();
                self.pixels[place] = u8::try_from(sum / (2 * reach + 1)).expect("a mean of bytes");
            }
        }
    }

    /// Less light the further right, down to a part of it.
    pub fn shade(&mut self, least: f64) {
        for (place, pixel) in self.pixels.iter_mut().enumerate() {
            let part = (place % self.width) as f64 / self.width as f64;
            *pixel = (f64::from(*pixel) * (1.0 - part * (1.0 - least))) as u8;
        }
    }

    /// One shade over a rectangle, as far as that is within the picture.
    pub fn cover(&mut self, left: usize, top: usize, width: usize, height: usize, shade: u8) {
        for row in self.pixels.chunks_exact_mut(self.width).skip(top).take(height) {
            row.iter_mut().skip(left).take(width).for_each(|pixel| *pixel = shade);
        }
    }
}
