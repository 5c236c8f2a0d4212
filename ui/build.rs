//! Turns the locale files into functions: one for each message, with its variables as parameters. A function knows its
//! message by its number: keys would be a twentieth of what is shipped. The messages of a language stand in a file of their
//! own, by their keys, with a zero between them.
//!
//! A message that one language lacks, or whose variables differ between languages, stops the build; a function that no
//! screen calls is dead code and stops the lint.

#![expect(clippy::panic, reason = "a build script fails by panicking with the reason")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const LOCALES: &str = "../assets/locales";

/// Where `cargo xtask ui` wants the words.
const WORDS_DIR: &str = "CDS_WORDS_DIR";

/// Each message's variables.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() {
    println!("cargo::rerun-if-changed={LOCALES}");
    println!("cargo::rerun-if-env-changed={WORDS_DIR}");
    let (vi, vi_files) = read("vi");
    let (en, en_files) = read("en");
    for key in vi.keys().chain(en.keys()) {
        assert!(vi.contains_key(key) && en.contains_key(key), "the message {key} is missing in vi or en");
        assert!(vi.get(key) == en.get(key), "the message {key} has other variables in vi than in en");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    write(&out.join("texts.rs"), &generate(&vi, &vi_files, &en_files));
    let laid_out = std::env::var_os(WORDS_DIR).map(PathBuf::from);
    for folder in laid_out.iter().chain([&out]) {
        fs::create_dir_all(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for (language, files) in [("vi", &vi_files), ("en", &en_files)] {
            write(&folder.join(language).with_extension("txt"), &words(files, vi.len()));
        }
    }
}

fn write(file: &Path, text: &str) {
    fs::write(file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

/// The messages of a language by their keys, without them.
fn words(files: &[PathBuf], expected: usize) -> String {
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for line in text.lines() {
            if line.starts_with([' ', '}']) {
                let message = messages.entry(last.clone()).or_default();
                message.push('\n');
                message.push_str(line);
            } else if let Some((key, message)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
                last = key.to_owned();
                messages.insert(last.clone(), message.to_owned());
            }
        }
    }
    assert!(messages.len() == expected, "a message is not written `key = text`: {} of {expected}", messages.len());
    messages.into_values().collect::<Vec<_>>().join("\0")
}

fn read(language: &str) -> (Messages, Vec<PathBuf>) {
    let folder = Path::new(LOCALES).join(language);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map_while(Result::ok).map(|entry| entry.path()).collect();
    files.sort();
    let mut messages = Messages::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(
            text.matches('{').count() == text.matches("{ $").count(),
            "{}: braces are not `{{ $so }}`",
            file.display()
        );
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let mut variables = BTreeSet::new();
                if let Some(pattern) = &message.value {
                    in_message(message.id.name, pattern, &mut variables);
                }
                let twice = messages.insert(message.id.name.to_owned(), variables).is_some();
                assert!(!twice, "{}: the message {} stands twice", file.display(), message.id.name);
            }
        }
    }
    let files = files.iter().map(|file| fs::canonicalize(file).unwrap_or_else(|_| file.clone())).collect();
    (messages, files)
}

/// What `texts/messages.rs` reads: one line with variables, in which choices by a variable may stand.
fn in_message(key: &str, pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                in_inline(key, selector, variables);
                variants.iter().for_each(|variant| in_line(key, &variant.value.elements, variables));
            }
            other => in_line(key, std::slice::from_ref(other), variables),
        }
    }
}

fn in_line(key: &str, elements: &[PatternElement<&str>], variables: &mut BTreeSet<String>) {
    for element in elements {
        match element {
            PatternElement::TextElement { value } => assert!(!value.contains('\n'), "{key} has several lines"),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => in_inline(key, inline, variables),
            PatternElement::Placeable { .. } => panic!("{key}: a choice within a choice is more than is read"),
        }
    }
}

fn in_inline(key: &str, inline: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
        _ => panic!("{key}: only variables are read in braces"),
    }
}

fn generate(messages: &Messages, vi: &[PathBuf], en: &[PathBuf]) -> String {
    let mut code = String::new();
    for (name, files) in [("VI", vi), ("EN", en)] {
        let includes: Vec<String> = files.iter().map(|file| format!("include_str!({:?})", file.display())).collect();
        let _ = writeln!(code, "#[cfg(test)]\nconst {name}: &[&str] = &[{}];", includes.join(", "));
    }
    let _ = writeln!(code, "impl Texts {{");
    for (number, (key, variables)) in messages.iter().enumerate() {
        let function = key.replace('-', "_");
        let parameters: String = variables.iter().map(|name| format!(", {name}: impl Into<Value>")).collect();
        let values: Vec<String> = variables.iter().map(|name| format!("({name:?}, {name}.into())")).collect();
        let _ = writeln!(
            code,
            "    /// The message `{key}`.\n    pub(crate) fn {function}(&self{parameters}) -> String {{\n        \
             self.message({number}, &[{}])\n    }}",
            values.join(", ")
        );
    }
    code.push_str("}\n");
    let listed: Vec<String> = messages
        .iter()
        .map(|(key, variables)| format!("({key:?}, &{:?})", variables.iter().collect::<Vec<_>>()))
        .collect();
    let _ = writeln!(code, "#[cfg(test)]\nconst MESSAGES: &[(&str, &[&str])] = &[{}];", listed.join(", "));
    code
}
