//! From modules of a code to points of the picture, as a camera sees a flat sheet.

use crate::picture::Point;

/// Modules from the edge of a code to the middle of its corner patterns.
const INSET: f32 = 3.5;

/// The points of the picture where the middles of the corner patterns are; the third is where a fourth would be.
pub(crate) type Corners = [Point; 4];

/// A mapping that keeps straight lines straight.
#[derive(Debug, Clone)]
pub(crate) struct Homography {
    across: [f32; 3],
    down: [f32; 3],
    far: [f32; 2],
    span: f32,
}

impl Homography {
    /// The mapping for a code of `size` modules whose corners lie there; nothing where no camera could see it so.
    pub(crate) fn new(corners: &Corners, size: usize) -> Option<Self> {
        let [a, b, c, d] = corners;
        let (right, left) = (b.minus(*c), d.minus(*c));
        let skew = a.minus(*b).plus(c.minus(*d));
        let area = right.x * left.y - left.x * right.y;
        let g = (skew.x * left.y - left.x * skew.y) / area;
        let h = (right.x * skew.y - skew.x * right.y) / area;
        // Beyond that the sheet would be seen from its edge.
        let seen = |depth: f32| depth > 0.2 && depth < 5.0;
        if !(seen(1.0 + g) && seen(1.0 + h) && seen(1.0 + g + h)) {
            return None;
        }
        Some(Self {
            across: [b.x - a.x + g * b.x, d.x - a.x + h * d.x, a.x],
            down: [b.y - a.y + g * b.y, d.y - a.y + h * d.y, a.y],
            far: [g, h],
            span: size as f32 - 2.0 * INSET,
        })
    }

    /// The point of the picture for a place in the code, in modules from its first corner.
    pub(crate) fn map(&self, across: f32, down: f32) -> Point {
        let (u, v) = ((across - INSET) / self.span, (down - INSET) / self.span);
        let linear = |[a, b, c]: [f32; 3]| a * u + b * v + c;
        let [g, h] = self.far;
        let depth = g * u + h * v + 1.0;
        Point::new(linear(self.across) / depth, linear(self.down) / depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNERS: Corners = [
        Point { x: 10.0, y: 12.0 },
        Point { x: 95.0, y: 20.0 },
        Point { x: 80.0, y: 90.0 },
        Point { x: 5.0, y: 100.0 },
    ];

    #[test]
    fn the_corners_are_where_they_were_found() {
        let map = Homography::new(&CORNERS, 25).expect("a camera can see it");
        let places = [(3.5, 3.5), (21.5, 3.5), (21.5, 21.5), (3.5, 21.5)];
        for ((across, down), corner) in places.into_iter().zip(CORNERS) {
            let away = map.map(across, down).minus(corner).length();
            assert!(away < 0.01, "{away}");
        }
    }

    #[test]
    fn what_no_camera_sees_is_refused() {
        let [a, b, _, d] = CORNERS;
        assert!(Homography::new(&[a, b, a, d], 25).is_none());
        assert!(Homography::new(&[a; 4], 25).is_none());
        assert!(Homography::new(&[a, b, Point::new(f32::NAN, 0.0), d], 25).is_none());
    }
}
