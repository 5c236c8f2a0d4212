//! Choosing what locks the vault.

use cds_wire::Sensitive;
use cds_wire::ipc::{CreateVault, ErrorCode, SecretArgs, SecretKind};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Field, Title};
use crate::texts::use_texts;

/// A PIN, or a passphrase where the device has no keystore, typed twice.
#[component]
pub(crate) fn ChooseSecret(secret: SecretKind) -> Element {
    let texts = use_texts();
    let app = use_app();
    let first = use_signal(String::new);
    let second = use_signal(String::new);
    let mut busy = use_signal(|| false);
    let mut differ = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let submit = move |event: FormEvent| async move {
        event.prevent_default();
        if busy() {
            return;
        }
        error.set(None);
        differ.set(first() != second());
        if differ() {
            return;
        }
        busy.set(true);
        // Before the answer: the pulse may be quicker, and this screen with its task gone by then.
        app.new_here().set(true);
        match bridge::call::<CreateVault>(SecretArgs { secret: Sensitive::new(first()) }).await {
            Ok(()) => app.refresh(),
            Err(failed) => {
                app.new_here().set(false);
                error.set(Some(failed.code));
            }
        }
        busy.set(false);
    };

    let (title, intro, inputmode) = match secret {
        SecretKind::Pin => (texts.choose_pin_title(), texts.choose_pin_intro(), "numeric"),
        SecretKind::Passphrase => (texts.choose_passphrase_title(), texts.choose_passphrase_intro(), "text"),
    };
    let of_the_secret =
        [ErrorCode::PinNotSixDigits, ErrorCode::PinIsRun, ErrorCode::PinIsRepeat, ErrorCode::PassphraseTooShort];
    let too_weak = error().filter(|code| of_the_secret.contains(code));
    let other_error = error().filter(|code| Some(*code) != too_weak);
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: submit,
            Title { text: title }
            p { {intro} }
            Field {
                id: "secret",
                label: texts.secret(secret),
                error: too_weak.map(|code| texts.error(code)),
                value: first,
                inputmode,
                autocomplete: "new-password",
                secret: true,
            }
            Field {
                id: "secret-again",
                label: texts.secret_again(texts.secret(secret)),
                error: differ().then(|| texts.secrets_differ()),
                value: second,
                inputmode,
                autocomplete: "new-password",
                secret: true,
            }
            if let Some(code) = other_error {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: busy(), {texts.finish()} }
            }
        }
    }
}
