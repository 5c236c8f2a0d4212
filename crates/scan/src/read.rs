//! From shades of modules to text.

use crate::decode::{self, Modules};
use crate::fit::Grid;
use crate::picture::Relief;

/// How much of its four neighbours is taken away from a module, in order: what blur has mixed is parted.
const SHARPENINGS: [f32; 4] = [0.0, 0.12, 0.2, 0.06];

/// The text of the code under a grid; nothing where too much of it is damaged, or where it is not text.
pub(crate) fn text(relief: &Relief, grid: &Grid) -> Option<String> {
    let shades = Shades::new(relief, grid);
    SHARPENINGS.into_iter().find_map(|amount| decode(&shades.sharpened(amount)))
}

fn decode(shades: &Shades) -> Option<String> {
    let modules = Modules { size: shades.size, is_dark: |column, row| shades.at(column, row) < 0.0 };
    String::from_utf8(decode::bytes(&modules)?).ok()
}

/// A shade for each module, dark ones below zero.
struct Shades {
    size: usize,
    values: Vec<f32>,
}

impl Shades {
    /// Reads them from the picture.
    fn new(relief: &Relief, grid: &Grid) -> Self {
        let size = grid.size;
        let places = (0..size).flat_map(|row| (0..size).map(move |column| (column, row)));
        let values = places.map(|(column, row)| grid.module(relief, column, row)).collect();
        Self { size, values }
    }

    fn at(&self, column: usize, row: usize) -> f32 {
        self.values.get(row * self.size + column).copied().unwrap_or_default()
    }

    fn sharpened(&self, amount: f32) -> Self {
        let last = self.size.saturating_sub(1);
        let value = |column: usize, row: usize| {
            let left = self.at(column.saturating_sub(1), row);
            let right = self.at((column + 1).min(last), row);
            let above = self.at(column, row.saturating_sub(1));
            let below = self.at(column, (row + 1).min(last));
            self.at(column, row) - amount * (left + right + above + below)
        };
        let rows = 0..self.size;
        let values =
            rows.flat_map(|row| (0..self.size).map(move |column| (column, row))).map(|(x, y)| value(x, y)).collect();
        Self { size: self.size, values }
    }
}
