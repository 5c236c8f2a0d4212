//! Who one is, as every sign-in asks it: number, phone, card date, and then the one-time password.

use cds_vn::card_qr::CardText;
use cds_wire::Sensitive;
use cds_wire::ipc::{ErrorCode, RequestOtp, RequestOtpArgs, SignInArgs};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{CardScan, Field};
use crate::dates;
use crate::texts::use_texts;

/// What is typed.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Identity {
    personal_number: Signal<String>,
    phone: Signal<String>,
    issued: Signal<String>,
    otp: Signal<String>,
    /// Personal number and date of issue as a scanned card has them.
    card: Signal<Option<(String, String)>>,
}

/// Nothing typed yet. It goes with the screen.
pub(crate) fn use_identity() -> Identity {
    Identity {
        personal_number: use_signal(String::new),
        phone: use_signal(String::new),
        issued: use_signal(String::new),
        otp: use_signal(String::new),
        card: use_signal(|| None),
    }
}

impl Identity {
    /// Asks the portal for a one-time password, and gives how many minutes it is good for.
    pub(crate) async fn request_otp(mut self) -> Result<i64, ErrorCode> {
        if cds_vn::date::parse_to_iso(&self.issued.peek()).is_err() {
            return Err(ErrorCode::DateInvalid);
        }
        let args = RequestOtpArgs {
            personal_number: Sensitive::new(self.personal_number.peek().clone()),
            phone: Sensitive::new(self.phone.peek().clone()),
        };
        let sent = bridge::call::<RequestOtp>(args).await.map_err(|failed| failed.code)?;
        self.otp.set(String::new());
        Ok(i64::from(sent.expires_in_s.div_ceil(60)))
    }

    /// Forgets what was typed.
    pub(crate) fn forget(mut self) {
        for typed in [&mut self.personal_number, &mut self.phone, &mut self.issued, &mut self.otp] {
            typed.set(String::new());
        }
        self.card.set(None);
    }

    /// Fills in what a card says of who one is. Nothing of it is verified.
    fn fill(mut self, card: &CardText) {
        let number = card.number.as_str().to_owned();
        let issued = card.issue_date.as_deref().map(dates::day).unwrap_or_default();
        self.personal_number.set(number.clone());
        if !issued.is_empty() {
            self.issued.set(issued.clone());
        }
        self.card.set(Some((number, issued)));
    }

    /// The sign-in with what is typed.
    pub(crate) fn args(self) -> SignInArgs {
        SignInArgs {
            personal_number: Sensitive::new(self.personal_number.peek().clone()),
            phone: Sensitive::new(self.phone.peek().clone()),
            card_issue_date: Sensitive::new(self.issued.peek().clone()),
            otp: Sensitive::new(self.otp.peek().clone()),
        }
    }
}

/// Whether the fields show this error themselves.
pub(crate) const fn is_of_a_field(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::PersonalNumberInvalid | ErrorCode::PhoneInvalid | ErrorCode::DateInvalid | ErrorCode::OtpInvalid
    )
}

/// Number, phone and card date.
#[component]
pub(crate) fn WhoYouAre(identity: Identity, error: Option<ErrorCode>) -> Element {
    let texts = use_texts();
    let field_error = |code: ErrorCode| (error == Some(code)).then(|| texts.error(code));
    let card = identity.card.read().clone().unwrap_or_default();
    let mark =
        |read: &str, field: Signal<String>| (!read.is_empty() && *field.read() == read).then(|| texts.card_mark());
    let marks = (mark(&card.0, identity.personal_number), mark(&card.1, identity.issued));
    rsx! {
        CardScan { on_card: move |card| identity.fill(&card) }
        Field {
            id: "personal-number",
            label: texts.personal_number(),
            hint: texts.personal_number_hint(),
            error: field_error(ErrorCode::PersonalNumberInvalid),
            mark: marks.0,
            value: identity.personal_number,
            inputmode: "numeric",
        }
        Field {
            id: "phone",
            label: texts.phone(),
            hint: texts.phone_hint(),
            error: field_error(ErrorCode::PhoneInvalid),
            value: identity.phone,
            inputmode: "tel",
            autocomplete: "tel-national",
        }
        Field {
            id: "issued",
            label: texts.card_issue_date(),
            hint: texts.card_issue_date_hint(),
            error: field_error(ErrorCode::DateInvalid),
            mark: marks.1,
            value: identity.issued,
        }
    }
}

/// The one-time password.
#[component]
pub(crate) fn OneTimePassword(identity: Identity, error: Option<ErrorCode>) -> Element {
    let texts = use_texts();
    rsx! {
        Field {
            id: "otp",
            label: texts.otp(),
            error: error.filter(|code| *code == ErrorCode::OtpInvalid).map(|code| texts.error(code)),
            value: identity.otp,
            inputmode: "numeric",
            autocomplete: "one-time-code",
        }
    }
}
