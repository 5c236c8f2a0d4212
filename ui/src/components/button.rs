//! A button.

use dioxus::prelude::*;

use crate::texts::use_texts;

/// How much a button stands out, and what it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The one thing to do next.
    #[default]
    Primary,
    /// Something else one can do.
    Plain,
    /// Something that cannot be undone.
    Danger,
    /// Something beside the point.
    Quiet,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button plain",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet-button",
        }
    }
}

/// A button. While it is busy it says so, keeps the focus and does nothing. While something else blocks it, it only
/// does nothing.
#[component]
pub(crate) fn Button(
    id: String,
    #[props(default)] kind: Kind,
    #[props(default)] busy: bool,
    /// Something else must end first.
    #[props(default)]
    blocked: bool,
    /// It sends the form around it.
    #[props(default)]
    submit: bool,
    onclick: Option<EventHandler<()>>,
    children: Element,
) -> Element {
    let texts = use_texts();
    rsx! {
        button {
            class: kind.class(),
            id,
            r#type: if submit { "submit" } else { "button" },
            aria_disabled: busy || blocked,
            onclick: move |_| {
                if let Some(onclick) = onclick
                    && !busy
                    && !blocked
                {
                    onclick.call(());
                }
            },
            if busy {
                {texts.working()}
            } else {
                {children}
            }
        }
    }
}
