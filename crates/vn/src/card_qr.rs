//! The text in the QR code on the national identity card.
//!
//! Fields separated by `|`: seven on the CCCD, eleven on the Căn cước issued since July 2024, whose last four have no
//! published meaning. The text is not signed: it fills in forms and proves nothing.

use unicode_normalization::UnicodeNormalization;

use crate::date;
use crate::personal_number::PersonalNumber;

/// What the card says of its holder.
#[derive(Clone, PartialEq, Eq)]
pub struct CardText {
    /// Personal number.
    pub number: PersonalNumber,
    /// The nine-digit number of the older card, where there was one.
    pub old_number: Option<String>,
    /// Full name, composed (NFC).
    pub name: String,
    /// Date of birth, `yyyy-MM-dd`.
    pub birth_date: String,
    /// `Nam` or `Nữ` as printed.
    pub sex: String,
    /// Address as printed, with tidied commas.
    pub address: String,
    /// Date of issue, `yyyy-MM-dd`.
    pub issue_date: String,
}

impl std::fmt::Debug for CardText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CardText(…)")
    }
}

/// Why a text is not a card's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotACard {
    /// Neither seven nor eleven fields.
    #[error("a card's text has 7 or 11 fields, this has {0}")]
    Fields(usize),
    /// The first field is not a personal number.
    #[error("the first field is not a personal number of 12 digits")]
    Number,
    /// A date of the card is not eight digits `ddMMyyyy` of the calendar.
    #[error("the {0} date is not a date of the calendar")]
    Date(&'static str),
    /// The name is empty.
    #[error("the name is empty")]
    Name,
}

/// Reads the text of a card's QR code, whatever its Unicode form, with or without byte order mark and line end.
pub fn parse(text: &str) -> Result<CardText, NotACard> {
    let text: String = text.trim_matches(['\u{feff}', '\r', '\n', ' ']).nfc().collect();
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    let (&[number, old_number, name, birth, sex, address, issued]
    | &[number, old_number, name, birth, sex, address, issued, _, _, _, _]) = fields.as_slice()
    else {
        return Err(NotACard::Fields(fields.len()));
    };
    if name.is_empty() {
        return Err(NotACard::Name);
    }
    Ok(CardText {
        number: PersonalNumber::parse(number).map_err(|_| NotACard::Number)?,
        old_number: (!old_number.is_empty()).then(|| old_number.to_owned()),
        name: name.to_owned(),
        birth_date: compact_date(birth).ok_or(NotACard::Date("birth"))?,
        sex: sex.to_owned(),
        address: tidy(address),
        issue_date: compact_date(issued).ok_or(NotACard::Date("issue"))?,
    })
}

/// `ddMMyyyy` to `yyyy-MM-dd`.
fn compact_date(text: &str) -> Option<String> {
    let (day, month, year) = (text.get(0..2)?, text.get(2..4)?, text.get(4..8)?);
    if text.len() != 8 {
        return None;
    }
    date::parse_to_iso(&format!("{day}/{month}/{year}")).ok()
}

/// One space after each comma, none before, no empty parts.
fn tidy(address: &str) -> String {
    let parts: Vec<&str> = address.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: &str = "004090000001|080000001|Lý A Thí|02091990|Nam|Xóm Lũng Đẩy ,, Xã Quảng Uyên,Cao Bằng|20052021";

    #[test]
    fn both_generations_of_the_card_are_read() {
        let eleven = format!("{SEVEN}||||");
        for text in [SEVEN, &eleven, &format!("\u{feff}{SEVEN}\r\n"), &SEVEN.nfd().collect::<String>()] {
            let card = parse(text).expect("the card is read");
            assert_eq!(card.number.as_str(), "004090000001");
            assert_eq!(card.old_number.as_deref(), Some("080000001"));
            assert_eq!(card.name, "Lý A Thí");
            assert_eq!(card.birth_date, "1990-09-02");
            assert_eq!(card.address, "Xóm Lũng Đẩy, Xã Quảng Uyên, Cao Bằng");
            assert_eq!(card.issue_date, "2021-05-20");
        }
    }

    #[test]
    fn a_name_of_one_word_and_no_old_number_are_valid() {
        let card = parse("004190000002||Nhình|01011990|Nữ|Cao Bằng|20052021").expect("the card is read");
        assert_eq!((card.name.as_str(), card.old_number), ("Nhình", None));
    }

    #[test]
    fn what_is_no_card_is_refused_with_its_reason() {
        let check = |text: &str, expected| assert_eq!(parse(text), Err(expected), "{text:?}");
        check("https://example.vn", NotACard::Fields(1));
        check("12345||A|01011990|Nam|B|20052021", NotACard::Number);
        check("004090000001||A|31021990|Nam|B|20052021", NotACard::Date("birth"));
        check("004090000001||A|01011990|Nam|B|2005202", NotACard::Date("issue"));
        check("004090000001||A|0101199é|Nam|B|20052021", NotACard::Date("birth"));
        check("004090000001|| |01011990|Nam|B|20052021", NotACard::Name);
    }
}
