//! The blocks in which a code's bytes are corrected.

use super::{Level, field};

/// Bytes of a block that are there to correct the others, and how many blocks there are, by version from 1 on.
type Table = &'static [(u8, u8)];

const L: &[(u8, u8)] = &[
    (7, 1),
    (10, 1),
    (15, 1),
    (20, 1),
    (26, 1),
    (18, 2),
    (20, 2),
    (24, 2),
    (30, 2),
    (18, 4),
    (20, 4),
    (24, 4),
    (26, 4),
    (30, 4),
    (22, 6),
    (24, 6),
    (28, 6),
    (30, 6),
    (28, 7),
    (28, 8),
    (28, 8),
    (28, 9),
    (30, 9),
    (30, 10),
    (26, 12),
    (28, 12),
    (30, 12),
    (30, 13),
    (30, 14),
    (30, 15),
    (30, 16),
    (30, 17),
    (30, 18),
    (30, 19),
    (30, 19),
    (30, 20),
    (30, 21),
    (30, 22),
    (30, 24),
    (30, 25),
];
const M: &[(u8, u8)] = &[
    (10, 1),
    (16, 1),
    (26, 1),
    (18, 2),
    (24, 2),
    (16, 4),
    (18, 4),
    (22, 4),
    (22, 5),
    (26, 5),
    (30, 5),
    (22, 8),
    (22, 9),
    (24, 9),
    (24, 10),
    (28, 10),
    (28, 11),
    (26, 13),
    (26, 14),
    (26, 16),
    (26, 17),
    (28, 17),
    (28, 18),
    (28, 20),
    (28, 21),
    (28, 23),
    (28, 25),
    (28, 26),
    (28, 28),
    (28, 29),
    (28, 31),
    (28, 33),
    (28, 35),
    (28, 37),
    (28, 38),
    (28, 40),
    (28, 43),
    (28, 45),
    (28, 47),
    (28, 49),
];
const Q: &[(u8, u8)] = &[
    (13, 1),
    (22, 1),
    (18, 2),
    (26, 2),
    (18, 4),
    (24, 4),
    (18, 6),
    (22, 6),
    (20, 8),
    (24, 8),
    (28, 8),
    (26, 10),
    (24, 12),
    (20, 16),
    (30, 12),
    (24, 17),
    (28, 16),
    (28, 18),
    (26, 21),
    (30, 20),
    (28, 23),
    (30, 23),
    (30, 25),
    (30, 27),
    (30, 29),
    (28, 34),
    (30, 34),
    (30, 35),
    (30, 38),
    (30, 40),
    (30, 43),
    (30, 45),
    (30, 48),
    (30, 51),
    (30, 53),
    (30, 56),
    (30, 59),
    (30, 62),
    (30, 65),
    (30, 68),
];
const H: &[(u8, u8)] = &[
    (17, 1),
    (28, 1),
    (22, 2),
    (16, 4),
    (22, 4),
    (28, 4),
    (26, 5),
    (26, 6),
    (24, 8),
    (28, 8),
    (24, 11),
    (28, 11),
    (22, 16),
    (24, 16),
    (24, 18),
    (30, 16),
    (28, 19),
    (28, 21),
    (26, 25),
    (28, 25),
    (30, 25),
    (24, 34),
    (30, 30),
    (30, 32),
    (30, 35),
    (30, 37),
    (30, 40),
    (30, 42),
    (30, 45),
    (30, 48),
    (30, 51),
    (30, 54),
    (30, 57),
    (30, 60),
    (30, 63),
    (30, 66),
    (30, 70),
    (30, 74),
    (30, 77),
    (30, 81),
];

/// The data of all blocks, corrected; none where one of them has too many errors.
pub(super) fn corrected(codewords: &[u8], version: usize, level: Level) -> Option<Vec<u8>> {
    let table: Table = match level {
        Level::L => L,
        Level::M => M,
        Level::Q => Q,
        Level::H => H,
    };
    let (parity, count) = *table.get(version.checked_sub(1)?)?;
    let (parity, count) = (usize::from(parity), usize::from(count));
    let data = codewords.len().checked_sub(parity * count)?;
    // The last blocks have one byte more where it does not come out even.
    let (least, short) = (data / count, count - data % count);
    let mut all = Vec::with_capacity(data);
    for number in 0..count {
        let even = (0..least).map(|row| row * count + number);
        let one_more = number.checked_sub(short).map(|over| least * count + over);
        let checks = (0..parity).map(|row| data + row * count + number);
        let block = even.chain(one_more).chain(checks).map(|place| codewords.get(place).copied());
        let mut block = block.collect::<Option<Vec<u8>>>()?;
        if !field::correct(&mut block, parity) {
            return None;
        }
        block.truncate(block.len() - parity);
        all.append(&mut block);
    }
    Some(all)
}
