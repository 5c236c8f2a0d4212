//! Asking once more before something is taken back or deleted.

use dioxus::prelude::*;

use super::{Button, Kind, named};
use crate::bridge;

/// A question in the page, not over it: what it is about stays readable. It takes the focus when it appears; "no" gives
/// it back to the button that asked.
#[component]
pub(crate) fn Ask(
    /// The answers are `<id>-yes` and `<id>-no`.
    id: String,
    /// The asking button's id, where it is another.
    asked_by: Option<String>,
    question: String,
    /// Names in the question.
    #[props(default)]
    names: Vec<String>,
    yes: String,
    no: String,
    #[props(default)] busy: bool,
    on_yes: EventHandler<()>,
    on_no: EventHandler<()>,
) -> Element {
    let asked_by = asked_by.unwrap_or_else(|| id.clone());
    let question_id = format!("{id}-question");
    rsx! {
        div { class: "ask", role: "group", aria_labelledby: question_id.clone(),
            p {
                id: question_id,
                tabindex: "-1",
                onmounted: move |event| async move {
                    // A question that cannot be focused is still read in its place.
                    let _ = event.set_focus(true).await;
                },
                {named(question, &names)}
            }
            div { class: "actions",
                Button { id: "{id}-yes", kind: Kind::Danger, busy, onclick: move |()| on_yes.call(()), {yes} }
                Button {
                    id: "{id}-no",
                    kind: Kind::Plain,
                    onclick: move |()| {
                        bridge::focus(&asked_by);
                        on_no.call(());
                    },
                    {no}
                }
            }
        }
    }
}
