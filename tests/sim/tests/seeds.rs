//! Three hundred seeds of two hundred steps.

use cds_sim::tally::AT_LEAST;
use cds_sim::{STEPS, many};

const SEEDS: u64 = 300;

#[test]
fn nothing_is_lost_nothing_doubled_and_everything_comes_in_step() {
    let many = match many(0..SEEDS, STEPS, || false) {
        Ok(many) => many,
        Err(error) => panic!("{error:#}"),
    };
    assert_eq!(many.seeds, SEEDS);
    println!("{}", many.tally);
    // Each of the engine's steps has two crashes of its own: some need more seeds than these, which `cargo xtask sim` asks for.
    let mut rare = many.tally.rare(AT_LEAST);
    rare.retain(|line| !line.starts_with("crash"));
    assert!(rare.is_empty(), "came fewer than {AT_LEAST} times: {rare:#?}");
}
