//! From corrected bytes to those that were put in: a row of segments, each in a way of its own.

const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

struct Bits<'a> {
    of: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn left(&self) -> usize {
        self.of.len() * 8 - self.at
    }

    /// The next bits, at most 16, as a number; none where there are not so many.
    fn take(&mut self, count: usize) -> Option<usize> {
        if self.left() < count {
            return None;
        }
        let bit = |at: usize| self.of.get(at / 8).map_or(0, |byte| usize::from(byte >> (7 - at % 8) & 1));
        let number = (self.at..self.at + count).fold(0, |number, at| number << 1 | bit(at));
        self.at += count;
        Some(number)
    }
}

/// The bytes in all segments; none where one is cut off, says what no code says, or holds what is not read here: Kanji, and
/// parts of a text over several codes.
pub(super) fn bytes(data: &[u8], version: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { of: data, at: 0 };
    let mut bytes = Vec::new();
    // Numbers of characters take more bits in larger codes.
    let wide = |small: usize, middle: usize, large: usize| match version {
        ..=9 => small,
        10..=26 => middle,
        _ => large,
    };
    while bits.left() >= 4 {
        match bits.take(4)? {
            0 => break,
            1 => {
                let count = bits.take(wide(10, 12, 14))?;
                digits(&mut bits, count, &mut bytes)?;
            }
            2 => {
                let count = bits.take(wide(9, 11, 13))?;
                letters(&mut bits, count, &mut bytes)?;
            }
            4 => {
                for _ in 0..bits.take(wide(8, 16, 16))? {
                    bytes.push(u8::try_from(bits.take(8)?).ok()?);
                }
            }
            7 => character_set(&mut bits)?,
            _ => return None,
        }
    }
    Some(bytes)
}

/// Three digits in ten bits.
fn digits(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    let mut left = count;
    while left > 0 {
        let (digits, width) = match left {
            1 => (1, 4),
            2 => (2, 7),
            _ => (3, 10),
        };
        let number = format!("{:0digits$}", bits.take(width)?);
        if number.len() > digits {
            return None;
        }
        bytes.extend_from_slice(number.as_bytes());
        left -= digits;
    }
    Some(())
}

/// Two characters of the alphabet in eleven bits.
fn letters(bits: &mut Bits<'_>, count: usize, bytes: &mut Vec<u8>) -> Option<()> {
    for _ in 0..count / 2 {
        let pair = bits.take(11)?;
        bytes.push(*ALPHABET.get(pair / ALPHABET.len())?);
        bytes.push(*ALPHABET.get(pair % ALPHABET.len())?);
    }
    if count % 2 == 1 {
        bytes.push(*ALPHABET.get(bits.take(6)?)?);
    }
    Some(())
}

/// Which characters the bytes are; whatever is said, they are taken as UTF-8 or not at all.
fn character_set(bits: &mut Bits<'_>) -> Option<()> {
    match bits.take(8)? {
        ..0x80 => {}
        0x80..0xc0 => drop(bits.take(8)?),
        _ => drop(bits.take(16)?),
    }
    Some(())
}
