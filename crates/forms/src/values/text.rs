//! Texts: composed, without what nobody sees.

use unicode_normalization::UnicodeNormalization;

/// A text without what nobody sees.
pub(crate) struct Cleaned {
    /// It, composed (NFC).
    pub(crate) text: String,
    /// Control characters other than line ends, tabs and the mark at the beginning of files were in it.
    pub(crate) had_controls: bool,
}

/// Composes a text and takes out what nobody sees: control characters, marks that turn the direction of writing, spaces of
/// no width. Several spaces are one, and those at the ends go; so do line ends but in a text of several lines.
pub(crate) fn clean(typed: &str, multiline: bool) -> Cleaned {
    let had_controls = typed.chars().any(|letter| letter.is_control() && !letter.is_whitespace());
    let text = if multiline {
        let ends = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
        let lines: Vec<String> = ends.split('\n').map(line).collect();
        lines.join("\n").trim_matches('\n').to_owned()
    } else {
        line(typed)
    };
    Cleaned { text, had_controls }
}

fn line(typed: &str) -> String {
    let spaced = typed.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    let seen: String = spaced.filter(|letter| !is_unseen(*letter)).nfc().collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{feff}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        )
}

/// Whether it has the shape of an address of electronic mail; whether it exists is not for a form to tell.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let host_is_one = host.split('.').count() > 1
        && host.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'));
    !name.is_empty() && !name.contains(['@', ' ']) && host_is_one
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(typed: &str, expected: &str) {
        assert_eq!(clean(typed, false).text, expected, "{typed:?}");
    }

    #[test]
    fn a_text_is_composed_and_what_nobody_sees_is_taken_out() {
        check(&"Lý Thị Mẩy".nfd().collect::<String>(), "Lý Thị Mẩy");
        check("\u{feff} Lý\u{a0}\tThị \r\n Mẩy\u{200b}", "Lý Thị Mẩy");
        check("Lý\u{7} \u{202e}Thị\0", "Lý Thị");
        assert!(clean("Lý\u{7}", false).had_controls);
        assert!(!clean("Lý\r\nThị\tMẩy", false).had_controls);
    }

    #[test]
    fn lines_stay_where_several_are_asked_for() {
        assert_eq!(clean("\n a  b \r\n\r\nc\r", true).text, "a b\n\nc");
    }

    #[test]
    fn an_address_is_told_by_its_shape() {
        for good in ["a@b.vn", "ly.thi@xa.caobang.gov.vn"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "@b.vn", "a@b", "a@b..vn", "a b@c.vn", "a@b@c.vn", "a@.vn"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(typed in any::<String>(), multiline: bool) {
            let once = clean(&typed, multiline).text;
            let again = clean(&once, multiline);
            prop_assert!(!again.had_controls);
            prop_assert_eq!(again.text, once);
        }
    }
}
