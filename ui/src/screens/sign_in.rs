//! Signing in: who one is, then the one-time password.

use cds_wire::ipc::SignInGuest;
use dioxus::prelude::*;

use super::identity::{OneTimePassword, WhoYouAre, is_of_a_field, use_identity};
use crate::app::use_app;
use crate::bridge;
use crate::components::{BackBar, Button, ErrorNotice, Kind, Title};
use crate::nav::{Place, use_nav};
use crate::submit::use_submit;
use crate::texts::use_texts;

/// The first time on this device, or a guest's; below its first step, what else can be done.
#[component]
pub(crate) fn SignIn(children: Element) -> Element {
    rsx! {
        SignInForm { again: false, children }
    }
}

/// With the vault open: the portal no longer knows this device.
#[component]
pub(crate) fn SignInAgain() -> Element {
    rsx! {
        SignInForm { again: true }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    WhoYouAre,
    /// The one-time password was sent and is good for so many minutes.
    Code(i64),
}

#[component]
fn SignInForm(again: bool, children: Element) -> Element {
    let texts = use_texts();
    let app = use_app();
    let nav = use_nav();
    let identity = use_identity();
    let guest = use_signal(|| false);
    let mut step = use_signal(|| Step::WhoYouAre);
    let submit = use_submit();

    let sign_in = move || async move {
        let args = identity.args();
        let done = if again {
            bridge::call::<cds_wire::ipc::SignInAgain>(args).await
        } else if guest() {
            bridge::call::<SignInGuest>(args).await
        } else {
            bridge::call::<cds_wire::ipc::SignIn>(args).await.map(|_| ())
        };
        done.map(|()| if again { nav.replace(Place::Home) } else { app.refresh() }).map_err(|failed| failed.code)
    };
    let go_on = move || async move {
        match step() {
            Step::WhoYouAre => identity.request_otp().await.map(|minutes| step.set(Step::Code(minutes))),
            Step::Code(_) => sign_in().await,
        }
    };
    // Nobody else uses a phone: the choice would only be one more thing to read.
    let may_be_shared = !again && app.status().is_some_and(|status| !status.device.phone);

    rsx! {
        if again && step() == Step::WhoYouAre {
            BackBar {}
        }
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, go_on()),
            match step() {
                Step::WhoYouAre => rsx! {
                    Title { text: if again { texts.sign_in_again() } else { texts.sign_in_title() } }
                    p {
                        if again {
                            {texts.sign_in_again_intro()}
                        } else {
                            {texts.sign_in_intro()}
                        }
                    }
                    WhoYouAre { identity, error: submit.error() }
                    if may_be_shared {
                        Guest { chosen: guest }
                    }
                },
                Step::Code(minutes) => rsx! {
                    Title { text: texts.otp_title() }
                    p { {texts.otp_intro(minutes)} }
                    OneTimePassword { identity, error: submit.error() }
                },
            }
            if let Some(code) = submit.error().filter(|code| !is_of_a_field(*code)) {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: submit.is_busy(), {texts.go_on()} }
                if step() != Step::WhoYouAre {
                    Button {
                        id: "back",
                        kind: Kind::Plain,
                        onclick: move |()| {
                            submit.forget_error();
                            step.set(Step::WhoYouAre);
                        },
                        {texts.back()}
                    }
                }
            }
        }
        if step() == Step::WhoYouAre {
            {children}
        }
    }
}

/// This is a shared device: nothing is to stay on it.
#[component]
fn Guest(chosen: Signal<bool>) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "check",
            input {
                r#type: "checkbox",
                id: "guest",
                checked: chosen(),
                aria_describedby: "guest-hint",
                onchange: move |event| chosen.set(event.checked()),
            }
            label { r#for: "guest", {texts.guest()} }
            p { class: "hint", id: "guest-hint", {texts.guest_hint()} }
        }
    }
}
