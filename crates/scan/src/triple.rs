//! Three corner patterns that may belong to one code, and what that says of its size.

use crate::best::best;
use crate::finder::Finder;
use crate::homography::Corners;
use crate::picture::{Point, Relief};

/// At most so many are tried in a picture, the likeliest first.
const MAX_TRIPLES: usize = 24;

/// Three corner patterns in the order of a code: the one between the others, the one to its right, the one below.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triple {
    pub(crate) corners: [Point; 3],
    modules: [f32; 3],
    /// Places in the list of patterns.
    pub(crate) places: [usize; 3],
    unlikely: f32,
}

/// What a triple says of the code it belongs to.
pub(crate) struct Estimate {
    /// Modules from one edge to the other.
    pub(crate) size: f32,
    /// Pixels a module.
    pub(crate) module: f32,
    /// How much further away the second corner is than the first, and the third: a part of the distance.
    pub(crate) turned: [f32; 2],
}

/// Triples of which a code might be made, the likeliest first.
pub(crate) fn triples(finders: &[Finder]) -> Vec<Triple> {
    let mut found = Vec::new();
    for (i, a) in finders.iter().enumerate() {
        for (j, b) in finders.iter().enumerate().skip(i + 1) {
            if !alike(a.module, b.module, 2.0) {
                continue;
            }
            for (k, c) in finders.iter().enumerate().skip(j + 1) {
                found.extend(triple([a, b, c], [i, j, k]));
            }
        }
    }
    best(found, MAX_TRIPLES, |triple: &Triple| -triple.unlikely)
}

fn alike(a: f32, b: f32, times: f32) -> bool {
    a <= b * times && b <= a * times
}

fn triple(finders: [&Finder; 3], places: [usize; 3]) -> Option<Triple> {
    let [a, b, c] = finders;
    if !alike(a.module, c.module, 2.0) || !alike(b.module, c.module, 2.0) {
        return None;
    }
    // The longest side is the one across the code; its opposite is the first corner.
    let side = |one: &Finder, other: &Finder| one.middle.minus(other.middle).length();
    let sides = [side(b, c), side(a, c), side(a, b)];
    let longest = sides.iter().copied().fold(0.0, f32::max);
    let [i, j, k] = places;
    let (first, mut right, mut below) = match sides {
        [s, _, _] if s == longest => ((a, i), (b, j), (c, k)),
        [_, s, _] if s == longest => ((b, j), (a, i), (c, k)),
        _ => ((c, k), (a, i), (b, j)),
    };
    let legs =
        |right: &Finder, below: &Finder| (right.middle.minus(first.0.middle), below.middle.minus(first.0.middle));
    let (u, v) = legs(right.0, below.0);
    if u.x * v.y - u.y * v.x < 0.0 {
        std::mem::swap(&mut right, &mut below);
    }
    let (u, v) = legs(right.0, below.0);
    let (across, down) = (u.length(), v.length());
    let module = (a.module + b.module + c.module) / 3.0;
    let cosine = (u.x * v.x + u.y * v.y) / (across * down);
    // Version 1 has 14 modules between middles, version 40 has 170; a slanted pattern looks larger than it is.
    let modules = (across + down) / 2.0 / module;
    if !alike(across, down, 2.2) || cosine.abs() > 0.6 || !(8.0..260.0).contains(&modules) {
        return None;
    }
    let uneven = |a: f32, b: f32| (a / b).ln().abs();
    let unlikely = uneven(across, down)
        + cosine.abs()
        + uneven(first.0.module, right.0.module)
        + uneven(first.0.module, below.0.module);
    Some(Triple {
        corners: [first.0.middle, right.0.middle, below.0.middle],
        modules: [first.0.module, right.0.module, below.0.module],
        places: [first.1, right.1, below.1],
        unlikely,
    })
}

impl Triple {
    /// Measures the patterns along the sides of the code.
    pub(crate) fn measure(&self, relief: &Relief) -> Estimate {
        let [first, right, below] = self.corners;
        let [of_first, of_right, of_below] = self.modules;
        let module = |from: Point, to: Point, otherwise: f32| {
            let way = to.minus(from);
            let step = way.times(1.0 / way.length());
            let both =
                outer_edge(relief, from, step, otherwise).zip(outer_edge(relief, from, step.times(-1.0), otherwise));
            both.map_or(otherwise, |(one, other)| (one + other) / 7.0)
        };
        let (first_across, right_across) = (module(first, right, of_first), module(right, first, of_right));
        let (first_down, below_down) = (module(first, below, of_first), module(below, first, of_below));
        // Lengths shrink with the square of the depth: its root between two patterns tells how the sheet is turned.
        let turn = |here: f32, there: f32| (here / there).sqrt().clamp(0.6, 1.6) - 1.0;
        let across = right.minus(first).length() / (first_across * right_across).sqrt();
        let down = below.minus(first).length() / (first_down * below_down).sqrt();
        Estimate {
            size: (across + down) / 2.0 + 7.0,
            module: (first_across + right_across + first_down + below_down) / 4.0,
            turned: [turn(first_across, right_across), turn(first_down, below_down)],
        }
    }

    /// The four corners of a sheet that is turned so.
    pub(crate) fn corners(&self, [across, down]: [f32; 2]) -> Corners {
        let [first, right, below] = self.corners;
        let depth = (across + down + 1.0).max(0.2);
        let fourth = right.times(across + 1.0).plus(below.times(down + 1.0)).minus(first).times(1.0 / depth);
        [first, right, fourth, below]
    }
}

/// How far it is from the middle of a pattern to its outer edge: from dark to light, to dark, to light.
fn outer_edge(relief: &Relief, middle: Point, step: Point, module: f32) -> Option<f32> {
    const STEP: f32 = 0.5;
    let mut edges = 0;
    let mut last = relief.at(middle);
    let mut way = 0.0;
    while way < module * 7.0 {
        way += STEP;
        let next = relief.at(middle.plus(step.times(way)));
        if (next < 0.0) != (last < 0.0) {
            edges += 1;
            if edges == 3 {
                return Some(way - STEP * next / (next - last));
            }
        }
        last = next;
    }
    None
}
