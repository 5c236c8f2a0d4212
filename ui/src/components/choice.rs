//! One of many, from a list.

use dioxus::prelude::*;

/// A labelled list of values and their names, of which one is chosen.
#[component]
pub(crate) fn Choice(
    id: String,
    label: String,
    options: Vec<(String, String)>,
    value: String,
    /// The language of what is chosen among, where it is not the page's.
    lang: Option<&'static str>,
    on_change: EventHandler<String>,
) -> Element {
    rsx! {
        div { class: "field",
            label { r#for: id.clone(), {label} }
            select { id, value: value.clone(), onchange: move |event| on_change.call(event.value()),
                for (key , name) in options {
                    option { key: "{key}", value: key.clone(), selected: key == value, lang: lang.filter(|_| !key.is_empty()), {name} }
                }
            }
        }
    }
}
