//! The corners of a page in its picture, as they are moved by hand: thousandths of the picture's width and height.

use cds_wire::ipc::{PageCorners, PagePoint};

const WHOLE: i32 = 1000;
/// How far in they begin: so far that each can be taken hold of.
const BEGIN: i32 = 60;
/// The least area that three corners span: a page is no line. A tenth of each side, as a rectangle.
const LEAST: i32 = 100 * 100;

/// Upper left, upper right, lower right, lower left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Corners([(i32, i32); 4]);

impl Corners {
    /// Those that were chosen before, or else a little inside the picture.
    pub(crate) fn of(chosen: Option<PageCorners>, width: u32, height: u32) -> Self {
        let Some(chosen) = chosen else {
            let (near, far) = (BEGIN, WHOLE - BEGIN);
            return Self([(near, near), (far, near), (far, far), (near, far)]);
        };
        let part = |pixels: u32, of: u32| {
            i32::try_from(u64::from(pixels) * 1000 / u64::from(of.max(1))).unwrap_or(WHOLE).min(WHOLE)
        };
        let point = |point: PagePoint| (part(point.x, width), part(point.y, height));
        Self([chosen.top_left, chosen.top_right, chosen.bottom_right, chosen.bottom_left].map(point))
    }

    /// With one of them at a place, no farther out than the picture. Where a page could not lie so, all stay.
    pub(crate) fn moved_to(self, corner: usize, (x, y): (i32, i32)) -> Self {
        let mut moved = self;
        if let Some(place) = moved.0.get_mut(corner) {
            *place = (x.clamp(0, WHOLE), y.clamp(0, WHOLE));
        }
        if moved.go_round() { moved } else { self }
    }

    /// With one of them moved by so much.
    pub(crate) fn moved_by(self, corner: usize, (x, y): (i32, i32)) -> Self {
        let at = self.0.get(corner).copied().unwrap_or_default();
        self.moved_to(corner, (at.0.saturating_add(x), at.1.saturating_add(y)))
    }

    /// Whether they go round clockwise without an inward corner, as those of a sheet do from wherever it is seen.
    fn go_round(self) -> bool {
        let [a, b, c, d] = self.0;
        let turn = |p: (i32, i32), q: (i32, i32), r: (i32, i32)| (q.0 - p.0) * (r.1 - q.1) - (q.1 - p.1) * (r.0 - q.0);
        [(a, b, c), (b, c, d), (c, d, a), (d, a, b)].into_iter().all(|(p, q, r)| turn(p, q, r) >= LEAST)
    }

    /// In pixels of a picture of this size.
    pub(crate) fn in_pixels(self, width: u32, height: u32) -> PageCorners {
        let part = |part: i32, of: u32| (u64::from(part.unsigned_abs()) * u64::from(of) / 1000) as u32;
        let [top_left, top_right, bottom_right, bottom_left] =
            self.0.map(|(x, y)| PagePoint { x: part(x, width), y: part(y, height) });
        PageCorners { top_left, top_right, bottom_right, bottom_left }
    }

    /// x and y of each in turn.
    pub(crate) fn places(self) -> Vec<i32> {
        self.0.into_iter().flat_map(|(x, y)| [x, y]).collect()
    }

    /// The points of a drawn outline.
    pub(crate) fn outline(self) -> String {
        self.0.map(|(x, y)| format!("{x},{y}")).join(" ")
    }
}

/// Width and height of a JPEG, in pixels; none where it is none.
pub(crate) fn size_of_jpeg(mut bytes: &[u8]) -> Option<(u32, u32)> {
    bytes = bytes.strip_prefix(&[0xFF, 0xD8])?;
    // Segments with their lengths, up to the one that begins a frame.
    while let [0xFF, marker, high, low, rest @ ..] = bytes {
        let two = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
        if matches!(marker, 0xC0..=0xC2) {
            return match rest {
                [_, y1, y0, x1, x0, ..] => Some((two(*x1, *x0), two(*y1, *y0))),
                _ => None,
            };
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        bytes = rest.get(length.checked_sub(2)?..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> Corners {
        Corners::of(None, 800, 600)
    }

    #[test]
    fn corners_begin_inside_and_are_told_in_pixels() {
        let pixels = begun().in_pixels(800, 600);
        assert_eq!((pixels.top_left, pixels.bottom_right), (PagePoint { x: 48, y: 36 }, PagePoint { x: 752, y: 564 }));
        assert_eq!(begun().places(), [60, 60, 940, 60, 940, 940, 60, 940]);
        assert_eq!(begun().outline(), "60,60 940,60 940,940 60,940");
    }

    #[test]
    fn what_was_chosen_before_is_shown_again_where_it_was() {
        let moved = begun().moved_to(0, (125, 250)).moved_by(2, (-40, 10));
        assert_eq!(Corners::of(Some(moved.in_pixels(4000, 3000)), 4000, 3000), moved);
        assert_eq!(moved.places(), [125, 250, 940, 60, 900, 950, 60, 940]);
    }

    #[test]
    fn no_corner_leaves_the_picture() {
        let out = begun().moved_to(0, (-5_000, -1)).moved_by(2, (i32::MAX, i32::MAX));
        let pixels = out.in_pixels(801, 601);
        assert_eq!((pixels.top_left, pixels.bottom_right), (PagePoint { x: 0, y: 0 }, PagePoint { x: 801, y: 601 }));
    }

    #[test]
    fn a_corner_that_would_make_no_page_stays_where_it_was() {
        for (corner, place) in [(0, (900, 900)), (0, (990, 30)), (1, (60, 60)), (2, (200, 200)), (3, (950, 930))] {
            assert_eq!(begun().moved_to(corner, place), begun(), "{corner} {place:?}");
        }
        assert_eq!(begun().moved_to(9, (1, 1)), begun());
        assert_ne!(begun().moved_to(0, (300, 300)), begun());
    }

    #[test]
    fn a_jpegs_size_stands_where_its_frame_begins() {
        let comment = [0xFF, 0xFE, 0, 4, b'h', b'i'];
        let frame = [0xFF, 0xC0, 0, 11, 8, 0x07, 0xD0, 0x05, 0xDC, 1, 1];
        let jpeg: Vec<u8> = [0xFF, 0xD8].into_iter().chain(comment).chain(frame).collect();
        assert_eq!(size_of_jpeg(&jpeg), Some((1500, 2000)));
        for cut in 0..jpeg.len() - 2 {
            assert_eq!(size_of_jpeg(&jpeg[..cut]), None, "{cut}");
        }
        assert_eq!(size_of_jpeg(b"\x89PNG"), None);
    }
}
