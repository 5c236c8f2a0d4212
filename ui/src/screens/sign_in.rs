//! Signing in: who one is, then the one-time password.

use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, RequestOtp, RequestOtpArgs, SignInArgs};
use dioxus::prelude::*;

use crate::app::AppStage;
use crate::bridge;
use crate::components::{ErrorNotice, Field, Title};
use crate::texts::use_texts;

#[derive(Clone, Copy, PartialEq)]
enum Step {
    WhoYouAre,
    /// The one-time password was sent and is good for so many seconds.
    Code(u32),
}

#[component]
pub(crate) fn SignIn() -> Element {
    let texts = use_texts();
    let stage = use_context::<AppStage>();
    let personal_number = use_signal(String::new);
    let phone = use_signal(String::new);
    let issued = use_signal(String::new);
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
        match bridge::call::<cds_wire::ipc::SignIn>(args).await {
            Ok(_) => stage.refresh(),
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

    rsx! {
        form { class: "card", novalidate: true, autocomplete: "off", onsubmit: submit,
            match step() {
                Step::WhoYouAre => rsx! {
                    Title { text: texts.sign_in_title() }
                    p { {texts.sign_in_intro()} }
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
                button { class: "primary", id: "continue", r#type: "submit", aria_disabled: busy(),
                    if busy() { {texts.working()} } else { {texts.go_on()} }
                }
                if step() != Step::WhoYouAre {
                    button {
                        class: "plain",
                        id: "back",
                        r#type: "button",
                        onclick: move |_| {
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
