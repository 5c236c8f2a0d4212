//! What Vietnam adds: text folding, identity numbers, the text of the identity card's QR code, dates, the offices' working
//! time, and VietQR.
//!
//! Pure functions from text to text or to small types. Reading is liberal, since numbers are typed by people with cold
//! hands and pasted from anywhere; what is doubtful is said, what is impossible is refused with its reason.

pub mod card_qr;
pub mod date;
pub mod number;
pub mod office_hours;
pub mod personal_number;
pub mod phone;
pub mod text;
pub mod vietqr;

/// Characters that people and programs put between digits: spaces of all kinds, dots, dashes.
pub(crate) fn digits_only(typed: &str) -> Option<String> {
    let mut digits = String::with_capacity(typed.len());
    for c in typed.chars() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '\u{a0}' | '\t' | '\r' | '\n' | '.' | '-' | '\u{feff}' => {}
            _ => return None,
        }
    }
    Some(digits)
}
