//! Taking a picture with the device's camera, through the webview.

use cds_wire::Bytes;
use cds_wire::ipc::ErrorCode;
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Icon, IconName};

/// Looks like a button and is a file input, which is what opens a camera in a webview: the input lies over the words,
/// unseen and as large as they are, so that touch, keyboard and screen reader meet the real thing.
#[component]
pub(crate) fn TakePhoto(
    id: String,
    label: String,
    /// Id of the words that say what the picture is of.
    described_by: Option<String>,
    on_photo: EventHandler<Bytes>,
    on_error: EventHandler<ErrorCode>,
) -> Element {
    let input = id.clone();
    let taken = move |_| {
        let input = input.clone();
        async move {
            match bridge::photo(&input).await {
                Ok(Some(photo)) => on_photo.call(photo),
                Ok(None) => {}
                Err(error) => on_error.call(error.code),
            }
        }
    };
    rsx! {
        span { class: "take-photo button plain",
            Icon { name: IconName::Camera }
            label { r#for: id.clone(), {label} }
            input {
                id,
                r#type: "file",
                accept: "image/*",
                capture: "environment",
                aria_describedby: described_by,
                onchange: taken,
            }
        }
    }
}
