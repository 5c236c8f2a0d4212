//! Opening the vault with the portal's help and a new PIN.

use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, Recover as RecoverCommand, RecoverArgs, SecretKind};
use dioxus::prelude::*;

use super::super::identity::{OneTimePassword, WhoYouAre, is_of_a_field, use_identity};
use super::super::new_secret::{NewSecretFields, inputmode, is_too_weak, use_new_secret};
use super::Tries;
use crate::app::use_app;
use crate::bridge;
use crate::components::{Button, ErrorNotice, Field, Kind, Title};
use crate::dates::left;
use crate::pulse::use_pulse;
use crate::submit::use_submit;
use crate::texts::use_texts;

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Explained,
    WhoYouAre,
    /// The one-time password was sent and is good for so many minutes.
    Proof(i64),
}

/// What happens, who one is, and the proof with the new PIN. Where the portal lets wait, that is told and remembered; what
/// was typed is not: it would lie outside the vault.
#[component]
pub(super) fn Recover(emptied: bool, on_back: EventHandler<()>, on_give_up: EventHandler<()>) -> Element {
    let texts = use_texts();
    let app = use_app();
    let identity = use_identity();
    let new = use_new_secret();
    let mut old = use_signal(String::new);
    let mut step = use_signal(|| Step::Explained);
    let submit = use_submit();
    let prove = move || async move {
        let Some(chosen) = new.typed() else { return Ok(()) };
        let old_pin = emptied.then(|| Sensitive::new(old.peek().clone()));
        match bridge::call::<RecoverCommand>(RecoverArgs { sign_in: identity.args(), old_pin, chosen }).await {
            Ok(()) => {
                app.refresh();
                Ok(())
            }
            Err(failed) if failed.code == ErrorCode::RecoveryWaiting => {
                // How it stands comes with the status; what was typed is of no more use.
                app.refresh();
                identity.forget();
                new.forget();
                old.set(String::new());
                step.set(Step::Explained);
                Ok(())
            }
            Err(failed) => {
                if failed.code == ErrorCode::WrongSecret {
                    old.set(String::new());
                }
                Err(failed.code)
            }
        }
    };
    let go_on = move || async move {
        match step() {
            Step::Explained => {
                step.set(Step::WhoYouAre);
                Ok(())
            }
            Step::WhoYouAre => identity.request_otp().await.map(|minutes| step.set(Step::Proof(minutes))),
            Step::Proof(_) => prove().await,
        }
    };
    let back = move |()| {
        submit.forget_error();
        match step() {
            Step::Explained => on_back.call(()),
            Step::WhoYouAre => step.set(Step::Explained),
            Step::Proof(_) => step.set(Step::WhoYouAre),
        }
    };
    let error = submit.error();
    let wrong = error.filter(|code| emptied && *code == ErrorCode::WrongSecret);
    let other = error.filter(|code| wrong.is_none() && !is_of_a_field(*code) && !is_too_weak(*code));
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, go_on()),
            match step() {
                Step::Explained => rsx! {
                    Explained { emptied }
                },
                Step::WhoYouAre => rsx! {
                    Title { text: texts.sign_in_again() }
                    WhoYouAre { identity, error }
                },
                Step::Proof(minutes) => rsx! {
                    Title { text: texts.recovery_prove_title() }
                    p { {texts.otp_intro(minutes)} }
                    OneTimePassword { identity, error }
                    if emptied {
                        Field {
                            id: "old-pin",
                            label: texts.recovery_old_pin(),
                            hint: texts.recovery_old_pin_hint(),
                            error: wrong.map(|code| texts.error(code)),
                            value: old,
                            inputmode: inputmode(SecretKind::Pin),
                            autocomplete: "current-password",
                            secret: true,
                        }
                        Tries {}
                    }
                    NewSecretFields {
                        secret: SecretKind::Pin,
                        new,
                        label: texts.pin_new(),
                        hint: texts.recovery_new_pin_hint(),
                        error,
                    }
                },
            }
            if let Some(code) = other {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: submit.is_busy(), {texts.go_on()} }
                Button { id: "back", kind: Kind::Plain, onclick: back, {texts.back()} }
            }
        }
        if step() == Step::Explained {
            div { class: "lone-more",
                p { class: "quiet",
                    if emptied {
                        {texts.start_over_offer_pin()}
                    } else {
                        {texts.start_over_offer()}
                    }
                }
                Button { id: "open-start-over", kind: Kind::Quiet, onclick: on_give_up, {texts.start_over_open()} }
            }
        }
    }
}

/// What happens, before it is asked for; and how it stands, afterwards.
#[component]
fn Explained(emptied: bool) -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let asked = use_app().status().and_then(|status| status.recovery_at);
    let now = pulse.read().as_ref().map_or(0, |pulse| pulse.now);
    match asked {
        None => rsx! {
            Title { text: if emptied { texts.recovery_emptied_title() } else { texts.recovery_title() } }
            if emptied {
                p { {texts.recovery_emptied()} }
            }
            ul { class: "bullets", id: "recovery-explained",
                li { {texts.recovery_sign_in()} }
                li { {texts.recovery_waits()} }
                li { {texts.recovery_told()} }
                li { {texts.recovery_kept()} }
            }
        },
        Some(at) if at > now => rsx! {
            Title { text: texts.recovery_waiting_title() }
            p { id: "recovery-waiting",
                {texts.recovery_waiting_until(cds_vn::date::format_instant(at))}
                " "
                {left(&texts, at - now)}
            }
            ul { class: "bullets",
                li { {texts.recovery_kept()} }
                li { {texts.recovery_remembered()} }
                li { {texts.recovery_officer()} }
                li { {texts.recovery_type_again()} }
            }
        },
        Some(_) => rsx! {
            Title { text: texts.recovery_ready_title() }
            p { id: "recovery-ready", {texts.recovery_ready()} }
            p { class: "quiet", {texts.recovery_type_again()} }
        },
    }
}
