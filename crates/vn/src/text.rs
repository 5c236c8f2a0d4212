//! Folding: one form for all the ways a Vietnamese word may be written or mistyped.
//!
//! SQLite's FTS5 never folds đ to d, whatever its `remove_diacritics`, so what is searched is folded here first.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no marks, đ and its mojibake ð as d, one kind of apostrophe. For comparing and searching, never for
/// showing.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' | 'ð' => 'd',
            '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected);
    }

    #[test]
    fn marks_case_and_d_are_folded_away() {
        check("Đăng ký khai sinh", "dang ky khai sinh");
        check("ĐẮK LẮK", "dak lak");
        check("Ðà Nẵng", "da nang");
    }

    #[test]
    fn official_lists_that_differ_by_tone_place_or_apostrophe_agree() {
        assert_eq!(fold("Hoà An"), fold("Hòa An"));
        assert_eq!(fold("Cư M’gar"), fold("Cư M'gar"));
        assert_eq!(fold("Quảng Uyên"), fold(&"Quảng Uyên".nfd().collect::<String>()));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
