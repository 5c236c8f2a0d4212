//! Whatever the bytes: no panic, and never a text that is not there.

use cds_scan::{Luma, WrongSize, read_codes, read_frame};
use proptest::prelude::*;

use crate::scene::{Lies, Scene};
use crate::{read, read_frames};

const TEXT: &str = "CDS1:6BFW1K9Q0ZJX3TH2NVGRA4";

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_no_code(pixels in prop::collection::vec(any::<u8>(), 0..4000), width in 1..80_usize) {
        let height = pixels.len() / width;
        let luma = Luma::new(width, height, &pixels[..width * height]).expect("the size is right");
        prop_assert_eq!(read_codes(luma), Vec::<String>::new());
        prop_assert_eq!(read_frame(luma, width), Vec::<String>::new());
    }

    /// Corner patterns in places where no code has them.
    #[test]
    fn corner_patterns_without_a_code_are_read_as_nothing(
        places in prop::collection::vec((0..150_usize, 0..150_usize, 1..8_usize), 0..9),
    ) {
        let mut scene = Scene::new(160, 160);
        for (left, top, module) in places {
            for (inset, shade) in [(0, 20), (1, 220), (2, 20)] {
                let side = (7 - 2 * inset) * module;
                scene.cover(left + inset * module, top + inset * module, side, side, shade);
            }
        }
        prop_assert_eq!(read(&scene), Vec::<String>::new());
    }

    #[test]
    fn a_damaged_code_is_read_right_or_not_at_all(
        module in 0.3..5.0_f64,
        turn in 0.0..360.0_f64,
        tilt in -0.9..0.9_f64,
        middle in (0.0..200.0_f64, 0.0..200.0_f64),
        covers in prop::collection::vec((0..200_usize, 0..200_usize, 0..60_usize, 0..60_usize, any::<u8>()), 0..5),
    ) {
        let mut scene = Scene::new(200, 200);
        scene.draw(TEXT, Lies { middle, module, turn, tilt, mirrored: false });
        for (left, top, width, height, shade) in covers {
            scene.cover(left, top, width, height, shade);
        }
        for text in read(&scene).into_iter().chain(read_frames(&scene)) {
            prop_assert_eq!(text, TEXT);
        }
    }
}

#[test]
fn a_wrong_number_of_bytes_is_named() {
    let refused = Luma::new(3, 2, &[0; 5]).map(|_| ());
    assert_eq!(refused, Err(WrongSize { width: 3, height: 2, bytes: 5 }));
    assert!(Luma::new(usize::MAX, 2, &[]).is_err());
}
