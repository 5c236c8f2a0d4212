//! Language, colours and text size.

use cds_wire::ipc::{Language, Preferences, TextSize, Theme};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::components::{BackBar, Options, Title};
use crate::texts::{Texts, use_texts};

const LANGUAGES: [(&str, Language); 2] = [("language-vi", Language::Vi), ("language-en", Language::En)];
const THEMES: [(&str, Theme); 3] =
    [("theme-system", Theme::System), ("theme-light", Theme::Light), ("theme-dark", Theme::Dark)];
const SIZES: [(&str, TextSize); 4] = [
    ("text-normal", TextSize::Normal),
    ("text-large", TextSize::Large),
    ("text-larger", TextSize::Larger),
    ("text-largest", TextSize::Largest),
];

/// How the interface looks: each choice is shown at once.
#[component]
pub(crate) fn Display() -> Element {
    let texts = use_texts();
    let app = use_app();
    let preferences = app.status().map(|status| status.preferences).unwrap_or_default();
    rsx! {
        BackBar {}
        Title { text: texts.display_title() }
        div { class: "card",
            Options {
                name: "language",
                legend: texts.language_legend(),
                options: named(&LANGUAGES, |language| match language {
                    Language::Vi => texts.language_vietnamese(),
                    Language::En => texts.language_english(),
                }),
                chosen: id_of(&LANGUAGES, preferences.language),
                foreign: ("language-vi", "vi"),
                on_change: move |id: String| {
                    if let Some(language) = of_id(&LANGUAGES, &id) {
                        app.set_preferences(Preferences { language, ..preferences });
                    }
                },
            }
            Options {
                name: "theme",
                legend: texts.theme_legend(),
                options: named(&THEMES, |theme| theme_name(&texts, theme)),
                chosen: id_of(&THEMES, preferences.theme),
                on_change: move |id: String| {
                    if let Some(theme) = of_id(&THEMES, &id) {
                        app.set_preferences(Preferences { theme, ..preferences });
                    }
                },
            }
            Options {
                name: "text",
                legend: texts.text_size_legend(),
                options: named(&SIZES, |size| size_name(&texts, size)),
                chosen: id_of(&SIZES, preferences.text_size),
                on_change: move |id: String| {
                    if let Some(text_size) = of_id(&SIZES, &id) {
                        app.set_preferences(Preferences { text_size, ..preferences });
                    }
                },
            }
        }
    }
}

fn theme_name(texts: &Texts, theme: Theme) -> String {
    match theme {
        Theme::System => texts.theme_system(),
        Theme::Light => texts.theme_light(),
        Theme::Dark => texts.theme_dark(),
    }
}

fn size_name(texts: &Texts, size: TextSize) -> String {
    match size {
        TextSize::Normal => texts.text_size_normal(),
        TextSize::Large => texts.text_size_large(),
        TextSize::Larger => texts.text_size_larger(),
        TextSize::Largest => texts.text_size_largest(),
    }
}

fn named<T: Copy>(values: &[(&str, T)], name: impl Fn(T) -> String) -> Vec<(String, String)> {
    values.iter().map(|(id, value)| ((*id).to_owned(), name(*value))).collect()
}

fn id_of<T: Copy + PartialEq>(values: &[(&str, T)], wanted: T) -> String {
    values.iter().find(|(_, value)| *value == wanted).map(|(id, _)| (*id).to_owned()).unwrap_or_default()
}

fn of_id<T: Copy>(values: &[(&str, T)], wanted: &str) -> Option<T> {
    values.iter().find(|(id, _)| *id == wanted).map(|(_, value)| *value)
}
