//! Three hundred seeds of two hundred steps.

use cds_sim::tally::AT_LEAST;
use cds_sim::{STEPS, many};

#[test]
fn nothing_is_lost_nothing_doubled_and_everything_comes_in_step() {
    match many(0..300, STEPS, || false) {
        Ok(many) => {
            println!("{}", many.tally);
            assert_eq!(many.seeds, 300);
            let rare = many.tally.rare(AT_LEAST);
            assert!(rare.is_empty(), "came fewer than {AT_LEAST} times: {rare:#?}");
        }
        Err(error) => panic!("{error:#}"),
    }
}
