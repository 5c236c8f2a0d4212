//! Headers of uploads and downloads.
//!
//! A range that is served lies within the content and is not empty. A digest that is read from `Upload-Metadata` is the
//! one that a tus client would have written.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cds_portal::seams::{metadata_digest, requested_range};
use cds_wire::Digest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u32, &str)| {
    let (size, text) = input;
    if let Some(Some(range)) = requested_range(text, u64::from(size)) {
        assert!(range.start < range.end && range.end <= u64::from(size), "{range:?} of {size}");
    }
    if let Some(digest) = metadata_digest(text) {
        let written = metadata_of(&digest);
        assert_eq!(metadata_digest(&written), Some(digest));
        assert_eq!(metadata_digest(&format!("filename YQ==,{written} ,empty")), Some(digest));
    }
});

/// `Upload-Metadata` that names a digest.
fn metadata_of(digest: &Digest) -> String {
    format!("sha256 {}", STANDARD.encode(digest.to_string()))
}
