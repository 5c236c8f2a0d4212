//! A grey picture of our own with what is asked of it often: sums over boxes, and a threshold for every pixel.

use crate::Luma;

/// Pixels of a picture that is looked at; larger ones are scaled down first, so that work and memory are bounded.
pub(crate) const MAX_PIXELS: usize = 4_000_000;

/// A point of the picture, in pixels. The middle of the first pixel is (0.5, 0.5).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

impl Point {
    pub(crate) fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(crate) fn times(self, factor: f32) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }

    pub(crate) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
}

/// Shades of grey, row by row.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Grey {
    /// The picture, made so many times smaller each way that it is within bounds.
    pub(crate) fn bounded(picture: Luma<'_>) -> Self {
        let area = picture.width.saturating_mul(picture.height);
        let mut factor = 1;
        while area / (factor * factor) > MAX_PIXELS {
            factor += 1;
        }
        reduced(picture.width, picture.height, picture.pixels, factor)
    }

    /// Made smaller: each pixel is the mean of `factor` by `factor`; what is over at the edges is left out.
    pub(crate) fn reduced(&self, factor: usize) -> Self {
        reduced(self.width, self.height, &self.pixels, factor)
    }

    /// Twice as large each way, in between by a curve through four pixels (Catmull and Rom), which keeps edges steep.
    pub(crate) fn enlarged(&self) -> Self {
        let wide: Vec<u8> = self.pixels.chunks(self.width.max(1)).flat_map(doubled).collect();
        let (width, height) = (self.width * 2, self.height * 2);
        let mut pixels = vec![0; width * height];
        let mut column = Vec::with_capacity(self.height);
        for x in 0..width {
            column.clear();
            column.extend(wide.iter().skip(x).step_by(width.max(1)));
            for (to, from) in pixels.iter_mut().skip(x).step_by(width.max(1)).zip(doubled(&column)) {
                *to = from;
            }
        }
        Self { width, height, pixels }
    }
}

/// A row of twice as many pixels.
fn doubled(row: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let at = |place: isize| {
        let place = place.clamp(0, row.len() as isize - 1);
        f32::from(row.get(place as usize).copied().unwrap_or_default())
    };
    (0..row.len() as isize).flat_map(move |place| {
        // A quarter of a pixel before and after the middle of the old one.
        let weigh = |far: f32, near: f32, here: f32, other: f32| {
            (-0.070_312_5 * other + 0.867_187_5 * here + 0.226_562_5 * near - 0.023_437_5 * far).round()
        };
        let before = weigh(at(place - 2), at(place - 1), at(place), at(place + 1));
        let after = weigh(at(place + 2), at(place + 1), at(place), at(place - 1));
        [before as u8, after as u8]
    })
}

fn reduced(width: usize, height: usize, pixels: &[u8], factor: usize) -> Grey {
    let factor = factor.max(1);
    let (small_width, small_height) = (width / factor, height / factor);
    if small_width == 0 || small_height == 0 {
        return Grey { width: 0, height: 0, pixels: Vec::new() };
    }
    if factor == 1 {
        return Grey { width, height, pixels: pixels.to_vec() };
    }
    let mut small = Vec::with_capacity(small_width * small_height);
    let mut sums = vec![0_u32; small_width];
    let mut rows = pixels.chunks_exact(width.max(1));
    for _ in 0..small_height {
        sums.fill(0);
        for row in rows.by_ref().take(factor) {
            for (sum, part) in sums.iter_mut().zip(row.chunks_exact(factor)) {
                *sum += part.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
            }
        }
        let count = (factor * factor) as u32;
        small.extend(sums.iter().map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)));
    }
    Grey { width: small_width, height: small_height, pixels: small }
}

/// A picture with, for each pixel, how much lighter or darker it is than its surroundings.
pub(crate) struct Relief {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Below zero: dark.
    heights: Vec<i16>,
    /// Sums of the heights above and to the left, one row and column more than the picture has.
    sums: Vec<i32>,
}

impl Relief {
    /// Dark is what is darker than the mean of the box around it, which reaches `reach` pixels to each side.
    pub(crate) fn new(picture: &Grey, reach: usize) -> Self {
        let (width, height) = (picture.width, picture.height);
        let sums = sums(width, height, picture.pixels.iter().map(|pixel| i32::from(*pixel)));
        let mut heights = Vec::with_capacity(width * height);
        for (y, row) in picture.pixels.chunks_exact(width.max(1)).enumerate() {
            let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(height));
            for (x, pixel) in row.iter().enumerate() {
                let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(width));
                let count = ((right - left) * (bottom - top)) as i32;
                let mean = box_sum(&sums, width, left, top, right, bottom) / count.max(1);
                heights.push(i16::from(*pixel) - i16::try_from(mean).unwrap_or(i16::MAX));
            }
        }
        let sums = self::sums(width, height, heights.iter().map(|height| i32::from(*height)));
        Self { width, height, heights, sums }
    }

    /// Whether the pixel is dark; outside of the picture none is.
    pub(crate) fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && self.heights.get(y * self.width + x).is_some_and(|height| *height < 0)
    }

    /// One row of pixels, dark ones below zero.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[i16]> {
        self.heights.chunks_exact(self.width.max(1))
    }

    /// The height at a point, between the four pixels around it; zero outside of the picture.
    pub(crate) fn at(&self, point: Point) -> f32 {
        let (x, y) = (point.x - 0.5, point.y - 0.5);
        if !(x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32) {
            return 0.0;
        }
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (across, down) = (x - left as f32, y - top as f32);
        let get = |x: usize, y: usize| self.heights.get(y * self.width + x).map_or(0.0, |height| f32::from(*height));
        let above = get(left, top) * (1.0 - across) + get(right, top) * across;
        let below = get(left, bottom) * (1.0 - across) + get(right, bottom) * across;
        above * (1.0 - down) + below * down
    }

    /// The mean height of the box that reaches `reach` pixels to each side of the pixel under the point.
    pub(crate) fn mean(&self, point: Point, reach: usize) -> f32 {
        if reach == 0 {
            return self.at(point);
        }
        if !(point.x >= 0.0 && point.y >= 0.0 && point.x < self.width as f32 && point.y < self.height as f32) {
            return 0.0;
        }
        let (x, y) = (point.x as usize, point.y as usize);
        let (left, right) = (x.saturating_sub(reach), (x + reach + 1).min(self.width));
        let (top, bottom) = (y.saturating_sub(reach), (y + reach + 1).min(self.height));
        let sum = box_sum(&self.sums, self.width, left, top, right, bottom);
        sum as f32 / ((right - left) * (bottom - top)) as f32
    }
}

/// Sums over the box from the first corner to each pixel; the first row and column are zero.
fn sums(width: usize, height: usize, mut values: impl Iterator<Item = i32>) -> Vec<i32> {
    let mut sums = vec![0; (width + 1) * (height + 1)];
    let mut rest = sums.as_mut_slice();
    for _ in 0..height {
        let (above, below) = rest.split_at_mut(width + 1);
        let mut sum = 0;
        for (here, above) in below.iter_mut().zip(above.iter()).skip(1).take(width) {
            sum += values.next().unwrap_or_default();
            *here = above + sum;
        }
        rest = below;
    }
    sums
}

fn box_sum(sums: &[i32], width: usize, left: usize, top: usize, right: usize, bottom: usize) -> i32 {
    let get = |x: usize, y: usize| sums.get(y * (width + 1) + x).copied().unwrap_or_default();
    get(right, bottom) - get(left, bottom) - get(right, top) + get(left, top)
}
