//! A quiet box.

use dioxus::prelude::*;

use super::{IconName, drawing};

/// What a note is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Good to know.
    #[default]
    Plain,
    /// Something has worked.
    Good,
    /// Something needs care.
    Warn,
}

/// A few words in a box with a drawing. Where it appears by itself it is `live`: read out then.
#[component]
pub(crate) fn Note(#[props(default)] tone: Tone, #[props(default)] live: bool, children: Element) -> Element {
    let (class, icon) = match tone {
        Tone::Plain => ("note", IconName::Info),
        Tone::Good => ("note good", IconName::Check),
        Tone::Warn => ("note warn", IconName::Warning),
    };
    rsx! {
        div { class, role: live.then_some("status"),
            {drawing(icon)}
            div { class: "note-words", {children} }
        }
    }
}
