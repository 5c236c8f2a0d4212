//! Choosing what locks the vault.

use cds_wire::ipc::{CreateVault, SecretArgs, SecretKind};
use dioxus::prelude::*;

use super::new_secret::{NewSecretFields, is_too_weak, use_new_secret};
use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Title};
use crate::submit::use_submit;
use crate::texts::use_texts;

/// A PIN, or a passphrase where the device has no keystore, typed twice.
#[component]
pub(crate) fn ChooseSecret(secret: SecretKind) -> Element {
    let texts = use_texts();
    let app = use_app();
    let new = use_new_secret();
    let submit = use_submit();
    let finish = move || async move {
        let Some(chosen) = new.typed() else { return Ok(()) };
        // Before the answer: the pulse may be quicker, and this screen with its task gone by then.
        app.new_here().set(true);
        let made = bridge::call::<CreateVault>(SecretArgs { secret: chosen }).await;
        made.map(|()| app.refresh()).map_err(|failed| {
            app.new_here().set(false);
            failed.code
        })
    };

    let (title, intro) = match secret {
        SecretKind::Pin => (texts.choose_pin_title(), texts.choose_pin_intro()),
        SecretKind::Passphrase => (texts.choose_passphrase_title(), texts.choose_passphrase_intro()),
    };
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, finish()),
            Title { text: title }
            p { {intro} }
            NewSecretFields {
                secret,
                new,
                label: texts.secret(secret),
                error: submit.error(),
            }
            if let Some(code) = submit.error().filter(|code| !is_too_weak(*code)) {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: submit.is_busy(), {texts.finish()} }
            }
        }
    }
}
