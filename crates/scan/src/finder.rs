//! Corner patterns: dark, light, three times dark, light, dark, whichever way a line crosses their middle.

use crate::best::best;
use crate::picture::{Point, Relief};

/// At most so many are looked at, those that most lines have crossed first.
const MAX_FOUND: usize = 40;

/// A corner pattern, or what looks like one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Finder {
    pub(crate) middle: Point,
    /// Pixels a module, roughly: as lines along and across the picture cross it.
    pub(crate) module: f32,
    /// Rows of pixels that found it.
    hits: f32,
}

/// A run of pixels of one row that are all dark or all light.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    length: usize,
}

/// All that look like corner patterns.
pub(crate) fn finders(relief: &Relief) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut runs = Vec::new();
    for (y, row) in relief.rows().enumerate() {
        let first_is_dark = runs_of(row, &mut runs);
        for five in runs.windows(5).skip(usize::from(!first_is_dark)).step_by(2) {
            if let Some(finder) = check(relief, five, y) {
                add(&mut found, finder);
            }
        }
    }
    best(found, MAX_FOUND, |finder| finder.hits)
}

/// Splits a row into runs; says whether the first of them is dark.
fn runs_of(row: &[i16], runs: &mut Vec<Run>) -> bool {
    runs.clear();
    let mut start = 0;
    for part in row.chunk_by(|a, b| (*a < 0) == (*b < 0)) {
        runs.push(Run { start, length: part.len() });
        start += part.len();
    }
    row.first().is_some_and(|height| *height < 0)
}

/// Looks along the row, then down through the middle, then along again through the middle of that.
fn check(relief: &Relief, five: &[Run], y: usize) -> Option<Finder> {
    let [a, b, c, d, e] = five else { return None };
    let lengths = [a.length, b.length, c.length, d.length, e.length];
    if !has_proportions(lengths) {
        return None;
    }
    let across = lengths.iter().sum::<usize>();
    let middle = c.start + c.length / 2;
    let (y, down) = through(across, y, relief.height, |y| relief.is_dark(middle, y))?;
    let row = y as usize;
    let (x, across) = through(down, middle, relief.width, |x| relief.is_dark(x, row))?;
    let module = (across + down) as f32 / 14.0;
    Some(Finder { middle: Point::new(x, y), module, hits: 1.0 })
}

/// Whether the five are about 1 : 1 : 3 : 1 : 1. A pixel more or less is always allowed for.
fn has_proportions(lengths: [usize; 5]) -> bool {
    let sum: usize = lengths.iter().sum();
    if sum < 7 {
        return false;
    }
    let module = sum as f32 / 7.0;
    let slack = (module * 0.6).max(0.9);
    lengths.iter().zip([1.0, 1.0, 3.0, 1.0, 1.0]).all(|(length, modules)| {
        let slack = if modules > 1.0 { slack * 1.8 } else { slack };
        (*length as f32 - modules * module).abs() <= slack
    })
}

/// The middle and the length of the pattern on a line, seen from a pixel in its middle; `expected` is its length on the
/// line that led here.
fn through(expected: usize, from: usize, end: usize, is_dark: impl Fn(usize) -> bool) -> Option<(f32, usize)> {
    let limit = expected * 2;
    let mut before = [0; 3];
    let mut place = from;
    for (part, length) in before.iter_mut().enumerate() {
        while is_dark(place) == (part != 1) && *length <= limit {
            *length += 1;
            if place == 0 {
                // The edge of the picture ends the outer part, and no other.
                if part < 2 {
                    return None;
                }
                break;
            }
            place -= 1;
        }
    }
    let mut after = [0; 3];
    let mut place = from + 1;
    for (part, length) in after.iter_mut().enumerate() {
        while place < end && is_dark(place) == (part != 1) && *length <= limit {
            *length += 1;
            place += 1;
        }
    }
    let ([inner, light, outer], [inner_after, light_after, outer_after]) = (before, after);
    let lengths = [outer, light, inner + inner_after, light_after, outer_after];
    let sum: usize = lengths.iter().sum();
    let alike = sum * 5 >= expected * 2 && sum * 2 <= expected * 5;
    if lengths.contains(&0) || !alike || !has_proportions(lengths) {
        return None;
    }
    let start = (from + 1) as f32 - inner as f32;
    Some((start + (inner + inner_after) as f32 / 2.0, sum))
}

/// Adds it to what another line has found of the same pattern.
fn add(found: &mut Vec<Finder>, new: Finder) {
    let same = found.iter_mut().find(|old| {
        let away = old.middle.minus(new.middle);
        let near = old.module.max(new.module) * 1.5;
        let alike = old.module < new.module * 1.7 && new.module < old.module * 1.7;
        away.x.abs() <= near && away.y.abs() <= near && alike
    });
    let Some(old) = same else { return found.push(new) };
    let hits = old.hits + 1.0;
    old.middle = old.middle.times(old.hits).plus(new.middle).times(1.0 / hits);
    old.module = (old.module * old.hits + new.module) / hits;
    old.hits = hits;
}
