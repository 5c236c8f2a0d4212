//! The citizen's identity code: large, black on white, with what it proves and what it does not.

use cds_vn::date::format_instant;
use cds_wire::ipc::{CodeShown, ErrorCode, ShowCode};
use dioxus::prelude::*;

use crate::bridge;
use crate::components::{Button, Card, Empty, ErrorNotice, Facts, Icon, IconName, Kind, Loading, Note, Title, Tone};
use crate::dates;
use crate::nav::{Place, use_nav};
use crate::pulse::use_pulse;
use crate::query::use_query;
use crate::texts::{Texts, use_texts};

/// The paper code, with its age and the holder's short data.
#[component]
pub(crate) fn Code() -> Element {
    let texts = use_texts();
    let nav = use_nav();
    let code = use_query::<ShowCode>(());
    rsx! {
        Title { text: texts.code_title() }
        match code.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) if error.code == ErrorCode::NotFound => rsx! {
                Empty { text: texts.code_not_yet(),
                    p { {texts.code_not_yet_advice()} }
                }
            },
            Some(Err(error)) => rsx! { ErrorNotice { code: error.code } },
            Some(Ok(code)) => rsx! { Shown { code } },
        }
        div { class: "actions code-ways",
            Button { id: "open-check", kind: Kind::Plain, onclick: move |()| nav.go(Place::Check),
                Icon { name: IconName::Search }
                {texts.open_check()}
            }
        }
    }
}

#[component]
fn Shown(code: CodeShown) -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let pulse = pulse.read();
    let pulse = pulse.as_ref();
    let expired = pulse.is_some_and(|pulse| pulse.now > code.expires_at);
    let contact = pulse.and_then(|pulse| Some(dates::age(&texts, pulse.now, pulse.last_contact?)));
    rsx! {
        div { class: "code-page",
            Card {
                div { class: "code-frame",
                    img {
                        class: "code-picture",
                        id: "code-picture",
                        src: bridge::picture_url("image/png", &code.picture),
                        alt: texts.code_picture(),
                    }
                }
                if code.trial {
                    p { class: "code-trial", {texts.code_trial()} }
                }
                if expired {
                    Note { tone: Tone::Warn, p { {texts.code_expired(format_instant(code.expires_at))} } }
                }
                p { class: "code-holder", lang: "vi", {code.name.reveal().clone()} }
                Facts { facts: holder(&texts, &code) }
            }
            Card {
                h2 { {texts.code_proves_title()} }
                ul { class: "bullets",
                    li { {texts.code_proves()} }
                    li { {texts.code_proves_not()} }
                    li { {texts.code_compare()} }
                }
            }
            p { class: "quiet code-age",
                {texts.code_issued(format_instant(code.issued_at), format_instant(code.expires_at))}
                " "
                match contact {
                    Some(age) => texts.code_data_age(age),
                    None => texts.code_data_never(),
                }
            }
        }
    }
}

/// What the code says of its holder: no more than a checker needs to compare with a card.
fn holder(texts: &Texts, code: &CodeShown) -> Vec<(String, String)> {
    [
        code.birth_date.as_ref().map(|day| (texts.code_birth(), dates::day(day.reveal()))),
        code.sex.as_ref().map(|sex| (texts.code_sex(), texts.sex(*sex.reveal()))),
        Some((texts.code_last4(), format!("•••• {}", code.last4.reveal()))),
    ]
    .into_iter()
    .flatten()
    .collect()
}
