//! The lock screen itself.

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::{Activity, ErrorCode, SecretArgs, SecretKind};
use dioxus::prelude::*;

use super::super::new_secret::inputmode;
use super::Tries;
use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Field, IconName, Kind, Note, Title, drawing};
use crate::frame::percent;
use crate::pulse::use_pulse;
use crate::submit::use_submit;
use crate::texts::use_texts;

/// Asks for what opens the vault. What is still being sent meanwhile is told without saying what it is.
#[component]
pub(super) fn Unlock(secret: SecretKind, on_forgotten: EventHandler<()>) -> Element {
    let texts = use_texts();
    let app = use_app();
    let mut typed = use_signal(String::new);
    let submit = use_submit();
    let open = move || async move {
        let opened = bridge::call::<cds_wire::ipc::Unlock>(SecretArgs { secret: Sensitive::new(typed()) }).await;
        opened.map(|()| app.refresh()).map_err(|failed| {
            typed.set(String::new());
            failed.code
        })
    };

    let error = submit.error();
    let wrong = error.filter(|code| *code == ErrorCode::WrongSecret);
    let other_error = error.filter(|code| *code != ErrorCode::WrongSecret);
    let emptied = error == Some(ErrorCode::KeystoreEmptied);
    let recovery_at = app.status().and_then(|status| status.recovery_at);
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, open()),
            Title { text: texts.unlock_title() }
            p { {texts.unlock_intro()} }
            Field {
                id: "secret",
                label: texts.secret(secret),
                error: wrong.map(|code| texts.error(code)),
                value: typed,
                inputmode: inputmode(secret),
                autocomplete: "current-password",
                secret: true,
            }
            if let Some(code) = other_error {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: submit.is_busy(), {texts.open()} }
            }
            // Below the button, which stays where the finger is when the count comes.
            Tries {}
            if let Some(at) = recovery_at {
                Note {
                    p { id: "recovery-asked", {texts.unlock_recovery_asked(format_instant(at))} }
                }
            }
            div { class: "actions",
                Button {
                    id: "forgotten",
                    kind: match (emptied, recovery_at) {
                        (true, _) => Kind::Primary,
                        (false, Some(_)) => Kind::Plain,
                        (false, None) => Kind::Quiet,
                    },
                    onclick: move |()| on_forgotten.call(()),
                    if recovery_at.is_some() || emptied {
                        {texts.recovery_go_on()}
                    } else if secret == SecretKind::Pin {
                        {texts.forgotten_pin()}
                    } else {
                        {texts.forgotten_passphrase()}
                    }
                }
            }
        }
        StillSending {}
    }
}

/// The outbox is emptied behind the lock: how many, and how far.
#[component]
fn StillSending() -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let pulse = pulse.read();
    let Some(pulse) = pulse.as_ref().filter(|pulse| pulse.waiting > 0) else { return rsx! {} };
    let waiting = pulse.waiting;
    let sending = pulse.activity != Activity::Idle;
    rsx! {
        div { class: "still-sending", id: "still-sending",
            {drawing(if sending { IconName::Send } else { IconName::Clock })}
            div { class: "note-words",
                p { role: "status",
                    if sending {
                        {texts.still_sending(waiting)}
                    } else {
                        {texts.still_waiting(waiting)}
                    }
                }
                if let Activity::Sending { done, total } = pulse.activity {
                    progress {
                        max: "100",
                        value: "{percent(done, total)}",
                        aria_label: texts.connection_sending(percent(done, total)),
                    }
                }
            }
        }
    }
}
