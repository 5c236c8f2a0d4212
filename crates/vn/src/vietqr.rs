//! VietQR: the text of a bank transfer that any Vietnamese bank's app reads from a picture.
//!
//! It is EMVCo's merchant-presented code (EMV QRCPS 1.1) with NAPAS's data in template 38: every object is two digits of
//! tag, two of length, and as many characters; the last one is a checksum over all before it.

/// The largest amount: 13 digits, EMV tag 54.
const MAX_AMOUNT: u64 = 9_999_999_999_999;
/// The longest purpose, in characters: EMV tag 62-08.
pub const MAX_PURPOSE: usize = 25;
/// The longest account or card number, in characters: NAPAS.
const MAX_ACCOUNT: usize = 19;
/// The longest text that is read: all lengths at their largest is far less.
const MAX_TEXT: usize = 512;
/// NAPAS's application identifier.
const NAPAS: &str = "A000000727";
const DONG: &str = "704";

mod tag {
    pub(super) const FORMAT: u8 = 0;
    pub(super) const INITIATION: u8 = 1;
    pub(super) const NAPAS: u8 = 38;
    pub(super) const CURRENCY: u8 = 53;
    pub(super) const AMOUNT: u8 = 54;
    pub(super) const COUNTRY: u8 = 58;
    pub(super) const ADDITIONAL: u8 = 62;
    pub(super) const CHECKSUM: u8 = 63;
}

/// A bank transfer to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// The bank's identification number at NAPAS: 6 digits.
    pub bank: String,
    /// Whose account or card it goes to: at most 19 letters and digits.
    pub account: String,
    /// To what kind of number it goes.
    pub service: Service,
    /// Amount in đồng; none where who pays is to say it.
    pub amount: Option<u64>,
    /// What stands in the transfer's text, at most [`MAX_PURPOSE`] printable characters of ASCII; none where it is free.
    pub purpose: Option<String>,
}

/// To what kind of number a transfer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// To an account: `QRIBFTTA`.
    Account,
    /// To a card: `QRIBFTTC`.
    Card,
}

/// Why there is no such code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VietQrError {
    /// A bank has six digits.
    #[error("the bank's number has not six digits")]
    Bank,
    /// An account has 1 to 19 letters and digits.
    #[error("the account has not 1 to 19 letters and digits")]
    Account,
    /// An amount is a whole number of đồng from 1 to 13 digits.
    #[error("the amount is no whole number of đồng of 1 to 13 digits")]
    Amount,
    /// A purpose has 1 to 25 printable characters of ASCII.
    #[error("the purpose has not 1 to 25 printable characters of ASCII")]
    Purpose,
    /// The checksum is another: a character was read or copied wrongly.
    #[error("the checksum does not fit")]
    Checksum,
    /// It is no VietQR, or one in another currency.
    #[error("the text is no VietQR")]
    Other,
}

impl Service {
    const fn code(self) -> &'static str {
        match self {
            Self::Account => "QRIBFTTA",
            Self::Card => "QRIBFTTC",
        }
    }
}

impl Transfer {
    /// The text of the code. With an amount it is marked as made for one payment (dynamic), without as static.
    ///
    /// # Errors
    ///
    /// Where a part does not fit the standard; nothing is cut or replaced.
    pub fn text(&self) -> Result<String, VietQrError> {
        self.check()?;
        let mut text = String::with_capacity(128);
        put(&mut text, tag::FORMAT, "01");
        put(&mut text, tag::INITIATION, if self.amount.is_some() { "12" } else { "11" });
        let (mut beneficiary, mut napas) = (String::new(), String::new());
        put(&mut beneficiary, 0, &self.bank);
        put(&mut beneficiary, 1, &self.account);
        put(&mut napas, 0, NAPAS);
        put(&mut napas, 1, &beneficiary);
        put(&mut napas, 2, self.service.code());
        put(&mut text, tag::NAPAS, &napas);
        put(&mut text, tag::CURRENCY, DONG);
        if let Some(amount) = self.amount {
            put(&mut text, tag::AMOUNT, &amount.to_string());
        }
        put(&mut text, tag::COUNTRY, "VN");
        if let Some(purpose) = &self.purpose {
            let mut additional = String::new();
            put(&mut additional, 8, purpose);
            put(&mut text, tag::ADDITIONAL, &additional);
        }
        text.push_str("6304");
        let checksum = crc16(text.as_bytes());
        text.push_str(&format!("{checksum:04X}"));
        Ok(text)
    }

    /// Reads the text of a code, as a bank's app does.
    ///
    /// # Errors
    ///
    /// [`VietQrError::Checksum`] where a character is wrong, [`VietQrError::Other`] where it is another kind of code, and
    /// the part that does not fit.
    pub fn read(text: &str) -> Result<Self, VietQrError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.len() > MAX_TEXT || !text.is_ascii() {
            return Err(VietQrError::Other);
        }
        let objects = objects(text).ok_or(VietQrError::Other)?;
        let (Some((tag::FORMAT, "01")), Some((tag::CHECKSUM, checksum))) = (objects.first(), objects.last()) else {
            return Err(VietQrError::Other);
        };
        let signed = text.strip_suffix(checksum).unwrap_or_default();
        if u16::from_str_radix(checksum, 16) != Ok(crc16(signed.as_bytes())) || checksum.len() != 4 {
            return Err(VietQrError::Checksum);
        }
        let napas = self::objects(find(&objects, tag::NAPAS)?).ok_or(VietQrError::Other)?;
        let service = match find(&napas, 2)? {
            code if code == Service::Account.code() => Service::Account,
            code if code == Service::Card.code() => Service::Card,
            _ => return Err(VietQrError::Other),
        };
        if find(&napas, 0)? != NAPAS || find(&objects, tag::CURRENCY)? != DONG {
            return Err(VietQrError::Other);
        }
        let beneficiary = self::objects(find(&napas, 1)?).ok_or(VietQrError::Other)?;
        let amount = match find(&objects, tag::AMOUNT) {
            Ok(digits) => Some(digits.parse().map_err(|_| VietQrError::Amount)?),
            Err(_) => None,
        };
        let additional = match find(&objects, tag::ADDITIONAL) {
            Ok(text) => self::objects(text).ok_or(VietQrError::Other)?,
            Err(_) => Vec::new(),
        };
        let transfer = Self {
            bank: find(&beneficiary, 0)?.to_owned(),
            account: find(&beneficiary, 1)?.to_owned(),
            service,
            amount,
            purpose: find(&additional, 8).ok().map(str::to_owned),
        };
        transfer.check().map(|()| transfer)
    }

    fn check(&self) -> Result<(), VietQrError> {
        let within = |text: &str, longest: usize| (1..=longest).contains(&text.len());
        if self.bank.len() != 6 || !self.bank.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(VietQrError::Bank);
        }
        if !within(&self.account, MAX_ACCOUNT) || !self.account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(VietQrError::Account);
        }
        if self.amount.is_some_and(|amount| !(1..=MAX_AMOUNT).contains(&amount)) {
            return Err(VietQrError::Amount);
        }
        let printable = |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let fits = |text: &String| within(text, MAX_PURPOSE) && printable(text) && text.trim() == text;
        if self.purpose.as_ref().is_none_or(fits) { Ok(()) } else { Err(VietQrError::Purpose) }
    }
}

/// Writes an object. What is written here is short: lengths have two digits.
fn put(text: &mut String, tag: u8, value: &str) {
    text.push_str(&format!("{tag:02}{:02}{value}", value.len()));
}

/// The objects that a text consists of; none where it is not made of objects.
fn objects(mut text: &str) -> Option<Vec<(u8, &str)>> {
    let mut objects = Vec::new();
    while !text.is_empty() {
        let (tag, rest) = text.split_at_checked(2)?;
        let (length, rest) = rest.split_at_checked(2)?;
        let number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?;
        let (value, rest) = rest.split_at_checked(usize::from(number(length)?))?;
        objects.push((number(tag)?, value));
        text = rest;
    }
    Some(objects)
}

fn find<'a>(objects: &[(u8, &'a str)], tag: u8) -> Result<&'a str, VietQrError> {
    let found = objects.iter().find(|(other, _)| *other == tag);
    found.map(|(_, value)| *value).ok_or(VietQrError::Other)
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, begins at 0xFFFF, nothing reflected (EMV QRCPS 1.1, annex B).
fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8)
            .fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn transfer(amount: Option<u64>, purpose: Option<&str>) -> Transfer {
        Transfer {
            bank: "970405".to_owned(),
            account: "8800200123456".to_owned(),
            service: Service::Account,
            amount,
            purpose: purpose.map(str::to_owned),
        }
    }

    /// The standard's own checksum example, and that of the algorithm's catalogues.
    #[test]
    fn the_checksum_is_ccitt_false() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
        assert_eq!(crc16(b""), 0xFFFF);
    }

    #[test]
    fn a_fee_is_a_transfer_with_amount_and_dossier_code() {
        let text = transfer(Some(75_000), Some("H14.08.02-261127-0042")).text().expect("it fits");
        let expected = "00020101021238570010A00000072701270006970405011388002001234560208QRIBFTTA\
                        530370454057500058 02VN62250821H14.08.02-261127-00426304";
        assert_eq!(text.get(..text.len() - 4), Some(expected.replace(' ', "").as_str()));
        assert_eq!(Transfer::read(&text), Ok(transfer(Some(75_000), Some("H14.08.02-261127-0042"))));
    }

    #[test]
    fn without_an_amount_it_is_static() {
        let text = transfer(None, None).text().expect("it fits");
        assert!(text.starts_with("000201010211") && !text.contains("5405"), "{text}");
        let card = Transfer { service: Service::Card, ..transfer(None, None) };
        assert!(card.text().expect("it fits").contains("0208QRIBFTTC"));
    }

    #[test]
    fn what_does_not_fit_the_standard_is_named() {
        let check = |changed: Transfer, expected| assert_eq!(changed.text(), Err(expected), "{changed:?}");
        let good = || transfer(Some(1), Some("A"));
        for bank in ["", "97040", "9704055", "97040x", "９70405"] {
            check(Transfer { bank: bank.to_owned(), ..good() }, VietQrError::Bank);
        }
        for account in ["", "12345678901234567890", "12 34", "số"] {
            check(Transfer { account: account.to_owned(), ..good() }, VietQrError::Account);
        }
        for amount in [0, MAX_AMOUNT + 1, u64::MAX] {
            check(transfer(Some(amount), None), VietQrError::Amount);
        }
        for purpose in ["", " A", "26 characters are too many", "Lệ phí", "a\nb"] {
            check(transfer(None, Some(purpose)), VietQrError::Purpose);
        }
    }

    #[test]
    fn a_wrong_character_is_noticed_and_another_code_is_not_taken_for_one() {
        let text = transfer(Some(120_000), Some("H14.08-261127-0042")).text().expect("it fits");
        assert!(Transfer::read(&format!("\u{feff} {text}\r\n")).is_ok());
        assert_eq!(Transfer::read(&text.replace("120000", "920000")), Err(VietQrError::Checksum));
        for (other, what) in [
            ("", "nothing"),
            ("CDS1:ABC", "an identity code"),
            ("0002016304", "cut off"),
            ("00020163041D3D", "no transfer"),
            ("00020101021138\u{1ea1}", "no ASCII"),
        ] {
            assert!(Transfer::read(other).is_err(), "{what}");
        }
        let dollars = text.replace("5303704", "5303840");
        let dollars = dollars.get(..dollars.len() - 4).expect("a checksum");
        let dollars = format!("{dollars}{:04x}", crc16(dollars.as_bytes()));
        assert_eq!(Transfer::read(&dollars), Err(VietQrError::Other), "another currency");
    }

    proptest! {
        #[test]
        fn any_transfer_comes_back(
            bank in "[0-9]{6}", account in "[0-9A-Za-z]{1,19}", card: bool,
            amount in proptest::option::of(1..=MAX_AMOUNT), purpose in proptest::option::of("[!-~]([ -~]{0,23}[!-~])?"),
        ) {
            let service = if card { Service::Card } else { Service::Account };
            let transfer = Transfer { bank, account, service, amount, purpose };
            prop_assert_eq!(Transfer::read(&transfer.text().expect("it fits")), Ok(transfer));
        }

        #[test]
        fn whatever_is_read_is_a_transfer_or_refused(text in "(000201)?[0-9A-Z]{0,80}(6304[0-9A-F]{4})?|\\PC{0,40}") {
            if let Ok(transfer) = Transfer::read(&text) {
                prop_assert!(transfer.text().is_ok());
            }
        }
    }
}
