//! What the app is, before anything is asked.

use cds_wire::ipc::Preferences;
use dioxus::prelude::*;

use crate::app::use_app;
use crate::components::{Button, IconName, Kind, Title, drawing};
use crate::texts::use_texts;

/// The number of screens.
const LAST: u32 = 3;

/// Three plain screens: what it is for, that it works with no signal, that it is locked on this device.
#[component]
pub(crate) fn Intro() -> Element {
    let texts = use_texts();
    let app = use_app();
    let mut step = use_signal(|| 1);
    let preferences = app.status().map(|status| status.preferences).unwrap_or_default();
    let done = move || app.set_preferences(Preferences { introduced: true, ..preferences });
    let (icon, title, words) = match step() {
        1 => (IconName::Paper, texts.intro_what_title(), texts.intro_what()),
        2 => (IconName::Offline, texts.intro_offline_title(), texts.intro_offline()),
        _ => (IconName::Lock, texts.intro_locked_title(), texts.intro_locked()),
    };
    rsx! {
        div { class: "card intro",
            // A list of one, so that each screen's heading is new and takes the focus.
            for step in [step()] {
                div { key: "{step}", class: "intro-words",
                    span { class: "intro-picture",
                        {drawing(icon)}
                    }
                    p { class: "hint", {texts.intro_step(LAST, step)} }
                    Title { text: title.clone() }
                    p { {words.clone()} }
                }
            }
            div { class: "actions",
                Button {
                    id: "intro-next",
                    onclick: move |()| {
                        if step() < LAST {
                            step += 1;
                        } else {
                            done();
                        }
                    },
                    if step() < LAST {
                        {texts.go_on()}
                    } else {
                        {texts.intro_start()}
                    }
                }
                if step() < LAST {
                    Button { id: "intro-skip", kind: Kind::Quiet, onclick: move |()| done(), {texts.intro_skip()} }
                }
            }
        }
    }
}
