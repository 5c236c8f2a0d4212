//! The dictionary.

pub mod traffic;

use std::io;

use traffic::Place;

/// Bytes of the dictionary.
pub const SIZE: usize = 16 * 1024;
const CITIZENS: u64 = 250;

/// Trains it on messages as they are compressed: packed, so that no id or digest stands between words.
pub fn dictionary() -> io::Result<Vec<u8>> {
    let place = Place::of_the_demonstration()?;
    let mut packed = Vec::new();
    for citizen in 0..CITIZENS {
        for message in traffic::of_citizen(citizen, &place)? {
            packed.push(cds_codec::pack(&message).ok_or(io::ErrorKind::InvalidData)?);
        }
    }
    zstd::dict::from_samples(&packed, SIZE)
}
