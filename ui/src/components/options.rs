//! One of a few, all in sight.

use dioxus::prelude::*;

/// A group of radio buttons: the id of each is the value that is chosen by it.
#[component]
pub(crate) fn Options(
    name: &'static str,
    legend: String,
    /// Ids and labels.
    options: Vec<(String, String)>,
    chosen: String,
    /// The label of this id is in that language, whatever the page's is.
    foreign: Option<(&'static str, &'static str)>,
    on_change: EventHandler<String>,
) -> Element {
    rsx! {
        fieldset { class: "options",
            legend { {legend} }
            for (id , label) in options {
                label { key: "{id}", class: "option",
                    input {
                        r#type: "radio",
                        name,
                        id: id.clone(),
                        value: id.clone(),
                        checked: id == chosen,
                        onchange: {
                            let id = id.clone();
                            move |_| on_change.call(id.clone())
                        },
                    }
                    span { lang: foreign.filter(|(foreign, _)| *foreign == id).map(|(_, lang)| lang), {label} }
                }
            }
        }
    }
}
