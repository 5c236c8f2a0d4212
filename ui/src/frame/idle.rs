//! The warning before the screens lock.

use cds_wire::ipc::StayOpen;
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::Button;
use crate::pulse::use_pulse;
use crate::texts::use_texts;

/// At the bottom of every screen once the lock is near, with the seconds that are left.
///
/// The focus stays where it is: whoever is typing goes on, and that alone keeps the screens open. It is read out once,
/// without the seconds.
#[component]
pub(crate) fn IdleWarning() -> Element {
    let texts = use_texts();
    let guest = use_app().status().is_some_and(|status| status.guest);
    let pulse = use_pulse();
    let left = use_memo(move || pulse.read().as_ref().and_then(|pulse| pulse.locks_in_s));
    let soon = if guest { texts.idle_soon_guest() } else { texts.idle_soon() };
    rsx! {
        p { class: "unseen", role: "status",
            if left().is_some() {
                {soon.clone()}
            }
        }
        if let Some(seconds) = left() {
            div {
                class: "idle-warning",
                id: "idle-warning",
                role: "alertdialog",
                aria_label: soon,
                p {
                    if guest {
                        {texts.idle_seconds_guest(i64::from(seconds))}
                    } else {
                        {texts.idle_seconds(i64::from(seconds))}
                    }
                }
                Button {
                    id: "stay",
                    onclick: move |()| async move {
                        // Where this fails the screens lock: nothing is lost by it.
                        let _ = bridge::call::<StayOpen>(()).await;
                    },
                    {texts.stay()}
                }
            }
        }
    }
}
