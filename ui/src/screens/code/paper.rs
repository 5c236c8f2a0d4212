//! The paper code: what can be printed and carried.

use cds_vn::date::format_instant;
use cds_wire::ipc::{CodeShown, ShowCode};
use dioxus::prelude::*;

use super::page::SavePage;
use super::{Age, Missing, Picture, Proves, holder};
use crate::bridge;
use crate::components::{BackBar, Facts, Loading, Note, Title, Tone};
use crate::pulse::use_pulse;
use crate::query::use_query;
use crate::texts::use_texts;

/// The paper code, with its age and the holder's short data, and the page to print.
#[component]
pub(crate) fn PaperCode() -> Element {
    let texts = use_texts();
    let code = use_query::<ShowCode>(());
    rsx! {
        BackBar {}
        Title { text: texts.paper_code_title() }
        match code.get() {
            None => rsx! { Loading {} },
            Some(Err(error)) => rsx! {
                Missing { code: error.code }
            },
            Some(Ok(code)) => rsx! { Shown { code } },
        }
    }
}

#[component]
fn Shown(code: CodeShown) -> Element {
    let texts = use_texts();
    let pulse = use_pulse();
    let expired = pulse.read().as_ref().is_some_and(|pulse| pulse.now > code.expires_at);
    let url = bridge::picture_url("image/png", &code.picture);
    let facts = holder(&texts, code.birth_date.as_ref(), code.sex.as_ref(), &code.last4);
    rsx! {
        div { class: "code-page",
            div { class: "card",
                Picture { id: "code-picture", url, alt: texts.code_picture() }
                if code.trial {
                    p { class: "code-trial", {texts.code_trial()} }
                }
                if expired {
                    Note { tone: Tone::Warn, p { {texts.code_expired(format_instant(code.expires_at))} } }
                }
                p { class: "code-holder", lang: "vi", {code.name.reveal().clone()} }
                Facts { facts }
            }
            SavePage {}
            Proves { points: vec![texts.code_proves(), texts.code_proves_not(), texts.code_compare()] }
            Age { issued_at: code.issued_at, expires_at: code.expires_at }
        }
    }
}
