//! What lies between a printed code and the pixels of a picture.

use std::fmt::Write as _;

use cds_bench::random::Random;

use super::pictures::Code;

/// Shades of grey, row by row, 0 to 255 but not yet whole numbers.
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<f32>,
}

/// Where the camera is.
pub struct Camera {
    /// The middle of the code in the picture, in pixels.
    pub middle: (f64, f64),
    /// Pixels a module, in the middle.
    pub module: f64,
    /// By how much the code is turned in its plane.
    pub turn: f64,
    /// By how much the plane is tilted, and which way.
    pub tilt: f64,
    pub tilt_towards: f64,
    /// From the camera to the code, in modules.
    pub distance: f64,
}

/// Shades of what is seen.
pub struct Shades {
    pub ink: f64,
    pub paper: f64,
    pub table: f64,
}

/// Looks at the code with nine rays a pixel.
pub fn take(code: &Code, camera: &Camera, (width, height): (usize, usize), shades: &Shades) -> Grey {
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            let mut sum = 0.0;
            for ray in 0..9 {
                let (right, down) = ((f64::from(ray % 3) * 2.0 + 1.0) / 6.0, (f64::from(ray / 3) * 2.0 + 1.0) / 6.0);
                sum += shade_at(code, camera.see(x as f64 + right, y as f64 + down), shades);
            }
            pixels.push((sum / 9.0) as f32);
        }
    }
    Grey { width, height, pixels }
}

impl Camera {
    /// The place in the plane of the code that a point of the picture shows, in modules from the code's middle.
    fn see(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = turned((x - self.middle.0, y - self.middle.1), -self.tilt_towards);
        let (sine, cosine) = self.tilt.sin_cos();
        let down = y / (self.module * cosine - y * sine / self.distance);
        let across = x * (1.0 + down * sine / self.distance) / self.module;
        turned((across, down), self.tilt_towards - self.turn)
    }
}

fn turned((x, y): (f64, f64), angle: f64) -> (f64, f64) {
    let (sine, cosine) = angle.sin_cos();
    (x * cosine - y * sine, x * sine + y * cosine)
}

/// Ink, the paper around it with some print further away, and the table.
fn shade_at(code: &Code, (across, down): (f64, f64), shades: &Shades) -> f64 {
    let half = code.size as f64 / 2.0;
    let (column, row) = ((across + half).floor(), (down + half).floor());
    let inside = |value: f64| value >= 0.0 && value < code.size as f64;
    if inside(column) && inside(row) {
        return if code.modules[row as usize * code.size + column as usize] { shades.ink } else { shades.paper };
    }
    let edge = across.abs().max(down.abs()) - half;
    if edge > 8.0 {
        return shades.table + 12.0 * (across * 0.9).sin() * (down * 0.35).cos();
    }
    let print = edge > 5.0 && edge < 6.5 && down.abs() > half && (across * 1.7).sin() > 0.1;
    if print { shades.ink } else { shades.paper }
}

/// Light that falls off across the picture: by that part of it from one edge to the other.
pub fn shade(grey: &mut Grey, across: f64, down: f64) {
    for (place, pixel) in grey.pixels.iter_mut().enumerate() {
        let (x, y) =
            ((place % grey.width) as f64 / grey.width as f64, (place / grey.width) as f64 / grey.height as f64);
        *pixel *= (1.0 + across * (x - 0.5) + down * (y - 0.5)) as f32;
    }
}

/// A lens out of focus: a bell curve with that deviation, in pixels.
pub fn blur(grey: &mut Grey, deviation: f64) {
    let reach = (deviation * 3.0).ceil() as isize;
    let bell = |away: isize| (-0.5 * (away as f64 / deviation).powi(2)).exp();
    let across: Vec<(isize, isize, f32)> = (-reach..=reach).map(|away| (away, 0, bell(away) as f32)).collect();
    let down: Vec<(isize, isize, f32)> = across.iter().map(|(away, _, weight)| (0, *away, *weight)).collect();
    mix(grey, &across);
    mix(grey, &down);
}

/// A hand that moves: along a line so long, in pixels.
pub fn motion(grey: &mut Grey, direction: f64, length: f64) {
    let steps = (length * 2.0).ceil() as isize;
    let (sine, cosine) = direction.sin_cos();
    let point = |step: isize| {
        let way = (step as f64 / steps as f64 - 0.5) * length;
        ((way * cosine).round() as isize, (way * sine).round() as isize, 1.0)
    };
    mix(grey, &(0..=steps).map(point).collect::<Vec<_>>());
}

/// Each pixel becomes the mean of those around it, by weight.
fn mix(grey: &mut Grey, weights: &[(isize, isize, f32)]) {
    let all: f32 = weights.iter().map(|(_, _, weight)| weight).sum();
    let (width, height) = (grey.width as isize, grey.height as isize);
    let mixed = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| {
        let weighed = weights.iter().map(|(across, down, weight)| {
            let (x, y) = ((x + across).clamp(0, width - 1), (y + down).clamp(0, height - 1));
            weight * grey.pixels[(y * width + x) as usize]
        });
        weighed.sum::<f32>() / all
    });
    grey.pixels = mixed.collect();
}

/// A lamp mirrored in the paper: a spot that adds so much light in its middle and half of it at its reach.
pub fn glare(grey: &mut Grey, middle: (f64, f64), reach: (f64, f64), light: f64) {
    for (place, pixel) in grey.pixels.iter_mut().enumerate() {
        let (x, y) = ((place % grey.width) as f64 - middle.0, (place / grey.width) as f64 - middle.1);
        let away = (x / reach.0).powi(2) + (y / reach.1).powi(2);
        *pixel += (light / (1.0 + away * away)) as f32;
    }
}

/// What a sensor adds of its own: with that deviation, nearly in a bell curve.
pub fn noise(grey: &mut Grey, deviation: f64, random: &mut Random) {
    for pixel in &mut grey.pixels {
        // Eight bytes of even chance: their sum has a deviation of 209.
        let sum: i32 = random.bits().to_le_bytes().into_iter().map(i32::from).sum();
        *pixel += (f64::from(sum - 1020) / 209.0 * deviation) as f32;
    }
}

impl Grey {
    /// Whole numbers from 0 to 255.
    pub fn bytes(&self) -> Vec<u8> {
        self.pixels.iter().map(|pixel| pixel.round().clamp(0.0, 255.0) as u8).collect()
    }
}

/// A file in the Portable Graymap format.
pub fn pgm(width: usize, height: usize, bytes: &[u8]) -> Vec<u8> {
    let mut header = String::new();
    let _ = write!(header, "P5 {width} {height} 255\n");
    [header.as_bytes(), bytes].concat()
}
