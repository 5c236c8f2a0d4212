//! What is random in a message, taken out of its text.
//!
//! Two thirds of a compressed page are ids, digests, signatures and times. As text they take half as much again as they
//! hold, and they break the words around them apart, so that a compressor begins anew after each. So each is replaced by
//! one byte that JSON never has (a control character), and its value goes behind the text:
//!
//! | Byte | Stands for | Value |
//! | --- | --- | --- |
//! | 1 | a UUID in lower case with hyphens | its 16 bytes |
//! | 2 | base64url without padding of 32 bytes | these |
//! | 3 | base64url without padding of 16 bytes or more | how many (LEB128), then these |
//! | 4 | a number of 13 digits that begins with 1 | what it is above 10¹², 5 bytes, big-endian |
//! | 0 | the end of the text, once | the values follow in the order of their bytes |
//!
//! Whether something is replaced is the writer's choice, and only what the reader restores to the letter is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Unreadable;

const END: u8 = 0;
const UUID: u8 = 1;
const DIGEST: u8 = 2;
const BYTES: u8 = 3;
const TIME: u8 = 4;
/// The highest byte with a meaning of its own.
const HIGHEST: u8 = TIME;

const UUID_TEXT: usize = 36;
const UUID_HYPHENS: [usize; 4] = [8, 13, 18, 23];
const TIME_DIGITS: usize = 13;
const TIME_BASE: u64 = 1_000_000_000_000;
/// The shortest base64 that is replaced: 16 bytes.
const SHORTEST: usize = 22;

/// The packed form of JSON; none of what is no JSON because it has control characters.
pub fn pack(json: &[u8]) -> Option<Vec<u8>> {
    if json.iter().any(|byte| *byte <= HIGHEST) {
        return None;
    }
    let (mut text, mut values) = (Vec::with_capacity(json.len()), Vec::new());
    for run in json.chunk_by(|a, b| is_of_word(*a) == is_of_word(*b)) {
        match value(run) {
            Some((byte, value)) => {
                text.push(byte);
                values.extend_from_slice(&value);
            }
            None => text.extend_from_slice(run),
        }
    }
    text.push(END);
    text.append(&mut values);
    Some(text)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// What takes the place of a run of letters and digits, where something does.
fn value(run: &[u8]) -> Option<(u8, Vec<u8>)> {
    if run.len() == TIME_DIGITS && run.first() == Some(&b'1') && run.iter().all(u8::is_ascii_digit) {
        let above = std::str::from_utf8(run).ok()?.parse::<u64>().ok()?.checked_sub(TIME_BASE)?;
        return Some((TIME, above.to_be_bytes().into_iter().skip(3).collect()));
    }
    if let Some(uuid) = uuid(run) {
        return Some((UUID, uuid));
    }
    // Without both of these it is some word, which the dictionary may have.
    let looks_random = run.iter().any(u8::is_ascii_digit) && run.iter().any(u8::is_ascii_uppercase);
    if run.len() < SHORTEST || !looks_random {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(run).ok()?;
    if bytes.len() == 32 {
        return Some((DIGEST, bytes));
    }
    let mut value = Vec::with_capacity(bytes.len() + 2);
    let mut length = bytes.len();
    while length >= 0x80 {
        value.push((length & 0x7F) as u8 | 0x80);
        length >>= 7;
    }
    value.push(length as u8);
    value.extend_from_slice(&bytes);
    Some((BYTES, value))
}

fn uuid(run: &[u8]) -> Option<Vec<u8>> {
    let is_hyphen = |at: usize| UUID_HYPHENS.contains(&at);
    if run.len() != UUID_TEXT || run.iter().enumerate().any(|(at, byte)| is_hyphen(at) != (*byte == b'-')) {
        return None;
    }
    let mut digits = run.iter().filter(|byte| **byte != b'-');
    let mut bytes = Vec::with_capacity(16);
    while let (Some(high), Some(low)) = (digits.next(), digits.next()) {
        bytes.push(digit(*high)? << 4 | digit(*low)?);
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// The JSON of a packed message, at most `limit` long.
pub(crate) fn unpack(packed: &[u8], limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut parts = packed.splitn(2, |byte| *byte == END);
    let (Some(text), Some(values)) = (parts.next(), parts.next()) else { return Err(Unreadable::Damaged) };
    let (mut json, mut values) = (Vec::with_capacity(text.len()), Values(values));
    for run in text.chunk_by(|a, b| *a > HIGHEST && *b > HIGHEST) {
        match run {
            [byte] if *byte <= HIGHEST => values.restore(*byte, &mut json)?,
            run => json.extend_from_slice(run),
        }
        if json.len() > limit {
            return Err(Unreadable::TooLong);
        }
    }
    if values.0.is_empty() { Ok(json) } else { Err(Unreadable::Damaged) }
}

struct Values<'a>(&'a [u8]);

impl Values<'_> {
    fn take(&mut self, count: usize) -> Result<&[u8], Unreadable> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn restore(&mut self, byte: u8, json: &mut Vec<u8>) -> Result<(), Unreadable> {
        match byte {
            UUID => {
                for (at, byte) in self.take(16)?.iter().enumerate() {
                    if matches!(at, 4 | 6 | 8 | 10) {
                        json.push(b'-');
                    }
                    json.extend_from_slice(format!("{byte:02x}").as_bytes());
                }
            }
            TIME => {
                let above = self.take(5)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
                json.extend_from_slice((TIME_BASE + above).to_string().as_bytes());
            }
            DIGEST => json.extend_from_slice(URL_SAFE_NO_PAD.encode(self.take(32)?).as_bytes()),
            _ => {
                let length = self.length()?;
                json.extend_from_slice(URL_SAFE_NO_PAD.encode(self.take(length)?).as_bytes());
            }
        }
        Ok(())
    }

    fn length(&mut self) -> Result<usize, Unreadable> {
        let mut length = 0;
        // Four bytes say more than any message holds.
        for shift in [0, 7, 14, 21] {
            let [byte] = *self.take(1)? else { return Err(Unreadable::Damaged) };
            length |= usize::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(length);
            }
        }
        Err(Unreadable::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: usize = 1024 * 1024;
    const UUID_1: &str = "01914a7e-3c5b-7def-8123-456789abcdef";

    fn check(json: &str, expected: &[u8]) {
        let packed = pack(json.as_bytes()).expect("JSON");
        assert_eq!(packed, expected, "{json}");
        assert_eq!(unpack(&packed, LIMIT).as_deref(), Ok(json.as_bytes()));
    }

    #[test]
    fn ids_digests_and_times_go_behind_the_text() {
        let id = *b"\x01\x91\x4a\x7e\x3c\x5b\x7d\xef\x81\x23\x45\x67\x89\xab\xcd\xef";
        check(&format!(r#"["{UUID_1}"]"#), &[b"[\"\x01\"]\0", &id[..]].concat());
        check(&format!(r#"{{"a":"dossier/{UUID_1}"}}"#), &[b"{\"a\":\"dossier/\x01\"}\0", &id[..]].concat());
        check("[1000000000258,1999999999999]", b"[\x04,\x04]\0\0\0\0\x01\x02\xe8\xd4\xa5\x0f\xff");
        let digest = URL_SAFE_NO_PAD.encode([0xd3; 32]);
        check(&format!("[\"{digest}\",{UUID_1:?}]"), &[b"[\"\x02\",\"\x01\"]\0", &[0xd3; 32][..], &id].concat());
        let long = URL_SAFE_NO_PAD.encode([0xd3; 300]);
        check(&format!("\"{long}\""), &[b"\"\x03\"\0\xac\x02", &[0xd3; 300][..]].concat());
    }

    #[test]
    fn what_only_looks_like_one_stays_as_it_is() {
        for text in [
            "01914A7E 3C5B",
            "01914a7e-3c5b-7def-8123-456789abcde",
            "2000000000000",
            "100000000000",
            "10000000000000",
            "ho_ten_nguoi_yeu_cau_dang_ky",
            "Lý A Thí",
            // Base64 whose last letter holds bits that nothing wrote.
            "AAAAAAAAAAAAAAAAAAAAA1",
        ] {
            check(text, format!("{text}\0").as_bytes());
        }
    }

    #[test]
    fn what_is_no_json_is_not_packed() {
        assert_eq!(pack(b"a\x01b"), None);
        assert_eq!(pack(b"\0"), None);
    }

    #[test]
    fn values_that_are_missing_or_left_over_are_damage() {
        for packed in
            [&b"[]"[..], b"\x01\0", b"\x04\0\0\0\0\0", b"\x04\0\0\0\0\0\0\0", b"\x03\0\x80\x80\x80\x80\x01", b"[]\0x"]
        {
            assert_eq!(unpack(packed, LIMIT), Err(Unreadable::Damaged), "{packed:?}");
        }
        let many = [&[UUID; 1000][..], b"\0", &[0; 16_000]].concat();
        assert_eq!(unpack(&many, 35_999), Err(Unreadable::TooLong));
        assert_eq!(unpack(&many, 36_000).map(|json| json.len()), Ok(36_000));
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "(\\PC|[0-9]{12,14}|[A-Za-z0-9_-]{20,45}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\"){0,20}") {
            let packed = pack(text.as_bytes()).expect("no control characters");
            prop_assert!(packed.len() <= text.len() + 1);
            prop_assert_eq!(unpack(&packed, LIMIT), Ok(text.into_bytes()));
        }

        #[test]
        fn whatever_arrives_is_unpacked_or_refused(packed in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(json) = unpack(&packed, 500) {
                prop_assert!(json.len() <= 500);
            }
        }
    }
}
