//! Changing the PIN or passphrase.

use cds_wire::Sensitive;
use cds_wire::ipc::{ChangeSecret as Change, ChangeSecretArgs, ErrorCode, SecretKind};
use dioxus::prelude::*;

use super::locked::Tries;
use super::new_secret::{NewSecretFields, inputmode, is_too_weak, use_new_secret};
use crate::app::use_app;
use crate::bridge;
use crate::components::{BackBar, Button, ErrorNotice, Field, Note, Title, Tone};
use crate::submit::use_submit;
use crate::texts::use_texts;

/// The old one, and a new one twice. A guest's session has none.
#[component]
pub(crate) fn ChangeSecret() -> Element {
    let Some(secret) = use_app().status().and_then(|status| status.secret) else { return rsx! { BackBar {} } };
    rsx! {
        ChangeForm { secret }
    }
}

#[component]
fn ChangeForm(secret: SecretKind) -> Element {
    let texts = use_texts();
    let mut old = use_signal(String::new);
    let new = use_new_secret();
    let mut done = use_signal(|| false);
    let submit = use_submit();
    let change = move || async move {
        let Some(chosen) = new.typed() else { return Ok(()) };
        let changed = bridge::call::<Change>(ChangeSecretArgs { old: Sensitive::new(old()), chosen }).await;
        changed.map(|()| done.set(true)).map_err(|failed| {
            if failed.code == ErrorCode::WrongSecret {
                old.set(String::new());
            }
            failed.code
        })
    };
    let (title, until_now, chosen, changed) = match secret {
        SecretKind::Pin => (texts.change_pin_title(), texts.pin_until_now(), texts.pin_new(), texts.pin_changed()),
        SecretKind::Passphrase => (
            texts.change_passphrase_title(),
            texts.passphrase_until_now(),
            texts.passphrase_new(),
            texts.passphrase_changed(),
        ),
    };
    let error = submit.error();
    let wrong = error.filter(|code| *code == ErrorCode::WrongSecret);
    let other = error.filter(|code| *code != ErrorCode::WrongSecret && !is_too_weak(*code));
    rsx! {
        BackBar {}
        Title { text: title }
        if done() {
            Note { tone: Tone::Good, live: true,
                p { id: "secret-changed", {changed} }
            }
        } else {
            form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, change()),
                p { {texts.change_secret_intro()} }
                Field {
                    id: "secret-old",
                    label: until_now,
                    error: wrong.map(|code| texts.error(code)),
                    value: old,
                    inputmode: inputmode(secret),
                    autocomplete: "current-password",
                    secret: true,
                }
                NewSecretFields {
                    secret,
                    new,
                    label: chosen,
                    error,
                }
                if let Some(code) = other {
                    ErrorNotice { code }
                }
                div { class: "actions",
                    Button { id: "change-secret", submit: true, busy: submit.is_busy(), {texts.change_secret()} }
                }
                Tries {}
            }
        }
    }
}
