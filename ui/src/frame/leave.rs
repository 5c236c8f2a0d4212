//! Locking the screens, and ending a guest's session.

use cds_wire::ipc::{DossierState, Dossiers, ErrorCode, Lock, Petitions};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, IconName, Kind, drawing};
use crate::pulse::use_pulse;
use crate::texts::use_texts;

/// Locks at once. A guest's session ends instead: what was not sent would be lost, so that is asked first.
#[component]
pub(super) fn Leave() -> Element {
    let texts = use_texts();
    let app = use_app();
    let pulse = use_pulse();
    let mut asking = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let guest = app.status().is_some_and(|status| status.guest);
    let leave = move || async move {
        error.set(None);
        match bridge::call::<Lock>(()).await {
            Ok(()) if guest => bridge::reload(),
            Ok(()) => app.refresh(),
            Err(failed) => error.set(Some(failed.code)),
        }
    };
    let end_guest = move |_| async move {
        let waiting = pulse.peek().as_ref().is_some_and(|pulse| pulse.waiting > 0);
        if waiting || unsent().await {
            asking.set(true);
        } else {
            leave().await;
        }
    };
    rsx! {
        if guest {
            button { class: "button plain", id: "end-guest", r#type: "button", onclick: end_guest,
                {drawing(IconName::SignOut)}
                {texts.end_guest()}
            }
        } else {
            button { class: "button plain", id: "lock", r#type: "button", onclick: move |_| leave(),
                {drawing(IconName::Lock)}
                {texts.lock_now()}
            }
        }
        if asking() {
            div {
                class: "leave-ask",
                role: "alertdialog",
                aria_label: texts.end_guest(),
                tabindex: "-1",
                onmounted: move |event| async move {
                    // A question that cannot take the focus still stands beside the button that asked it.
                    let _ = event.set_focus(true).await;
                },
                p { {texts.end_guest_unsent()} }
                div { class: "actions",
                    Button {
                        id: "end-guest-no",
                        onclick: move |()| {
                            bridge::focus("end-guest");
                            asking.set(false);
                        },
                        {texts.end_guest_no()}
                    }
                    Button {
                        id: "end-guest-yes",
                        kind: Kind::Danger,
                        onclick: move |()| leave(),
                        {texts.end_guest_yes()}
                    }
                }
            }
        }
        if let Some(code) = error() {
            ErrorNotice { code }
        }
    }
}

/// Whether there is something of the citizen's that only this device has. Where that cannot be told, it is asked.
async fn unsent() -> bool {
    let dossiers = bridge::call::<Dossiers>(()).await;
    let petitions = bridge::call::<Petitions>(()).await;
    let (Ok(dossiers), Ok(petitions)) = (dossiers, petitions) else { return true };
    if dossiers.dossiers.iter().any(|dossier| dossier.supplement.is_some()) {
        return true;
    }
    let of_petitions = petitions.petitions.iter().map(|petition| petition.state);
    dossiers.dossiers.iter().map(|dossier| dossier.state).chain(of_petitions).any(|state| {
        matches!(state, DossierState::Saved | DossierState::Waiting | DossierState::Cancelling | DossierState::Returned)
    })
}
