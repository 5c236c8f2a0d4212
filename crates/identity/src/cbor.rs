//! The part of CBOR (RFC 8949) that the signed objects are made of, in its deterministic encoding (section 4.2).
//!
//! Integers, byte and text strings, arrays, maps with integer or text keys, booleans and null; no floats, no tags. What is
//! read must be exactly what would be written: definite and shortest lengths, keys in order and once each, nothing after the
//! end. One content has one form, then, and a signed object cannot be changed without breaking its signature. The only file
//! that knows the CBOR library.

use std::convert::Infallible;

use minicbor::data::{Int, Type};
use minicbor::{Decoder, Encoder};

/// Arrays and maps within each other; what is nested deeper is refused.
const MAX_DEPTH: usize = 8;

/// One item of CBOR.
#[derive(Clone, PartialEq)]
pub(crate) enum Value {
    Int(Int),
    Bytes(Vec<u8>),
    Text(String),
    Array(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Bool(bool),
    Null,
}

impl Value {
    pub(crate) fn int(number: impl Into<Int>) -> Self {
        Self::Int(number.into())
    }

    pub(crate) fn bytes(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A map with integer keys, in whatever order.
    pub(crate) fn map(entries: impl IntoIterator<Item = (i64, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (Self::int(key), value)).collect())
    }

    /// The value under an integer key, where this is a map that has it.
    pub(crate) fn get(&self, key: i64) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        let key = Self::int(key);
        entries.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// The number, where this is one that `N` can hold.
    pub(crate) fn as_number<N: TryFrom<Int>>(&self) -> Option<N> {
        let Self::Int(number) = self else { return None };
        N::try_from(*number).ok()
    }

    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        let Self::Bytes(bytes) = self else { return None };
        Some(bytes)
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        Some(text)
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        let Self::Array(items) = self else { return None };
        Some(items)
    }

    /// The deterministic encoding.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut output = Encoder::new(Vec::new());
        let written = self.write(&mut output);
        debug_assert!(written.is_ok(), "memory takes what is written");
        output.into_writer()
    }

    /// Reads exactly one item in deterministic encoding, with nothing after it.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let value = read(&mut Decoder::new(bytes), MAX_DEPTH)?;
        (value.encode() == bytes).then_some(value)
    }

    fn write(&self, output: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        match self {
            Self::Int(number) => output.int(*number)?,
            Self::Bytes(bytes) => output.bytes(bytes)?,
            Self::Text(text) => output.str(text)?,
            Self::Bool(flag) => output.bool(*flag)?,
            Self::Null => output.null()?,
            Self::Array(items) => {
                output.array(items.len() as u64)?;
                return items.iter().try_for_each(|item| item.write(output));
            }
            Self::Map(entries) => {
                let mut entries: Vec<_> = entries.iter().map(|(key, value)| (key.encode(), value)).collect();
                entries.sort_by(|(a, _), (b, _)| a.cmp(b));
                output.map(entries.len() as u64)?;
                return entries.into_iter().try_for_each(|(key, value)| {
                    output.writer_mut().extend(key);
                    value.write(output)
                });
            }
        };
        Ok(())
    }
}

fn read(input: &mut Decoder<'_>, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    Some(match input.datatype().ok()? {
        Type::Bytes => Value::bytes(input.bytes().ok()?),
        Type::String => Value::text(input.str().ok()?),
        Type::Bool => Value::Bool(input.bool().ok()?),
        Type::Null => {
            input.null().ok()?;
            Value::Null
        }
        // The number of items is only a claim: memory grows with what is really there.
        Type::Array => {
            let mut items = Vec::new();
            for _ in 0..input.array().ok()?? {
                items.push(read(input, depth)?);
            }
            Value::Array(items)
        }
        Type::Map => {
            let mut entries = Vec::new();
            let mut last = Vec::new();
            for _ in 0..input.map().ok()?? {
                let key = read(input, depth)?;
                let encoded = match key {
                    Value::Int(_) | Value::Text(_) => key.encode(),
                    _ => return None,
                };
                if last >= encoded {
                    return None;
                }
                last = encoded;
                entries.push((key, read(input, depth)?));
            }
            Value::Map(entries)
        }
        _ => Value::Int(input.int().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_encoding_is_that_of_the_rfc() {
        let value = Value::map([(8, Value::Array(vec![Value::Bool(true), Value::Null])), (-1, Value::text("é"))]);
        let value = Value::Array(vec![value, Value::bytes(&[1]), Value::int(1000u64), Value::int(-7i64)]);
        let bytes = [0x84, 0xa2, 0x08, 0x82, 0xf5, 0xf6, 0x20, 0x62, 0xc3, 0xa9, 0x41, 1, 0x19, 0x03, 0xe8, 0x26];
        assert_eq!(value.encode(), bytes);
        assert!(Value::decode(&bytes) == Some(value));
    }

    #[test]
    fn what_is_not_in_its_one_form_is_refused() {
        let cases: [(&str, &[u8]); 14] = [
            ("nothing", &[]),
            ("a long integer", &[0x18, 0x01]),
            ("a long length", &[0x58, 0x01, 0xff]),
            ("an indefinite array", &[0x9f, 0x01, 0xff]),
            ("an indefinite map", &[0xbf, 0x01, 0x02, 0xff]),
            ("indefinite bytes", &[0x5f, 0x41, 0x01, 0xff]),
            ("an indefinite text", &[0x7f, 0x61, 0x61, 0xff]),
            ("something after the end", &[0x01, 0x01]),
            ("a key twice", &[0xa2, 0x01, 0x02, 0x01, 0x03]),
            ("keys out of order", &[0xa2, 0x02, 0x02, 0x01, 0x03]),
            ("a tag", &[0xd2, 0x01]),
            ("a float", &[0xf9, 0x3c, 0x00]),
            ("more items claimed than there are", &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            ("a text that is not UTF-8", &[0x61, 0xff]),
        ];
        for (what, bytes) in cases {
            assert!(Value::decode(bytes).is_none(), "{what}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_before_the_stack_ends() {
        assert!(Value::decode(&[0x81; 100_000]).is_none());
        let mut allowed = vec![0x81; MAX_DEPTH - 1];
        allowed.push(0);
        assert!(Value::decode(&allowed).is_some());
        allowed.insert(0, 0x81);
        assert!(Value::decode(&allowed).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            if let Some(value) = Value::decode(&bytes) {
                prop_assert_eq!(value.encode(), bytes);
            }
        }

        #[test]
        fn whole_numbers_come_back(number: i64, natural: u64) {
            prop_assert_eq!(Value::int(number).as_number(), Some(number));
            prop_assert_eq!(Value::int(natural).as_number(), Some(natural));
        }
    }
}
