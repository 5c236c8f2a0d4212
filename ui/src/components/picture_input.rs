//! Taking a picture with the device's camera, or choosing one, through the webview.

use dioxus::prelude::*;

use super::{IconName, drawing};

/// Looks like a button and is a file input, which is what opens a camera in a webview: the input lies over the words,
/// unseen and as large as they are, so that touch, keyboard and screen reader meet the real thing. Whoever shows it
/// reads the picture, by the input's id.
#[component]
pub(crate) fn PictureInput(
    id: String,
    label: String,
    /// Id of the words that say what the picture is of.
    described_by: Option<String>,
    /// Something is under way: no picture can be taken that nobody would read.
    busy: bool,
    /// A picture that is there already is chosen; otherwise one is taken.
    #[props(default)]
    from_file: bool,
    on_taken: EventHandler<()>,
) -> Element {
    rsx! {
        span { class: "take-photo button plain",
            {drawing(if from_file { IconName::File } else { IconName::Camera })}
            label { r#for: id.clone(), {label} }
            input {
                id,
                r#type: "file",
                accept: "image/*",
                capture: (!from_file).then_some("environment"),
                aria_describedby: described_by,
                disabled: busy,
                onchange: move |_| on_taken.call(()),
            }
        }
    }
}
