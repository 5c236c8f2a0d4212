//! Pictures: any bytes, and a code with patches over it.
//!
//! Bytes alone seldom look like a corner pattern, so most of what lies behind is reached by damaging a real code. What
//! is read is its text and nothing else.

#![no_main]

use cds_scan::{Luma, read_codes, read_frame};
use libfuzzer_sys::fuzz_target;
use qrcode::{Color, QrCode};

const TEXT: &str = "CDS1:6BFW1K9Q0ZJX3TH2NVGRA4";

/// The code with its quiet zone, so many pixels a module.
fn drawn(module: usize) -> (usize, Vec<u8>) {
    let code = QrCode::new(TEXT).expect("it fits");
    let side = (code.width() + 8) * module;
    let shade = |place: usize| {
        let (column, row) = (place % side / module, place / side / module);
        let inside = (4..code.width() + 4).contains(&column) && (4..code.width() + 4).contains(&row);
        if inside && code[(column - 4, row - 4)] == Color::Dark { 30 } else { 220 }
    };
    (side, (0..side * side).map(shade).collect())
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let width = usize::from(*first).max(1);
    let luma = Luma::new(width, rest.len() / width, &rest[..rest.len() / width * width]).expect("the size is right");
    read_codes(luma);
    read_frame(luma, width);

    let (side, mut pixels) = drawn(usize::from(*first % 4) + 1);
    for patch in rest.as_chunks::<5>().0 {
        let [left, top, width, height, shade] = patch.map(usize::from);
        for row in pixels.chunks_exact_mut(side).skip(top).take(height) {
            row.iter_mut().skip(left).take(width).for_each(|pixel| *pixel = shade as u8);
        }
    }
    let luma = Luma::new(side, side, &pixels).expect("a square");
    assert!(read_codes(luma).iter().chain(&read_frame(luma, width)).all(|text| text == TEXT));
});
