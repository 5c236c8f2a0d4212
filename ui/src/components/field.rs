//! A text field that writes into a signal.

use dioxus::prelude::*;

use super::Entry;

/// One line of text, as [`Entry`] shows it.
#[component]
pub(crate) fn Field(
    /// The field's name in the page, unique on a screen.
    id: &'static str,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    /// Where what stands in the field comes from.
    mark: Option<String>,
    value: Signal<String>,
    /// `numeric`, `tel` or `text`: which keyboard a phone shows.
    #[props(default = "text")]
    inputmode: &'static str,
    #[props(default = "off")] autocomplete: &'static str,
    /// Show dots in place of what is typed.
    #[props(default)]
    secret: bool,
) -> Element {
    rsx! {
        Entry {
            id,
            label,
            hint,
            error,
            mark,
            value: value(),
            inputmode,
            autocomplete,
            secret,
            on_change: move |typed| value.set(typed),
        }
    }
}
