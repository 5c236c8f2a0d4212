//! Codes that must be read, and what must not be.

use crate::scene::{Lies, Scene};
use crate::{read, read_frames};

/// As long as an identity code: version 10.
fn paper_code() -> String {
    format!("CDS1:{}", "6BF W1K9.$%*+-/:Q0ZJX3TH2NVGRA4CPE7UO8LYSD5MI".repeat(6))
}

fn check(scene: &Scene, texts: &[&str]) {
    assert_eq!(read(scene), texts);
    assert_eq!(read_frames(scene), texts, "frame by frame");
}

#[test]
fn a_code_is_read_with_its_vietnamese_marks() {
    for text in ["CDS1:ABC", "012345678901|Nguyễn Thị Hoà|Xã Quảng Uyên, Cao Bằng"] {
        let mut scene = Scene::new(240, 240);
        scene.draw(text, Lies::in_middle(&scene, 4.0));
        check(&scene, &[text]);
    }
}

#[test]
fn a_code_is_read_however_it_is_turned() {
    let text = paper_code();
    for turn in [0.0, 17.0, 45.0, 90.0, 133.0, 180.0, 261.0, 315.0] {
        let mut scene = Scene::new(420, 420);
        scene.draw(&text, Lies { turn, ..Lies::in_middle(&scene, 4.0) });
        assert_eq!(read(&scene), [&*text], "{turn}");
    }
}

#[test]
fn a_code_is_read_from_aside_and_in_a_mirror() {
    let text = paper_code();
    for mirrored in [false, true] {
        for (turn, tilt) in [(0.0, 0.35), (120.0, 0.35), (200.0, -0.3)] {
            let mut scene = Scene::new(480, 480);
            scene.draw(&text, Lies { turn, tilt, mirrored, ..Lies::in_middle(&scene, 4.0) });
            assert_eq!(read(&scene), [&*text], "{turn}, {tilt}, {mirrored}");
        }
    }
}

#[test]
fn a_code_is_read_from_far_away_out_of_focus_and_in_uneven_light() {
    let text = paper_code();
    let mut far = Scene::new(200, 200);
    far.draw(&text, Lies { turn: 8.0, ..Lies::in_middle(&far, 1.7) });
    check(&far, &[&text]);
    let mut blurred = Scene::new(400, 400);
    blurred.draw(&text, Lies { turn: 8.0, ..Lies::in_middle(&blurred, 5.0) });
    blurred.blur(3);
    check(&blurred, &[&text]);
    let mut shaded = Scene::new(400, 400);
    shaded.draw(&text, Lies { turn: 8.0, ..Lies::in_middle(&shaded, 4.0) });
    shaded.shade(0.15);
    check(&shaded, &[&text]);
}

#[test]
fn all_codes_of_a_picture_are_read_and_each_once() {
    let (paper, card) = (paper_code(), "004090001234||NONG THI MAI|02091990|Nu|Cao Bang|20052021");
    let mut scene = Scene::new(900, 620);
    let place = |middle, module, turn| Lies { middle, module, turn, tilt: 0.0, mirrored: false };
    scene.draw(&paper, place((230.0, 200.0), 4.0, 10.0));
    scene.draw(card, place((660.0, 160.0), 4.0, 190.0));
    scene.draw("HTTPS://DICHVUCONG", place((600.0, 480.0), 5.0, 45.0));
    scene.draw(card, place((150.0, 500.0), 3.0, 0.0));
    check(&scene, &[card, &paper, "HTTPS://DICHVUCONG"]);
}

#[test]
fn the_largest_code_is_read() {
    let text = "0123456789".repeat(500);
    let mut scene = Scene::new(600, 600);
    scene.draw(&text, Lies::in_middle(&scene, 3.0));
    assert_eq!(read(&scene), [text]);
}

#[test]
fn a_picture_of_many_megapixels_is_scaled_down_and_read() {
    let text = paper_code();
    let mut scene = Scene::new(4000, 3100);
    scene.draw(&text, Lies { turn: 3.0, ..Lies::in_middle(&scene, 20.0) });
    check(&scene, &[&text]);
}

#[test]
fn a_picture_without_a_code_gives_nothing() {
    for shade in [0, 128, 255] {
        let mut scene = Scene::new(64, 64);
        scene.cover(0, 0, 64, 64, shade);
        check(&scene, &[]);
    }
    check(&Scene::new(0, 0), &[]);
    check(&Scene { width: usize::MAX, height: 0, pixels: Vec::new() }, &[]);
    // So flat that nothing is left of it in a smaller size.
    check(&Scene::new(5_000_000, 1), &[]);
}

#[test]
fn a_code_with_a_corner_torn_off_is_not_read_wrongly() {
    let mut scene = Scene::new(200, 200);
    scene.draw("0123456789", Lies::in_middle(&scene, 4.0));
    scene.cover(0, 0, 100, 100, 220);
    check(&scene, &[]);
}
