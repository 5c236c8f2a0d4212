//! A labelled text field with its hint and its error.

use std::rc::Rc;

use dioxus::prelude::*;

use super::Remarks;

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
    let invalid = error.is_some();
    let remarks = Remarks { id: id.clone(), hint, mark, error };
    let described_by = remarks.described_by();
    rsx! {
        div { class: "field",
            label { r#for: id.clone(), {label} }
            {remarks.hint()}
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
            {remarks.foot()}
        }
    }
}
