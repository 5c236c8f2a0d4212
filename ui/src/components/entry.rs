//! A labelled text field with its hint and its error.

use std::rc::Rc;

use dioxus::prelude::*;

use super::{IconName, drawing};

/// Text to type, on one line or several.
///
/// A field that is refused takes the focus, so that the next try needs no search. The hint and the error are read out
/// with the field; an error is marked by words and by shape, not by colour alone.
#[component]
pub(crate) fn Entry(
    /// The field's name in the page, unique on a screen.
    id: String,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    /// Where what stands in the field comes from.
    mark: Option<String>,
    value: String,
    #[props(default)] multiline: bool,
    /// `numeric`, `tel` or `text`: which keyboard a phone shows.
    #[props(default = "text")]
    inputmode: &'static str,
    #[props(default = "off")] autocomplete: &'static str,
    /// Show dots in place of what is typed.
    #[props(default)]
    secret: bool,
    /// It lets the focus be where it is: other fields are typed in while this one is found wrong.
    #[props(default)]
    calm: bool,
    on_change: EventHandler<String>,
    /// What was typed is done with: the focus goes elsewhere.
    on_done: Option<EventHandler<()>>,
) -> Element {
    let mut input = use_signal(|| None::<Rc<MountedData>>);
    use_effect(use_reactive!(|error| {
        if error.is_some()
            && !calm
            && let Some(input) = input.peek().clone()
        {
            spawn(async move {
                // A field that cannot be focused still shows its error.
                let _ = input.set_focus(true).await;
            });
        }
    }));
    let done = move |_| {
        if let Some(done) = on_done {
            done.call(());
        }
    };
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let invalid = error.is_some();
    let mark_id = format!("{id}-mark");
    let described = [(error.is_some(), &error_id), (mark.is_some(), &mark_id), (hint.is_some(), &hint_id)];
    let described: Vec<&str> = described.iter().filter(|(is, _)| *is).map(|(_, id)| id.as_str()).collect();
    let described_by = (!described.is_empty()).then(|| described.join(" "));
    rsx! {
        div { class: "field",
            label { r#for: id.clone(), {label} }
            if let Some(hint) = hint {
                p { class: "hint", id: hint_id, {hint} }
            }
            if multiline {
                textarea {
                    id: id.clone(),
                    rows: "5",
                    autocomplete,
                    aria_invalid: invalid,
                    aria_describedby: described_by,
                    value,
                    onmounted: move |event| input.set(Some(event.data())),
                    oninput: move |event| on_change.call(event.value()),
                    onchange: done,
                }
            } else {
                input {
                    id: id.clone(),
                    r#type: if secret { "password" } else { "text" },
                    inputmode,
                    autocomplete,
                    autocapitalize: "off",
                    spellcheck: "false",
                    aria_invalid: invalid,
                    aria_describedby: described_by,
                    value,
                    onmounted: move |event| input.set(Some(event.data())),
                    oninput: move |event| on_change.call(event.value()),
                    onchange: done,
                }
            }
            if let Some(mark) = mark {
                p { class: "with-icon field-mark", id: mark_id,
                    {drawing(IconName::Info)}
                    span { {mark} }
                }
            }
            if let Some(error) = error {
                p { class: "field-error", id: error_id, role: "alert", {error} }
            }
        }
    }
}
