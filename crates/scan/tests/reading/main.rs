//! Reading codes from pictures, from outside.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod anything;
mod codes;
mod scene;

use cds_scan::{Luma, read_codes, read_frame};
use scene::Scene;

/// What is read from the scene, sorted.
fn read(scene: &Scene) -> Vec<String> {
    let luma = Luma::new(scene.width, scene.height, &scene.pixels).expect("the size is right");
    let mut texts = read_codes(luma);
    texts.sort();
    texts
}

/// What the frames find together: each turn once.
fn read_frames(scene: &Scene) -> Vec<String> {
    let luma = Luma::new(scene.width, scene.height, &scene.pixels).expect("the size is right");
    let mut texts: Vec<String> = (0..3).flat_map(|number| read_frame(luma, number)).collect();
    texts.sort();
    texts.dedup();
    texts
}
