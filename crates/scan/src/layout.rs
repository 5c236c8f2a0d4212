//! What every code of a size has in the same places: corner, alignment and timing patterns (ISO/IEC 18004).

/// Modules from one edge to the other, of version 1 and 40.
const SMALLEST: usize = 21;
const LARGEST: usize = 177;

/// A module whose shade is known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) column: usize,
    pub(crate) row: usize,
    pub(crate) is_dark: bool,
}

/// The sizes that a code may have that was measured, the nearest first.
pub(crate) fn sizes(measured: f32) -> impl Iterator<Item = usize> {
    let version = ((measured.clamp(SMALLEST as f32, LARGEST as f32) - 17.0) / 4.0).round() as usize;
    let size = version * 4 + 17;
    let beside = if measured < size as f32 {
        [size - 4, size + 4, size - 8, size + 8]
    } else {
        [size + 4, size - 4, size + 8, size - 8]
    };
    std::iter::once(size).chain(beside).filter(|size| (SMALLEST..=LARGEST).contains(size))
}

/// Middles of the alignment patterns along one edge, in modules; none in version 1.
fn alignment_places(size: usize) -> Vec<usize> {
    let version = (size - 17) / 4;
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let last = size - 7;
    // Even steps from the far end; what is over is taken up by the first. Version 32 is the exception of the standard.
    let step = if version == 32 { 26 } else { ((last - 6).div_ceil(count - 1)).next_multiple_of(2) };
    let mut places: Vec<usize> = (0..count - 1).map(|number| last - number * step).collect();
    places.push(6);
    places.reverse();
    places
}

/// Middles of the alignment patterns, in modules.
pub(crate) fn alignments(size: usize) -> Vec<(usize, usize)> {
    let places = alignment_places(size);
    let pairs = places.iter().flat_map(|row| places.iter().map(move |column| (*column, *row)));
    // Where the corner patterns are there is none.
    let corners = [(6, 6), (size - 7, 6), (6, size - 7)];
    pairs.filter(|place| !corners.contains(place)).collect()
}

/// All modules that are known beforehand.
pub(crate) fn known(size: usize) -> Vec<Known> {
    let mut known = Vec::new();
    // Corner patterns with the light lines around them, as far as these are within the code.
    for row in 0..8_usize {
        for column in 0..8_usize {
            let is_dark = !matches!(column.abs_diff(3).max(row.abs_diff(3)), 2 | 4);
            known.push(Known { column, row, is_dark });
            known.push(Known { column: size - 1 - column, row, is_dark });
            known.push(Known { column, row: size - 1 - row, is_dark });
        }
    }
    let alignments = alignments(size);
    let covered = |along: usize| alignments.iter().any(|(column, row)| *row == 6 && column.abs_diff(along) <= 2);
    for along in (8..size - 8).filter(|along| !covered(*along)) {
        let is_dark = along % 2 == 0;
        known.push(Known { column: along, row: 6, is_dark });
        known.push(Known { column: 6, row: along, is_dark });
    }
    for (column, row) in alignments {
        for down in 0..5_usize {
            for across in 0..5_usize {
                let is_dark = across.abs_diff(2).max(down.abs_diff(2)) != 1;
                known.push(Known { column: column + across - 2, row: row + down - 2, is_dark });
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use qrcode::{Color, EcLevel, QrCode, Version};

    /// Against a library that draws codes.
    #[test]
    fn every_version_has_its_patterns_where_they_are_expected() {
        for version in 1..=40 {
            let size = 17 + 4 * usize::try_from(version).expect("positive");
            let code = QrCode::with_version("A", Version::Normal(version), EcLevel::M).expect("it fits");
            for Known { column, row, is_dark } in known(size) {
                assert_eq!(code[(column, row)] == Color::Dark, is_dark, "version {version}: {column}, {row}");
            }
        }
    }

    #[test]
    fn the_nearest_sizes_come_first_and_none_is_out_of_range() {
        assert_eq!(sizes(58.2).collect::<Vec<_>>(), [57, 61, 53, 65, 49]);
        assert_eq!(sizes(3.0).collect::<Vec<_>>(), [21, 25, 29]);
        assert_eq!(sizes(500.0).collect::<Vec<_>>(), [177, 173, 169]);
    }
}
