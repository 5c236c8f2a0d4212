//! Names as the national portal prints them: some have a handful of words, the longest 1,192 characters.

use dioxus::prelude::*;

use crate::texts::use_texts;

/// Longest name, in characters, that is shown whole without being asked for.
const SHORT: usize = 180;

/// The beginning of a name that is too long for its place, cut between two words.
pub(crate) fn shorten(name: &str, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    let beginning: String = name.chars().take(longest).collect();
    let whole_words = beginning.rsplit_once(char::is_whitespace).map_or(&*beginning, |(words, _)| words);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', '.', '-', ' ']))
}

/// A name as a heading's text takes it; the whole of a long one is [`WholeName`]'s.
pub(crate) fn heading(name: &str) -> String {
    shorten(name, SHORT)
}

/// The whole of a name that the heading above shows only the beginning of.
#[component]
pub(crate) fn WholeName(name: String) -> Element {
    let texts = use_texts();
    if name.chars().count() <= SHORT {
        return rsx! {};
    }
    rsx! {
        details { class: "more",
            summary { {texts.whole_name()} }
            p { lang: "vi", {name} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_words_and_only_where_it_is_too_long() {
        assert_eq!(shorten("Đăng ký khai sinh", 40), "Đăng ký khai sinh");
        assert_eq!(shorten("Đăng ký khai sinh, kết hôn", 20), "Đăng ký khai sinh…");
        assert_eq!(shorten(&"ă".repeat(30), 10), format!("{}…", "ă".repeat(10)));
    }
}
