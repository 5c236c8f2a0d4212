//! Choosing what locks the vault.

use cds_wire::ipc::{CreateVault, ErrorCode, SecretArgs, SecretKind};
use dioxus::prelude::*;

use super::new_secret::{NewSecretFields, is_too_weak, use_new_secret};
use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Title};
use crate::texts::use_texts;

/// A PIN, or a passphrase where the device has no keystore, typed twice.
#[component]
pub(crate) fn ChooseSecret(secret: SecretKind) -> Element {
    let texts = use_texts();
    let app = use_app();
    let new = use_new_secret();
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let submit = move |event: FormEvent| async move {
        event.prevent_default();
        if busy() {
            return;
        }
        error.set(None);
        let Some(chosen) = new.typed() else { return };
        busy.set(true);
        // Before the answer: the pulse may be quicker, and this screen with its task gone by then.
        app.new_here().set(true);
        match bridge::call::<CreateVault>(SecretArgs { secret: chosen }).await {
            Ok(()) => app.refresh(),
            Err(failed) => {
                app.new_here().set(false);
                error.set(Some(failed.code));
            }
        }
        busy.set(false);
    };

    let (title, intro) = match secret {
        SecretKind::Pin => (texts.choose_pin_title(), texts.choose_pin_intro()),
        SecretKind::Passphrase => (texts.choose_passphrase_title(), texts.choose_passphrase_intro()),
    };
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: submit,
            Title { text: title }
            p { {intro} }
            NewSecretFields {
                secret,
                new,
                label: texts.secret(secret),
                error: error(),
            }
            if let Some(code) = error().filter(|code| !is_too_weak(*code)) {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: busy(), {texts.finish()} }
            }
        }
    }
}
