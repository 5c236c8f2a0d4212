//! Text as search sees it: words, each folded and with its marks.
//!
//! Two people write one word in two ways: with and without marks, `hoà` and `hòa`, `kí` and `ký`. Folded, all of them
//! are one; with marks, the mark of the tone stands behind the letters, so that its place does not matter.

use cds_vn::text::fold;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How names of procedures begin without saying anything, folded.
const BOILERPLATE: [&str; 2] = ["thu", "tuc"];
/// The marks of the tones: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// The words of a text, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<Word>);

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without marks, lower case; `y` as `i` where the two are written for each other.
    pub(super) folded: String,
    /// The same letters with their marks, the tone's last.
    pub(super) marked: String,
    /// It was typed with a `y` that stands as `i` here: what follows it would be another word.
    pub(super) ends_in_y: bool,
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Self {
        let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
        let words = lower.split(parts_words).filter_map(Word::of).collect();
        Self(words)
    }

    /// The words of a name or of what is looked for, without `thủ tục` before them.
    pub(super) fn of_name(text: &str) -> Self {
        let mut words = Self::of(text).0;
        let begins = words.iter().map(|word| word.folded.as_str()).take(BOILERPLATE.len()).eq(BOILERPLATE);
        if begins && words.len() > BOILERPLATE.len() {
            words.drain(..BOILERPLATE.len());
        }
        Self(words)
    }

    /// At most so many of them.
    pub(super) fn first(mut self, count: usize) -> Self {
        self.0.truncate(count);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Word> {
        self.0.iter()
    }

    /// The folded words, one space apart.
    pub(super) fn folded(&self) -> String {
        self.0.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The words with their marks, one space apart.
    pub(super) fn marked(&self) -> String {
        self.0.iter().map(|word| word.marked.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Several names in one text, a line each.
pub(super) fn joined(names: &[Words], form: fn(&Words) -> String) -> String {
    names.iter().map(form).collect::<Vec<_>>().join("\n")
}

impl Word {
    fn of(text: &str) -> Option<Self> {
        let (folded, changed) = with_i(fold(text));
        let mut tone = None;
        let letters = text.nfd().filter(|c| {
            let is_tone = TONES.contains(c);
            if is_tone {
                tone = Some(*c);
            }
            !is_tone
        });
        // ð is what an old encoding made of đ.
        let letters: String = letters.nfc().map(|c| if c == 'ð' { 'đ' } else { c }).collect();
        let (mut marked, _) = with_i(letters);
        marked.extend(tone);
        (!folded.is_empty()).then_some(Self { folded, marked, ends_in_y: changed })
    }
}

/// Whether the marks that were typed stand in `word` too, given that the two agree when folded, or that the beginning
/// of `word` does. A mark that was not typed agrees with any.
pub(super) fn marks_agree(typed: &str, word: &str) -> bool {
    let (typed_letters, typed_tone) = split_tone(typed);
    let (letters, tone) = split_tone(word);
    let tones_agree = typed_tone.is_none() || typed_tone == tone;
    tones_agree && typed_letters.chars().zip(letters.chars()).all(|(typed, letter)| typed.is_ascii() || typed == letter)
}

fn split_tone(marked: &str) -> (&str, Option<char>) {
    match marked.char_indices().next_back() {
        Some((end, last)) if TONES.contains(&last) => (marked.split_at(end).0, Some(last)),
        _ => (marked, None),
    }
}

/// What stands between words. The modifier apostrophe is a letter to Unicode and an apostrophe to people.
fn parts_words(c: char) -> bool {
    c == 'ʼ' || !(c.is_alphanumeric() || is_combining_mark(c))
}

/// `y` as the only vowel of a word, or after `qu`, is written `i` as well: ký, kí; quý, quí.
fn with_i(word: String) -> (String, bool) {
    let stem = word.strip_suffix('y').filter(|stem| {
        let consonants = stem.strip_prefix("qu").unwrap_or(stem);
        !stem.is_empty() && consonants.chars().all(|c| c.is_ascii_alphabetic() && !"aeiouy".contains(c))
    });
    match stem {
        Some(stem) => (format!("{stem}i"), true),
        None => (word, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, folded: &str, marked: &str) {
        let words = Words::of(text);
        assert_eq!((words.folded().as_str(), words.marked().as_str()), (folded, marked), "{text}");
    }

    #[test]
    fn words_are_told_apart_by_whatever_stands_between() {
        check("Cư M’gar, Cư M'gar", "cu m gar cu m gar", "cư m gar cư m gar");
        check("(A1/B2) – 12/2025", "a1 b2 12 2025", "a1 b2 12 2025");
        check(" \u{feff}\u{0} ", "", "");
    }

    #[test]
    fn one_word_in_two_spellings_is_one() {
        for (one, other) in [
            ("hoà", "hòa"),
            ("thuỷ", "thủy"),
            ("đăng ký", "đăng kí"),
            ("quý", "quí"),
            ("Ðặng", "đặng"),
            ("Quảng Uyên", &"Quảng Uyên".nfd().collect::<String>()),
        ] {
            assert_eq!(Words::of(one).marked(), Words::of(other).marked(), "{one}");
            assert_eq!(Words::of(one).folded(), Words::of(other).folded(), "{one}");
        }
        check("thủy tay quỳnh", "thuy tay quynh", "thuy\u{309} tay quynh\u{300}");
    }

    #[test]
    fn the_boilerplate_before_a_name_goes_unless_it_is_all() {
        let check = |name: &str, expected: &str| assert_eq!(Words::of_name(name).folded(), expected);
        check("Thủ tục đăng ký", "dang ki");
        check("THỦ TỤC: đăng ký", "dang ki");
        check("Thủ tục", "thu tuc");
        check("Hủy thủ tục", "huy thu tuc");
    }

    #[test]
    fn marks_that_were_typed_must_agree_and_others_need_not() {
        let check = |typed: &str, word: &str, expected: bool| {
            let marked = |text| Words::of(text).marked();
            assert_eq!(marks_agree(&marked(typed), &marked(word)), expected, "{typed} in {word}");
        };
        check("trú", "trú", true);
        check("tru", "trú", true);
        check("trú", "trụ", false);
        check("trú", "tru", false);
        check("duong", "đường", true);
        check("đuong", "đường", true);
        check("đương", "đường", true);
        check("dương", "đường", true);
        check("đường", "dường", false);
        check("tạ", "tạm", true);
        check("ta", "tạm", true);
        check("tá", "tạm", false);
    }

    proptest! {
        #[test]
        fn a_word_agrees_with_itself_and_holds_nothing_that_parts_words(text in any::<String>()) {
            for word in Words::of(&text).iter() {
                prop_assert!(marks_agree(&word.marked, &word.marked));
                // The index parts words at any other character of ASCII.
                prop_assert!(word.folded.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()));
            }
        }

        #[test]
        fn words_keep_their_order_whatever_the_case(text in "[a-zđăâêôơưáàảãạ ]{0,40}") {
            prop_assert_eq!(Words::of(&text.to_uppercase()), Words::of(&text));
        }
    }
}
