//! A new PIN or passphrase, typed twice.

use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, SecretKind};
use dioxus::prelude::*;

use crate::components::Field;
use crate::texts::use_texts;

/// What is typed, and whether the two differ.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct NewSecret {
    first: Signal<String>,
    second: Signal<String>,
    differ: Signal<bool>,
}

/// Nothing typed yet.
pub(crate) fn use_new_secret() -> NewSecret {
    NewSecret { first: use_signal(String::new), second: use_signal(String::new), differ: use_signal(|| false) }
}

impl NewSecret {
    /// What was typed; none where the two differ, which is shown then.
    pub(crate) fn typed(mut self) -> Option<Sensitive> {
        let differ = *self.first.peek() != *self.second.peek();
        self.differ.set(differ);
        (!differ).then(|| Sensitive::new(self.first.peek().clone()))
    }

    /// Forgets what was typed.
    pub(crate) fn forget(mut self) {
        self.first.set(String::new());
        self.second.set(String::new());
    }
}

/// Whether the fields show this error themselves.
pub(crate) const fn is_too_weak(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::PinNotSixDigits | ErrorCode::PinIsRun | ErrorCode::PinIsRepeat | ErrorCode::PassphraseTooShort
    )
}

/// Which keyboard a phone shows for it.
pub(crate) const fn inputmode(secret: SecretKind) -> &'static str {
    match secret {
        SecretKind::Pin => "numeric",
        SecretKind::Passphrase => "text",
    }
}

/// The two fields.
#[component]
pub(crate) fn NewSecretFields(
    secret: SecretKind,
    new: NewSecret,
    label: String,
    hint: Option<String>,
    error: Option<ErrorCode>,
) -> Element {
    let texts = use_texts();
    rsx! {
        Field {
            id: "secret",
            label: label.clone(),
            hint,
            error: error.filter(|code| is_too_weak(*code)).map(|code| texts.error(code)),
            value: new.first,
            inputmode: inputmode(secret),
            autocomplete: "new-password",
            secret: true,
        }
        Field {
            id: "secret-again",
            label: texts.secret_again(label),
            error: (new.differ)().then(|| texts.secrets_differ()),
            value: new.second,
            inputmode: inputmode(secret),
            autocomplete: "new-password",
            secret: true,
        }
    }
}
