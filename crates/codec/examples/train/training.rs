//! The dictionary.

pub mod traffic;

use traffic::Place;

/// Bytes of the dictionary.
pub const SIZE: usize = 16 * 1024;
const CITIZENS: u64 = 250;

/// Trains it on messages as they are compressed: packed, so that no id or digest stands between words.
pub fn dictionary() -> Vec<u8> {
    let place = Place::of_the_demonstration();
    let messages = (0..CITIZENS).flat_map(|citizen| traffic::of_citizen(citizen, &place));
    let packed: Vec<Vec<u8>> = messages.map(|message| cds_codec::pack(&message).expect("JSON")).collect();
    zstd::dict::from_samples(&packed, SIZE).expect("a dictionary")
}
