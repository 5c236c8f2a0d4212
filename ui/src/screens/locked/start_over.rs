//! Beginning anew where nothing opens the vault any more.

use cds_wire::ipc::{StartOver as StartOverCommand, StartOverArgs, WayIn};
use dioxus::prelude::*;

use super::super::identity::{OneTimePassword, WhoYouAre, is_of_a_field, use_identity};
use crate::app::use_app;
use crate::bridge;
use crate::components::{Ask, Button, ErrorNotice, Kind, Note, Title, Tone};
use crate::submit::use_submit;
use crate::texts::use_texts;

#[derive(Clone, Copy, PartialEq)]
enum Step {
    Warned,
    Asked,
    WhoYouAre,
    /// The one-time password was sent and is good for so many minutes.
    Code(i64),
}

/// What is lost and what is not; asked twice; then a sign-in of the vault's own citizen. Choosing a new PIN follows.
#[component]
pub(super) fn StartOver(way: WayIn, on_back: EventHandler<()>) -> Element {
    let texts = use_texts();
    let app = use_app();
    let identity = use_identity();
    let mut step = use_signal(|| Step::Warned);
    let submit = use_submit();
    let go_on = move || async move {
        match step() {
            Step::Warned | Step::Asked => {
                step.set(Step::Asked);
                Ok(())
            }
            Step::WhoYouAre => identity.request_otp().await.map(|minutes| step.set(Step::Code(minutes))),
            Step::Code(_) => {
                // Whoever came here while the portal could still help has been told so, and has confirmed it.
                let args = StartOverArgs { sign_in: identity.args(), give_up: way == WayIn::Recovery };
                let begun = bridge::call::<StartOverCommand>(args).await;
                begun.map(|_| app.refresh()).map_err(|failed| failed.code)
            }
        }
    };
    let back = move |()| {
        submit.forget_error();
        match step() {
            Step::Warned | Step::Asked => on_back.call(()),
            Step::WhoYouAre => step.set(Step::Warned),
            Step::Code(_) => step.set(Step::WhoYouAre),
        }
    };
    let asking = matches!(step(), Step::Warned | Step::Asked);
    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: move |event| submit.run(event, go_on()),
            match step() {
                Step::Warned | Step::Asked => rsx! {
                    Title { text: texts.start_over_title() }
                    p {
                        match way {
                            WayIn::Recovery => texts.start_over_possible(),
                            WayIn::RecoveryWithOldPin => texts.start_over_pin(),
                            WayIn::StartOver => texts.start_over_passphrase(),
                        }
                    }
                    Note { tone: Tone::Warn,
                        p { id: "start-over-lost", {texts.start_over_lost()} }
                    }
                    ul { class: "bullets",
                        li { {texts.start_over_kept()} }
                        li { {texts.start_over_aside()} }
                        li { {texts.start_over_own()} }
                    }
                },
                Step::WhoYouAre => rsx! {
                    Title { text: texts.sign_in_again() }
                    WhoYouAre { identity, error: submit.error() }
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
                if asking {
                    Button { id: "start-over", kind: Kind::Danger, onclick: move |()| step.set(Step::Asked), {texts.start_over()} }
                } else {
                    Button { id: "continue", submit: true, busy: submit.is_busy(), {texts.go_on()} }
                }
                Button { id: "back", kind: Kind::Plain, onclick: back, {texts.back()} }
            }
            if step() == Step::Asked {
                Ask {
                    id: "start-over",
                    question: texts.start_over_ask(),
                    yes: texts.start_over_yes(),
                    no: texts.start_over_no(),
                    on_yes: move |()| step.set(Step::WhoYouAre),
                    on_no: move |()| step.set(Step::Warned),
                }
            }
        }
    }
}
