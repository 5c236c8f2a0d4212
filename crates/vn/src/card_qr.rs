//! The text in the QR code on the national identity card.
//!
//! Fields separated by `|`: seven on the CCCD, eleven on the Căn cước issued since July 2024, whose last four have no
//! published meaning; six where the number of the older card is left out. The text is not signed: it fills in forms and
//! proves nothing.

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
    /// Date of issue, `yyyy-MM-dd`; none where the text leaves it empty.
    pub issue_date: Option<String>,
}

impl CardText {
    /// The numbers are not as they mostly are: century, year or sex in the personal number are others than the card's,
    /// or the older number has neither nine digits nor twelve. Such cards are issued: it is worth a second look, and
    /// nothing to refuse.
    pub fn is_unusual(&self) -> bool {
        let old_is_unusual = self
            .old_number
            .as_deref()
            .is_some_and(|old| !matches!(old.len(), 9 | 12) || !old.bytes().all(|byte| byte.is_ascii_digit()));
        old_is_unusual || !self.number_agrees()
    }

    /// Decree 137/2015/NĐ-CP, article 13: the fourth digit is 0 and 1 for men and women of the twentieth century, 2 and 3
    /// for those of the next, and so on; two digits of the year follow.
    fn number_agrees(&self) -> bool {
        let number = self.number.as_str();
        let digit = number.get(3..4).and_then(|digit| digit.parse::<u32>().ok());
        let century = self.birth_date.get(..2).and_then(|century| century.parse::<u32>().ok());
        let (Some(digit), Some(century)) = (digit, century) else { return false };
        // Not folded: what folds is larger than all the rest of this, and the interface has to carry it.
        let sex = match self.sex.to_lowercase().as_str() {
            "nam" => 0,
            "nữ" | "nu" => 1,
            _ => return false,
        };
        Some(digit) == century.checked_sub(19).map(|past| past * 2 + sex)
            && number.get(4..6) == self.birth_date.get(2..4)
    }
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
    /// Neither six, seven nor eleven fields.
    #[error("a card's text has 6, 7 or 11 fields, this has {0}")]
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

/// Reads the text of a card's QR code, whatever its Unicode form. What no person sees is left out: the byte order mark,
/// control characters, and those that turn the direction of writing. Line ends and tabs are spaces.
pub fn parse(text: &str) -> Result<CardText, NotACard> {
    read(&seen(text).nfc().collect::<String>())
}

/// The same for a text whose letters are composed already (Unicode's form NFC). Webviews compose by themselves, and the
/// tables for it are larger than all the rest of this.
pub fn parse_composed(text: &str) -> Result<CardText, NotACard> {
    read(&seen(text).collect::<String>())
}

fn read(text: &str) -> Result<CardText, NotACard> {
    let fields: Vec<&str> = text.split('|').map(str::trim).collect();
    let (number, old_number, name, birth, sex, address, issued) = match *fields.as_slice() {
        [number, old, name, birth, sex, address, issued]
        | [number, old, name, birth, sex, address, issued, _, _, _, _] => {
            (number, old, name, birth, sex, address, issued)
        }
        [number, name, birth, sex, address, issued] => (number, "", name, birth, sex, address, issued),
        _ => return Err(NotACard::Fields(fields.len())),
    };
    if name.is_empty() {
        return Err(NotACard::Name);
    }
    Ok(CardText {
        number: PersonalNumber::parse(number).map_err(|_| NotACard::Number)?,
        old_number: (!old_number.is_empty()).then(|| old_number.to_owned()),
        name: one_space(name),
        birth_date: compact_date(birth).ok_or(NotACard::Date("birth"))?,
        sex: sex.to_owned(),
        address: tidy(address),
        issue_date: match issued {
            "" => None,
            issued => Some(compact_date(issued).ok_or(NotACard::Date("issue"))?),
        },
    })
}

/// The letters that a person sees, with a space for whatever parts them.
fn seen(text: &str) -> impl Iterator<Item = char> {
    let spaced = text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    spaced.filter(|letter| !is_unseen(*letter))
}

fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{feff}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        )
}

/// Its words with one space between them.
fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    let parts: Vec<String> = address.split(',').map(one_space).filter(|part| !part.is_empty()).collect();
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
            assert_eq!(card.issue_date.as_deref(), Some("2021-05-20"));
        }
    }

    #[test]
    fn a_name_of_one_word_and_no_old_number_are_valid() {
        let card = parse("004190000002||Nhình|01011990|Nữ|Cao Bằng|20052021").expect("the card is read");
        assert_eq!((card.name.as_str(), card.old_number), ("Nhình", None));
    }

    #[test]
    fn cards_that_leave_something_out_are_read() {
        let card = parse("004190000002|Nhình|01011990|Nữ||").expect("the card is read");
        assert_eq!((card.old_number, card.address.as_str(), card.issue_date), (None, "", None));
        assert!(parse("004190000002|Nhình|01011990|Nữ|Cao Bằng").is_err());
    }

    #[test]
    fn what_nobody_sees_is_left_out() {
        let card = parse(
            "\u{feff}004\t090000001\0|| L\u{202e}\u{61c}ý\u{7} \tThí\u{200b}|02091990|Nam|Xóm A\r\nXã B|20052021\u{1b}",
        );
        let card = card.expect("the card is read");
        assert_eq!(
            (card.number.as_str(), card.name.as_str(), card.address.as_str()),
            ("004090000001", "Lý Thí", "Xóm A Xã B")
        );
    }

    #[test]
    fn an_unusual_number_is_read_and_told() {
        let check = |text: &str, expected| {
            assert_eq!(parse(text).expect("the card is read").is_unusual(), expected, "{text}");
        };
        check(SEVEN, false);
        check("001303000001|001303000002|A|02091903|Nữ|B|20052021", true);
        check("001203000001||A|02092003|Nam|B|20052021", false);
        check("001303000001||A|02092003|Nu\u{31b}\u{303}|B|20052021", false);
        // A man's digit, another year, another century, no sex, an old number of another length.
        check("001203000001||A|02092003|Nữ|B|20052021", true);
        check("001203000001||A|02092004|Nam|B|20052021", true);
        check("001203000001||A|02091903|Nam|B|20052021", true);
        check("001203000001||A|02092003||B|20052021", true);
        check("001203000001|12345|A|02092003|Nam|B|20052021", true);
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
