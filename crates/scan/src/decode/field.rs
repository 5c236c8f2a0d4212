//! Correction of errors by Reed and Solomon's code, over the field of 256 elements.

/// What is left of x⁸ where the field's polynomial is x⁸ + x⁴ + x³ + x² + 1.
const OVERFLOW: u8 = 0b1_1101;
/// Its powers are all elements but zero.
const GENERATOR: u8 = 2;

/// Multiplied by shifting and adding: tables would be larger than all the rest.
fn times(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a = (a << 1) ^ if a & 0x80 == 0 { 0 } else { OVERFLOW };
        b >>= 1;
    }
    product
}

fn power(base: u8, exponent: usize) -> u8 {
    let (mut result, mut square, mut left) = (1, base, exponent % 255);
    while left > 0 {
        if left & 1 == 1 {
            result = times(result, square);
        }
        square = times(square, square);
        left >>= 1;
    }
    result
}

/// Of zero it is zero.
fn inverse(a: u8) -> u8 {
    power(a, 254)
}

/// The value of a polynomial, whose coefficients begin with that of the highest power.
fn value<'a>(falling: impl Iterator<Item = &'a u8>, at: u8) -> u8 {
    falling.fold(0, |sum, coefficient| times(sum, at) ^ coefficient)
}

fn syndromes(block: &[u8], parity: usize) -> Vec<u8> {
    (0..parity).map(|number| value(block.iter(), power(GENERATOR, number))).collect()
}

/// Corrects a block, the last `parity` bytes of which are there for that. False where there are more errors than half of
/// these; the block may be anything then.
pub(super) fn correct(block: &mut [u8], parity: usize) -> bool {
    let syndromes = syndromes(block, parity);
    if syndromes.iter().all(|syndrome| *syndrome == 0) {
        return true;
    }
    let (locator, errors) = locator(&syndromes);
    if errors > parity / 2 {
        return false;
    }
    let evaluator = product(&syndromes, &locator, parity);
    let slopes: Vec<u8> = locator.iter().skip(1).step_by(2).copied().collect();
    let last = block.len().saturating_sub(1);
    let mut found = 0;
    for (index, byte) in block.iter_mut().enumerate() {
        let place = power(GENERATOR, last - index);
        let back = inverse(place);
        if value(locator.iter().rev(), back) == 0 {
            let slope = value(slopes.iter().rev(), times(back, back));
            *byte ^= times(place, times(value(evaluator.iter().rev(), back), inverse(slope)));
            found += 1;
        }
    }
    found == errors && self::syndromes(block, parity).iter().all(|syndrome| *syndrome == 0)
}

/// The polynomial whose roots tell where the errors are, from the constant on, and how many there are (Berlekamp and
/// Massey).
fn locator(syndromes: &[u8]) -> (Vec<u8>, usize) {
    let (mut locator, mut before) = (vec![1], vec![1]);
    let (mut errors, mut shift, mut scale) = (0, 1, 1);
    for number in 0..syndromes.len() {
        let past = syndromes.iter().take(number + 1).rev();
        let off = locator.iter().take(errors + 1).zip(past).fold(0, |sum, (a, b)| sum ^ times(*a, *b));
        if off == 0 {
            shift += 1;
            continue;
        }
        let next = sum(&locator, &before, times(off, inverse(scale)), shift);
        if errors * 2 <= number {
            before = std::mem::replace(&mut locator, next);
            (errors, scale, shift) = (number + 1 - errors, off, 1);
        } else {
            locator = next;
            shift += 1;
        }
    }
    (locator, errors)
}

/// `a` and the multiple of `b` that is `shift` powers higher.
fn sum(a: &[u8], b: &[u8], factor: u8, shift: usize) -> Vec<u8> {
    let at = |of: &[u8], power: Option<usize>| power.and_then(|power| of.get(power)).copied().unwrap_or_default();
    let powers = 0..a.len().max(b.len() + shift);
    powers.map(|power| at(a, Some(power)) ^ times(factor, at(b, power.checked_sub(shift)))).collect()
}

/// As many powers of the product, from the constant on; `a` has at least as many.
fn product(a: &[u8], b: &[u8], powers: usize) -> Vec<u8> {
    let of = |power: usize| a.iter().take(power + 1).rev().zip(b).fold(0, |sum, (a, b)| sum ^ times(*a, *b));
    (0..powers).map(of).collect()
}
