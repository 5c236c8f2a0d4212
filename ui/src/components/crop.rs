//! Saying by hand where a page is in its picture.

use cds_wire::ipc::PageCorners;
use dioxus::prelude::*;

use super::{Button, Kind};
use crate::bridge;
use crate::corners::Corners;
use crate::texts::use_texts;

/// The tool, and what the handles lie in.
const TOOL: &str = "crop";
const FRAME: &str = "crop-frame";

/// The picture with a handle at each corner of the page, for finger, mouse and arrow keys, and the two answers: what lies
/// between them, or none for all of it. It comes into sight and takes the focus when it appears.
#[component]
pub(crate) fn Crop(
    /// The picture's address.
    picture: String,
    /// Its size, in the pixels in which corners are told.
    width: u32,
    height: u32,
    corners: Option<PageCorners>,
    busy: bool,
    on_done: EventHandler<Option<PageCorners>>,
) -> Element {
    let texts = use_texts();
    let mut at = use_signal(|| Corners::of(corners, width, height));
    use_effect(move || bridge::place_corners(FRAME, &at().places()));
    use_future(move || async move {
        loop {
            let [corner, to, x, y] = bridge::corner_moved().await;
            let corner = usize::try_from(corner).unwrap_or(usize::MAX);
            let now = *at.peek();
            at.set(if to == 1 { now.moved_to(corner, (x, y)) } else { now.moved_by(corner, (x, y)) });
        }
    });
    let names = [texts.crop_top_left(), texts.crop_top_right(), texts.crop_bottom_right(), texts.crop_bottom_left()];
    rsx! {
        div {
            class: "crop",
            id: TOOL,
            role: "group",
            tabindex: "-1",
            aria_label: texts.crop_title(),
            onmounted: move |_| {
                bridge::focus_soon(TOOL);
                bridge::bring_into_sight(TOOL);
            },
            p { {texts.crop_hint()} }
            div { class: "crop-frame", id: FRAME, onmounted: move |_| bridge::watch_corners(FRAME),
                img { src: picture, width: "{width}", height: "{height}", alt: texts.crop_picture() }
                svg { view_box: "0 0 1000 1000", preserve_aspect_ratio: "none",
                    "aria-hidden": "true",
                    polygon { points: at().outline() }
                }
                for name in names {
                    button { class: "crop-corner", r#type: "button", aria_label: name }
                }
            }
            div { class: "actions",
                Button {
                    id: "crop-cut",
                    busy,
                    onclick: move |()| on_done.call(Some(at.peek().in_pixels(width, height))),
                    {texts.crop_cut()}
                }
                Button { id: "crop-whole", kind: Kind::Plain, blocked: busy, onclick: move |()| on_done.call(None),
                    {texts.crop_whole()}
                }
            }
        }
    }
}
