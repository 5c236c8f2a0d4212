//! Trains the dictionary from made-up messages of made-up citizens; the same seed makes the same dictionary.
//!
//! `cargo run --package cds-codec --example train -- crates/codec/dictionary/1.zdict`

#![expect(clippy::expect_used, reason = "a program for developers fails by panicking")]

#[path = "train/training.rs"]
mod training;

fn main() {
    let file = std::env::args_os().nth(1).expect("the dictionary's file");
    std::fs::write(file, training::dictionary()).expect("written");
}
