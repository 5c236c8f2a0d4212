//! Trains the dictionary from made-up messages of made-up citizens; the same seed makes the same dictionary.
//!
//! `cargo run --package cds-codec --example train -- crates/codec/dictionary/1.zdict`

#[path = "train/training.rs"]
mod training;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).ok_or("the first argument is the dictionary's file")?;
    Ok(std::fs::write(file, training::dictionary()?)?)
}
