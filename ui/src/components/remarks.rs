//! What stands around a field: what to write, where its value comes from, what is wrong.

use dioxus::prelude::*;

use super::{IconName, drawing};

/// A field's remarks; each that there is gets an id after the field's.
pub(crate) struct Remarks {
    pub(crate) id: String,
    pub(crate) hint: Option<String>,
    pub(crate) mark: Option<String>,
    pub(crate) error: Option<String>,
}

impl Remarks {
    /// The ids of those that there are, for `aria-describedby`: what is wrong first.
    pub(crate) fn described_by(&self) -> Option<String> {
        let parts = [("error", &self.error), ("mark", &self.mark), ("hint", &self.hint)];
        let ids = parts.iter().filter(|(_, words)| words.is_some()).map(|(part, _)| format!("{}-{part}", self.id));
        ids.reduce(|all, id| format!("{all} {id}"))
    }

    /// Above the field.
    pub(crate) fn hint(&self) -> Element {
        rsx! {
            if let Some(hint) = &self.hint {
                p { class: "hint", id: "{self.id}-hint", {hint.clone()} }
            }
        }
    }

    /// Below it.
    pub(crate) fn foot(&self) -> Element {
        rsx! {
            if let Some(mark) = &self.mark {
                p { class: "with-icon field-mark", id: "{self.id}-mark",
                    {drawing(IconName::Info)}
                    span { {mark.clone()} }
                }
            }
            if let Some(error) = &self.error {
                p { class: "field-error", id: "{self.id}-error", role: "alert", {error.clone()} }
            }
        }
    }
}
