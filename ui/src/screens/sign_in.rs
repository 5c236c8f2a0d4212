//! Signing in: who one is, then the one-time password.

use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, RequestOtp, RequestOtpArgs, SignInArgs, SignInGuest};
use dioxus::prelude::*;

use crate::app::use_app;
use crate::bridge;
use crate::components::{BackBar, Button, ErrorNotice, Field, Kind, Title};
use crate::nav::{Place, use_nav};
use crate::texts::use_texts;

/// The first time on this device, or a guest's.
#[component]
pub(crate) fn SignIn() -> Element {
    rsx! {
        SignInForm { again: false }
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
    /// The one-time password was sent and is good for so many seconds.
    Code(u32),
}

#[component]
fn SignInForm(again: bool) -> Element {
    let texts = use_texts();
    let app = use_app();
    let nav = use_nav();
    let personal_number = use_signal(String::new);
    let phone = use_signal(String::new);
    let issued = use_signal(String::new);
    let guest = use_signal(|| false);
    let mut otp = use_signal(String::new);
    let mut step = use_signal(|| Step::WhoYouAre);
    let mut busy = use_signal(|| false);
    let mut error = use_signal(|| None::<ErrorCode>);

    let request = move || async move {
        let args =
            RequestOtpArgs { personal_number: Sensitive::new(personal_number()), phone: Sensitive::new(phone()) };
        if cds_vn::date::parse_to_iso(&issued()).is_err() {
            error.set(Some(ErrorCode::DateInvalid));
            return;
        }
        match bridge::call::<RequestOtp>(args).await {
            Ok(sent) => {
                otp.set(String::new());
                step.set(Step::Code(sent.expires_in_s));
            }
            Err(failed) => error.set(Some(failed.code)),
        }
    };
    let sign_in = move || async move {
        let args = SignInArgs {
            personal_number: Sensitive::new(personal_number()),
            phone: Sensitive::new(phone()),
            card_issue_date: Sensitive::new(issued()),
            otp: Sensitive::new(otp()),
        };
        let done = if again {
            bridge::call::<cds_wire::ipc::SignInAgain>(args).await
        } else if guest() {
            bridge::call::<SignInGuest>(args).await
        } else {
            bridge::call::<cds_wire::ipc::SignIn>(args).await.map(|_| ())
        };
        match done {
            Ok(()) if again => nav.replace(Place::Home),
            Ok(()) => app.refresh(),
            Err(failed) => error.set(Some(failed.code)),
        }
    };
    let submit = move |event: FormEvent| async move {
        event.prevent_default();
        if busy() {
            return;
        }
        busy.set(true);
        error.set(None);
        match step() {
            Step::WhoYouAre => request().await,
            Step::Code(_) => sign_in().await,
        }
        busy.set(false);
    };
    let field_error = |code: ErrorCode| (error() == Some(code)).then(|| texts.error(code));
    let other_error = error().filter(|code| {
        !matches!(
            code,
            ErrorCode::PersonalNumberInvalid | ErrorCode::PhoneInvalid | ErrorCode::DateInvalid | ErrorCode::OtpInvalid
        )
    });
    // Nobody else uses a phone: the choice would only be one more thing to read.
    let may_be_shared = !again && app.status().is_some_and(|status| !status.device.phone);

    rsx! {
        if again && step() == Step::WhoYouAre {
            BackBar {}
        }
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: submit,
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
                    Field {
                        id: "personal-number",
                        label: texts.personal_number(),
                        hint: texts.personal_number_hint(),
                        error: field_error(ErrorCode::PersonalNumberInvalid),
                        value: personal_number,
                        inputmode: "numeric",
                    }
                    Field {
                        id: "phone",
                        label: texts.phone(),
                        hint: texts.phone_hint(),
                        error: field_error(ErrorCode::PhoneInvalid),
                        value: phone,
                        inputmode: "tel",
                        autocomplete: "tel-national",
                    }
                    Field {
                        id: "issued",
                        label: texts.card_issue_date(),
                        hint: texts.card_issue_date_hint(),
                        error: field_error(ErrorCode::DateInvalid),
                        value: issued,
                    }
                    if may_be_shared {
                        Guest { chosen: guest }
                    }
                },
                Step::Code(seconds) => rsx! {
                    Title { text: texts.otp_title() }
                    p { {texts.otp_intro(i64::from(seconds.div_ceil(60)))} }
                    Field {
                        id: "otp",
                        label: texts.otp(),
                        error: field_error(ErrorCode::OtpInvalid),
                        value: otp,
                        inputmode: "numeric",
                        autocomplete: "one-time-code",
                    }
                },
            }
            if let Some(code) = other_error {
                ErrorNotice { code }
            }
            div { class: "actions",
                Button { id: "continue", submit: true, busy: busy(), {texts.go_on()} }
                if step() != Step::WhoYouAre {
                    Button {
                        id: "back",
                        kind: Kind::Plain,
                        onclick: move |()| {
                            error.set(None);
                            step.set(Step::WhoYouAre);
                        },
                        {texts.back()}
                    }
                }
            }
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
