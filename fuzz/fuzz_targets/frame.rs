//! Bodies in their forms: JSON, zstd, zstd with the dictionary.
//!
//! However a frame is made and whatever is packed in it, no more than the limit comes out; and what was read is packed
//! so that it is read as the same. (Compressing is not asked here: the C compiler's sanitizer takes a constant table of
//! zstd's for a variable that has gone, and what is compressed is our own.)

#![no_main]

use cds_codec::{Form, decode, pack};
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 256 * 1024;

/// A frame of one block that is stored as it is: what is packed inside is not behind a compressor that nobody guesses.
fn stored(content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).expect("short");
    let block = (size << 3 | 1).to_le_bytes();
    [&[0x28, 0xB5, 0x2F, 0xFD, 0xA0], &size.to_le_bytes()[..], &block[..3], content].concat()
}

fuzz_target!(|data: &[u8]| {
    for form in Form::ALL {
        if let Ok(json) = decode(data.to_vec(), form, LIMIT) {
            assert!(json.len() <= LIMIT);
        }
    }
    assert!(decode(stored(data), Form::Zstd, LIMIT) == Ok(data.to_vec()), "it changed on the way");
    if let Ok(json) = decode(stored(data), Form::Dictionary, LIMIT) {
        assert!(json.len() <= LIMIT);
        if let Some(packed) = pack(&json) {
            assert!(packed.len() <= json.len() + 1);
            assert!(decode(stored(&packed), Form::Dictionary, LIMIT) == Ok(json), "it changed on the way");
        }
    }
    if let Ok(text) = std::str::from_utf8(data)
        && let Some(form) = Form::of(text)
    {
        assert_eq!(Form::of(form.media_type()), Some(form));
        assert!(text.contains(',') || Form::of_answer(Some(text), Form::Json) == form);
    }
});
