//! The lock screen.

use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, SecretArgs, SecretKind};
use dioxus::prelude::*;

use crate::app::AppStage;
use crate::bridge;
use crate::components::{ErrorNotice, Field, Title};
use crate::texts::use_texts;

#[component]
pub(crate) fn Unlock(secret: SecretKind) -> Element {
    let texts = use_texts();
    let stage = use_context::<AppStage>();
    let mut typed = use_signal(String::new);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);
    let submit = move |event: FormEvent| async move {
        event.prevent_default();
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        match bridge::call::<cds_wire::ipc::Unlock>(SecretArgs { secret: Sensitive::new(typed()) }).await {
            Ok(()) => stage.refresh(),
            Err(failed) => {
                typed.set(String::new());
                error.set(Some(failed.code));
            }
        }
        busy.set(false);
    };

    let wrong = error().filter(|code| *code == ErrorCode::WrongSecret);
    let other_error = error().filter(|code| *code != ErrorCode::WrongSecret);
    let inputmode = if secret == SecretKind::Pin { "numeric" } else { "text" };
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: submit,
            Title { text: texts.unlock_title() }
            p { {texts.unlock_intro()} }
            Field {
                id: "secret",
                label: texts.secret(secret),
                error: wrong.map(|code| texts.error(code)),
                value: typed,
                inputmode,
                autocomplete: "current-password",
                secret: true,
            }
            if let Some(code) = other_error {
                ErrorNotice { code }
            }
            div { class: "actions",
                button { class: "primary", id: "continue", r#type: "submit", aria_disabled: busy(),
                    if busy() { {texts.opening()} } else { {texts.open()} }
                }
            }
        }
    }
}
