//! From modules to bytes: what a QR code's modules say, errors corrected (ISO/IEC 18004).

mod blocks;
mod field;
mod segments;

#[cfg(test)]
mod tests;

use std::iter;

use crate::layout::known;

/// The modules of a code, of which it is known how many there are along an edge.
pub(crate) struct Modules<F> {
    pub(crate) size: usize,
    /// Whether the module at a column and a row is dark.
    pub(crate) is_dark: F,
}

/// How much is spent on correction, as the code says it in two bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    L,
    M,
    Q,
    H,
}

/// What a code says of itself, twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Format {
    level: Level,
    /// Which pattern was laid over its data, 0 to 7.
    mask: u8,
}

/// The bytes in the code; none where too much of it is damaged. One that is seen in a mirror is read too.
pub(crate) fn bytes<F: Fn(usize, usize) -> bool>(modules: &Modules<F>) -> Option<Vec<u8>> {
    let Modules { size, is_dark } = modules;
    let mirrored = Modules { size: *size, is_dark: |column, row| is_dark(row, column) };
    straight(modules).or_else(|| straight(&mirrored))
}

fn straight<F: Fn(usize, usize) -> bool>(modules: &Modules<F>) -> Option<Vec<u8>> {
    let Format { level, mask } = format(modules)?;
    let codewords = codewords(modules, mask);
    let version = modules.size.checked_sub(17)? / 4;
    segments::bytes(&blocks::corrected(&codewords, version, level)?, version)
}

/// Bits of the format that may be wrong.
const WRONG_BITS: u32 = 3;

/// Of the two places the one with fewer errors.
fn format<F: Fn(usize, usize) -> bool>(modules: &Modules<F>) -> Option<Format> {
    let Modules { size, is_dark } = modules;
    let beside_the_first_corner = |bit: usize| match bit {
        0..=5 => (8, bit),
        6 | 7 => (8, bit + 1),
        8 => (7, 8),
        _ => (14 - bit, 8),
    };
    let beside_the_others = |bit: usize| if bit < 8 { (size - 1 - bit, 8) } else { (8, size - 15 + bit) };
    let word = |place: &dyn Fn(usize) -> (usize, usize)| {
        (0..15).fold(0_u16, |word, bit| {
            let (column, row) = place(bit);
            word | u16::from(is_dark(column, row)) << bit
        })
    };
    let seen = [word(&beside_the_first_corner), word(&beside_the_others)];
    let candidates = (0..32_u16).flat_map(|data| seen.map(|seen| ((seen ^ format_word(data)).count_ones(), data)));
    let (wrong, data) = candidates.min()?;
    let level = match data >> 3 {
        0 => Level::M,
        1 => Level::L,
        2 => Level::H,
        _ => Level::Q,
    };
    (wrong <= WRONG_BITS).then_some(Format { level, mask: u8::try_from(data & 7).ok()? })
}

/// Five bits as they stand in a code: ten more to correct them by, and a pattern over all.
fn format_word(data: u16) -> u16 {
    const GENERATOR: u16 = 0b101_0011_0111;
    const PATTERN: u16 = 0b101_0100_0001_0010;
    let remainder = (0..5)
        .rev()
        .fold(data << 10, |rest, bit| if rest & (1 << (bit + 10)) == 0 { rest } else { rest ^ (GENERATOR << bit) });
    (data << 10 | remainder) ^ PATTERN
}

/// Whether the pattern of this number turns a module's shade around.
fn is_masked(mask: u8, column: usize, row: usize) -> bool {
    match mask {
        0 => (row + column).is_multiple_of(2),
        1 => row.is_multiple_of(2),
        2 => column.is_multiple_of(3),
        3 => (row + column).is_multiple_of(3),
        4 => (row / 2 + column / 3).is_multiple_of(2),
        5 => (row * column).is_multiple_of(6),
        6 => (row * column % 2 + row * column % 3).is_multiple_of(2),
        _ => (row * column % 3 + (row + column) % 2).is_multiple_of(2),
    }
}

/// The data's bytes in the order in which they lie in the code.
fn codewords<F: Fn(usize, usize) -> bool>(modules: &Modules<F>, mask: u8) -> Vec<u8> {
    let Modules { size, is_dark } = modules;
    let bits: Vec<bool> =
        places(*size).map(|(column, row)| is_dark(column, row) != is_masked(mask, column, row)).collect();
    let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
    bits.chunks_exact(8).map(byte).collect()
}

/// The columns and rows of the data's modules, in order: up and down by pairs of columns, from the right.
fn places(size: usize) -> impl Iterator<Item = (usize, usize)> {
    let taken = taken(size);
    let pairs = (0..(size - 1) / 2).map(move |pair| {
        let right = size - 1 - 2 * pair;
        // The column of the timing pattern is no half of a pair.
        (pair, if right > 6 { right } else { right - 1 })
    });
    let all = pairs.flat_map(move |(pair, right)| {
        (0..size).flat_map(move |step| {
            let row = if pair.is_multiple_of(2) { size - 1 - step } else { step };
            [(right, row), (right - 1, row)]
        })
    });
    all.filter(move |(column, row)| !taken.get(row * size + column).copied().unwrap_or(true))
}

/// Which modules are of patterns, format and version.
fn taken(size: usize) -> Vec<bool> {
    let mut taken = vec![false; size * size];
    let patterns = known(size).into_iter().map(|known| (known.column, known.row));
    let format = (0..9).flat_map(|along| [(along, 8), (8, along)]);
    let format = format.chain((size - 8..size).flat_map(|along| [(along, 8), (8, along)]));
    // From version 7 on the version stands in it, twice.
    let across = if size < 45 { 0..0 } else { 0..6 };
    let version = across.flat_map(|along| (size - 11..size - 8).flat_map(move |far| [(along, far), (far, along)]));
    for (column, row) in patterns.chain(format).chain(version).chain(iter::once((8, size - 8))) {
        if let Some(taken) = taken.get_mut(row * size + column) {
            *taken = true;
        }
    }
    taken
}
