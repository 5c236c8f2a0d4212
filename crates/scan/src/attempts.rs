//! Several ways to look at a picture, the cheapest first. Which they are, and in which order, was found by measuring
//! (`cargo xtask bench code`).

use crate::picture::{Grey, Relief};
use crate::{Luma, finder, fit, read, triple};

/// Pixels of what most attempts look at.
const ENOUGH: usize = 1_000_000;

/// One way to look at a picture.
#[derive(Debug, Clone, Copy)]
enum Attempt {
    /// Dark is what is darker than a large part of the picture around it.
    Plain,
    /// Dark is what is darker than its near surroundings: for uneven light and small codes.
    Near,
    /// At half the size: for noise, and for large codes out of focus.
    Half,
    /// At full or twice the size: for small modules. Costs most.
    Close,
}

/// In the order of their cost, but for `Plain`, which reads most.
const OTHERS: [Attempt; 3] = [Attempt::Half, Attempt::Near, Attempt::Close];

/// Reads all codes, by all attempts.
pub(crate) fn all(picture: Luma<'_>) -> Vec<String> {
    let pictures = Pictures::new(picture);
    let mut texts = Vec::new();
    for attempt in [Attempt::Plain].into_iter().chain(OTHERS) {
        look(&pictures.relief(attempt), &mut texts);
    }
    texts
}

/// Reads by the first attempt, and where that finds nothing by another, which depends on `turn`.
pub(crate) fn one(picture: Luma<'_>, turn: usize) -> Vec<String> {
    let pictures = Pictures::new(picture);
    let mut texts = Vec::new();
    look(&pictures.relief(Attempt::Plain), &mut texts);
    if texts.is_empty() {
        let other = OTHERS.into_iter().cycle().nth(turn % OTHERS.len());
        other.into_iter().for_each(|attempt| look(&pictures.relief(attempt), &mut texts));
    }
    texts
}

/// The picture in the sizes that attempts look at.
struct Pictures {
    /// Within bounds, where that is larger than `enough`.
    whole: Option<Grey>,
    enough: Grey,
}

impl Pictures {
    fn new(picture: Luma<'_>) -> Self {
        let whole = Grey::bounded(picture);
        let factor = (1..).find(|factor| whole.pixels.len() / (factor * factor) <= ENOUGH).unwrap_or(1);
        if factor == 1 {
            Self { whole: None, enough: whole }
        } else {
            Self { enough: whole.reduced(factor), whole: Some(whole) }
        }
    }

    fn relief(&self, attempt: Attempt) -> Relief {
        let relief = |picture: &Grey, part: usize| Relief::new(picture, picture.width.min(picture.height) / part + 2);
        match attempt {
            Attempt::Plain => relief(&self.enough, 16),
            Attempt::Near => relief(&self.enough, 48),
            Attempt::Half => relief(&self.enough.reduced(2), 16),
            Attempt::Close => match &self.whole {
                Some(whole) => relief(whole, 24),
                None => relief(&self.enough.enlarged(), 24),
            },
        }
    }
}

/// Adds what can be read and is not there yet.
fn look(relief: &Relief, texts: &mut Vec<String>) {
    let finders = finder::finders(relief);
    let mut used = Vec::new();
    for triple in triple::triples(&finders) {
        if triple.places.iter().any(|place| used.contains(place)) {
            continue;
        }
        let text = fit::grids(relief, &triple).iter().find_map(|grid| read::text(relief, grid));
        let Some(text) = text else { continue };
        used.extend(triple.places);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}
