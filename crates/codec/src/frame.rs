//! zstd frames, and contexts that are used again: making one takes longer than a small message.

use std::io::{self, Read};
use std::sync::{LazyLock, Mutex, PoisonError};

use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::stream::read::Decoder;
use zstd::zstd_safe::CParameter;

use crate::pack::{pack, unpack};
use crate::{DICTIONARY, Form};

/// Chosen by measurement: see `docs/decisions/0018-messages-with-a-dictionary.md`.
const LEVEL: i32 = 15;
/// The longest look back that a frame may ask for, as a power of two: what a page or a request of the largest size needs.
const WINDOW_LOG: u32 = 23;
/// Contexts that are kept when nobody uses them, of each form.
const KEPT: usize = 4;

static ENCODER: LazyLock<EncoderDictionary<'static>> = LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));
static PLAIN: Pool = Pool(Mutex::new(Vec::new()));
static WITH_DICTIONARY: Pool = Pool(Mutex::new(Vec::new()));

/// Why bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// They would be longer than they may be.
    #[error("the message is too long")]
    TooLong,
    /// They are no frame of this form.
    #[error("the message is damaged")]
    Damaged,
}

struct Pool(Mutex<Vec<Compressor<'static>>>);

impl Pool {
    fn take(&self) -> Option<Compressor<'static>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, compressor: Compressor<'static>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.push(compressor);
        }
    }
}

/// A message's bytes in the form asked for; as JSON where that is no longer.
pub fn encode(json: Vec<u8>, form: Form) -> (Form, Vec<u8>) {
    let compressed = match form {
        Form::Json => None,
        Form::Zstd => compress(&json, &PLAIN, || Compressor::new(LEVEL)),
        Form::Dictionary => pack(&json)
            .and_then(|packed| compress(&packed, &WITH_DICTIONARY, || Compressor::with_prepared_dictionary(&ENCODER))),
    };
    match compressed {
        Some(compressed) if compressed.len() < json.len() => (form, compressed),
        _ => (Form::Json, json),
    }
}

fn compress(json: &[u8], pool: &Pool, make: impl FnOnce() -> io::Result<Compressor<'static>>) -> Option<Vec<u8>> {
    let mut compressor = match pool.take() {
        Some(compressor) => compressor,
        None => {
            let mut made = make().ok()?;
            made.set_parameter(CParameter::ChecksumFlag(false)).ok()?;
            made.set_parameter(CParameter::DictIdFlag(false)).ok()?;
            made
        }
    };
    let compressed = compressor.compress(json).ok()?;
    pool.give_back(compressor);
    Some(compressed)
}

/// The JSON of a message's bytes, which may be at most `limit` long. No more than that is ever made of them.
pub fn decode(bytes: Vec<u8>, form: Form, limit: usize) -> Result<Vec<u8>, Unreadable> {
    let json = match form {
        Form::Json => bytes,
        Form::Zstd => read(Decoder::with_buffer(bytes.as_slice()), limit)?,
        // Packed, it is at most one byte longer.
        Form::Dictionary => {
            let decoder = Decoder::with_prepared_dictionary(bytes.as_slice(), &DECODER);
            unpack(&read(decoder, limit.saturating_add(1))?, limit)?
        }
    };
    if json.len() > limit { Err(Unreadable::TooLong) } else { Ok(json) }
}

/// At most `limit` bytes and one more, which says that there are too many.
fn read<B: io::BufRead>(decoder: io::Result<Decoder<'_, B>>, limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut decoder = decoder.map_err(|_| Unreadable::Damaged)?;
    decoder.window_log_max(WINDOW_LOG).map_err(|_| Unreadable::Damaged)?;
    let mut json = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    decoder.take(most).read_to_end(&mut json).map_err(|_| Unreadable::Damaged)?;
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMIT: usize = 1024 * 1024;

    proptest! {
        #[test]
        fn what_is_written_is_read_back(json in proptest::collection::vec(any::<u8>(), 0..2000)) {
            for form in Form::ALL {
                let (written, bytes) = encode(json.clone(), form);
                prop_assert!(bytes.len() <= json.len() && (written == form || written == Form::Json));
                prop_assert_eq!(decode(bytes, written, LIMIT), Ok(json.clone()));
            }
        }

        #[test]
        fn whatever_arrives_is_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            for form in Form::ALL {
                prop_assert!(decode(bytes.clone(), form, 100).is_err() || bytes.len() <= 400);
            }
        }
    }

    #[test]
    fn what_would_not_shrink_goes_as_it_is() {
        for form in Form::ALL {
            assert_eq!(encode(b"x".to_vec(), form), (Form::Json, b"x".to_vec()));
        }
    }

    #[test]
    fn a_message_cut_short_or_of_another_form_is_damaged() {
        let json = br#"{"schema":1,"cursor":null,"ack_seq":0,"max_bytes":65536}"#.repeat(20);
        for form in [Form::Zstd, Form::Dictionary] {
            let (_, mut bytes) = encode(json.clone(), form);
            bytes.pop();
            assert_eq!(decode(bytes, form, LIMIT), Err(Unreadable::Damaged));
            assert_eq!(decode(json.clone(), form, LIMIT), Err(Unreadable::Damaged));
        }
        let (_, with_dictionary) = encode(json.clone(), Form::Dictionary);
        assert_ne!(decode(with_dictionary, Form::Zstd, LIMIT), Ok(json));
    }

    #[test]
    fn a_message_longer_than_it_may_be_is_refused_and_never_made() {
        let long = vec![b' '; LIMIT + 1];
        for form in Form::ALL {
            let (written, bytes) = encode(long.clone(), form);
            assert_eq!(decode(bytes.clone(), written, LIMIT), Err(Unreadable::TooLong));
            assert_eq!(decode(bytes, written, LIMIT + 1), Ok(long.clone()));
        }
        // 100 MB of nothing in a few kilobytes.
        let mut bomb = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        for _ in 0..100 {
            io::Write::write_all(&mut bomb, &vec![0; 1024 * 1024]).expect("written");
        }
        let bomb = bomb.finish().expect("a frame");
        assert!(bomb.len() < 20_000);
        assert_eq!(decode(bomb, Form::Zstd, LIMIT), Err(Unreadable::TooLong));
    }

    #[test]
    fn a_frame_that_asks_for_a_long_look_back_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        encoder.window_log(WINDOW_LOG + 1).expect("set");
        io::Write::write_all(&mut encoder, b"x").expect("written");
        assert_eq!(decode(encoder.finish().expect("a frame"), Form::Zstd, LIMIT), Err(Unreadable::Damaged));
    }
}
