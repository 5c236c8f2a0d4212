//! The citizen's identity codes: live on the screen, on paper, and when the live one was shown.

mod live;
mod page;
mod paper;
mod showings;

pub(crate) use live::Code;
pub(crate) use paper::PaperCode;
pub(crate) use showings::CodeShowings;

use cds_vn::date::format_instant;
use cds_wire::Sensitive;
use cds_wire::ipc::ErrorCode;
use cds_wire::portal::Sex;
use dioxus::prelude::*;

use crate::components::{Button, Empty, ErrorNotice};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
use crate::texts::{Texts, use_texts};

/// A code as a picture: large, black on white.
#[component]
fn Picture(id: &'static str, url: String, alt: String) -> Element {
    rsx! {
        div { class: "code-frame",
            img { class: "code-picture", id, src: url, alt }
        }
    }
}

/// What a code proves and what it does not.
#[component]
fn Proves(points: Vec<String>) -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "card",
            h2 { {texts.code_proves_title()} }
            ul { class: "bullets",
                for point in points {
                    li { key: "{point}", {point} }
                }
            }
        }
    }
}

/// When it was issued, until when it counts, and how old the data on this device is.
#[component]
fn Age(issued_at: i64, expires_at: i64) -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let pulse = pulse.read();
    let contact = pulse.as_ref().and_then(|pulse| Some(dates::age(&texts, pulse.now, pulse.last_contact?)));
    rsx! {
        p { class: "quiet code-age",
            {texts.code_issued(format_instant(issued_at), format_instant(expires_at))}
            " "
            match contact {
                Some(age) => texts.code_data_age(age),
                None => texts.code_data_never(),
            }
        }
    }
}

/// What a code says of its holder: no more than a checker needs to compare with a card.
fn holder(
    texts: &Texts,
    birth_date: Option<&Sensitive>,
    sex: Option<&Sensitive<Sex>>,
    last4: &Sensitive,
) -> Vec<(String, String)> {
    [
        birth_date.map(|day| (texts.code_birth(), dates::day(day.reveal()))),
        sex.map(|sex| (texts.code_sex(), texts.sex(*sex.reveal()))),
        Some((texts.code_last4(), format!("•••• {}", last4.reveal()))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Why there is no code here, and what to do.
#[component]
fn Missing(code: ErrorCode) -> Element {
    let texts = use_texts();
    let nav = use_nav();
    match code {
        ErrorCode::NotFound => rsx! {
            Empty { text: texts.code_not_yet(),
                p { {texts.code_not_yet_advice()} }
            }
        },
        ErrorCode::SignInNeeded | ErrorCode::CodeWithdrawn => rsx! {
            Empty { text: texts.error(code),
                div { class: "actions",
                    Button { id: "code-sign-in", onclick: move |()| nav.go(Place::SignInAgain), {texts.code_sign_in()} }
                }
            }
        },
        code => rsx! {
            ErrorNotice { code }
        },
    }
}
