//! The messages of a language, read where they are shown.
//!
//! Of Fluent's syntax only what the locale files use, and the build holds them to that: a message is one line with variables,
//! in which lines may stand to choose from by a number. The crate that reads all of Fluent was a twentieth of the module; a test
//! compares with it, message by message.

/// What stands in a variable's place.
pub(crate) struct Value(String);

macro_rules! values {
    ($($kind:ty)+) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self(value.to_string())
            }
        })+
    };
}

values! { i32 i64 u32 u64 usize f64 &str }

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self(value)
    }
}

/// The messages, in the order of their keys.
pub(super) struct Messages(Vec<String>);

impl Messages {
    /// Of the words as `build.rs` lays them out.
    pub(super) fn new(words: &str) -> Self {
        Self(words.split('\0').map(str::to_owned).collect())
    }

    /// The message of this number with its variables' values.
    pub(super) fn format(&self, number: usize, values: &[(&str, Value)]) -> String {
        let value =
            |name: &str| values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.0.as_str());
        let mut text = String::new();
        fill(&mut text, self.0.get(number).map_or("", String::as_str), &value);
        text
    }
}

/// Writes a message with values in the places of its variables and the line that is chosen in the place of each choice.
fn fill<'a>(text: &mut String, message: &str, value: &dyn Fn(&str) -> &'a str) {
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("{ $") {
        let (name, after) = after.split_once(' ').unwrap_or((after, ""));
        text.push_str(before);
        rest = if let Some((variants, after)) = after.strip_prefix("->\n").and_then(|after| after.split_once("\n}")) {
            fill(text, chosen(variants, value(name)), value);
            after
        } else {
            text.push_str(value(name));
            after.strip_prefix('}').unwrap_or(after)
        };
    }
    text.push_str(rest);
}

/// The line for a number: its own, the one for one thing, or the one marked with an asterisk. Vietnamese has one for all.
fn chosen<'a>(variants: &'a str, number: &str) -> &'a str {
    let mut otherwise = "";
    for line in variants.lines() {
        let marked = line.trim_start();
        let Some((name, text)) = marked.trim_start_matches(['*', '[']).split_once("] ") else { continue };
        if name == number || name == "one" && number == "1" {
            return text;
        }
        if marked.starts_with('*') {
            otherwise = text;
        }
    }
    otherwise
}

#[cfg(test)]
mod tests {
    use cds_wire::ipc::Language;
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

    use super::*;
    use crate::texts::{EN, MESSAGES, VI, words};

    #[test]
    fn every_message_is_read_as_fluent_reads_it() {
        let mut compared = 0;
        for language in [Language::Vi, Language::En] {
            let mut fluent = FluentBundle::new(vec![language.tag().parse().expect("a tag")]);
            fluent.set_use_isolating(false);
            let own = Messages::new(&words(language));
            for file in if language == Language::Vi { VI } else { EN } {
                let file = FluentResource::try_new((*file).to_owned()).expect("Fluent");
                fluent.add_resource(file).expect("no message twice");
            }
            for (message, (key, variables)) in MESSAGES.iter().enumerate() {
                for number in [0, 1, 2, 21, 1000] {
                    let values: Vec<(&str, Value)> = variables.iter().map(|name| (*name, number.into())).collect();
                    let arguments: FluentArgs<'_> = variables.iter().map(|name| (*name, number)).collect();
                    let pattern = fluent.get_message(key).and_then(|message| message.value()).expect("a message");
                    let expected = fluent.format_pattern(pattern, Some(&arguments), &mut Vec::new());
                    assert_eq!(own.format(message, &values), expected, "{key} in {language:?} with {number}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 1000, "{compared} messages were compared");
    }

    #[test]
    fn words_stand_as_they_are_in_their_places() {
        let messages = Messages::new("{ $b } và { $c }\0một");
        let format = |number| messages.format(number, &[("b", "{ $c }".into()), ("c", "x".to_owned().into())]);
        assert_eq!([format(0), format(1), format(2)], ["{ $c } và x", "một", ""]);
    }
}
