//! The dictionary is what its program makes, and does what it is for.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

#[path = "../examples/train/training.rs"]
mod training;

use cds_codec::{DICTIONARY, Form, decode, encode};
use serde::Serialize;
use training::SIZE;
use training::traffic::random::Random;
use training::traffic::{Place, nothing_new, nothing_to_send, page, push, pushed};

/// Citizens whose messages the dictionary was not made of.
const OTHERS: std::ops::Range<u64> = 1_000_000..1_000_020;

#[test]
fn the_dictionary_is_what_its_program_makes() {
    assert!(DICTIONARY.len() <= SIZE);
    let same = training::dictionary().expect("trained") == DICTIONARY;
    assert!(same, "run `cargo run --package cds-codec --example train -- crates/codec/dictionary/1.zdict`");
}

/// The dictionary holds no piece of what is random: such a piece would never be met again.
#[test]
fn nothing_in_the_dictionary_is_random() {
    let is_of_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mixed = |run: &[u8]| {
        run.iter().any(u8::is_ascii_digit)
            && run.iter().any(u8::is_ascii_uppercase)
            && run.iter().any(u8::is_ascii_lowercase)
    };
    let random: usize =
        DICTIONARY.split(|byte| !is_of_base64(byte)).filter(|run| run.len() >= 16 && mixed(run)).map(<[u8]>::len).sum();
    assert!(random * 50 < DICTIONARY.len(), "{random} bytes of {}", DICTIONARY.len());
}

/// The sizes of a message, the mean over citizens: as JSON, with zstd, and packed with the dictionary.
fn sizes<T: Serialize>(message: impl Fn(&mut Random, &Place) -> T) -> [usize; 3] {
    let place = Place::of_the_demonstration().expect("read");
    let citizens = OTHERS.count();
    let mut sizes = [0; 3];
    for citizen in OTHERS {
        let json = serde_json::to_vec(&message(&mut Random::new(citizen), &place)).expect("JSON");
        for (form, size) in Form::ALL.into_iter().zip(&mut sizes) {
            let (written, bytes) = encode(json.clone(), form);
            *size += bytes.len();
            assert_eq!(decode(bytes, written, 1 << 20).as_ref(), Ok(&json));
        }
    }
    sizes.map(|size| size / citizens)
}

/// At most so many bytes with the dictionary, and at most so many hundredths of what zstd alone makes of it.
fn check<T: Serialize>(name: &str, message: impl Fn(&mut Random, &Place) -> T, bytes: usize, hundredths: usize) {
    let [_, zstd, dictionary] = sizes(message);
    assert!(dictionary <= bytes, "{name}: {dictionary} B");
    assert!(dictionary * 100 <= zstd * hundredths, "{name}: {dictionary} of {zstd} B");
}

/// About 65 bytes of each are a cursor and a time, about 60 of the others' are ids and a signature more.
#[test]
fn a_small_message_is_little_more_than_what_is_random_in_it() {
    check("nothing to send", |random, _| nothing_to_send(random), 95, 70);
    check("nothing new", |random, _| nothing_new(random), 95, 65);
    check("one command", |random, place| push(random, place, 1).expect("JSON"), 345, 60);
    check("its result and a change", |random, place| pushed(random, place, 1), 490, 55);
    check("one change", |random, place| page(random, place, 1), 220, 46);
}

#[test]
fn a_first_pull_of_three_hundred_entities_is_a_fifth_of_its_json() {
    check("first pull", |random, place| page(random, place, 300), 29_500, 75);
}
