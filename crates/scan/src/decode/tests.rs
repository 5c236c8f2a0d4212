use std::collections::BTreeSet;

use qrcode::{Color, EcLevel, QrCode, Version};

use super::{Modules, bytes, places};

const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

/// The dark modules of a code that another program has made.
fn made(text: &str, version: i16, level: EcLevel) -> (usize, Vec<bool>) {
    let code = QrCode::with_version(text, Version::Normal(version), level).expect("it has room");
    (code.width(), code.to_colors().into_iter().map(|color| color == Color::Dark).collect())
}

fn read(size: usize, dark: &[bool]) -> Option<Vec<u8>> {
    bytes(&Modules { size, is_dark: |column, row| dark[row * size + column] })
}

/// So many different numbers below `below`.
fn chosen(count: usize, below: usize, seed: usize) -> BTreeSet<usize> {
    let mut state = seed as u64;
    let mut chosen = BTreeSet::new();
    while chosen.len() < count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        chosen.insert((state >> 33) as usize % below);
    }
    chosen
}

#[test]
fn every_version_at_every_level_is_read_though_as_many_modules_are_wrong_as_may_be() {
    // Half of the bytes that correct a block, the fewest of any block of the standard: 7.
    const WRONG: usize = 3;
    for version in 1..=40 {
        for (number, level) in LEVELS.into_iter().enumerate() {
            let text = if version < 4 { "CDS1:0" } else { "CDS1:ĐỊNH DANH 0123" };
            let (size, mut dark) = made(text, version, level);
            assert_eq!(read(size, &dark).as_deref(), Some(text.as_bytes()), "version {version}, {level:?}");
            let data: Vec<(usize, usize)> = places(size).collect();
            for place in chosen(WRONG, data.len(), version as usize * 4 + number) {
                let (column, row) = data[place];
                dark[row * size + column] = !dark[row * size + column];
            }
            // And one of the two formats.
            for row in 0..3 {
                dark[row * size + 8] = !dark[row * size + 8];
            }
            assert_eq!(read(size, &dark).as_deref(), Some(text.as_bytes()), "version {version}, {level:?}, damaged");
            let mirrored: Vec<bool> = (0..size * size).map(|place| dark[place % size * size + place / size]).collect();
            assert_eq!(
                read(size, &mirrored).as_deref(),
                Some(text.as_bytes()),
                "version {version}, {level:?}, mirrored"
            );
        }
    }
}

#[test]
fn each_way_of_writing_is_read_at_each_width_of_its_number() {
    for version in [9, 10, 26, 27, 40] {
        for text in ["1", "12", "0123456789012", "A", "HELLO WORLD $%*+-./:", "chữ thường", "123ABC abc 00"] {
            let (size, dark) = made(text, version, EcLevel::M);
            assert_eq!(read(size, &dark).as_deref(), Some(text.as_bytes()), "version {version}");
        }
    }
}

#[test]
fn as_many_wrong_bytes_as_a_block_can_bear_are_put_right_and_one_more_is_no_text() {
    // Version 1 at level H has one block of 26 bytes, 17 of which correct eight.
    let (size, dark) = made("CDS1:0", 1, EcLevel::H);
    let data: Vec<(usize, usize)> = places(size).collect();
    let with = |wrong: usize| {
        let mut dark = dark.clone();
        for byte in chosen(wrong, 26, wrong) {
            for (column, row) in &data[byte * 8..byte * 8 + 8] {
                dark[row * size + column] = !dark[row * size + column];
            }
        }
        read(size, &dark)
    };
    for wrong in 0..=8 {
        assert_eq!(with(wrong).as_deref(), Some(&b"CDS1:0"[..]), "{wrong} wrong bytes");
    }
    assert_eq!(with(9), None);
}

#[test]
fn what_is_no_code_is_none() {
    for size in (21..=177).step_by(4) {
        assert_eq!(read(size, &vec![false; size * size]), None);
        assert_eq!(read(size, &vec![true; size * size]), None);
        let noise = chosen(size * size / 2, size * size, size);
        let noise: Vec<bool> = (0..size * size).map(|place| noise.contains(&place)).collect();
        assert_eq!(read(size, &noise), None);
    }
}
