//! Lays the grid of a code over the picture so that everything that is known beforehand of such a code agrees.

use crate::best::best;
use crate::homography::{Corners, Homography};
use crate::layout::{self, Known};
use crate::picture::{Point, Relief};
use crate::triple::{Estimate, Triple};

/// Of the known modules, how many must agree for an attempt to read the rest.
const LEAST_AGREEMENT: f32 = 0.7;

/// How regular the lines between the corner patterns must be.
const LEAST_RHYTHM: f32 = 0.25;

/// A grid over the picture.
pub(crate) struct Grid {
    map: Homography,
    /// Modules from one edge to the other.
    pub(crate) size: usize,
    /// Pixels to each side that are taken together for one module.
    reach: usize,
    /// The part of the known modules that agrees.
    agreement: f32,
}

/// Grids for the code of a triple, the best first.
pub(crate) fn grids(relief: &Relief, triple: &Triple) -> Vec<Grid> {
    let estimate = triple.measure(relief);
    let mut starts: Vec<Start> =
        layout::sizes(estimate.size).filter_map(|size| start(relief, triple, &estimate, size)).collect();
    starts.retain(|start| start.rhythm > LEAST_RHYTHM);
    let starts = best(starts, 2, |start| start.rhythm);
    let mut grids: Vec<Grid> = starts.iter().filter_map(|start| fit(relief, start, estimate.module)).collect();
    grids.retain(|grid| grid.agreement >= LEAST_AGREEMENT);
    best(grids, usize::MAX, |grid| grid.agreement)
}

/// A size that the code may have, and where its corners are then.
struct Start {
    size: usize,
    corners: Corners,
    rhythm: f32,
}

/// Turns the sheet so that the two lines between the corner patterns are dark and light by turns.
fn start(relief: &Relief, triple: &Triple, estimate: &Estimate, size: usize) -> Option<Start> {
    let mut turned = estimate.turned;
    let mut rhythms = [0.0; 2];
    for (side, rhythm) in rhythms.iter_mut().enumerate() {
        let mut best = (f32::MIN, turned);
        for step in -6..=6_i16 {
            let mut tried = turned;
            if let Some(turned) = tried.get_mut(side) {
                *turned += f32::from(step) * 0.02;
            }
            let Some(map) = Homography::new(&triple.corners(tried), size) else { continue };
            let rhythm = rhythm_along(relief, &map, size, side);
            if rhythm > best.0 {
                best = (rhythm, tried);
            }
        }
        (*rhythm, turned) = best;
    }
    let [across, down] = rhythms;
    Some(Start { size, corners: triple.corners(turned), rhythm: (across + down) / 2.0 })
}

/// From -1 to 1: how regularly dark and light change along the timing pattern of a side.
fn rhythm_along(relief: &Relief, map: &Homography, size: usize, side: usize) -> f32 {
    let (mut sum, mut all) = (0.0, 1.0);
    for along in 8..size - 8 {
        let (column, row) = if side == 0 { (along, 6) } else { (6, along) };
        let height = relief.at(middle(map, column, row));
        sum += if along % 2 == 0 { -height } else { height };
        all += height.abs();
    }
    sum / all
}

fn fit(relief: &Relief, start: &Start, module: f32) -> Option<Grid> {
    let Start { size, corners, .. } = *start;
    let reach = (module * 0.3) as usize;
    let known = layout::known(size);
    let score = |corners: &Corners| score(relief, corners, size, reach, &known);
    let mut best = (score(&corners), corners);
    if let Some(aligned) = with_alignment(relief, &corners, size, reach) {
        let score = score(&aligned);
        if score > best.0 {
            best = (score, aligned);
        }
    }
    let corners = climb(best.1, best.0, module, score);
    let map = Homography::new(&corners, size)?;
    let agree = |known: &&Known| (relief.mean(middle(&map, known.column, known.row), reach) < 0.0) == known.is_dark;
    let agreement = known.iter().filter(agree).count() as f32 / known.len() as f32;
    Some(Grid { map, size, reach, agreement })
}

impl Grid {
    /// How much lighter than its surroundings the module is.
    pub(crate) fn module(&self, relief: &Relief, column: usize, row: usize) -> f32 {
        relief.mean(middle(&self.map, column, row), self.reach)
    }
}

fn middle(map: &Homography, column: usize, row: usize) -> Point {
    map.map(column as f32 + 0.5, row as f32 + 0.5)
}

/// How well a grid with these corners fits.
fn score(relief: &Relief, corners: &Corners, size: usize, reach: usize, known: &[Known]) -> f32 {
    /// What glare does to a few modules may not outweigh what many say.
    const MOST: f32 = 60.0;
    let Some(map) = Homography::new(corners, size) else { return f32::MIN };
    let one = |known: &Known| {
        let height = relief.mean(middle(&map, known.column, known.row), reach).clamp(-MOST, MOST);
        if known.is_dark { -height } else { height }
    };
    known.iter().map(one).sum::<f32>()
}

/// Moves corners, one at a time and less and less, for as long as that fits better.
fn climb(start: Corners, score: f32, module: f32, score_of: impl Fn(&Corners) -> f32) -> Corners {
    let (mut best, mut corners) = (score, start);
    for part in [0.8, 0.4, 0.2, 0.1] {
        let step = module * part;
        for _ in 0..2 {
            let before = best;
            for place in 0..4 {
                for way in
                    [Point::new(step, 0.0), Point::new(-step, 0.0), Point::new(0.0, step), Point::new(0.0, -step)]
                {
                    let mut moved = corners;
                    if let Some(corner) = moved.get_mut(place) {
                        *corner = corner.plus(way);
                    }
                    let score = score_of(&moved);
                    if score > best {
                        (best, corners) = (score, moved);
                    }
                }
            }
            if best <= before {
                break;
            }
        }
    }
    corners
}

/// Looks for the last alignment pattern around where these corners say that it is, and moves the fourth corner so that
/// it is there.
fn with_alignment(relief: &Relief, corners: &Corners, size: usize, reach: usize) -> Option<Corners> {
    /// Modules to each side.
    const AROUND: f32 = 4.0;
    let (column, row) = layout::alignments(size).last().copied()?;
    let place = (column as f32 + 0.5, row as f32 + 0.5);
    let map = Homography::new(corners, size)?;
    let expected = map.map(place.0, place.1);
    let across = map.map(place.0 + 1.0, place.1).minus(expected);
    let down = map.map(place.0, place.1 + 1.0).minus(expected);
    let mut best = (f32::MIN, expected);
    let steps = (AROUND * 2.0) as i32;
    for y in -steps..=steps {
        for x in -steps..=steps {
            let middle = expected.plus(across.times(x as f32 / 2.0)).plus(down.times(y as f32 / 2.0));
            let score = alignment_score(relief, middle, across, down, reach);
            if score > best.0 {
                best = (score, middle);
            }
        }
    }
    let mut moved = *corners;
    for _ in 0..6 {
        let away = best.1.minus(Homography::new(&moved, size)?.map(place.0, place.1));
        let [_, _, fourth, _] = &mut moved;
        *fourth = fourth.plus(away);
    }
    Some(moved)
}

/// How much the place looks like an alignment pattern: dark ring, light ring, dark middle.
fn alignment_score(relief: &Relief, middle: Point, across: Point, down: Point, reach: usize) -> f32 {
    let mut score = 0.0;
    for y in -2..=2_i32 {
        for x in -2..=2_i32 {
            let height = relief.mean(middle.plus(across.times(x as f32)).plus(down.times(y as f32)), reach);
            score += match x.abs().max(y.abs()) {
                0 => -3.0 * height,
                1 => 2.0 * height,
                _ => -height,
            };
        }
    }
    score
}
