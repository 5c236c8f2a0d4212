//! A cursor that comes back, or something in its place.
//!
//! A text that the portal did not seal is none. What it did seal is read without failing, whatever its bytes say; and a
//! cursor that was read is written so that it is read as the same.

#![no_main]

use cds_fuzz::NOW;
use cds_portal::cursor::{Cursor, Unreadable};
use cds_portal::seams::sealed;
use libfuzzer_sys::fuzz_target;

const SECRET: [u8; 32] = [7; 32];

fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        assert_eq!(Cursor::read(&SECRET, "a", text, NOW), Err(Unreadable::NotOurs));
    }
    let text = sealed(&SECRET, "a", data);
    assert_eq!(Cursor::read(&SECRET, "b", &text, NOW), Err(Unreadable::NotOurs));
    if let Ok(cursor) = Cursor::read(&SECRET, "a", &text, NOW) {
        let again = cursor.write(&SECRET, "a", NOW);
        assert_eq!(Cursor::read(&SECRET, "a", &again, NOW), Ok(cursor));
    }
});
