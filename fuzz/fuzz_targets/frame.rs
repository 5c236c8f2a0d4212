//! Bodies in their forms: JSON, zstd, zstd with the dictionary.
//!
//! However a frame is made and whatever is packed in it, no more than the limit comes out; and what is encoded comes back.

#![no_main]

use cds_codec::{Form, decode, encode};
use libfuzzer_sys::fuzz_target;

const LIMIT: usize = 256 * 1024;

/// A frame of one block that is stored as it is: what is packed inside is not behind a compressor that nobody guesses.
fn stored(content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).expect("short");
    let block = (size << 3 | 1).to_le_bytes();
    [&[0x28, 0xB5, 0x2F, 0xFD, 0xA0], &size.to_le_bytes()[..], &block[..3], content].concat()
}

fn check(bytes: Vec<u8>, form: Form) {
    if let Ok(json) = decode(bytes, form, LIMIT) {
        assert!(json.len() <= LIMIT);
        let (written, bytes) = encode(json.clone(), form);
        assert!(bytes.len() <= json.len());
        assert!(decode(bytes, written, LIMIT) == Ok(json), "it changed on the way");
    }
}

fuzz_target!(|data: &[u8]| {
    for form in Form::ALL {
        check(data.to_vec(), form);
    }
    check(stored(data), Form::Zstd);
    check(stored(data), Form::Dictionary);
    if let Ok(text) = std::str::from_utf8(data)
        && let Some(form) = Form::of(text)
    {
        assert_eq!(Form::of(form.media_type()), Some(form));
        assert!(text.contains(',') || Form::of_answer(Some(text), Form::Json) == form);
    }
});
