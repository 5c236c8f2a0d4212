//! Cuts a page out of a photograph and lays it flat.

use cds_wire::ipc::{PageCorners, PagePoint};
use image::{DynamicImage, Rgb, RgbImage};

/// The shortest edge of a page that is cut out, in pixels.
const MIN_EDGE: f32 = 16.0;
/// The longest side of what is cut out, in pixels: half more than is kept.
const MAX_SIDE: f32 = 4_096.0;
/// How many times nearer one corner may be to the camera than another; beyond that the page would be seen from its edge.
const MAX_DEPTH: f32 = 6.0;

/// The page, as wide and as high as its longer edges are in the picture. None where these are no corners of a page that
/// lies in the picture.
pub(super) fn page(picture: &DynamicImage, corners: &PageCorners) -> Option<DynamicImage> {
    let all = [corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left];
    if all.iter().any(|corner| corner.x > picture.width() || corner.y > picture.height()) {
        return None;
    }
    let [a, b, c, d] = all.map(|PagePoint { x, y }| (x as f32, y as f32));
    let edges = [length(a, b), length(b, c), length(c, d), length(d, a)];
    if edges.iter().any(|edge| *edge < MIN_EDGE) {
        return None;
    }
    let [top, right, bottom, left] = edges;
    let (width, height) = (top.max(bottom), right.max(left));
    let scale = (MAX_SIDE / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).round() as u32, (height * scale).round() as u32);
    let onto = Onto::new([a, b, c, d])?;
    let upright_rectangle = a.1 == b.1 && b.0 == c.0 && c.1 == d.1 && d.0 == a.0;
    if upright_rectangle && scale == 1.0 {
        return Some(picture.crop_imm(corners.top_left.x, corners.top_left.y, width, height));
    }
    let source = picture.to_rgb8();
    Some(DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = onto.map((x as f32 + 0.5) / width as f32, (y as f32 + 0.5) / height as f32);
        between(&source, x - 0.5, y - 0.5)
    })))
}

fn length(a: (f32, f32), b: (f32, f32)) -> f32 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// From the unit square to the corners, as a camera sees a flat sheet.
struct Onto {
    across: [f32; 3],
    down: [f32; 3],
    far: [f32; 2],
}

impl Onto {
    /// None where the corners do not go round clockwise, or no camera could see a sheet so.
    fn new([a, b, c, d]: [(f32, f32); 4]) -> Option<Self> {
        let minus = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0, p.1 - q.1);
        let turn = |p: (f32, f32), q: (f32, f32)| p.0 * q.1 - q.0 * p.1;
        let round = [(d, a, b), (a, b, c), (b, c, d), (c, d, a)];
        if round.iter().any(|(before, at, after)| turn(minus(*at, *before), minus(*after, *at)) <= 0.0) {
            return None;
        }
        let (right, left) = (minus(b, c), minus(d, c));
        let skew = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
        let area = turn(right, left);
        let (g, h) = (turn(skew, left) / area, turn(right, skew) / area);
        let seen = |depth: f32| depth > 1.0 / MAX_DEPTH && depth < MAX_DEPTH;
        if !(seen(1.0 + g) && seen(1.0 + h) && seen(1.0 + g + h)) {
            return None;
        }
        Some(Self {
            across: [b.0 - a.0 + g * b.0, d.0 - a.0 + h * d.0, a.0],
            down: [b.1 - a.1 + g * b.1, d.1 - a.1 + h * d.1, a.1],
            far: [g, h],
        })
    }

    fn map(&self, u: f32, v: f32) -> (f32, f32) {
        let linear = |[a, b, c]: [f32; 3]| a * u + b * v + c;
        let depth = self.far[0] * u + self.far[1] * v + 1.0;
        (linear(self.across) / depth, linear(self.down) / depth)
    }
}

/// The colour between four pixels.
fn between(source: &RgbImage, x: f32, y: f32) -> Rgb<u8> {
    let (x, y) = (x.max(0.0), y.max(0.0));
    let (left, top) = ((x as u32).min(source.width() - 1), (y as u32).min(source.height() - 1));
    let (right, bottom) = ((left + 1).min(source.width() - 1), (top + 1).min(source.height() - 1));
    let (across, down) = (x.fract(), y.fract());
    let mut mixed = [0; 3];
    let pixels = [(left, top), (right, top), (left, bottom), (right, bottom)];
    let [a, b, c, d] = pixels.map(|(x, y)| source.get_pixel(x, y).0);
    let parts = mixed.iter_mut().zip(a.iter().zip(b)).zip(c.iter().zip(d));
    for ((mixed, (a, b)), (c, d)) in parts {
        let [a, b, c, d] = [*a, b, *c, d].map(f32::from);
        let upper = a + (b - a) * across;
        let lower = c + (d - c) * across;
        *mixed = (upper + (lower - upper) * down + 0.5) as u8;
    }
    Rgb(mixed)
}
